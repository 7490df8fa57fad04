//! A window without a screen, for tests that drive it by accessible names.

use std::time::{Duration, Instant};

use egui_kittest::Harness;
use flowloom::app::{Opening, Shell, Source};
use flowloom::session::{LayoutPhase, ReadStatus, Sample};

/// How long reading, laying out and errands may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// A window with the office sample, read and laid out.
pub fn office() -> Harness<'static, Shell> {
    let mut harness = Harness::builder()
        .with_size(egui::vec2(1600.0, 1000.0))
        .with_accessibility_check(true)
        .wgpu()
        .build_eframe(|creation| {
            Shell::new(
                creation,
                Opening {
                    source: Some(Source::Sample(Sample::Office)),
                    fresh: true,
                    ..Opening::default()
                },
            )
        });
    wait_for(&mut harness, |harness| {
        let session = harness.state().session();
        *session.reading() == ReadStatus::Idle
            && session.data().is_some_and(|data| data.traffic.complete)
            && session.layout() == LayoutPhase::Converged
    });
    harness.run_steps(4);
    harness
}

/// Runs frames until something is so.
pub fn wait_for(
    harness: &mut Harness<'static, Shell>,
    mut is_so: impl FnMut(&Harness<'static, Shell>) -> bool,
) {
    let began = Instant::now();
    loop {
        harness.step();
        if is_so(harness) {
            return;
        }
        assert!(began.elapsed() < PATIENCE, "it did not come to pass");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Presses a key and lets the window follow.
pub fn key(harness: &mut Harness<'_, Shell>, modifiers: egui::Modifiers, key: egui::Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run_steps(3);
}

/// What a frame put on the clipboard.
pub trait Copied {
    /// The text that the last frame copied, if it copied any.
    fn copied(&self) -> Option<String>;
}

impl Copied for Harness<'_, Shell> {
    fn copied(&self) -> Option<String> {
        self.output()
            .platform_output
            .commands
            .iter()
            .find_map(|command| match command {
                egui::OutputCommand::CopyText(text) => Some(text.clone()),
                _ => None,
            })
    }
}
