//! Graph -> Positions: where does every node go, so that structure can be seen?
//!
//! A [`LayoutRequest`] says what to draw; a [`LayoutRun`] draws it in slices that a window can
//! stream; [`layout`] draws it at once.
//! Leaves are folded onto their hubs, each component is coarsened and then relaxed from the
//! coarsest level to the finest, leaves are unfolded by formula and components are packed.
//! The room sees ids and weights only, and the same request gives the same bits on any number
//! of threads.

mod adjacency;
mod align;
mod apart;
mod attraction;
mod cascade;
mod coarsen;
mod components;
pub mod edge_list;
mod fold;
mod hash;
mod level;
mod modes;
mod morton;
mod packing;
mod params;
mod picture;
mod push_field;
mod relax;
mod remoteness;
mod repulsion;
mod request;
mod result;
mod rings;
mod rough;
mod run;
mod simd;
mod spacing;
mod spread;
mod stress;
mod tether;
mod tree;
mod turn;
mod unfold;

pub use apart::push_apart;
pub use modes::{AddressKey, Mode};
pub use params::LayoutParams;
pub use request::{LayoutRequest, Start};
pub use result::{Layout, layout, layout_with};
pub use run::{LayoutRun, LayoutStatus};
