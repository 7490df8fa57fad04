//! stub
use super::{Actions, Look, Memory};
use crate::session::Session;
use egui::Ui;
/// stub
#[derive(Debug, Default)]
pub struct MatrixMemory {}
/// stub
pub fn matrix_ui(_: &mut Ui, _: &Session, _: &mut Memory, _: &Look, _: &mut Actions) {}
