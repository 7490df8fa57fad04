//! How does a drag over a picture of cells become a step of the selection sequence?
//!
//! A drag on an empty place begins a rectangle; one on a rectangle moves it, one on its edge or corner
//! resizes it. As on the parallel axes, "and" moves the rectangle that is there, since two that exclude
//! each other would select nothing; Shift joins by or, Ctrl by xor, Alt leaves out. A whole drag is
//! one step of the history, and Esc takes it back.

use std::ops::RangeInclusive;

use egui::{Color32, CursorIcon, Modifiers, PointerButton, Pos2, Rect, Response, Stroke, Ui, pos2};

use super::{Actions, Look};
use crate::query::Filter;
use crate::session::{Command, Join, SelectionStep};

/// Height of the line that says how much is shown: as high with the button as without it, in points.
pub(super) const LINE_PTS: f32 = 23.0;

/// Columns and rows of cells.
pub(super) type Cells = [RangeInclusive<usize>; 2];

/// Where cells are on the screen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grid {
    /// All cells.
    pub rect: Rect,
    /// Number of columns and rows.
    pub counts: [usize; 2],
    /// Whether row 0 is at the bottom.
    pub upwards: bool,
}

impl Grid {
    /// Column and row at a place; outside of the grid the nearest ones.
    pub fn cell_at(&self, at: Pos2) -> [usize; 2] {
        let [x, y] = self.place_at(at);
        let cell = |place: f32, count: usize| (place as usize).min(count.saturating_sub(1));
        [cell(x, self.counts[0]), cell(y, self.counts[1])]
    }

    /// The same as distances from the first edges, in cells.
    fn place_at(&self, at: Pos2) -> [f32; 2] {
        let share = (at - self.rect.min) / self.rect.size().max(egui::vec2(1.0, 1.0));
        let place = |share: f32, count: usize| share.clamp(0.0, 1.0) * count as f32;
        let y = if self.upwards { 1.0 - share.y } else { share.y };
        [place(share.x, self.counts[0]), place(y, self.counts[1])]
    }

    /// Where some cells are.
    pub fn rect_of(&self, cells: &Cells) -> Rect {
        let side = |range: &RangeInclusive<usize>, count: usize| {
            let count = count.max(1) as f32;
            [
                *range.start() as f32 / count,
                (*range.end() + 1) as f32 / count,
            ]
        };
        let [left, right] = side(&cells[0], self.counts[0]);
        let [mut top, mut bottom] = side(&cells[1], self.counts[1]);
        if self.upwards {
            (top, bottom) = (1.0 - bottom, 1.0 - top);
        }
        let at = |x: f32, y: f32| self.rect.min + egui::vec2(x, y) * self.rect.size();
        Rect::from_min_max(at(left, top), at(right, bottom))
    }

    /// Cells within which an edge is taken, for a distance in points.
    fn grip(&self) -> [f32; 2] {
        let cells = |pts: f32, count: usize| GRIP_PTS * count as f32 / pts.max(1.0);
        [
            cells(self.rect.width(), self.counts[0]),
            cells(self.rect.height(), self.counts[1]),
        ]
    }
}

/// Distance from an edge within which a rectangle is taken by it, in points.
const GRIP_PTS: f32 = 5.0;

/// Where the step of a drag goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// In place of a step.
    Replace(usize),
    /// Before the step that is there now.
    Insert(usize),
}

/// What the pointer does to one side of a rectangle.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Hold {
    /// From this cell to the pointer's.
    Span(usize),
    /// These cells, moved by as much as the pointer moved since this cell.
    Move(RangeInclusive<usize>, usize),
    /// These cells, whatever the pointer does.
    Keep(RangeInclusive<usize>),
}

impl Hold {
    /// How a side is taken at a distance from the first edge of all cells, in cells, if it is.
    fn take(run: &RangeInclusive<usize>, at: f32, grip: f32) -> Option<Self> {
        let (start, end) = (*run.start() as f32, (*run.end() + 1) as f32);
        // A narrow one is moved, not resized: its ends leave no room between them.
        let has_middle = end - start > 3.0 * grip;
        if has_middle && (at - end).abs() <= grip {
            return Some(Self::Span(*run.start()));
        }
        if has_middle && (at - start).abs() <= grip {
            return Some(Self::Span(*run.end()));
        }
        let inside = (at as usize).clamp(*run.start(), *run.end());
        (start..=end)
            .contains(&at)
            .then(|| Self::Move(run.clone(), inside))
    }

