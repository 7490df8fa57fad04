//! Flowloom weaves packet captures into a graph one can explore.
//!
//! The data's path, which is also the reading order of the modules: [`capture`] turns a file's
//! bytes into packets, [`flow`] turns packets into a table of bidirectional flows, [`query`] says
//! which flows are visible and what they sum to, [`graph`] groups flows into nodes and edges,
//! [`layout`] gives each node a place, [`scene`] makes drawable values of all that, [`render`]
//! turns them into pixels and [`export`] into files. [`session`] holds what a user can change,
//! [`views`] draws panels from it; [`app`] is the window and [`cli`] the command line.
//!
//! ```
//! use flowloom::capture::Input;
//! use flowloom::flow::{ReadOptions, Wish, read};
//!
//! let file: &[u8] = include_bytes!("../assets/samples/office.pcapng.zst");
//! let input = Input { path: "office".into(), size_bytes: None, reader: Box::new(file) };
//! let traffic = read(vec![input], &ReadOptions::default(), None, &mut |_, _| Wish::GoOn)?;
//! assert!(traffic.complete && traffic.totals.packets > 1_000);
//! # Ok::<(), flowloom::capture::OpenError>(())
//! ```

pub mod text;
pub mod units;

pub mod capture;
pub mod flow;
pub mod query;

pub mod graph;
pub mod layout;

pub mod export;
pub mod render;
pub mod scene;

pub mod session;
pub mod views;

pub mod exit;
pub mod files;

pub mod app;
pub mod cli;
