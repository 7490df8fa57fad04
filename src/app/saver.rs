//! How is a session saved, and how is it kept without being asked?
//!
//! One thread turns snapshots into files; the window never waits for it. What the user saves goes
//! where they say. Besides, the session is kept in the program's own folder some seconds after it
//! changed, when something else is opened, and at the end, so that a crash loses nothing; the
//! session before it is kept too. Nothing that is waiting is lost when the window closes: the
//! thread ends when it has written everything.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::inbox::Outbox;
use crate::files::{Digests, keep_as, read_session, saved_inputs, write_whole};
use crate::session::{Arrival, KeptSession, SavedReading, Session, Snapshot};
use crate::text::printable;

/// The session that is kept by itself.
const KEPT: &str = "last.flowloom";
/// The one before it.
const KEPT_BEFORE: &str = "before.flowloom";
/// Time after a change before it is kept: a drag is over by then.
const PAUSE: Duration = Duration::from_secs(3);
/// A capture of at most this many bytes is read once more for its digest without being asked.
const MOST_UNASKED_BYTES: u64 = 256 << 20;
/// Orders that may wait.
const CAPACITY: usize = 16;

/// What is to be written.
#[derive(Debug)]
pub struct Order {
    /// The session.
    pub snapshot: Snapshot,
    /// How its captures were read.
    pub reading: SavedReading,
    /// The panels' places.
    pub dock: Option<serde_json::Value>,
}

#[derive(Debug)]
struct Job {
    order: Order,
    path: PathBuf,
    /// Where what is in that place is kept, if it is.
    before: Option<PathBuf>,
    /// Whether the user asked, and is told.
    asked: bool,
    outbox: Outbox,
}

/// The thread that writes sessions. Dropping it waits until all is written.
#[derive(Debug, Default)]
pub struct Saver {
    worker: Option<(SyncSender<Job>, JoinHandle<()>)>,
}

impl Saver {
    /// Saves where the user says.
    ///
    /// # Errors
    /// If the system gives no thread, or too much is waiting already.
    pub fn save(&mut self, path: PathBuf, order: Order, outbox: Outbox) -> std::io::Result<()> {
        self.give(Job {
            order,
            path,
            before: None,
            asked: true,
            outbox,
        })
    }

    fn give(&mut self, job: Job) -> std::io::Result<()> {
        let (jobs, _) = match &mut self.worker {
            Some(worker) => worker,
            none => {
                let (sender, receiver) = sync_channel(CAPACITY);
                let thread = thread::Builder::new()
                    .name("saver".into())
                    .spawn(move || work(&receiver))?;
                none.insert((sender, thread))
            }
        };
        jobs.try_send(job)
            .map_err(|_| std::io::Error::other("earlier sessions are still being written"))
    }
}

impl Drop for Saver {
    fn drop(&mut self) {
        if let Some((jobs, thread)) = self.worker.take() {
            drop(jobs);
            // A thread that panicked has told so itself.
            let _ = thread.join();
        }
    }
}

fn work(jobs: &Receiver<Job>) {
    let mut digests = Digests::default();
    let mut complained = false;
    for job in jobs {
        let shown = printable(&job.path.to_string_lossy()).into_owned();
        match write(&job, &mut digests) {
            Ok(()) if job.asked => {
                job.outbox.send(Arrival::Saved(job.path));
            }
            Ok(()) => complained = false,
            Err(_) if complained && !job.asked => {}
            Err(cause) => {
                complained |= !job.asked;
                let message = format!("{shown} could not be saved: {cause}");
                // At the end nobody may be there to take it.
                job.outbox.offer(Arrival::Message(message));
            }
        }
    }
}