    /// How a rectangle is taken, if it is; one that lies beside all cells cannot be.
    fn take_both([columns, rows]: &Cells, at: [f32; 2], grip: [f32; 2]) -> Option<[Self; 2]> {
        let x = Self::take(columns, at[0], grip[0])?;
        let y = Self::take(rows, at[1], grip[1])?;
        Some(match (x, y) {
            // One edge is pulled: the other side stays.
            (x @ Self::Span(_), Self::Move(rows, _)) => [x, Self::Keep(rows)],
            (Self::Move(columns, _), y @ Self::Span(_)) => [Self::Keep(columns), y],
            (x, y) => [x, y],
        })
    }

    fn cells(&self, at: usize, count: usize) -> RangeInclusive<usize> {
        match self {
            Self::Span(from) => {
                let from = (*from).min(count.saturating_sub(1));
                at.min(from)..=at.max(from)
            }
            Self::Keep(run) => run.clone(),
            Self::Move(run, from) => {
                let (start, end) = (*run.start(), *run.end());
                let room = count.saturating_sub(1).saturating_sub(end);
                if at >= *from {
                    let shift = (at - from).min(room);
                    start + shift..=end + shift
                } else {
                    let shift = (from - at).min(start);
                    start - shift..=end - shift
                }
            }
        }
    }
}

/// A rectangle that is being dragged.
#[derive(Clone, Debug)]
pub(super) struct Rectangle {
    base: Vec<SelectionStep>,
    place: Place,
    join: Join,
    holds: [Hold; 2],
}

impl Rectangle {
    /// A drag begins at a cell. `asked` is how it is to join, if a key says so: then a new rectangle
    /// is wanted wherever the drag begins. `cells_of` tells the cells of a step that was drawn here.
    fn start(
        at: [f32; 2],
        grip: [f32; 2],
        asked: Option<Join>,
        sequence: &[SelectionStep],
        cells_of: &dyn Fn(&SelectionStep) -> Option<Cells>,
    ) -> Self {
        let join = asked.unwrap_or(Join::And);
        let end = Place::Insert(sequence.len());
        let mut taken = Self {
            base: sequence.to_vec(),
            place: end,
            join,
            holds: at.map(|at| Hold::Span(at as usize)),
        };
        for (place, step) in sequence.iter().enumerate().rev() {
            let Some(cells) = cells_of(step) else {
                continue;
            };
            match join {
                Join::And if taken.place == end => taken.place = Place::Replace(place),
                Join::Or if taken.place == end => taken.place = Place::Insert(place + 1),
                _ => {}
            }
            if asked.is_none()
                && let Some(holds) = Hold::take_both(&cells, at, grip)
            {
                taken.place = Place::Replace(place);
                taken.holds = holds;
                break;
            }
        }
        taken
    }

    /// The cells while the pointer is at a cell.
    fn cells(&self, at: [usize; 2], counts: [usize; 2]) -> Cells {
        [
            self.holds[0].cells(at[0], counts[0]),
            self.holds[1].cells(at[1], counts[1]),
        ]
    }

    /// The sequence with the rectangle in its place; without it where it selects nothing possible.
    fn sequence(&self, filter: Option<Filter>) -> Vec<SelectionStep> {
        let mut steps = self.base.clone();
        match (self.place, filter) {
            (Place::Replace(at), Some(filter)) => {
                if let Some(step) = steps.get_mut(at) {
                    step.filter = filter;
                }
            }
            (Place::Replace(at), None) => {
                steps.remove(at);
            }
            (Place::Insert(at), Some(filter)) => {
                let join = match self.join {
                    Join::Not => Join::Not,
                    _ if at == 0 => Join::And,
                    join => join,
                };
                steps.insert(at, SelectionStep { join, filter });
            }
            (Place::Insert(_), None) => {}
        }
        steps
    }
}

