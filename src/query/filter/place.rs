//! What may come next at the cursor?
//!
//! The pieces before the cursor are read without a tree: half a filter has none.

use std::ops::Range;

use super::Field;
use super::lexer::{Token, TokenKind, tokens};
use super::terms::is_keyword;

/// What may come next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    Term,
    /// After a word that may be a field.
    Operator(Option<Field>),
    Set,
    Value(Option<Field>),
    Connective,
}

/// Where the cursor is.
pub(super) struct Place {
    pub expected: Expected,
    /// The part of a word or text before the cursor.
    pub typed: String,
    pub replace: Range<usize>,
}

impl Place {
    pub fn of(text: &str, cursor: usize) -> Self {
        let mut cursor = cursor.min(text.len());
        while !text.is_char_boundary(cursor) {
            cursor -= 1;
        }
        let before = text.get(..cursor).unwrap_or("");
        let (mut pieces, open_at) = match tokens(before) {
            Ok(pieces) => (pieces, None),
            // An open quote, most likely: what came before it tells what is expected.
            Err(wrong) => {
                let start = wrong.span.start;
                let pieces = tokens(before.get(..start).unwrap_or("")).unwrap_or_default();
                (pieces, Some(start))
            }
        };
        pieces.pop();
        let start = match (open_at, pieces.last()) {
            (Some(start), _) => start,
            (
                None,
                Some(Token {
                    kind: TokenKind::Word(_),
                    span,
                }),
            ) if span.end == cursor => {
                let start = span.start;
                pieces.pop();
                start
            }
            _ => cursor,
        };
        let typed = before.get(start..).unwrap_or("");
        // The rest of a word that the cursor stands in is replaced too.
        let is_in_word = open_at.is_none() && start < cursor;
        let rest = text.get(cursor..).filter(|_| is_in_word).unwrap_or("");
        let rest = rest
            .find(|character: char| !is_word_part(character))
            .unwrap_or(rest.len());
        let expected = match expected_after(&pieces) {
            Expected::Operator(_) | Expected::Connective if open_at.is_some() => {
                Expected::Value(None)
            }
            expected => expected,
        };
        Self {
            expected,
            typed: typed
                .trim_start_matches("r\"")
                .trim_start_matches('"')
                .to_owned(),
            replace: start..cursor + rest,
        }
    }
}

fn is_word_part(character: char) -> bool {
    character.is_alphanumeric() || "._-:/".contains(character)
}

/// What may come after complete pieces.
fn expected_after(pieces: &[Token]) -> Expected {
    let mut expected = Expected::Term;
    let mut is_in_set = false;
    for piece in pieces {
        expected = match (&piece.kind, expected) {
            (TokenKind::Symbol("{"), Expected::Set | Expected::Operator(_)) => expected,
            (TokenKind::Symbol("}"), _) => {
                is_in_set = false;
                Expected::Connective
            }
            (_, Expected::Value(field)) if is_in_set => Expected::Value(field),
            (TokenKind::Symbol("&&" | "||" | "^^" | "(" | "!"), Expected::Operator(None))
            | (TokenKind::Symbol("&&" | "||" | "^^" | "("), _) => Expected::Term,
            (TokenKind::Symbol("!"), same) => same,
            (TokenKind::Symbol(")"), _) => Expected::Connective,
            (TokenKind::Symbol(_), Expected::Operator(field)) => Expected::Value(field),
            (TokenKind::Word(word), Expected::Operator(field)) => {
                match word.to_ascii_lowercase().as_str() {
                    "and" | "or" | "xor" => Expected::Term,
                    "not" => Expected::Operator(field),
                    "in" => {
                        is_in_set = true;
                        Expected::Value(field)
                    }
                    _ => Expected::Value(field),
                }
            }
            (TokenKind::Word(word), Expected::Term) if !is_keyword(word) => {
                Expected::Operator(Field::from_name(word))
            }
            (TokenKind::Word(word), Expected::Connective) if is_keyword(word) => Expected::Term,
            (TokenKind::Word(_) | TokenKind::Text(_), Expected::Value(_))
            | (TokenKind::Text(_), Expected::Term) => Expected::Connective,
            (_, same) => same,
        };
    }
    let last = pieces.last().map(|piece| &piece.kind);
    let is_before_set =
        matches!(last, Some(TokenKind::Word(word)) if is_in_set && word.eq_ignore_ascii_case("in"));
    if is_before_set {
        Expected::Set
    } else {
        expected
    }
}
