//! How is a capture read while the window goes on drawing?
//!
//! Two threads: one reads and publishes snapshots of the flow table, one weaves the newest snapshot
//! into a graph. A snapshot that is overtaken by the next one is never woven.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::inbox::Outbox;
use super::mailbox::{Mailbox, Orders, mailbox};
use crate::capture::Input;
use crate::files;
use crate::flow::{self, ReadOptions, Traffic, Wish};
use crate::session::{Arrival, Sample, Weaving};

/// What is to be read.
#[derive(Clone, Debug)]
pub enum Source {
    /// Files, directories, or `-`.
    Paths(Vec<PathBuf>),
    /// A bundled capture.
    Sample(Sample),
}

/// Time between two progress reports: often enough to look alive.
const PROGRESS_INTERVAL: Duration = Duration::from_millis(50);
/// Time before the first snapshot: a small capture is read whole by then.
const FIRST_SNAPSHOT: Duration = Duration::from_millis(250);
/// A snapshot copies the table; at most this share of the reading time goes into copies.
const SNAPSHOT_SHARE: u32 = 8;

/// A read in progress. Dropping it cancels it.
#[derive(Debug)]
pub struct Reader {
    cancel: Arc<AtomicBool>,
    weaver: Arc<Mailbox<Order>>,
}

/// What the weaver is asked for.
#[derive(Debug)]
enum Order {
    /// A newer snapshot.
    Traffic(Arc<Traffic>),
    /// Something else to weave for.
    Weaving(Weaving),
}

impl Reader {
    /// Starts reading.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn start(
        source: Source,
        options: ReadOptions,
        weaving: Weaving,
        outbox: Outbox,
    ) -> std::io::Result<Self> {
        let cancel = Arc::new(AtomicBool::new(false));
        let (weaver, orders) = mailbox();
        let weaver = Arc::new(weaver);
        let weave_outbox = outbox.clone();
        thread::Builder::new()
            .name("weaver".into())
            .spawn(move || weave_all(&orders, weaving, &weave_outbox))?;
        let (read_cancel, read_weaver) = (cancel.clone(), weaver.clone());
        thread::Builder::new()
            .name("reader".into())
            .spawn(move || {
                let end = match read(source, &options, &read_cancel, &read_weaver, &outbox) {
                    Ok(()) => Arrival::Ended,
                    Err(problem) => Arrival::Failed(problem),
                };
                outbox.send(end);
            })?;
        Ok(Self { cancel, weaver })
    }

    /// Weaves traffic that was read before.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn resume(
        traffic: Arc<Traffic>,
        weaving: Weaving,
        outbox: Outbox,
    ) -> std::io::Result<Self> {
        let (weaver, orders) = mailbox();
        weaver.give(Order::Traffic(traffic));
        thread::Builder::new()
            .name("weaver".into())
            .spawn(move || weave_all(&orders, weaving, &outbox))?;
        Ok(Self {
            cancel: Arc::default(),
            weaver: Arc::new(weaver),
        })
    }

    /// Stops reading; what was read is kept.
    pub fn cancel(&self) {
        self.cancel.store(true, Ordering::Relaxed);
    }

    /// Weaves for something else from now on, and at once if a node is something else.
    pub fn weave_for(&self, weaving: Weaving) {
        self.weaver.give(Order::Weaving(weaving));
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.cancel();
    }
}

/// Problem, cause and hint as the start page shows them.
fn three_lines(parts: [&String; 3]) -> String {
    parts.map(|part| crate::text::printable(part)).join("\n")
}

/// Opens what the source names.
fn inputs(source: Source) -> Result<Vec<Input>, String> {
    match source {
        Source::Paths(paths) => {
            let arguments: Vec<_> = paths.into_iter().map(PathBuf::into_os_string).collect();
            files::open_inputs(&arguments)
                .map_err(|error| three_lines([&error.problem, &error.cause, &error.hint]))
        }
        Source::Sample(sample) => Ok(vec![files::sample_input(sample)]),
    }
}

/// Reads everything, telling the window how far it is.
fn read(
    source: Source,
    options: &ReadOptions,
    cancel: &Arc<AtomicBool>,
    weaver: &Mailbox<Order>,
    outbox: &Outbox,
) -> Result<(), String> {
    let inputs = inputs(source)?;
    let names = inputs
        .iter()
        .map(|input| crate::text::printable(&input.path).into_owned());
    outbox.send(Arrival::Started(names.collect()));
    let began = Instant::now();
    let mut last_progress = began;
    let mut next_snapshot = began + FIRST_SNAPSHOT;
    let mut wished_at = None;
    let mut observe = |progress: &flow::ReadProgress, snapshot: Option<Traffic>| {
        let now = Instant::now();
        if cancel.load(Ordering::Relaxed) {
            return Wish::Cancel;
        }
        if let Some(traffic) = snapshot {
            weaver.give(Order::Traffic(Arc::new(traffic)));
            let cost = wished_at
                .take()
                .map_or(Duration::ZERO, |at| now.duration_since(at));
            next_snapshot = now + FIRST_SNAPSHOT.max(cost * SNAPSHOT_SHARE);
        }
        if now.duration_since(last_progress) >= PROGRESS_INTERVAL {
            last_progress = now;
            let elapsed_nanos = u64::try_from(began.elapsed().as_nanos()).unwrap_or(u64::MAX);
            if !outbox.offer(Arrival::Progress(*progress, elapsed_nanos)) {
                return Wish::Cancel;
            }
        }
        if now >= next_snapshot {
            wished_at = Some(now);
            return Wish::Snapshot;
        }
        Wish::GoOn
    };
    let traffic = flow::read(inputs, options, Some(cancel.clone()), &mut observe)
        .map_err(|error| three_lines([&error.problem, &error.cause, &error.hint]))?;
    weaver.give(Order::Traffic(Arc::new(traffic)));
    Ok(())
}

/// Weaves the newest traffic for what is wanted until the mailbox closes.
fn weave_all(orders: &Orders<Order>, mut weaving: Weaving, outbox: &Outbox) {
    let mut newest = None;
    while let Some(batch) = orders.take(true) {
        let mut is_stale = false;
        for order in batch {
            match order {
                Order::Traffic(traffic) => {
                    newest = Some(traffic);
                    is_stale = true;
                }
                Order::Weaving(wanted) => {
                    // Groups of what was woven are made elsewhere.
                    is_stale |= wanted.grouping != weaving.grouping;
                    weaving = wanted;
                }
            }
        }
        if let Some(traffic) = newest.as_ref().filter(|_| is_stale)
            && deliver(traffic, &weaving, outbox).is_break()
        {
            return;
        }
    }
}

/// Weaves and sends one graph.
fn deliver(traffic: &Arc<Traffic>, weaving: &Weaving, outbox: &Outbox) -> ControlFlow<()> {
    if outbox.send(Arrival::Woven(weaving.weave(traffic.clone()))) {
        ControlFlow::Continue(())
    } else {
        ControlFlow::Break(())
    }
}
