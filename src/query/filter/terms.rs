//! What does a word on its own mean?
//!
//! A field that has a value, a kind of traffic, an address, or something to search for; and why some
//! names that one would expect have no answer here.

use std::ops::Range;

use super::error::nearest_field;
use super::lexer::{TokenKind, Wrong};
use super::{Expr, Field, Relation, Search, Test, Word, literal};

type Parsed<T> = Result<T, Wrong>;

/// Names that are understood but that no flow can answer, and why.
const UNANSWERABLE: &[(&str, &str)] = &[
    (
        "frame.len",
        "a flow has many frames: ask for `bytes` or `packets`",
    ),
    (
        "frame.number",
        "a flow has many frames: ask for `first`, `last` or `frame.time`",
    ),
    ("tcp.flags", "ask for one flag, as in `tcp.flags.syn == 1`"),
    (
        "tcp.stream",
        "a flow has no number: ask for its addresses and ports",
    ),
];

/// A word on its own: a field that has a value, a kind of traffic, an address, or something to
/// search for.
pub(super) fn bare(word: &str, span: Range<usize>) -> Parsed<Expr> {
    if let Some(field) = Field::from_name(word) {
        return Test::new(field, Relation::Present)
            .map(Expr::Test)
            .map_err(|message| Wrong {
                span,
                message,
                suggestion: None,
            });
    }
    if let Some(kind) = Word::from_text(word) {
        return Ok(Expr::Is(kind));
    }
    if let Some(network) = literal::network(word) {
        return Ok(Expr::Search(Search::Network(network)));
    }
    // A name with a dot that is nearly a field's would silently find nothing.
    if word.contains('.') && (why_unanswerable(word).is_some() || nearest_field(word).is_some()) {
        let mut error = unknown_field(word, span);
        error.message += &format!("; to search for the word, write \"{word}\"");
        return Err(error);
    }
    Ok(Expr::Search(Search::Text(word.to_owned())))
}

pub(super) fn unknown_field(word: &str, span: Range<usize>) -> Wrong {
    if let Some(why) = why_unanswerable(word) {
        return Wrong {
            span,
            message: why.to_owned(),
            suggestion: None,
        };
    }
    let suggestion = nearest_field(word).map(|name| format!("`{name}`"));
    let message = if Word::from_text(word).is_some() {
        "this is a kind of traffic, which stands on its own and has no value".to_owned()
    } else {
        "there is no field of this name".to_owned()
    };
    Wrong {
        span,
        message,
        suggestion,
    }
}

fn why_unanswerable(word: &str) -> Option<&'static str> {
    let mut all = UNANSWERABLE.iter();
    let found = all.find(|(name, _)| name.eq_ignore_ascii_case(word));
    found.map(|(_, why)| *why)
}

pub(super) fn is_word(token: &TokenKind, word: &str) -> bool {
    matches!(token, TokenKind::Word(found) if found.eq_ignore_ascii_case(word))
}

/// Whether a word has a meaning of its own in the grammar; it can be searched for in quotes.
pub(super) fn is_keyword(word: &str) -> bool {
    const KEYWORDS: [&str; 13] = [
        "and", "or", "xor", "not", "in", "contains", "matches", "eq", "ne", "lt", "le", "gt", "ge",
    ];
    KEYWORDS
        .iter()
        .any(|keyword| keyword.eq_ignore_ascii_case(word))
}
