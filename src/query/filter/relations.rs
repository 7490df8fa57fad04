//! What is asked of a field?
//!
//! Comparisons, sets, parts of text and patterns, each with values that its field can have.

use super::lexer::{TokenKind, Wrong};
use super::literal::{self, BadLiteral};
use super::parser::{Parsed, Parser};
use super::terms::is_keyword;
use super::{Comparison, Expr, Field, Kind, Member, Pattern, Relation, Test, Value};

/// Regular expressions; each may take a megabyte when compiled.
const MAX_PATTERNS: usize = 32;

impl Parser {
    pub(super) fn relation(&mut self, field: Field) -> Parsed<Expr> {
        if self.take("=", "") {
            self.at -= 1;
            return self.fail_with("`=` is not a comparison", Some("`==`".into()));
        }
        if self.take("{", "") {
            self.at -= 1;
            return self.fail_with("expected `in` before the set", Some("`in {`".into()));
        }
        let is_negated = self.take("!", "not");
        if self.take("", "in") {
            let start = self.span().start;
            let relation = Relation::In(self.members(field.kind())?);
            let test = self.checked(field, relation, start)?;
            return Ok(if is_negated {
                Expr::Not(Box::new(test))
            } else {
                test
            });
        }
        if self.take("", "contains") {
            let start = self.span().start;
            let relation = Relation::Contains(self.text()?);
            return self.checked(field, relation, start);
        }
        if self.take("~", "matches") {
            let start = self.span().start;
            let relation = Relation::Matches(self.pattern()?);
            return self.checked(field, relation, start);
        }
        let words = ["eq", "ne", "lt", "le", "gt", "ge"];
        let mut comparisons = Comparison::ALL.into_iter().zip(words);
        let found = comparisons.find(|(comparison, word)| self.take(comparison.symbol(), word));
        let Some((comparison, _)) = found else {
            return self.fail("expected a comparison, as in `==`");
        };
        let start = self.span().start;
        let value = self.value(field.kind())?;
        self.checked(field, Relation::Compare(comparison, value), start)
    }

    /// The test, if its parts fit together; what does not stands between `start` and here.
    fn checked(&self, field: Field, relation: Relation, start: usize) -> Parsed<Expr> {
        let end = self
            .at
            .checked_sub(1)
            .and_then(|last| self.tokens.get(last));
        let span = start..end.map_or(start, |token| token.span.end);
        Test::new(field, relation)
            .map(Expr::Test)
            .map_err(|message| Wrong {
                span,
                message,
                suggestion: None,
            })
    }

    fn members(&mut self, kind: Kind) -> Parsed<Vec<Member>> {
        if !self.take("{", "") {
            return self.fail("expected a set, as in `{80, 443, 8000..8100}`");
        }
        let mut members = Vec::new();
        while !self.take("}", "") {
            let low = self.value(kind)?;
            members.push(if self.take("..", "") {
                Member::Range(low, self.value(kind)?)
            } else {
                Member::One(low)
            });
            self.take(",", "");
        }
        Ok(members)
    }

    /// A value of a kind: a text, or a word with its unit.
    fn value(&mut self, kind: Kind) -> Parsed<Value> {
        let mut span = self.span();
        let mut text = self.text()?;
        if let TokenKind::Word(unit) = self.peek()
            && literal::is_unit(kind, unit)
        {
            text = format!("{text} {unit}");
            span.end = self.span().end;
            self.at += 1;
        }
        literal::value(kind, &text).map_err(
            |BadLiteral {
                 message,
                 suggestion,
             }| Wrong {
                span,
                message,
                suggestion,
            },
        )
    }

    pub(super) fn text(&mut self) -> Parsed<String> {
        match self.peek().clone() {
            TokenKind::Text(text) => {
                self.at += 1;
                Ok(text)
            }
            TokenKind::Word(word) if !is_keyword(&word) => {
                self.at += 1;
                Ok(word)
            }
            _ => self.fail("expected a value"),
        }
    }

    fn pattern(&mut self) -> Parsed<Pattern> {
        let span = self.span();
        let wrong = |message| Wrong {
            span: span.clone(),
            message,
            suggestion: None,
        };
        let text = self.text()?;
        self.patterns += 1;
        if self.patterns > MAX_PATTERNS {
            return Err(wrong(format!(
                "a filter has at most {MAX_PATTERNS} patterns"
            )));
        }
        Pattern::new(&text).map_err(|error| {
            let error = error.to_string();
            let last = error.lines().last().unwrap_or("not a pattern").trim();
            wrong(last.strip_prefix("error: ").unwrap_or(last).to_owned())
        })
    }
}
