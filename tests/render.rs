//! Do pixels show what the Scene says?
//!
//! Without any graphics adapter these tests fail, because `make setup` installs a software one;
//! `FLOWLOOM_NO_GPU=1` skips them.

#[path = "render/images.rs"]
mod images;
#[path = "support/pictures.rs"]
mod pictures;
#[path = "render/properties.rs"]
mod properties;
#[path = "render/scenes.rs"]
mod scenes;
#[path = "render/tiles.rs"]
mod tiles;
#[path = "render/twin.rs"]
mod twin;

use std::sync::{Mutex, MutexGuard, OnceLock};

use flowloom::render::Offscreen;

/// The device that all tests share, one at a time; none if they are to be skipped.
fn device() -> Option<MutexGuard<'static, Offscreen>> {
    static DEVICE: OnceLock<Mutex<Offscreen>> = OnceLock::new();
    if std::env::var_os("FLOWLOOM_NO_GPU").is_some_and(|value| value == "1") {
        println!("skipped: FLOWLOOM_NO_GPU=1");
        return None;
    }
    let device = DEVICE.get_or_init(|| match Offscreen::new() {
        Ok(device) => Mutex::new(device),
        Err(error) => panic!("{error}; {}", error.hint),
    });
    // A test that failed while it held the device says so itself.
    Some(
        device
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner()),
    )
}
