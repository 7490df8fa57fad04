//! How is a picture drawn while frames go on?
//!
//! ```text
//! canvas ──Scene──▶ painter thread ──Picture──▶ canvas, and a repaint
//! ```
//!
//! One Scene at a time on a thread and a pool of its own: the pool that frames use for short work
//! is never full of a picture's tiles. Dropping the painter ends its thread.

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
pub struct Painter {
    scenes: SyncSender<Scene>,
    pictures: Receiver<Picture>,
    /// Whether a picture is under way.
    busy: bool,
}

impl Painter {
    /// Starts the thread.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn start(easel: Arc<Mutex<Easel>>, context: egui::Context) -> std::io::Result<Self> {
        let (scenes, wanted) = mpsc::sync_channel::<Scene>(1);
        let (made, pictures) = mpsc::sync_channel(1);
        std::thread::Builder::new()
            .name("painter".into())
            .spawn(move || {
                let pool = rayon::ThreadPoolBuilder::new()
                    .thread_name(|index| format!("painter-{index}"))
                    .build();
                for scene in wanted {
                    let draw = || timed(&easel, scene);
                    let picture = match &pool {
                        Ok(pool) => pool.install(draw),
                        Err(_) => draw(),
                    };
                    if made.send(picture).is_err() {
                        return;
                    }
                    context.request_repaint();
                }
            })?;
        Ok(Self {
            scenes,
            pictures,
            busy: false,
        })
    }

    /// Whether a picture is under way.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.busy
    }

    /// Asks for a picture when none is under way; false if the thread is gone.
    pub fn paint(&mut self, scene: Scene) -> bool {
        self.busy = self.scenes.try_send(scene).is_ok();
        self.busy
    }

    /// The picture that was asked for, once.
    ///
    /// # Errors
    /// If the thread is gone.
    pub fn picture(&mut self) -> Result<Option<Picture>, TryRecvError> {
        match self.pictures.try_recv() {
            Ok(picture) => {
                self.busy = false;
                Ok(Some(picture))
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
