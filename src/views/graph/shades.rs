//! How do colours and sizes that have to be worked out reach the picture?
//!
//! What takes less than a frame is done in it; everything else is an errand on a thread, begun
//! when the visible flows have stood still for a moment, so that brushing starts none. Until its
//! answer is there, the picture keeps the last one of the same graph, or has none, and the legend
//! says what is being worked out. While two windows are compared colours say what changed, and
//! nothing else is worked out for them.

use std::sync::Arc;

use super::super::{Answer, Errand, Errands};
use crate::flow::Traffic;
use crate::graph::Graph;
use crate::query::{FlowSet, Tallies};
use crate::scene::{Coloring, Shown, Sizing};
use crate::session::{ColorBy, Data, Ground, Session, SizeBy};

/// Flows up to which what takes one pass over them is done at once: less than a frame.
const AT_ONCE: usize = 50_000;
/// Edges up to which directions are, which need no pass over flows.
const EDGES_AT_ONCE: usize = 100_000;
/// How long the visible flows have to stand still before an errand begins, in seconds.
const STILL_SECONDS: f64 = 0.15;

/// The colours and sizes of the picture, as far as they had to be worked out.
#[derive(Debug, Default)]
pub struct ShadesMemory {
    coloring: Slot<Coloring, ColorBy>,
    sizing: Slot<Sizing, SizeBy>,
}

/// One of the two.
#[derive(Debug)]
struct Slot<T, W> {
    /// The graph that `made` is of.
    graph: Option<Arc<Graph>>,
    made: Option<Arc<T>>,
    /// What `made` answers: what was wanted, and the revision of the sums.
    answered: Option<(W, u64)>,
    /// What is under way.
    asked: Option<((W, u64), Errand<T>)>,
    /// What was wanted in the last frame, and since when, in seconds of the window's clock.
    wanted: Option<(W, u64)>,
    wanted_since: f64,
    /// Counts answers.
    answers: u64,
}

impl<T, W> Default for Slot<T, W> {
    fn default() -> Self {
        Self {
            graph: None,
            made: None,
            answered: None,
            asked: None,
            wanted: None,
            wanted_since: 0.0,
            answers: 0,
        }
    }
}

/// Everything that a thread needs.
struct Input {
    traffic: Arc<Traffic>,
    graph: Arc<Graph>,
    visible: FlowSet,
    ground: Arc<Ground>,
}

impl Input {
    fn new(data: &Data) -> Self {
        Self {
            traffic: data.traffic.clone(),
            graph: data.graph.clone(),
            visible: data.visible().clone(),
            ground: data.ground.clone(),
        }
    }

    /// Calls a function with what is shown, in a pool of one thread, so that what a frame computes
    /// never waits behind it.
    fn with<T: Send>(&self, work: impl FnOnce(&Shown<'_>) -> T + Send) -> T {
        let make = || {
            let table = &self.traffic.table;
            let tallies = Tallies::compute(table, &self.graph.edge_keys(), &self.visible);
            work(&Shown {
                table,
                graph: &self.graph,
                visible: &self.visible,
                tallies: &tallies,
                degrees: &self.ground.degrees,
            })
        };
        match rayon::ThreadPoolBuilder::new().num_threads(1).build() {
            Ok(pool) => pool.install(make),
            Err(_) => make(),
        }
    }
}

impl ShadesMemory {
    /// Brings colours and sizes to what the session wants, or asks for them.
    pub fn follow(
        &mut self,
        context: &egui::Context,
        session: &Session,
        data: &Data,
        errands: &mut Errands,
    ) {
        let (color_by, size_by) = (session.state().color_by, session.state().size_by);
        let is_comparing = data.aside.difference().is_some();
        let at_once = match color_by {
            ColorBy::Direction => data.graph.edge_count() <= EDGES_AT_ONCE,
            ColorBy::Community => false,
            _ => data.traffic.table.len() <= AT_ONCE,
        };
        self.coloring.follow(
            (context, data, errands),
            (color_by.is_worked_out() && !is_comparing).then_some(color_by),
            at_once,
            Coloring::of,
        );
        self.sizing.follow(
            (context, data, errands),
            size_by.is_worked_out().then_some(size_by),
            false,
            Sizing::of,
        );
    }