/// How a key asks a new rectangle to join.
fn asked(modifiers: Modifiers) -> Option<Join> {
    match modifiers {
        _ if modifiers.shift => Some(Join::Or),
        _ if modifiers.command => Some(Join::Xor),
        _ if modifiers.alt => Some(Join::Not),
        _ => None,
    }
}

/// What rectangles are drawn on.
#[derive(Clone, Copy)]
pub(super) struct Canvas<'a> {
    /// Where its cells are.
    pub grid: Grid,
    /// The present sequence.
    pub sequence: &'a [SelectionStep],
    /// The cells of a step that was drawn here.
    pub cells_of: &'a dyn Fn(&SelectionStep) -> Option<Cells>,
}

/// Turns drags into steps, and a double click into taking those away that were drawn here.
pub(super) fn gestures(
    ui: &Ui,
    response: &Response,
    canvas: Canvas<'_>,
    slot: &mut Option<Rectangle>,
    filter_of: &mut dyn FnMut(&Cells) -> Option<Filter>,
    actions: &mut Actions,
) {
    let Canvas {
        grid,
        sequence,
        cells_of,
    } = canvas;
    let primary = PointerButton::Primary;
    if response.drag_started_by(primary) {
        let (origin, modifiers) = ui.input(|input| (input.pointer.press_origin(), input.modifiers));
        if let Some(origin) = origin.or(response.interact_pointer_pos()) {
            let at = grid.place_at(origin);
            let asked = asked(modifiers);
            *slot = Some(Rectangle::start(at, grid.grip(), asked, sequence, cells_of));
            actions.push(Command::EndGesture);
        }
    }
    if slot.is_none()
        && let Some(at) = response.hover_pos()
    {
        let is_new = asked(ui.input(|input| input.modifiers)).is_some();
        ui.set_cursor_icon(if is_new {
            CursorIcon::Crosshair
        } else {
            cursor(&canvas, at)
        });
    }
    let is_dragged = response.dragged_by(primary)
        // The last move may come with the release.
        || response.drag_stopped_by(primary);
    if is_dragged
        && let Some(at) = response.interact_pointer_pos()
        && let Some(rectangle) = slot.as_ref()
    {
        ui.set_cursor_icon(CursorIcon::Crosshair);
        let cells = rectangle.cells(grid.cell_at(at), grid.counts);
        let steps = rectangle.sequence(filter_of(&cells));
        if steps != sequence {
            actions.push(Command::Sequence(steps));
        }
    }
    // No button is released where Esc ends the drag.
    if response.drag_stopped() && slot.take().is_some() {
        actions.end_drag(ui);
    }
    if response.double_clicked() {
        clear(sequence, cells_of, actions);
    }
}

/// What a drag that begins at a place would do, as the pointer tells it.
fn cursor(canvas: &Canvas<'_>, at: Pos2) -> CursorIcon {
    let grid = &canvas.grid;
    let (place, grip) = (grid.place_at(at), grid.grip());
    let mut cells = canvas.sequence.iter().rev().filter_map(canvas.cells_of);
    let holds = cells.find_map(|cells| {
        let holds = Hold::take_both(&cells, place, grip)?;
        Some((cells, holds))
    });
    match holds {
        None => CursorIcon::Crosshair,
        Some((cells, [Hold::Span(x), Hold::Span(y)])) => {
            // The hold is at the opposite corner.
            let is_right = x == *cells[0].start();
            let is_low = (y == *cells[1].start()) != grid.upwards;
            match is_right == is_low {
                true => CursorIcon::ResizeNwSe,
                false => CursorIcon::ResizeNeSw,
            }
        }
        Some((_, [Hold::Span(_), _])) => CursorIcon::ResizeHorizontal,
        Some((_, [_, Hold::Span(_)])) => CursorIcon::ResizeVertical,
        Some(_) => CursorIcon::Grab,
    }
}

/// Takes the steps away that were drawn on a picture.
pub(super) fn clear(
    sequence: &[SelectionStep],
    cells_of: &dyn Fn(&SelectionStep) -> Option<Cells>,
    actions: &mut Actions,
) {
    let others = sequence.iter().filter(|step| cells_of(step).is_none());
    let others: Vec<SelectionStep> = others.cloned().collect();
    if others != sequence {
        actions.push(Command::EndGesture);
        actions.push(Command::Sequence(others));
        actions.push(Command::EndGesture);
    }
}

