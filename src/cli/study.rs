//! What does a session look like without a window?
//!
//! Captures or a saved session become the [`Session`] that a window would have: options of the
//! command line are commands, and so is every line of a script. Graph and layout are made in place.

use std::ffi::OsString;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use glam::Vec2;

use super::progress::ProgressLine;
use crate::capture::Input;
use crate::exit::{Exit, Failure};
use crate::files::{in_short, open_inputs, open_session};
use crate::flow::{ReadOptions, read};
use crate::layout::LayoutRun;
use crate::session::script::{ScriptError, parse};
use crate::session::{
    Arrival, Command, Data, Effect, NodeBudget, PlaceKey, Placement, Restored, Session, Settings,
    State, is_session,
};
use crate::text::printable;

/// What is to be looked at.
#[derive(Clone, Debug)]
pub struct Study<'a> {
    /// Captures, or one saved session.
    pub files: &'a [OsString],
    /// How captures are read; a session says so itself.
    pub reading: ReadOptions,
    /// Options of the command line.
    pub options: Vec<Command>,
    /// The script.
    pub commands: &'a [String],
}

impl Study<'_> {
    /// Whether the command line says how nodes are grouped, so that nothing is chosen by itself.
    fn chooses_groups(&self) -> bool {
        let is_of_groups = |of: &Command| matches!(of, Command::Groups(_) | Command::Fold(_));
        self.options.iter().any(is_of_groups)
    }
}

/// Reads everything, carries out the script and lays out the graph.
///
/// # Errors
/// When nothing could be read or a command cannot be carried out.
pub fn study(study: &Study<'_>) -> anyhow::Result<Session> {
    let mut session = Session::new(
        Settings {
            hint_seen: true,
            ..Settings::default()
        },
        String::new(),
    );
    let (inputs, reading) = open(study, &mut session)?;
    let mut progress = ProgressLine::new();
    let traffic = read(inputs, &reading, None, &mut |now, _| progress.show(now))?;
    progress.clear();
    let names = traffic.files.iter();
    let names = names.map(|file| printable(&file.path).into_owned());
    session.receive(Arrival::Started(names.collect()));
    let traffic = Arc::new(traffic);
    if study.chooses_groups() {
        session.apply(Command::NodeBudget(NodeBudget(0)));
    }
    let woven = session.wanted_weaving().weave(traffic);
    session.receive(Arrival::Ended);
    session.receive(Arrival::Woven(woven));
    if let Some(notice) = session.message() {
        eprintln!("flowloom: {}", printable(notice));
    }
    let placed = placed(&session);
    for command in study.options.iter().cloned() {
        session.apply(command);
        reweave(&mut session);
    }
    reweave(&mut session);
    for text in study.commands {
        carry_out(&mut session, text)?;
    }
    lay_out(&mut session, placed.as_ref());
    Ok(session)
}

/// Opens captures, or those of a saved session, which the session takes up then.
fn open(study: &Study<'_>, session: &mut Session) -> anyhow::Result<(Vec<Input>, ReadOptions)> {
    let Some(path) = study
        .files
        .iter()
        .map(Path::new)
        .find(|path| is_session(path))
    else {
        return Ok((open_inputs(study.files)?, study.reading));
    };
    if study.files.len() > 1 {
        return Err(Failure {
            exit: Exit::Usage,
            problem: "a session is opened on its own".into(),
            cause: "the arguments name other files beside it".into(),
            hint: "give the session alone; it names its captures".into(),
        }
        .into());
    }
    let file = open_session(path).map_err(|error| Failure {
        exit: Exit::Unreadable,
        problem: error.problem,
        cause: error.cause,
        hint: error.hint,
    })?;
    let differing = file.differing(&AtomicBool::new(false));
    let troubles = [file.troubles.as_slice(), &differing].concat();
    if !troubles.is_empty() {
        let told = format!("not as it was saved: {}", in_short(&troubles));
        eprintln!("flowloom: {}", printable(&told));
    }
    session.receive(Arrival::Restoring(Restored {
        saved: file.saved.clone(),
        path: Some(path.to_owned()),
    }));
    Ok((file.inputs()?, file.saved.reading.options()))
}

/// Carries out one line of the script.
fn carry_out(session: &mut Session, text: &str) -> anyhow::Result<()> {
    let Some(data) = session.data() else {
        return Ok(());
    };
    let failure = |cause: String, hint: String| Failure {
        exit: Exit::Usage,
        problem: format!("cannot carry out --do {text:?}"),
        cause,
        hint,
    };
    let refused = |error: ScriptError| {
        let hint = match error.suggestion {
            Some(suggestion) => format!("did you mean {suggestion}?"),
            None => "`flowloom render --help` lists all commands".to_owned(),
        };
        failure(error.message, hint)
    };
    let command = parse(text, &data.traffic.table).map_err(refused)?;
    let effect = session.apply(command);
    reweave(session);
    match effect {
        None => Ok(()),
        Some(Effect::Zoom(_)) => Err(failure(
            "only a window knows how much of the graph it shows".into(),
            "give the view with look X Y POINTS".into(),
        )
        .into()),
        Some(_) => Err(failure(
            "it needs a window".into(),
            "leave it out, or give it to `flowloom` without `render`".into(),
        )
        .into()),
    }
}

/// The graph for another grouping, if that was chosen, and groups that take long to make.
fn reweave(session: &mut Session) {
    let wanted = session.state().grouping;
    if let Some(data) = session.data()
        && data.graph.grouping() != wanted
    {
        let woven = session.wanted_weaving().weave(data.traffic.clone());
        session.receive(Arrival::Woven(woven));
    }
    if let Some(job) = session.wanted_groups() {
        session.receive(job.run());
    }
}

/// What the places of a saved session follow from; none unless every node has its place.
fn placed(session: &Session) -> Option<PlaceKey> {
    let is_placed = session.data().is_some_and(|data| data.recalled.is_some());
    is_placed.then(|| PlaceKey::of(session.state()))
}

/// Gives every node its place, as the window's layout thread does: those of a saved session stay as
/// they are while nothing else is asked for.
fn lay_out(session: &mut Session, placed: Option<&PlaceKey>) {
    let Some(data) = session.data() else { return };
    let state = session.state();
    let is_placed = data.positions.iter().all(|place| place.is_finite());
    // Another seed gives the picture that it gives without a session.
    let placed = placed.filter(|placed| is_placed && placed.seed == state.seed);
    if placed == Some(&PlaceKey::of(state)) {
        return;
    }
    let places = settled(data.placement(state, placed), data, state);
    let arrival = Arrival::Positions(data.graph.clone(), places);
    session.receive(arrival);
}

/// Places after everything came to rest: first freely, then around what is held.
fn settled(mut placement: Placement, data: &Data, state: &State) -> Arc<[Vec2]> {
    placement.place_others();
    let mut run = LayoutRun::new(placement.request.clone());
    while !run.status().converged {
        run.step();
    }
    let held = state.pins.iter().filter_map(|(&host, &place)| {
        let node = data.graph.node_of_host(host)?;
        Some((placement.member(node)?, place))
    });
    run.pin_all(held);
    while !run.status().converged {
        run.step();
    }
    placement.whole(run.positions())
}
