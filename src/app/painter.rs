//! How is a picture drawn while frames go on?
//!
//! ```text
//! canvas ──Scene──▶ painter thread ──Picture──▶ canvas, and a repaint
//! ```
//!
//! One Scene at a time on a thread and a pool of its own: the pool that frames use for short work
//! is never full of a picture's tiles. Dropping the painter ends its thread. Other work on Scenes that
//! is too long for a frame is done by a [`Worker`] in the same way.

use std::sync::mpsc::{self, Receiver, SyncSender, TryRecvError};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use crate::render::Raster;
use crate::scene::{Detail, Marks, Scene};

/// A finished picture.
pub struct Picture {
    /// What it shows.
    pub scene: Scene,
    /// Premultiplied pixels, as [`Raster::picture`] gives them.
    pub bytes: Vec<u8>,
    /// What it was drawn with, if fewer marks than the Scene has stand for all.
    pub marks: Option<Marks>,
    /// How long it took.
    pub milliseconds: f64,
}

/// What pictures are made with.
#[derive(Debug, Default)]
pub struct Easel {
    raster: Raster,
    detail: Detail,
}

/// Draws the Scenes that it is given, one after the other.
pub type Painter = Worker<Picture>;

impl Painter {
    /// A painter who draws at this easel.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn at(easel: Arc<Mutex<Easel>>, context: egui::Context) -> std::io::Result<Self> {
        Self::start("painter", context, move |scene| timed(&easel, scene))
    }
}

/// Makes something of the Scenes that it is given, one after the other.
pub struct Worker<T> {
    scenes: SyncSender<Scene>,
    made: Receiver<T>,
    /// Whether something is under way.
    busy: bool,
}

impl<T: Send + 'static> Worker<T> {
    /// Starts the thread, which has a pool of its own.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn start(
        name: &'static str,
        context: egui::Context,
        mut work: impl FnMut(Scene) -> T + Send + 'static,
    ) -> std::io::Result<Self> {
        let (scenes, wanted) = mpsc::sync_channel::<Scene>(1);
        let (done, made) = mpsc::sync_channel(1);
        std::thread::Builder::new()
            .name(name.into())
            .spawn(move || {
                let pool = rayon::ThreadPoolBuilder::new()
                    .thread_name(move |index| format!("{name}-{index}"))
                    .build();
                for scene in wanted {
                    let answer = match &pool {
                        Ok(pool) => pool.install(|| work(scene)),
                        Err(_) => work(scene),
                    };
                    if done.send(answer).is_err() {
                        return;
                    }
                    context.request_repaint();
                }
            })?;
        Ok(Self {
            scenes,
            made,
            busy: false,
        })
    }

    /// Whether something is under way.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.busy
    }

    /// Asks for an answer when none is under way; false if the thread is gone.
    pub fn ask(&mut self, scene: Scene) -> bool {
        self.busy = self.scenes.try_send(scene).is_ok();
        self.busy
    }

    /// The answer that was asked for, once.
    ///
    /// # Errors
    /// If the thread is gone.
    pub fn answer(&mut self) -> Result<Option<T>, TryRecvError> {
        match self.made.try_recv() {
            Ok(answer) => {
                self.busy = false;
                Ok(Some(answer))
            }
            Err(TryRecvError::Empty) => Ok(None),
            Err(gone) => Err(gone),
        }
    }
}

/// Draws a Scene here and now.
pub fn timed(easel: &Mutex<Easel>, scene: Scene) -> Picture {
    let began = Instant::now();
    let mut easel = easel.lock().unwrap_or_else(PoisonError::into_inner);
    let Easel { raster, detail } = &mut *easel;
    let fewer = detail.of(&scene);
    let bytes = raster.picture(fewer.as_ref().unwrap_or(&scene));
    Picture {
        marks: fewer.as_ref().map(Marks::of),
        scene,
        bytes,
        milliseconds: began.elapsed().as_secs_f64() * 1e3,
    }
}
