//! How does the user choose files?
//!
//! Native dialogs through rfd. They block until the user is done, so each runs on a thread of its
//! own and the answer arrives as a command.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use crate::session::SESSION_ENDING;

/// Endings that captures have; "all files" is offered as well.
const CAPTURE_ENDINGS: [&str; 11] = [
    "pcap",
    "pcapng",
    "cap",
    "dmp",
    "snoop",
    "ntar",
    "gz",
    "zst",
    "xz",
    "bz2",
    SESSION_ENDING,
];

/// A dialog that is open.
#[derive(Debug)]
pub struct Pending<T>(Receiver<Option<T>>);

impl<T: Send + 'static> Pending<T> {
    /// Runs `ask` on a thread and wakes the window when it is done.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn start(
        context: &egui::Context,
        ask: impl FnOnce() -> Option<T> + Send + 'static,
    ) -> std::io::Result<Self> {
        let (sender, receiver) = sync_channel(1);
        let context = context.clone();
        thread::Builder::new()
            .name("dialog".into())
            .spawn(move || {
                // The window may be gone by now; then nobody wants the answer.
                let _ = sender.send(ask());
                context.request_repaint();
            })?;
        Ok(Self(receiver))
    }

    /// The answer: none while the dialog is open, `Some(None)` if it was cancelled or could not
    /// be shown.
    pub fn answer(&self) -> Option<Option<T>> {
        match self.0.try_recv() {
            Ok(answer) => Some(answer),
            Err(std::sync::mpsc::TryRecvError::Empty) => None,
            Err(std::sync::mpsc::TryRecvError::Disconnected) => Some(None),
        }
    }
}

/// Asks for captures to open.
///
/// # Errors
/// If the system gives no thread.
pub fn open(context: &egui::Context) -> std::io::Result<Pending<Vec<PathBuf>>> {
    Pending::start(context, || {
        rfd::FileDialog::new()
            .set_title("Open captures or a session")
            .add_filter("Captures and sessions", &CAPTURE_ENDINGS)
            .add_filter("Sessions", &[SESSION_ENDING])
            .add_filter("All files", &["*"])
            .pick_files()
    })
}

/// Asks where to save a picture.
///
/// # Errors
/// If the system gives no thread.
pub fn save_picture(context: &egui::Context, name: String) -> std::io::Result<Pending<PathBuf>> {
    Pending::start(context, move || {
        rfd::FileDialog::new()
            .set_title("Export picture")
            .set_file_name(name)
            .add_filter("PNG picture", &["png"])
            .add_filter("SVG drawing", &["svg"])
            .save_file()
    })
}

/// Asks where to save a session.
///
/// # Errors
/// If the system gives no thread.
pub fn save_session(context: &egui::Context, name: String) -> std::io::Result<Pending<PathBuf>> {
    Pending::start(context, move || {
        rfd::FileDialog::new()
            .set_title("Save session")
            .set_file_name(name)
            .add_filter("Session", &[SESSION_ENDING])
            .save_file()
    })
}
