//! Does the real program open a real window, draw in it, and close when asked?
//!
//! The binary is started under Xvfb, an X server without a screen, with a capture file on its
//! command line. The test waits for its window by name, reads the pixels back until they are a
//! picture that stays, asks the window to close as a window manager does, and
//! expects exit code 0. Everything has a deadline, and both processes are ended in any case.
//!
//! Environment: `FLOWLOOM_REQUIRE_WINDOW=1` makes a missing Xvfb an error instead of a skipped
//! test; `FLOWLOOM_WINDOW_FILE` is opened instead of the bundled sample;
//! `FLOWLOOM_WINDOW_PICTURE` is where a PNG of the window is kept.
#![cfg(target_os = "linux")]

use std::collections::HashSet;
use std::env;
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{
    AtomEnum, ClientMessageEvent, ConnectionExt as _, EventMask, ImageFormat, MapState, Window,
};
use x11rb::rust_connection::RustConnection;

const WINDOW_NAME: &str = "Flowloom";

/// The virtual screen. A common laptop's, and the size of the screenshot in README.md.
const SCREEN: &str = "1600x1000x24";

/// A debug build that draws on the processor needs seconds to start; a busy machine needs more.
const STARTUP_LIMIT: Duration = Duration::from_secs(120);
const CLOSING_LIMIT: Duration = Duration::from_secs(30);

/// Two readings of the window this far apart show the same picture when it has settled.
const SETTLING_INTERVAL: Duration = Duration::from_secs(2);

/// The share of pixels that may still change when it has settled: a text cursor blinks.
const MAX_SETTLED_SHARE: f64 = 0.002;

/// A window with panels, text and a graph has hundreds of colours; an empty one has one or two.
const MIN_COLOURS: usize = 32;

/// A process that does not outlive the test.
struct Guarded(Child);

impl Drop for Guarded {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What `probe` gives once it gives something; an error when `limit` passes before.
fn wait_for<T>(
    what: &str,
    limit: Duration,
    mut probe: impl FnMut() -> Result<Option<T>>,
) -> Result<T> {
    let start = Instant::now();
    while start.elapsed() < limit {
        if let Some(found) = probe()? {
            return Ok(found);
        }
        thread::sleep(Duration::from_millis(100));
    }
    bail!("waited {} s for {what}", limit.as_secs())
}

/// An X server on a free display number, which it chooses itself and tells on its standard output.
fn start_server() -> Result<(Guarded, String)> {
    let mut server = Guarded(
        Command::new("Xvfb")
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                SCREEN,
                "-nolisten",
                "tcp",
            ])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?,
    );
    let output = server
        .0
        .stdout
        .take()
        .context("Xvfb has a standard output")?;
    let mut number = String::new();
    BufReader::new(output).read_line(&mut number)?;
    ensure!(
        !number.trim().is_empty(),
        "Xvfb ended without a display number"
    );
    Ok((server, format!(":{}", number.trim())))
}

/// The program's window, once it is visible.
fn visible_window(connection: &RustConnection, root: Window) -> Result<Option<Window>> {
    for window in connection.query_tree(root)?.reply()?.children {
        // A window may go away between two questions.
        let Ok(attributes) = connection.get_window_attributes(window)?.reply() else {
            continue;
        };
        let name = connection
            .get_property(false, window, AtomEnum::WM_NAME, AtomEnum::ANY, 0, 256)?
            .reply()
            .map(|property| String::from_utf8_lossy(&property.value).into_owned())
            .unwrap_or_default();
        if attributes.map_state == MapState::VIEWABLE && name.contains(WINDOW_NAME) {
            return Ok(Some(window));
        }
    }
    Ok(None)
}

/// What the window shows.
struct Picture {
    width_px: u16,
    height_px: u16,
    /// Red, green and blue of each pixel, row by row: `[pixel × 3]`.
    rgb: Vec<u8>,
}

impl Picture {
    fn read(connection: &RustConnection, window: Window) -> Result<Self> {
        // Without a window manager the window sits at the corner, and may be larger than the screen.
        let size = connection.get_geometry(window)?.reply()?;
        let screen = connection.get_geometry(size.root)?.reply()?;
        let (width_px, height_px) = (size.width.min(screen.width), size.height.min(screen.height));
        let image = connection
            .get_image(
                ImageFormat::Z_PIXMAP,
                window,
                0,
                0,
                width_px,
                height_px,
                u32::MAX,
            )?
            .reply()?;
        // A depth of 24 is stored as blue, green, red and a byte without meaning.
        let (pixels, _) = image.data.as_chunks::<4>();
        let rgb = pixels
            .iter()
            .flat_map(|&[blue, green, red, _]| [red, green, blue])
            .collect();
        Ok(Self {
            width_px,
            height_px,
            rgb,
        })
    }

