//! How do workers tell the window what they made?
//!
//! Each worker sends [`Arrival`]s through a bounded channel and wakes the window. Arrivals carry
//! the number of the capture they belong to, so that what a cancelled worker still sends is
//! dropped.

use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};

use crate::session::Arrival;

/// Arrivals that may wait for the window to draw a frame.
const CAPACITY: usize = 256;

/// The window's end.
#[derive(Debug)]
pub struct Inbox {
    receiver: Receiver<(u64, Arrival)>,
    sender: SyncSender<(u64, Arrival)>,
    context: egui::Context,
}

/// A worker's end.
#[derive(Clone, Debug)]
pub struct Outbox {
    sender: SyncSender<(u64, Arrival)>,
    context: egui::Context,
    generation: u64,
}

impl Inbox {
    /// An inbox that wakes this window.
    #[must_use]
    pub fn new(context: egui::Context) -> Self {
        let (sender, receiver) = sync_channel(CAPACITY);
        Self {
            receiver,
            sender,
            context,
        }
    }

    /// The window that it wakes.
    #[must_use]
    pub fn context(&self) -> &egui::Context {
        &self.context
    }

    /// An end for a worker of the capture with this number.
    #[must_use]
    pub fn outbox(&self, generation: u64) -> Outbox {
        Outbox {
            sender: self.sender.clone(),
            context: self.context.clone(),
            generation,
        }
    }

    /// Everything of the capture `generation` that has arrived.
    pub fn drain(&self, generation: u64) -> impl Iterator<Item = Arrival> + '_ {
        self.receiver
            .try_iter()
            .filter(move |(of, _)| *of == generation)
            .map(|(_, arrival)| arrival)
    }
}

impl Outbox {
    /// Delivers something, waiting while the window is busy. Whether the window still listens.
    pub fn send(&self, arrival: Arrival) -> bool {
        let sent = self.sender.send((self.generation, arrival)).is_ok();
        self.context.request_repaint();
        sent
    }

    /// Delivers something that the next delivery will replace; dropped while the window is busy.
    pub fn offer(&self, arrival: Arrival) -> bool {
        let sent = match self.sender.try_send((self.generation, arrival)) {
            Ok(()) | Err(TrySendError::Full(_)) => true,
            Err(TrySendError::Disconnected(_)) => false,
        };
        self.context.request_repaint();
        sent
    }
}
