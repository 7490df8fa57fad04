//! The real window on software graphics without a screen, driven by accessible names.

#![allow(dead_code, reason = "each test uses a part of it")]

use std::time::{Duration, Instant};

use egui_kittest::Harness;
use flowloom::app::{Opening, Shell, Source};
use flowloom::session::{LayoutPhase, ReadStatus, Sample};

/// How long reading and laying out the samples may take on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(120);

pub fn window(source: Option<Source>) -> Harness<'static, Shell> {
    Harness::builder()
        .with_size(egui::vec2(1600.0, 1000.0))
        .with_accessibility_check(true)
        // Captures name things in every script.
        .allow_missing_glyphs()
        .wgpu()
        .build_eframe(|creation| {
            Shell::new(
                creation,
                Opening {
                    source,
                    fresh: true,
                    ..Opening::default()
                },
            )
        })
}

/// A window with the office sample, read and laid out.
pub fn office() -> Harness<'static, Shell> {
    let mut harness = window(Some(Source::Sample(Sample::Office)));
    settle(&mut harness);
    harness
}

/// Runs frames until nothing is read and nothing moves.
pub fn settle(harness: &mut Harness<'_, Shell>) {
    let began = Instant::now();
    loop {
        harness.step();
        let session = harness.state().session();
        let at_rest = *session.reading() == ReadStatus::Idle
            && session.data().is_some_and(|data| data.traffic.complete)
            && session.layout() == LayoutPhase::Converged;
        if at_rest {
            break;
        }
        assert!(began.elapsed() < PATIENCE, "still {:?}", session.reading());
        std::thread::sleep(Duration::from_millis(5));
    }
    harness.run_steps(4);
}

pub fn key(harness: &mut Harness<'_, Shell>, modifiers: egui::Modifiers, key: egui::Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run_steps(3);
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
