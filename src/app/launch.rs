//! How does the window open, and what if its graphics device gets lost?
//!
//! The adapter is chosen before there is a window, so that a machine without one gets a message and
//! not a blank frame. eframe draws; the event loop is winit's own, because the window's first size
//! follows the monitor and because a lost device (driver update, laptop waking up) means opening
//! the window again in the same process, with the capture read anew.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use eframe::{EframeWinitApplication, UserEvent};
use egui::ViewportBuilder;
use egui_wgpu::{WgpuConfiguration, WgpuSetup, WgpuSetupCreateNew};
use winit::application::ApplicationHandler;
use winit::event::{DeviceEvent, DeviceId, StartCause, WindowEvent};
use winit::event_loop::{ActiveEventLoop, EventLoop};
use winit::platform::run_on_demand::EventLoopExtRunOnDemand;
use winit::window::WindowId;

use super::shell::{Opening, SessionSlot, Shell};
use crate::render::gpu::{self, GpuError};

/// Size of the window where there is room, in points.
const WINDOW_PTS: [f64; 2] = [1600.0, 1000.0];
/// Smallest useful window, in points.
const LEAST_PTS: [f32; 2] = [480.0, 320.0];
/// Share of the monitor that the window takes when the monitor is smaller than that.
const MONITOR_SHARE: f64 = 0.92;

/// Times that the window is opened again in one run; a driver that keeps failing ends it.
const MOST_REOPENINGS: u32 = 5;

/// Why there is no window.
#[derive(Debug, thiserror::Error)]
pub enum LaunchError {
    /// No usable graphics adapter.
    #[error(transparent)]
    Gpu(#[from] GpuError),
    /// No display to open a window on.
    #[error("there is no display to open a window on: {0}")]
    Display(String),
    /// The window opened and could not go on.
    #[error("the window could not go on: {0}")]
    Window(String),
}

/// An error of winit without the place in its source, which it writes first:
/// `os error at a/b.rs:765: neither …`.
fn without_source_place(error: &str) -> &str {
    let place_and_cause = error
        .split_once(".rs:")
        .and_then(|(_, rest)| rest.split_once(": "));
    place_and_cause.map_or(error, |(_, cause)| cause)
}

/// Opens the window and returns when it is closed.
///
/// # Errors
/// If there is no adapter or no display, or the window fails.
pub fn run(mut opening: Opening) -> Result<(), LaunchError> {
    gpu::check_adapter()?;
    let mut event_loop = EventLoop::<UserEvent>::with_user_event()
        .build()
        .map_err(|error| LaunchError::Display(without_source_place(&error.to_string()).into()))?;
    let mut reopened = 0;
    loop {
        let lost = Lost::default();
        let mut window = Window::new(opening.clone(), &lost, &event_loop);
        event_loop
            .run_app_on_demand(&mut window)
            .map_err(|error| LaunchError::Window(error.to_string()))?;
        drop(window);
        if let Some(problem) = lost.failure() {
            return Err(LaunchError::Window(problem));
        }
        let Some(session) = lost.session() else {
            return Ok(());
        };
        reopened += 1;
        if reopened > MOST_REOPENINGS {
            let problem = "the graphics device was lost again and again".to_owned();
            return Err(LaunchError::Window(problem));
        }
        tracing::warn!("the graphics device was lost; opening the window again");
        opening = Opening {
            resumed: Some(session),
            source: None,
            // They were carried out, or will be by no window.
            commands: Vec::new(),
            ..opening
        };
    }
}

/// What the window leaves behind when its device is lost.
#[derive(Clone, Debug, Default)]
pub struct Lost {
    /// Whether the device was lost.
    flag: Arc<AtomicBool>,
    /// The window's device, once there is one.
    device: Arc<Mutex<Option<wgpu::Device>>>,
    session: SessionSlot,
    failure: Arc<Mutex<Option<String>>>,
}

impl Lost {
    /// Watches a device, and closes the window when it is lost.
    fn watch(&self, state: &egui_wgpu::RenderState, context: &egui::Context) {
        let (flag, context) = (self.flag.clone(), context.clone());
        *self.device.lock().unwrap_or_else(PoisonError::into_inner) = Some(state.device.clone());
        state
            .device
            .set_device_lost_callback(move |reason, message| {
                // Dropping the device at the end of the program is no loss.
                if reason != wgpu::DeviceLostReason::Destroyed {
                    tracing::error!("graphics device lost: {message}");
                    flag.store(true, Ordering::Relaxed);
                    context.send_viewport_cmd(egui::ViewportCommand::Close);
                }
            });
    }

    /// Whether the device is gone; asks it, because the news comes only with the next call.
    fn is_gone(&self) -> bool {
        let device = self.device.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(device) = device.as_ref() {
            // A lost device fails here, after its callback was called.
            let _ = device.poll(wgpu::PollType::Poll);
        }
        self.flag.load(Ordering::Relaxed)
    }

    /// Takes note of why the window could not go on.
    fn fail(&self, problem: &str) {
        *self.failure.lock().unwrap_or_else(PoisonError::into_inner) = Some(problem.to_owned());
    }

    /// The session to go on with, if the device was lost.
    fn session(&self) -> Option<SessionSlot> {
        self.flag
            .load(Ordering::Relaxed)
            .then(|| self.session.clone())
    }

