//! How do clicks write the filter?
//!
//! Whatever is clicked becomes text that could have been typed: a part joined by `&&`. A click that
//! takes something back finds the part that it wrote and removes it.

use std::collections::BTreeSet;

use super::{Category, Item, category_filter};
use crate::flow::FlowTable;
use crate::query::{Expr, Field, Filter};

/// Whether a filter leaves a colour out by a part of its own.
#[must_use]
pub fn excludes(filter: &Filter, category: Category) -> bool {
    has_part(filter, &category_filter(category).negated())
}

/// The filter with a colour left out, or with it back in.
pub(super) fn toggled(filter: Filter, category: Category) -> Filter {
    let only = category_filter(category);
    let without = only.clone().negated();
    if has_part(&filter, &without) {
        return without_part(&filter, &without);
    }
    if has_part(&filter, &only) {
        // Taking out the only one that is shown would show nothing.
        return without_part(&filter, &only);
    }
    filter.and(without)
}

/// The filter narrowed to one colour, or with all colours of its kind back.
pub(super) fn solo(filter: Filter, category: Category) -> Filter {
    let only = category_filter(category);
    if has_part(&filter, &only) {
        return without_part(&filter, &only);
    }
    let kind = match category {
        Category::Application(_) => Field::Application,
        Category::Transport(_) => Field::Protocol,
    };
    let is_of_kind = |part: &Expr| match part {
        Expr::Test(test) => test.field() == kind,
        Expr::Not(part) => matches!(&**part, Expr::Test(test) if test.field() == kind),
        _ => false,
    };
    filter.without(is_of_kind).and(only)
}

/// The filter narrowed to flows of one of the items, or to the others. What contradicts it (the
/// same items left out, or shown alone, before) goes.
pub(super) fn narrowed(
    filter: Filter,
    items: &BTreeSet<Item>,
    leave_out: bool,
    table: &FlowTable,
) -> Filter {
    let parts: Vec<Filter> = items.iter().map(|item| item.filter(table)).collect();
    let any = any_of(parts);
    if any.is_empty() {
        return filter;
    }
    let (wanted, opposite) = if leave_out {
        (any.clone().negated(), any)
    } else {
        (any.clone(), any.negated())
    };
    let filter = without_part(&filter, &opposite);
    if has_part(&filter, &wanted) {
        filter
    } else {
        filter.and(wanted)
    }
}

/// The flows that pass one of several filters.
fn any_of(mut filters: Vec<Filter>) -> Filter {
    if filters.len() < 2 {
        return filters.pop().unwrap_or_default();
    }
    let parts = filters.iter().filter_map(Filter::expr).cloned().collect();
    Filter::from(Expr::Or(parts))
}

/// Whether all parts of `part` are parts of a filter.
fn has_part(filter: &Filter, part: &Filter) -> bool {
    !part.is_empty()
        && part
            .parts()
            .iter()
            .all(|wanted| filter.parts().contains(wanted))
}

fn without_part(filter: &Filter, part: &Filter) -> Filter {
    if !has_part(filter, part) {
        return filter.clone();
    }
    filter.without(|expr| part.parts().contains(expr))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::capture::{Application, Protocol};

    const DNS: Category = Category::Application(Application::Dns);
    const TLS: Category = Category::Application(Application::Tls);
    const TCP: Category = Category::Transport(Protocol::TCP);

    fn check(before: &str, change: impl Fn(Filter) -> Filter, expected: &str) {
        let parse = |text: &str| -> Filter { text.parse().expect(text) };
        let after = change(parse(before));
        assert_eq!(after.to_string(), parse(expected).to_string(), "{before}");
    }

    #[test]
    fn a_click_on_a_colour_writes_a_part_and_takes_it_back() {
        check("", |filter| toggled(filter, DNS), "!(app == dns)");
        check("!(app == dns)", |filter| toggled(filter, DNS), "");
        check(
            "port == 53 && !(app == dns)",
            |filter| toggled(filter, TLS),
            "port == 53 && !(app == dns) && !(app == tls)",
        );
        check("app == dns", |filter| toggled(filter, DNS), "");
        check(
            "port == 1 || port == 2",
            |filter| toggled(filter, DNS),
            "(port == 1 || port == 2) && !(app == dns)",
        );
    }

    #[test]
    fn solo_replaces_what_was_said_of_its_kind() {
        check("", |filter| solo(filter, DNS), "app == dns");
        check("app == dns", |filter| solo(filter, DNS), "");
        check(
            "!(app == tls) && bytes > 1 kB && !(protocol == udp)",
            |filter| solo(filter, DNS),
            "bytes > 1 kB && !(protocol == udp) && app == dns",
        );
        check(
            "app == dns",
            |filter| solo(filter, TCP),
            "app == dns && protocol == tcp",
        );
    }
}
