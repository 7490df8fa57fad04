//! Do the panels beside the picture do what their names say?
//!
//! The real shell runs on software graphics without a screen; everything is found by its
//! accessible name.

#[path = "ui_panels/flows.rs"]
mod flows;
#[path = "ui_panels/numbers.rs"]
mod numbers;
#[path = "ui_panels/peers.rs"]
mod peers;
#[path = "ui_panels/select.rs"]
mod select;
#[path = "ui_panels/steps.rs"]
mod steps;
#[path = "support/window.rs"]
mod window;
