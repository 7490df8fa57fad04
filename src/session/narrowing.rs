//! How do clicks write the filter?
//!
//! Whatever is clicked becomes text that could have been typed: a part joined by `&&`. A click that
//! takes something back finds the part that it wrote and removes it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Category, Item, NotePlace, category_filter};
use crate::capture::Address;
use crate::flow::FlowTable;
use crate::query::{
    Comparison, End, Expr, Family, Field, Filter, Member, Network, Noted, Relation, Test, Value,
};

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
#[must_use]
pub fn narrowed(
    filter: Filter,
    items: &BTreeSet<Item>,
    leave_out: bool,
    table: &FlowTable,
) -> Filter {
    narrowed_to(filter, any_of(parts_of(items, table)), leave_out)
}

/// The filter narrowed to what a text passes, or to everything else. What contradicts it goes.
#[must_use]
pub fn narrowed_to(filter: Filter, any: Filter, leave_out: bool) -> Filter {
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

/// The filter narrowed to one of several texts that exclude each other (the classes of a colour),
/// whatever it said of them before; or, if it is narrowed to that one, with all of them back.
#[must_use]
pub fn only_one(filter: &Filter, only: &Filter, classes: &[&Filter]) -> Filter {
    if has_part(filter, only) {
        return without_part(filter, only);
    }
    let negated: Vec<Filter> = classes.iter().map(|&of| of.clone().negated()).collect();
    let said = |part: &Expr| {
        let mut all = classes.iter().copied().chain(&negated);
        all.any(|class| class.parts().contains(part))
    };
    filter.without(said).and(only.clone())
}

/// The filter that passes the flows of any of some items; empty without items.
pub(super) fn filter_of(items: &BTreeSet<Item>, table: &FlowTable) -> Filter {
    any_of(parts_of(items, table))
}

/// The filter narrowed to flows with both ends among some hosts.
#[must_use]
pub fn within(filter: Filter, hosts: &[u32], table: &FlowTable) -> Filter {
    let both = |hosts: &[u32]| {
        let [client, server] =
            [End::Client, End::Server].map(|end| among(hosts, end, table).unwrap_or_default());
        client.and(server)
    };
    let (macs, ips): (Vec<u32>, Vec<u32>) = hosts.iter().partition(|&&host| is_mac(host, table));
    let kinds = [ips, macs].map(|hosts| both(&hosts));
    let any = any_of(kinds.into_iter().filter(|part| !part.is_empty()).collect());
    if any.is_empty() || has_part(&filter, &any) {
        return filter;
    }
    filter.and(any)
}

/// What was written, and which flows it is about.
pub(super) fn noted(notes: &BTreeMap<NotePlace, String>, table: &FlowTable) -> Arc<[Noted]> {
    let each = notes.iter().map(|(place, text)| Noted {
        text: text.clone(),
        about: match place {
            NotePlace::Item(item) => item.filter(table),
            NotePlace::Time(window) => window.filter(),
        },
    });
    each.collect()
}

/// One filter for each item, but a single one for many nodes: thousands can be highlighted.
fn parts_of(items: &BTreeSet<Item>, table: &FlowTable) -> Vec<Filter> {
    let mut parts = Vec::new();
    let mut nodes = [Vec::new(), Vec::new()];
    for item in items {
        match *item {
            Item::Node(host) => nodes[usize::from(is_mac(host, table))].push(host),
            item => parts.push(item.filter(table)),
        }
    }
    for hosts in nodes {
        match hosts.as_slice() {
            [] => {}
            [host] => parts.push(Item::Node(*host).filter(table)),
            hosts => parts.extend(among(hosts, End::Either, table)),
        }
    }
    parts
}

fn is_mac(host: u32, table: &FlowTable) -> bool {
    matches!(table.hosts.address(host), Address::Mac(_))
}

/// The flows with such an end among some hosts, all of them of the network or all of the link
/// layer.
fn among(hosts: &[u32], end: End, table: &FlowTable) -> Option<Filter> {
    let field = if is_mac(*hosts.first()?, table) {
        Field::Address(Family::Mac, end)
    } else {
        Field::Host(end)
    };
    let address = |host| Value::Address(Network::single(table.hosts.address(host)));
    let members = hosts.iter().map(|&host| Member::One(address(host)));
    let test = Test::new(field, Relation::In(members.collect())).ok()?;
    Some(Filter::from(Expr::Test(test)))
}

/// The flows with an end in a network.
pub(super) fn in_network(network: Network) -> Filter {
    let equal = Relation::Compare(Comparison::Equal, Value::Address(network));
    let test = Test::new(Field::Host(End::Either), equal);
    test.map(|test| Filter::from(Expr::Test(test)))
        .unwrap_or_default()
}

/// The flows that pass one of several filters.
pub(super) fn any_of(mut filters: Vec<Filter>) -> Filter {
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
    fn a_class_is_shown_alone_left_out_and_brought_back() {
        let parse = |text: &str| -> Filter { text.parse().expect(text) };
        let [https, dns, rest] = [
            "server.port == 443",
            "server.port == 53",
            "!(server.port in {443, 53})",
        ]
        .map(parse);
        let classes = [&https, &dns, &rest];
        let only = |filter: Filter| only_one(&filter, &https, &classes);
        check("", only, "server.port == 443");
        check("server.port == 443", only, "");
        check(
            "tcp && server.port == 53",
            only,
            "tcp && server.port == 443",
        );
        check("!(server.port == 53)", only, "server.port == 443");
        let out = |filter: Filter| narrowed_to(filter, https.clone(), true);
        check("", out, "!(server.port == 443)");
        check("server.port == 443", out, "!(server.port == 443)");
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
