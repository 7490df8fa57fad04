//! How is something made once, without a frame waiting for it?
//!
//! What takes less than a frame is made at once, the rest on rayon's pool; the panel looks for it in
//! every frame until it is there.

use std::sync::{Arc, Mutex, PoisonError};

/// Flows up to which what is made of them is made at once: less than a frame.
pub(super) const AT_ONCE: usize = 100_000;

/// Something that is made once, maybe elsewhere.
#[derive(Debug)]
pub(super) struct Made<T> {
    ready: Option<T>,
    coming: Arc<Mutex<Option<T>>>,
}

impl<T: Send + 'static> Made<T> {
    /// Makes it now, or on rayon's pool, which asks for a frame once it is there.
    pub fn start(
        context: &egui::Context,
        at_once: bool,
        make: impl FnOnce() -> T + Send + 'static,
    ) -> Self {
        let coming = Arc::new(Mutex::new(None));
        if at_once {
            let ready = Some(make());
            return Self { ready, coming };
        }
        let (slot, context) = (coming.clone(), context.clone());
        rayon::spawn(move || {
            let made = make();
            *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(made);
            context.request_repaint();
        });
        Self {
            ready: None,
            coming,
        }
    }

    /// Takes it in as soon as it is there.
    pub fn get(&mut self) -> Option<&mut T> {
        if self.ready.is_none() {
            self.ready = self
                .coming
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take();
        }
        self.ready.as_mut()
    }

    /// What was taken in.
    pub fn ready(&self) -> Option<&T> {
        self.ready.as_ref()
    }
}
