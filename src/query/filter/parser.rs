//! Which syntax tree does a text stand for?
//!
//! Recursive descent, tightest last: `or`, `xor`, `and`, `not`, as in Wireshark from 4.0 on (which
//! has `xor` only in later versions).
//!
//! ```text
//! filter = [or]
//! or     = xor { ("||" | "or") xor }
//! xor    = and { ("^^" | "xor") and }
//! and    = not { ("&&" | "and") not }
//! not    = ("!" | "not") not | "(" or ")" | test
//! test   = field comparison value
//!        | field ["not"] "in" "{" member { [","] member } "}"
//!        | field ("contains" | "matches" | "~") text
//!        | field | word | network | text
//! member = value [".." value]
//! ```
//!
//! Nesting is bounded, so that no text can overflow the stack here or in whatever walks the tree.

use std::ops::Range;

use super::error::FilterError;
use super::lexer::{Token, TokenKind, Wrong, tokens};
use super::terms::{bare, is_keyword, is_word, unknown_field};
use super::{Expr, Field, Search};

/// Parentheses and negations inside one another.
const MAX_DEPTH: usize = 64;
/// Bytes of text.
const MAX_BYTES: usize = 1 << 20;

/// The tree of a text; none for a text without content.
pub(super) fn parse(text: &str) -> Result<Option<Expr>, FilterError> {
    let error = |span, message: String, suggestion| FilterError {
        text: text.to_owned(),
        span,
        message,
        suggestion,
    };
    if text.len() > MAX_BYTES {
        let message = format!("a filter has at most {MAX_BYTES} bytes");
        return Err(error(0..0, message, None));
    }
    let tokens = tokens(text).map_err(
        |Wrong {
             span,
             message,
             suggestion,
         }| { error(span, message, suggestion) },
    )?;
    let mut parser = Parser {
        tokens,
        at: 0,
        depth: 0,
        patterns: 0,
    };
    if parser.peek() == &TokenKind::End {
        return Ok(None);
    }
    let parsed = parser.or().and_then(|expr| match parser.peek() {
        TokenKind::End => Ok(Some(expr)),
        TokenKind::Symbol(")") => parser.fail("this bracket was not opened"),
        _ => parser.fail_with("expected `&&` or `||` before this", Some("`&&`".into())),
    });
    parsed.map_err(|wrong| error(wrong.span, wrong.message, wrong.suggestion))
}

pub(super) struct Parser {
    /// Ends with [`TokenKind::End`].
    pub tokens: Vec<Token>,
    pub at: usize,
    depth: usize,
    pub patterns: usize,
}

pub(super) type Parsed<T> = Result<T, Wrong>;

impl Parser {
    pub(super) fn peek(&self) -> &TokenKind {
        self.peek_at(0)
    }

    fn peek_at(&self, ahead: usize) -> &TokenKind {
        let token = self.tokens.get(self.at + ahead);
        token.map_or(&TokenKind::End, |token| &token.kind)
    }

    /// Bytes of the token that comes next.
    pub(super) fn span(&self) -> Range<usize> {
        let token = self.tokens.get(self.at).or(self.tokens.last());
        token.map_or(0..0, |token| token.span.clone())
    }

    pub(super) fn fail<T>(&self, message: &str) -> Parsed<T> {
        self.fail_with(message, None)
    }

    pub(super) fn fail_with<T>(&self, message: &str, suggestion: Option<String>) -> Parsed<T> {
        Err(Wrong {
            span: self.span(),
            message: message.to_owned(),
            suggestion,
        })
    }

    /// Goes on if the next token is this symbol or this word.
    pub(super) fn take(&mut self, symbol: &str, word: &str) -> bool {
        let is_it = match self.peek() {
            TokenKind::Symbol(found) => *found == symbol,
            TokenKind::Word(found) => !word.is_empty() && found.eq_ignore_ascii_case(word),
            _ => false,
        };
        self.at += usize::from(is_it);
        is_it
    }

    fn or(&mut self) -> Parsed<Expr> {
        self.joined(Self::xor, "||", "or", Expr::Or)
    }

    fn xor(&mut self) -> Parsed<Expr> {
        self.joined(Self::and, "^^", "xor", Expr::Xor)
    }

    fn and(&mut self) -> Parsed<Expr> {
        self.joined(Self::not, "&&", "and", Expr::And)
    }

    fn joined(
        &mut self,
        part: fn(&mut Self) -> Parsed<Expr>,
        symbol: &str,
        word: &str,
        join: fn(Vec<Expr>) -> Expr,
    ) -> Parsed<Expr> {
        let first = part(self)?;
        if !self.take(symbol, word) {
            return Ok(first);
        }
        let mut parts = vec![first, part(self)?];
        while self.take(symbol, word) {
            parts.push(part(self)?);
        }
        Ok(join(parts))
    }

    fn not(&mut self) -> Parsed<Expr> {
        let opening = self.span();
        let is_negated = self.take("!", "not");
        if !is_negated && !self.take("(", "") {
            return self.test();
        }
        if self.depth == MAX_DEPTH {
            return Err(Wrong {
                span: opening,
                message: format!("at most {MAX_DEPTH} levels can be nested"),
                suggestion: None,
            });
        }
        self.depth += 1;
        let expr = if is_negated {
            Expr::Not(Box::new(self.not()?))
        } else {
            let inner = self.or()?;
            if !self.take(")", "") {
                return match self.peek() {
                    TokenKind::End => Err(Wrong {
                        span: opening,
                        message: "this bracket is not closed".into(),
                        suggestion: None,
                    }),
                    _ => self.fail_with("expected `&&`, `||` or `)` before this", None),
                };
            }
            inner
        };
        self.depth -= 1;
        Ok(expr)
    }

    fn test(&mut self) -> Parsed<Expr> {
        let span = self.span();
        let word = match self.peek().clone() {
            TokenKind::Word(word) if !is_keyword(&word) => word,
            TokenKind::Text(text) => {
                self.at += 1;
                return match self.is_relation_next() {
                    true => self.fail("a comparison begins with a field, not with text"),
                    false => Ok(Expr::Search(Search::Text(text))),
                };
            }
            _ => return self.fail("expected a field, a protocol, or something to search for"),
        };
        self.at += 1;
        if !self.is_relation_next() {
            return bare(&word, span);
        }
        let Some(field) = Field::from_name(&word) else {
            return Err(unknown_field(&word, span));
        };
        self.relation(field)
    }

    /// Whether what comes next makes the word before it a field.
    fn is_relation_next(&self) -> bool {
        match self.peek() {
            TokenKind::Symbol(symbol) => {
                matches!(
                    *symbol,
                    "==" | "!=" | "<" | "<=" | ">" | ">=" | "~" | "=" | "{"
                ) || (*symbol == "!" && is_word(self.peek_at(1), "in"))
            }
            TokenKind::Word(word) => {
                let word = word.to_ascii_lowercase();
                let is_relation = matches!(
                    word.as_str(),
                    "eq" | "ne" | "lt" | "le" | "gt" | "ge" | "in" | "contains" | "matches"
                );
                is_relation || (word == "not" && is_word(self.peek_at(1), "in"))
            }
            _ => false,
        }
    }
}
