//! Does the Scene say what the traffic says, and can everybody tell its colours apart?

#[path = "scene/colors.rs"]
mod colors;
#[path = "scene/detail.rs"]
mod detail;
#[path = "scene/goldens.rs"]
mod goldens;
#[path = "support/pictures.rs"]
mod pictures;
#[path = "scene/placement.rs"]
mod placement;