    /// The colours, once they are there.
    #[must_use]
    pub fn coloring(&self) -> Option<&Arc<Coloring>> {
        self.coloring.made.as_ref()
    }

    /// The sizes, once they are there.
    #[must_use]
    pub fn sizing(&self) -> Option<&Arc<Sizing>> {
        self.sizing.made.as_ref()
    }

    /// Changes with every answer.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.coloring.answers + self.sizing.answers
    }

    /// What is being worked out, in words.
    #[must_use]
    pub fn waiting(&self) -> Option<String> {
        let color = self.coloring.waits_for().map(|of| match of {
            ColorBy::Component => "components".to_owned(),
            ColorBy::Community => "communities".to_owned(),
            other => format!("colours by {}", other.label().to_lowercase()),
        });
        let size = self.sizing.waits_for().map(|of| of.label().to_owned());
        let all: Vec<String> = color.into_iter().chain(size).collect();
        let is_begun = self.coloring.asked.is_some() || self.sizing.asked.is_some();
        (!all.is_empty()).then(|| match is_begun {
            true => format!("Computing {} …", all.join(" and ")),
            // While a brush moves or time passes nothing is begun.
            false => format!("Waiting with {}", all.join(" and ")),
        })
    }
}

/// How an answer is worked out.
type Make<T, W> = fn(W, &Shown<'_>, &(dyn Fn() -> bool + Sync)) -> Option<T>;

impl<T: Send + 'static, W: Copy + PartialEq + Send + Sync + 'static> Slot<T, W> {
    fn follow(
        &mut self,
        (context, data, errands): (&egui::Context, &Data, &mut Errands),
        wanted: Option<W>,
        at_once: bool,
        make: Make<T, W>,
    ) {
        let same_graph = self.graph.as_ref();
        if !same_graph.is_some_and(|graph| Arc::ptr_eq(graph, &data.graph)) {
            *self = Self {
                graph: Some(data.graph.clone()),
                answers: self.answers + 1,
                ..Self::default()
            };
        }
        let wanted = wanted.map(|of| (of, data.sums_revision));
        let now = context.input(|input| input.time);
        if std::mem::replace(&mut self.wanted, wanted) != wanted {
            self.wanted_since = now;
        }
        let Some((of, _)) = wanted else {
            self.asked = None;
            return;
        };
        if let Some((asked, errand)) = &self.asked {
            match errand.answer() {
                Answer::Ready(made) => self.answer(*asked, made),
                Answer::Lost => self.asked = None,
                Answer::Waiting if Some(*asked) != wanted => self.asked = None,
                Answer::Waiting => {}
            }
        }
        if self.answered == wanted || self.asked.is_some() {
            return;
        }
        if at_once {
            let shown = Shown {
                table: &data.traffic.table,
                graph: &data.graph,
                visible: data.visible(),
                tallies: data.tallies(),
                degrees: &data.ground.degrees,
            };
            if let (Some(made), Some(wanted)) = (make(of, &shown, &|| false), wanted) {
                self.answer(wanted, made);
            }
        } else if let (true, Some(wanted)) = (now >= self.wanted_since + STILL_SECONDS, wanted) {
            let input = Input::new(data);
            let errand =
                errands.send(move |stop| input.with(|shown| make(of, shown, &|| stop.is_wanted())));
            self.asked = Some((wanted, errand));
        } else {
            let rest = self.wanted_since + STILL_SECONDS - now;
            context.request_repaint_after_secs(rest.max(0.0) as f32 + 0.01);
        }
    }

    fn answer(&mut self, to: (W, u64), made: T) {
        self.made = Some(Arc::new(made));
        self.answered = Some(to);
        self.asked = None;
        self.answers += 1;
    }

    /// What is wanted and not there.
    fn waits_for(&self) -> Option<W> {
        let (of, _) = self.wanted.filter(|_| self.answered != self.wanted)?;
        Some(of)
    }
}