fn write(job: &Job, digests: &mut Digests) -> Result<(), String> {
    let folder = job.path.parent().unwrap_or(Path::new(""));
    let Order {
        snapshot,
        reading,
        dock,
    } = &job.order;
    if !job.asked {
        // The program's own folder may not be there yet.
        std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    }
    let most_bytes = if job.asked {
        u64::MAX
    } else {
        MOST_UNASKED_BYTES
    };
    let inputs = saved_inputs(&snapshot.traffic.files, folder, digests, most_bytes);
    let saved = snapshot.saved(inputs, reading.clone(), dock.clone());
    let bytes = saved.to_json().map_err(|error| error.cause)?;
    if let Some(before) = &job.before {
        keep_as(&job.path, before).map_err(|error| error.to_string())?;
    }
    write_whole(&job.path, &bytes).map_err(|error| error.to_string())
}

/// Keeps the session without being asked.
#[derive(Debug)]
pub struct Keeper {
    folder: PathBuf,
    /// Changes of the session that are kept.
    kept_changes: u64,
    /// Changes that wait, and since when.
    waiting: Option<(u64, Instant)>,
    /// Whether the session in the file is an earlier one, which is kept as well.
    is_earlier: bool,
}

impl Keeper {
    /// Keeps in this folder.
    #[must_use]
    pub fn new(folder: PathBuf) -> Self {
        Self {
            folder,
            kept_changes: 0,
            waiting: None,
            is_earlier: true,
        }
    }

    /// Whether a file is one of those that are kept.
    #[must_use]
    pub fn keeps(&self, path: &Path) -> bool {
        [KEPT, KEPT_BEFORE]
            .map(|name| self.folder.join(name))
            .contains(&path.to_owned())
    }

    /// Another capture or session is being opened; this file, if it is a session.
    pub fn opened(&mut self, session: &Session, path: Option<&Path>) {
        self.kept_changes = session.changes();
        self.waiting = None;
        self.is_earlier = path != Some(&self.folder.join(KEPT));
    }

    /// The session that is open was kept here before.
    pub fn resumed(&mut self) {
        self.is_earlier = false;
    }

    /// When to ask again whether something is to be kept, if anything waits.
    pub fn due_in(&mut self, session: &Session) -> Option<Duration> {
        let changes = session.changes();
        if changes == self.kept_changes || session.is_restoring() || session.data().is_none() {
            return None;
        }
        let now = Instant::now();
        let since = match self.waiting {
            Some((of, since)) if of == changes => since,
            _ => {
                self.waiting = Some((changes, now));
                now
            }
        };
        Some(PAUSE.saturating_sub(now.duration_since(since)))
    }

    /// Keeps the session as it is now, if it has changed.
    ///
    /// # Errors
    /// As [`Saver::save`].
    pub fn keep(
        &mut self,
        session: &Session,
        saver: &mut Saver,
        order: impl FnOnce(Snapshot) -> Order,
        outbox: Outbox,
    ) -> std::io::Result<()> {
        if self.due_in(session).is_none() {
            return Ok(());
        }
        let Some(snapshot) = session.snapshot() else {
            return Ok(());
        };
        let before = self.is_earlier.then(|| self.folder.join(KEPT_BEFORE));
        saver.give(Job {
            order: order(snapshot),
            path: self.folder.join(KEPT),
            before,
            asked: false,
            outbox,
        })?;
        self.is_earlier = false;
        self.kept_changes = session.changes();
        self.waiting = None;
        Ok(())
    }

    /// Looks for what was kept by an earlier run; it arrives.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn look(&self, outbox: Outbox) -> std::io::Result<()> {
        let paths = [KEPT, KEPT_BEFORE].map(|name| self.folder.join(name));
        thread::Builder::new().name("kept".into()).spawn(move || {
            // One that is damaged is not offered.
            let kept = paths.into_iter().filter_map(kept_session).collect();
            outbox.send(Arrival::Kept(kept));
        })?;
        Ok(())
    }
}

fn kept_session(path: PathBuf) -> Option<KeptSession> {
    let saved = read_session(&path).ok()?;
    let names: Vec<String> = saved
        .inputs
        .iter()
        .map(|input| {
            let name = Path::new(&input.path).file_name();
            let name = name.map_or(input.path.as_str().into(), |name| name.to_string_lossy());
            printable(&name).into_owned()
        })
        .collect();
    Some(KeptSession {
        path,
        names: names.join(", "),
    })
}
