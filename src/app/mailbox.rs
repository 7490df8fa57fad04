//! How does the window give orders to a worker that is slower than the user?
//!
//! Orders wait in a list; a worker takes all of them at once, so it can act on the newest and
//! skip what has become void. Dropping the mailbox's last owner ends the worker.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// What both ends share.
#[derive(Debug)]
struct Shared<Order> {
    orders: Mutex<(Vec<Order>, bool)>,
    arrived: Condvar,
}

/// The window's end; dropping it closes the mailbox.
#[derive(Debug)]
pub struct Mailbox<Order>(Arc<Shared<Order>>);

/// The worker's end.
#[derive(Debug)]
pub struct Orders<Order>(Arc<Shared<Order>>);

/// A mailbox and the end for its worker.
#[must_use]
pub fn mailbox<Order>() -> (Mailbox<Order>, Orders<Order>) {
    let shared = Arc::new(Shared {
        orders: Mutex::new((Vec::new(), false)),
        arrived: Condvar::new(),
    });
    (Mailbox(shared.clone()), Orders(shared))
}

impl<Order> Shared<Order> {
    /// A worker that panicked leaves orders as they are; they are plain values.
    fn lock(&self) -> MutexGuard<'_, (Vec<Order>, bool)> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<Order> Mailbox<Order> {
    /// Gives an order.
    pub fn give(&self, order: Order) {
        self.0.lock().0.push(order);
        self.0.arrived.notify_one();
    }
}

impl<Order> Drop for Mailbox<Order> {
    fn drop(&mut self) {
        self.0.lock().1 = true;
        self.0.arrived.notify_one();
    }
}

impl<Order> Orders<Order> {
    /// All orders that wait, oldest first; none when the mailbox was closed.
    /// With `wait` it sleeps until there is one.
    pub fn take(&self, wait: bool) -> Option<Vec<Order>> {
        let mut guard = self.0.lock();
        while wait && guard.0.is_empty() && !guard.1 {
            guard = self
                .0
                .arrived
                .wait(guard)
                .unwrap_or_else(PoisonError::into_inner);
        }
        if guard.1 {
            None
        } else {
            Some(std::mem::take(&mut guard.0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_arrive_in_order_and_closing_ends_the_worker() {
        let (mailbox, orders) = mailbox();
        mailbox.give(1);
        mailbox.give(2);
        assert_eq!(orders.take(true), Some(vec![1, 2]));
        assert_eq!(orders.take(false), Some(vec![]));
        drop(mailbox);
        assert_eq!(orders.take(true), None);
    }
}