    /// Why the window did not open.
    fn failure(&self) -> Option<String> {
        self.failure
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

/// eframe's window on winit's event loop.
struct Window<'a> {
    /// None once the device was lost in the middle of a frame.
    inner: Option<EframeWinitApplication<'a>>,
    lost: Lost,
    /// The first size, decided when the event loop knows its monitors.
    size_pts: Arc<Mutex<[f64; 2]>>,
}

impl Window<'_> {
    fn new(opening: Opening, lost: &Lost, event_loop: &EventLoop<UserEvent>) -> Self {
        let size_pts = Arc::new(Mutex::new(WINDOW_PTS));
        let size = size_pts.clone();
        let options = eframe::NativeOptions {
            viewport: ViewportBuilder::default()
                .with_title("Flowloom")
                .with_app_id("flowloom")
                .with_min_inner_size(LEAST_PTS)
                .with_drag_and_drop(true),
            // Multisampling would cost every triangle of every panel; edges are antialiased
            // in their own shaders.
            multisampling: 0,
            wgpu_options: wgpu_options(),
            persist_window: !opening.fresh,
            window_builder: Some(Box::new(move |builder: ViewportBuilder| {
                let [width, height] = *size.lock().unwrap_or_else(PoisonError::into_inner);
                // A remembered size comes first.
                match builder.inner_size {
                    Some(_) => builder,
                    None => builder.with_inner_size([width as f32, height as f32]),
                }
            })),
            ..eframe::NativeOptions::default()
        };
        // Taken back when the window is there.
        lost.fail("its graphics device could not be opened");
        let left = lost.clone();
        let create: eframe::AppCreator<'_> = Box::new(move |creation| {
            if let Some(state) = &creation.wgpu_render_state {
                left.watch(state, &creation.egui_ctx);
                *left.failure.lock().unwrap_or_else(PoisonError::into_inner) = None;
            }
            Ok(Box::new(
                Shell::new(creation, opening).leaving(left.session.clone()),
            ))
        });
        let inner = eframe::create_native("Flowloom", options, create, event_loop);
        Self {
            inner: Some(inner),
            lost: lost.clone(),
            size_pts,
        }
    }

    /// Hands an event to eframe. eframe and wgpu panic when a device goes away in the middle of a
    /// frame; that ends this window, and not the program.
    fn hand(
        &mut self,
        event_loop: &ActiveEventLoop,
        event: impl FnOnce(&mut EframeWinitApplication<'_>),
    ) {
        let Some(inner) = &mut self.inner else { return };
        let Err(panic) = catch_unwind(AssertUnwindSafe(|| event(inner))) else {
            return;
        };
        if !self.lost.is_gone() {
            resume_unwind(panic);
        }
        // What is left of the window may panic once more while it is taken down.
        let inner = self.inner.take();
        let _ = catch_unwind(AssertUnwindSafe(|| drop(inner)));
        event_loop.exit();
    }
}

impl ApplicationHandler<UserEvent> for Window<'_> {
    fn resumed(&mut self, event_loop: &ActiveEventLoop) {
        let monitor = event_loop
            .primary_monitor()
            .or_else(|| event_loop.available_monitors().next());
        if let Some(monitor) = monitor {
            let size = monitor.size().to_logical::<f64>(monitor.scale_factor());
            let fitted = [size.width, size.height].map(|side| side * MONITOR_SHARE);
            *self.size_pts.lock().unwrap_or_else(PoisonError::into_inner) =
                [WINDOW_PTS[0].min(fitted[0]), WINDOW_PTS[1].min(fitted[1])];
        }
        self.hand(event_loop, |inner| inner.resumed(event_loop));
    }

    fn suspended(&mut self, event_loop: &ActiveEventLoop) {
        self.hand(event_loop, |inner| inner.suspended(event_loop));
    }

    fn new_events(&mut self, event_loop: &ActiveEventLoop, cause: StartCause) {
        self.hand(event_loop, |inner| inner.new_events(event_loop, cause));
    }

    fn user_event(&mut self, event_loop: &ActiveEventLoop, event: UserEvent) {
        self.hand(event_loop, |inner| inner.user_event(event_loop, event));
    }

    fn window_event(&mut self, event_loop: &ActiveEventLoop, id: WindowId, event: WindowEvent) {
        self.hand(event_loop, |inner| {
            inner.window_event(event_loop, id, event)
        });
    }

    fn device_event(&mut self, event_loop: &ActiveEventLoop, id: DeviceId, event: DeviceEvent) {
        self.hand(event_loop, |inner| {
            inner.device_event(event_loop, id, event)
        });
    }

    fn about_to_wait(&mut self, event_loop: &ActiveEventLoop) {
        self.hand(event_loop, |inner| inner.about_to_wait(event_loop));
    }

    fn exiting(&mut self, event_loop: &ActiveEventLoop) {
        self.hand(event_loop, |inner| inner.exiting(event_loop));
    }

    fn memory_warning(&mut self, event_loop: &ActiveEventLoop) {
        self.hand(event_loop, |inner| inner.memory_warning(event_loop));
    }
}

/// The device: the same adapter that the command line would choose, and a surface that is made
/// again whenever it is lost.
fn wgpu_options() -> WgpuConfiguration {
    let mut setup = WgpuSetupCreateNew::without_display_handle();
    setup.native_adapter_selector = Some(Arc::new(|adapters, surface| {
        gpu::best_adapter(adapters, surface).ok_or_else(|| GpuError::none().to_string())
    }));
    WgpuConfiguration {
        wgpu_setup: WgpuSetup::CreateNew(setup),
        ..WgpuConfiguration::default()
    }
}
