//! Does a filter say what it was told to, and show the flows that it names?

#[path = "support/packets.rs"]
mod packets;
#[path = "filter/reference.rs"]
mod reference;
#[path = "filter/tables.rs"]
mod tables;
#[path = "filter/trees.rs"]
mod trees;

#[path = "filter/completing.rs"]
mod completing;
#[path = "filter/language.rs"]
mod language;
#[path = "filter/meaning.rs"]
mod meaning;
#[path = "filter/translating.rs"]
mod translating;
#[path = "filter/tshark.rs"]
mod tshark;

use flowloom::query::{Filter, FilterContext, FlowSet, host_degrees};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn printing_and_parsing_again_changes_nothing(expr in trees::expr()) {
        let filter = Filter::from(expr);
        let text = filter.to_string();
        prop_assert_eq!(Filter::parse(&text).map_err(|error| error.to_string()), Ok(filter));
    }

    #[test]
    fn any_text_is_a_filter_or_an_error_that_can_be_shown(
        text in prop_oneof![
            any::<String>(),
            proptest::collection::vec(proptest::sample::select(trees::PIECES), 0..12)
                .prop_map(|pieces| pieces.concat()),
        ],
    ) {
        match Filter::parse(&text) {
            Ok(filter) => {
                let printed = filter.to_string();
                prop_assert_eq!(Filter::parse(&printed).ok(), Some(filter), "{}", printed);
            }
            Err(error) => {
                prop_assert!(text.get(error.span.clone()).is_some(), "{:?}", error);
                prop_assert!(error.to_string().contains('^'));
            }
        }
    }

    #[test]
    fn evaluation_agrees_with_asking_each_flow(
        expr in trees::expr(),
        tables::Table(table) in tables::table(),
    ) {
        let degrees = host_degrees(&table);
        let expected = FlowSet::from_fn(table.len(), |flow| {
            reference::passes(&expr, &table, &degrees, flow)
        });
        let filter = Filter::from(expr);
        let context = FilterContext { degrees: Some(&degrees), ..FilterContext::default() };
        let found = filter.evaluate(&table, &context);
        prop_assert_eq!(found, expected.clone(), "{}", filter);
        let without_degrees = filter.evaluate(&table, &FilterContext::default());
        prop_assert_eq!(without_degrees, expected);
    }
}
