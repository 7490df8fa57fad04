//! How do nodes move while the window goes on drawing?
//!
//! One thread owns the layout run. It steps until it converges, publishes positions at the
//! display's rate, and between steps does what the window asks: hold, pin, start from another graph.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use glam::Vec2;

use super::inbox::Outbox;
use super::mailbox::{Mailbox, Orders, mailbox};
use crate::graph::Graph;
use crate::layout::{LayoutRequest, LayoutRun};
use crate::session::{Arrival, LayoutPhase};

/// Time between two published pictures: a display's rate.
const PUBLISH_INTERVAL: Duration = Duration::from_millis(16);

/// What the layout thread is asked for.
#[derive(Debug)]
enum Order {
    /// Lay out this graph, with these host codes pinned.
    Start(Arc<Graph>, Box<LayoutRequest>, BTreeMap<u32, Vec2>),
    /// As `Start`, from places at which everything rests until a pin changes.
    Rest(Arc<Graph>, Box<LayoutRequest>, BTreeMap<u32, Vec2>),
    /// These host codes are pinned now.
    Pins(BTreeMap<u32, Vec2>),
    /// Hold still, or go on.
    Hold(bool),
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

    /// Lays out a graph in place of the present one.
    pub fn lay_out(&self, graph: Arc<Graph>, request: LayoutRequest, pins: BTreeMap<u32, Vec2>) {
        self.0.give(Order::Start(graph, Box::new(request), pins));
    }

    /// Leaves a graph where the request says that it is, until a pin changes.
    pub fn rest(&self, graph: Arc<Graph>, request: LayoutRequest, pins: BTreeMap<u32, Vec2>) {
        self.0.give(Order::Rest(graph, Box::new(request), pins));
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
    run: LayoutRun,
    pins: BTreeMap<u32, Vec2>,
    /// Places of a saved session, exactly, while nothing has moved since.
    resting: Option<Arc<[Vec2]>>,
}

impl Job {
    fn new(graph: Arc<Graph>, request: LayoutRequest, pins: BTreeMap<u32, Vec2>) -> Self {
        let mut job = Self {
            graph,
            run: LayoutRun::new(request),
            pins: BTreeMap::new(),
            resting: None,
        };
        job.set_pins(pins);
        job
    }

    /// A graph that is left where it is.
    fn rest(graph: Arc<Graph>, request: LayoutRequest, pins: BTreeMap<u32, Vec2>) -> Self {
        let resting = request.initial.clone();
        Self {
            resting,
            ..Self::new(graph, request, pins)
        }
    }

    fn is_at_rest(&self) -> bool {
        self.resting.is_some() || self.run.status().converged
    }

    /// Goes on for a moment, unless everything rests; whether it does now.
    fn step(&mut self, held: bool) -> bool {
        if self.resting.is_none() && !held {
            self.run.step();
        }
        self.is_at_rest()
    }

    fn positions(&self) -> Arc<[Vec2]> {
        match &self.resting {
            Some(places) => places.clone(),
            None => self.run.positions().into(),
        }
    }

    /// Brings the run's pins to these; its neighbourhood follows softly.
    fn set_pins(&mut self, pins: BTreeMap<u32, Vec2>) {
        for host in self.pins.keys().filter(|host| !pins.contains_key(host)) {
            if let Some(node) = self.graph.node_of_host(*host) {
                self.run.unpin(node);
            }
        }
        for (host, position) in &pins {
            if self.pins.get(host) != Some(position)
                && let Some(node) = self.graph.node_of_host(*host)
            {
                self.run.pin(node, *position);
            }
        }
        if pins != self.pins {
            self.run.reheat();
            self.resting = None;
        }
        self.pins = pins;
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
            is_new |= matches!(order, Order::Start(..) | Order::Rest(..));
            match order {
                Order::Start(graph, request, pins) => job = Some(Job::new(graph, *request, pins)),
                Order::Rest(graph, request, pins) => job = Some(Job::rest(graph, *request, pins)),
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