/// Draws the outline of a step; one that leaves out is crossed through.
pub(super) fn outline(ui: &Ui, clip: Rect, rect: Rect, join: Join, look: &Look) {
    let painter = ui.painter_at(clip.expand(1.0));
    let color = match join {
        Join::Not => look.weak,
        _ => look.text,
    };
    let line = Stroke::new(1.5, color);
    let fill = match join {
        Join::Not => Color32::TRANSPARENT,
        _ => look.text.gamma_multiply(0.07),
    };
    // A thin rectangle is still seen.
    let rect = rect.expand2(egui::vec2(
        (3.0 - rect.width()).max(0.0) * 0.5,
        (3.0 - rect.height()).max(0.0) * 0.5,
    ));
    painter.rect(rect, 1.0, fill, line, egui::StrokeKind::Outside);
    if join == Join::Not {
        let ends = [rect.left_bottom(), pos2(rect.right(), rect.top())];
        painter.line_segment(ends, line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(join: Join, text: &str) -> SelectionStep {
        SelectionStep {
            join,
            filter: text.parse().unwrap(),
        }
    }

    #[test]
    fn a_place_and_its_cell_are_inverse() {
        for upwards in [false, true] {
            let grid = Grid {
                rect: Rect::from_min_max(pos2(10.0, 20.0), pos2(110.0, 220.0)),
                counts: [7, 40],
                upwards,
            };
            for cell in [[0, 0], [6, 39], [3, 11]] {
                let rect = grid.rect_of(&cell.map(|place| place..=place));
                assert_eq!(grid.cell_at(rect.center()), cell);
            }
            assert_eq!(grid.cell_at(pos2(-9.0, 120.0))[0], 0);
        }
    }

    #[test]
    fn a_plain_drag_moves_resizes_or_replaces_what_is_there() {
        let there = [step(Join::And, "dns"), step(Join::And, "bytes > 5")];
        let cells = |step: &SelectionStep| {
            (step.filter.to_string().contains("bytes")).then_some([10..=30, 40..=60])
        };
        let grip = [2.0, 2.0];
        let counts = [64, 64];
        let start = |at: [usize; 2], asked| {
            let at = at.map(|at| at as f32 + 0.5);
            Rectangle::start(at, grip, asked, &there, &cells)
        };
        let inside = start([20, 50], None);
        assert_eq!(inside.place, Place::Replace(1));
        assert_eq!(inside.cells([25, 40], counts), [15..=35, 30..=50]);
        assert_eq!(inside.cells([63, 63], counts), [43..=63, 43..=63]);
        let edge = start([31, 50], None);
        assert_eq!(edge.cells([50, 2], counts), [10..=50, 40..=60]);
        let corner = start([10, 60], None);
        assert_eq!(corner.cells([0, 63], counts), [0..=30, 40..=63]);
        let beside = start([50, 5], None);
        assert_eq!(beside.place, Place::Replace(1));
        assert_eq!(beside.cells([48, 9], counts), [48..=50, 5..=9]);
        let also = start([20, 50], Some(Join::Or));
        assert_eq!(also.place, Place::Insert(2));
        let steps = also.sequence(Some("tls".parse().unwrap()));
        assert_eq!(steps[2], step(Join::Or, "tls"));
        let out = Rectangle::start([1.5, 1.5], grip, Some(Join::Not), &[], &cells);
        let steps = out.sequence(Some("tls".parse().unwrap()));
        assert_eq!(steps, [step(Join::Not, "tls")]);
        assert_eq!(inside.sequence(None), there[..1]);
    }

    #[test]
    fn a_rectangle_of_two_rows_is_moved_and_resized() {
        let cells: Cells = [10..=30, 4..=5];
        let take = |row: f32| Hold::take_both(&cells, [20.5, row], [2.0, 0.3]);
        assert_eq!(
            take(5.0),
            Some([Hold::Move(10..=30, 20), Hold::Move(4..=5, 5)])
        );
        assert_eq!(take(6.2), Some([Hold::Keep(10..=30), Hold::Span(4)]));
        assert_eq!(take(6.5), None);
    }
}
