//! How do nodes move while the window goes on drawing?
//!
//! One thread owns the layout run. It steps until it converges, publishes positions at the
//! display's rate, and between steps does what the window asks: hold, pin, start from another graph.
//! Where all places are known at once, nodes glide there.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use glam::Vec2;

use super::glide::Glide;
use super::inbox::Outbox;
use super::mailbox::{Mailbox, Orders, mailbox};
use crate::graph::Graph;
use crate::layout::LayoutRun;
use crate::session::{Arrival, LayoutPhase, Placement};

/// Time between two published pictures: a display's rate.
const PUBLISH_INTERVAL: Duration = Duration::from_millis(16);

/// What the layout thread is asked for.
#[derive(Debug)]
enum Order {
    /// Place the nodes of this graph.
    Place(Box<Task>),
    /// These host codes are pinned now.
    Pins(BTreeMap<u32, Vec2>),
    /// Hold still, or go on.
    Hold(bool),
}

/// What is to be placed, and how.
#[derive(Debug)]
pub struct Task {
    /// The graph.
    pub graph: Arc<Graph>,
    /// What is laid out, and where everything is.
    pub placement: Placement,
    /// Places at which everything rests until a pin changes, if they are known.
    pub rest: Option<Arc<[Vec2]>>,
    /// Host codes that are held.
    pub pins: BTreeMap<u32, Vec2>,
    /// Where nodes glide from to places that are known at once; without it they jump.
    pub glide_from: Option<Arc<[Vec2]>>,
}

/// The layout thread. Dropping it ends the thread.
#[derive(Debug)]
pub struct Layouter(Mailbox<Order>);

impl Layouter {
    /// Starts the thread, with nothing to lay out yet.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn start(outbox: Outbox) -> std::io::Result<Self> {
        let (mailbox, orders) = mailbox();
        thread::Builder::new()
            .name("layout".into())
            .spawn(move || work(&orders, &outbox))?;
        Ok(Self(mailbox))
    }

    /// Places a graph in place of the present one.
    pub fn place(&self, task: Task) {
        self.0.give(Order::Place(Box::new(task)));
    }

    /// Holds exactly these nodes in place.
    pub fn pin(&self, pins: BTreeMap<u32, Vec2>) {
        self.0.give(Order::Pins(pins));
    }

    /// Holds everything still, or lets it go on.
    pub fn hold(&self, hold: bool) {
        self.0.give(Order::Hold(hold));
    }
}

/// A graph being laid out.
struct Job {
    graph: Arc<Graph>,
    placement: Placement,
    run: LayoutRun,
    pins: BTreeMap<u32, Vec2>,
    /// Known places, exactly, while nothing has moved since.
    resting: Option<Arc<[Vec2]>>,
    glide: Option<Glide>,
}

impl Job {
    fn new(task: Task) -> Self {
        let Task {
            graph,
            mut placement,
            rest,
            pins,
            glide_from,
        } = task;
        if rest.is_none() {
            placement.place_others();
        }
        let mut job = Self {
            graph,
            run: LayoutRun::new(placement.request.clone()),
            placement,
            pins: BTreeMap::new(),
            resting: None,
            glide: None,
        };
        job.set_pins(pins);
        job.resting = rest;
        if let Some(from) = glide_from.filter(|_| job.is_at_rest()) {
            job.glide = Glide::new(&from, &job.positions());
        }
        job
    }

    fn is_at_rest(&self) -> bool {
        self.glide.is_none() && (self.resting.is_some() || self.run.status().converged)
    }

    /// Goes on for a moment, unless everything rests; whether it does now.
    fn step(&mut self, held: bool) -> bool {
        if self.glide.as_ref().is_some_and(Glide::is_over) {
            self.glide = None;
        } else if self.glide.is_some() {
            thread::sleep(PUBLISH_INTERVAL);
        } else if self.resting.is_none() && !held {
            self.run.step();
        }
        self.is_at_rest()
    }

    fn positions(&self) -> Arc<[Vec2]> {
        match (&self.glide, &self.resting) {
            (Some(glide), _) => glide.positions(),
            (None, Some(places)) => places.clone(),
            (None, None) => self.placement.whole(self.run.positions()),
        }
    }

    /// Brings the run's pins to these; its neighbourhood follows softly.
    fn set_pins(&mut self, pins: BTreeMap<u32, Vec2>) {
        for host in self.pins.keys().filter(|host| !pins.contains_key(host)) {
            if let Some(node) = self.member(*host) {
                self.run.unpin(node);
            }
        }
        let moved = pins
            .iter()
            .filter(|(host, place)| self.pins.get(host) != Some(place));
        let moved: Vec<(u32, Vec2)> = moved
            .filter_map(|(&host, &place)| Some((self.member(host)?, place)))
            .collect();
        self.run.pin_all(moved);
        if pins != self.pins {
            self.resting = None;
            self.glide = None;
        }
        self.pins = pins;
    }

    /// The run's node of a host code.
    fn member(&self, host: u32) -> Option<u32> {
        self.placement.member(self.graph.node_of_host(host)?)
    }
}

/// Does what it is asked until the window drops the mailbox.
fn work(orders: &Orders<Order>, outbox: &Outbox) {
    let mut job: Option<Job> = None;
    let mut held = false;
    let mut told = LayoutPhase::None;
    let mut published = Instant::now();
    loop {
        let running = !held && job.as_ref().is_some_and(|job| !job.is_at_rest());
        let Some(batch) = orders.take(!running) else {
            return;
        };
        let mut moved = false;
        // A small graph rests after its first step, as the one before it did: that is news too.
        let mut is_new = false;
        for order in batch {
            is_new |= matches!(order, Order::Place(..));
            match order {
                Order::Place(task) => job = Some(Job::new(*task)),
                Order::Hold(hold) => held = hold,
                Order::Pins(pins) => {
                    if let Some(job) = &mut job {
                        job.set_pins(pins);
                        // A held layout still shows where a node was put.
                        moved = held;
                    }
                }
            }
        }
        let Some(job) = &mut job else { continue };
        // A rough picture is there before the first step.
        if is_new && !outbox.send(Arrival::Positions(job.graph.clone(), job.positions())) {
            return;
        }
        let done = job.step(held);
        let phase = match (held, done) {
            (true, _) => LayoutPhase::Paused,
            (false, true) => LayoutPhase::Converged,
            (false, false) => LayoutPhase::Running,
        };
        if moved || is_new || phase != told || published.elapsed() >= PUBLISH_INTERVAL {
            published = Instant::now();
            if !outbox.send(Arrival::Positions(job.graph.clone(), job.positions())) {
                return;
            }
        }
        if is_new || phase != told {
            told = phase;
            outbox.send(Arrival::Layout(job.graph.clone(), phase));
        }
    }
}
