//! What does the program remember from one run to the next?
//!
//! Settings and the panels' places, in eframe's storage beside the window's own place. What cannot
//! be read is forgotten rather than fatal.

use serde::{Deserialize, Serialize};

use crate::session::Settings;
use crate::views::Dock;

/// Everything remembered.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Remembered {
    /// Settings.
    pub settings: Settings,
    /// The panels' places.
    pub dock: Dock,
}

/// Name in the storage; the number changes when an older version's panels no longer fit.
const KEY: &str = "flowloom-1";

impl Remembered {
    /// Reads what was remembered.
    #[must_use]
    pub fn load(storage: &dyn eframe::Storage) -> Self {
        let mut remembered: Self = eframe::get_value(storage, KEY).unwrap_or_default();
        remembered.dock = if remembered.dock.is_whole() {
            remembered.dock.tidy()
        } else {
            Dock::default()
        };
        remembered
    }

    /// Remembers this.
    pub fn save(&self, storage: &mut dyn eframe::Storage) {
        eframe::set_value(storage, KEY, self);
    }
}
