//! Which strokes and discs does the device draw, where all of them are too many?
//!
//! They are found by a thread ([`Detail`]). Until its answer is there the device draws what it has
//! of the same picture, or everything.

use egui::Context;

use super::painter::Worker;
use crate::scene::{Detail, Scene};

/// A Scene and the one with fewer marks that stands for it, if it is large.
type Found = (Scene, Option<Scene>);

/// Finds Scenes with fewer marks, one after the other.
#[derive(Default)]
pub struct Thinner {
    worker: Option<Worker<Found>>,
    latest: Option<Found>,
}

impl Thinner {
    /// The Scene with fewer marks, if it is large and one is known; asks for what is not known.
    pub fn of(&mut self, scene: &Scene, context: &Context) -> Option<Scene> {
        if !Detail::is_large(scene) {
            self.latest = None;
            return None;
        }
        match self.worker.as_mut().map(Worker::answer) {
            Some(Ok(Some(found))) => self.latest = Some(found),
            Some(Err(_)) => self.worker = None,
            Some(Ok(None)) | None => {}
        }
        let is_known = |(of, _): &Found| Detail::is_same(of, scene);
        if !self.latest.as_ref().is_some_and(is_known) {
            self.ask(scene, context);
        }
        let (of, fewer) = self.latest.as_ref()?;
        let fewer = fewer.as_ref()?;
        // Cells that are too large or small by one zoom do for a moment; another picture does not.
        of.same_marks(scene).then(|| Scene {
            edges: fewer.edges.clone(),
            node_order: fewer.node_order.clone(),
            ..scene.clone()
        })
    }

    fn ask(&mut self, scene: &Scene, context: &Context) {
        if self.worker.is_none() {
            let mut detail = Detail::default();
            let work = move |scene: Scene| {
                let fewer = detail.of(&scene);
                (scene, fewer)
            };
            self.worker = Worker::start("thinner", context.clone(), work).ok();
        }
        let worker = self.worker.as_mut();
        // Where the system gives no thread, the device draws everything.
        if let Some(worker) = worker.filter(|worker| !worker.is_busy()) {
            worker.ask(scene.clone());
        }
    }
}