    fn colour_count(&self) -> usize {
        self.rgb
            .as_chunks::<3>()
            .0
            .iter()
            .collect::<HashSet<_>>()
            .len()
    }

    /// The share of pixels that differ; 1 when the sizes do.
    fn differing_share(&self, other: &Self) -> f64 {
        if self.rgb.len() != other.rgb.len() {
            return 1.0;
        }
        let (own, others) = (self.rgb.as_chunks::<3>().0, other.rgb.as_chunks::<3>().0);
        let differing = own
            .iter()
            .zip(others)
            .filter(|(own, other)| own != other)
            .count();
        differing as f64 / own.len().max(1) as f64
    }

    fn save(&self, path: &Path) -> Result<()> {
        let file = File::create(path).with_context(|| path.display().to_string())?;
        let mut encoder = png::Encoder::new(file, self.width_px.into(), self.height_px.into());
        encoder.set_color(png::ColorType::Rgb);
        encoder.write_header()?.write_image_data(&self.rgb)?;
        Ok(())
    }
}

/// Asks the window to close, as the button in its title bar does.
fn ask_to_close(connection: &RustConnection, window: Window) -> Result<()> {
    let atom = |name: &str| -> Result<u32> {
        Ok(connection
            .intern_atom(false, name.as_bytes())?
            .reply()?
            .atom)
    };
    let request = [atom("WM_DELETE_WINDOW")?, x11rb::CURRENT_TIME, 0, 0, 0];
    let event = ClientMessageEvent::new(32, window, atom("WM_PROTOCOLS")?, request);
    connection.send_event(false, window, EventMask::NO_EVENT, event)?;
    connection.flush()?;
    Ok(())
}

fn in_project(path: impl AsRef<Path>) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

#[test]
fn opens_draws_and_closes() -> Result<()> {
    let (_server, display) = match start_server() {
        Ok(started) => started,
        Err(error) if env::var_os("FLOWLOOM_REQUIRE_WINDOW").is_none() => {
            println!("skipped, because Xvfb does not start: {error:#}");
            return Ok(());
        }
        Err(error) => return Err(error.context("Xvfb does not start")),
    };

    // Settings are read from and written to a folder of the test's own.
    let home = tempfile::tempdir()?;
    let file = env::var_os("FLOWLOOM_WINDOW_FILE")
        .unwrap_or_else(|| "assets/samples/botnet.pcapng.zst".into());
    let mut program = Guarded(
        Command::new(env!("CARGO_BIN_EXE_flowloom"))
            .arg(in_project(file))
            .env("DISPLAY", &display)
            .env("HOME", home.path())
            .envs(
                ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"]
                    .map(|name| (name, home.path())),
            )
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("WAYLAND_SOCKET")
            .spawn()?,
    );
    let mut still_runs = || -> Result<()> {
        match program.0.try_wait()? {
            Some(status) => bail!("the program ended by itself: {status}"),
            None => Ok(()),
        }
    };

    let (connection, screen) = RustConnection::connect(Some(&display))?;
    let root = connection.setup().roots[screen].root;
    let window = wait_for("the window", STARTUP_LIMIT, || {
        still_runs()?;
        visible_window(&connection, root)
    })?;
    let picture = wait_for("a picture that has settled", STARTUP_LIMIT, || {
        still_runs()?;
        let before = Picture::read(&connection, window)?;
        thread::sleep(SETTLING_INTERVAL);
        let after = Picture::read(&connection, window)?;
        let settled = after.differing_share(&before) < MAX_SETTLED_SHARE;
        Ok((settled && after.colour_count() >= MIN_COLOURS).then_some(after))
    });
    // A picture is most wanted when something is wrong with it.
    if let Some(path) = env::var_os("FLOWLOOM_WINDOW_PICTURE") {
        Picture::read(&connection, window)?.save(&in_project(path))?;
    }
    let picture = picture?;
    println!(
        "the window: {} × {} px, {} colours",
        picture.width_px,
        picture.height_px,
        picture.colour_count()
    );

    ask_to_close(&connection, window)?;
    let status = wait_for("the program's end", CLOSING_LIMIT, || {
        Ok(program.0.try_wait()?)
    })?;
    ensure!(
        status.success(),
        "closing the window ended the program with {status}"
    );
    Ok(())
}
