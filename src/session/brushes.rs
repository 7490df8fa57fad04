//! What does the history call a change of the selection sequence?
//!
//! By what the brush asks: one on an axis, a rectangle of two columns, and hosts in a time are told
//! apart by their text, wherever they were drawn.

use super::SelectionStep;
use crate::query::{AxisColumn, End, Expr, Field, Filter};

/// The name of a change from one sequence to another.
pub(super) fn label(before: &[SelectionStep], after: &[SelectionStep]) -> String {
    if after.is_empty() {
        return "Clear brushes".into();
    }
    let changed = (before.iter().zip(after)).position(|(before, after)| before != after);
    let changed = changed.unwrap_or(before.len().min(after.len()));
    if after.len() < before.len() {
        return match before.get(changed) {
            Some(step) => format!("Remove brush on {}", asked(&step.filter)),
            None => "Remove a brush".into(),
        };
    }
    let Some(step) = after.get(changed) else {
        return "Brush".into();
    };
    let was = before.get(changed).filter(|_| before.len() == after.len());
    if was.is_some_and(|was| was.filter == step.filter) {
        let asked = asked(&step.filter);
        return format!("Join brush on {asked} by {}", step.join.label());
    }
    format!("Brush {}", asked(&step.filter))
}

/// What a brush asks about: `bytes and duration`, `hosts and time`.
fn asked(filter: &Filter) -> String {
    let mut names: Vec<String> = Vec::new();
    for part in filter.parts() {
        let Some(name) = subject(part) else {
            return "flows".into();
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    match names.as_slice() {
        [one] => one.clone(),
        [one, other] => format!("{one} and {other}"),
        _ => "flows".into(),
    }
}

/// What a part of a brush asks about.
fn subject(part: &Expr) -> Option<String> {
    let either = [Field::Host(End::Either)];
    if part.asks_only(|field| {
        either.contains(&field) || matches!(field, Field::Address(_, End::Either))
    }) {
        return Some("hosts".into());
    }
    let mut columns = AxisColumn::ALL.into_iter();
    let column = columns.find(|column| part.asks_only(|field| field == column.field()))?;
    Some(match column {
        AxisColumn::Vlan => column.label().to_owned(),
        _ => column.label().to_lowercase(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::Join;
    use super::*;

    fn steps(texts: &[(Join, &str)]) -> Vec<SelectionStep> {
        let step = |&(join, text): &(Join, &str)| SelectionStep {
            join,
            filter: text.parse().unwrap(),
        };
        texts.iter().map(step).collect()
    }

    #[test]
    fn a_brush_is_called_by_what_it_asks() {
        use Join::{And, Or};
        let none = steps(&[]);
        let bytes = steps(&[(And, "bytes > 5")]);
        let pair = steps(&[(And, "bytes > 5 && bytes < 9 && duration > 1s")]);
        let hosts = "host in {10.0.0.1, 10.0.0.9} && first >= \"2020-01-01 00:00:00\"";
        let hosts = steps(&[(And, hosts)]);
        let two = steps(&[(And, "bytes > 5"), (And, "dns || tls")]);
        let or = steps(&[(And, "bytes > 5"), (Or, "dns || tls")]);
        for (before, after, expected) in [
            (&none, &bytes, "Brush bytes"),
            (&bytes, &pair, "Brush bytes and duration"),
            (&none, &hosts, "Brush hosts and time"),
            (&bytes, &two, "Brush application"),
            (&two, &or, "Join brush on application by or"),
            (&two, &bytes, "Remove brush on application"),
            (&two, &none, "Clear brushes"),
            (&none, &steps(&[(And, "bytes > 5 || dns")]), "Brush flows"),
        ] {
            assert_eq!(label(before, after), expected);
        }
    }
}
