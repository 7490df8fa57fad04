//! What takes longer than a frame, and how does a panel get its answer?
//!
//! A panel hands an errand to [`Errands`] and keeps the [`Errand`]; the window runs it on a thread
//! of its own, so that a frame never waits. Dropping the handle tells the errand to stop.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Work for a thread.
pub type Work = Box<dyn FnOnce() + Send>;

/// Errands that no thread has been given yet.
#[derive(Default)]
pub struct Errands(Vec<Work>);

impl std::fmt::Debug for Errands {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Errands").field(&self.0.len()).finish()
    }
}

impl Errands {
    /// Asks for work to be done. It gives no answer when it was told to stop.
    pub fn send<T: Send + 'static>(
        &mut self,
        work: impl FnOnce(&Stop) -> Option<T> + Send + 'static,
    ) -> Errand<T> {
        let slot = Arc::new(Mutex::new(None));
        let stop = Stop::default();
        let (answer, told) = (slot.clone(), stop.clone());
        self.0.push(Box::new(move || {
            if let Some(value) = work(&told) {
                *answer.lock().unwrap_or_else(PoisonError::into_inner) = Some(value);
            }
        }));
        Errand { slot, stop }
    }

    /// What is to be done.
    pub fn take(&mut self) -> Vec<Work> {
        std::mem::take(&mut self.0)
    }
}

/// Whether an errand's answer is still wanted.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// Whether to stop.
    #[must_use]
    pub fn is_wanted(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// An errand that is under way.
#[derive(Debug)]
pub struct Errand<T> {
    slot: Arc<Mutex<Option<T>>>,
    stop: Stop,
}

/// How an errand stands.
#[derive(Debug)]
pub enum Answer<T> {
    /// Not done yet.
    Waiting,
    /// Done.
    Ready(T),
    /// It ended without an answer: it stopped, or the system gave no thread.
    Lost,
}

impl<T> Errand<T> {
    /// Its answer, once.
    pub fn answer(&self) -> Answer<T> {
        // Looked at first: an errand puts its answer down before it goes.
        let is_gone = Arc::strong_count(&self.slot) == 1;
        match self
            .slot
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
        {
            Some(value) => Answer::Ready(value),
            None if is_gone => Answer::Lost,
            None => Answer::Waiting,
        }
    }
}

impl<T> Drop for Errand<T> {
    fn drop(&mut self) {
        self.stop.0.store(true, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_given_once_and_stopping_gives_none() {
        let mut errands = Errands::default();
        let errand = errands.send(|_| Some(7));
        assert!(matches!(errand.answer(), Answer::Waiting));
        errands.take().into_iter().for_each(|work| work());
        assert!(matches!(errand.answer(), Answer::Ready(7)));
        assert!(matches!(errand.answer(), Answer::Lost));

        let stopped = errands.send(|stop| (!stop.is_wanted()).then_some(7));
        drop(errands.take());
        assert!(matches!(stopped.answer(), Answer::Lost));
    }

    #[test]
    fn dropping_the_handle_tells_the_errand_to_stop() {
        let mut errands = Errands::default();
        let seen = Arc::new(AtomicBool::new(false));
        let told = seen.clone();
        let errand = errands.send(move |stop| {
            told.store(stop.is_wanted(), Ordering::Relaxed);
            Some(())
        });
        drop(errand);
        errands.take().into_iter().for_each(|work| work());
        assert!(seen.load(Ordering::Relaxed));
    }
}
