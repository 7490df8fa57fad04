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

use super::error::{FilterError, nearest_field};
use super::lexer::{Token, TokenKind, Wrong, tokens};
use super::literal::{self, BadLiteral};
use super::{Comparison, Expr, Field, Kind, Member, Pattern, Relation, Search, Test, Value, Word};

/// Parentheses and negations inside one another.
const MAX_DEPTH: usize = 64;
/// Bytes of text.
const MAX_BYTES: usize = 1 << 20;
/// Regular expressions; each may take a megabyte when compiled.
const MAX_PATTERNS: usize = 32;

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

struct Parser {
    /// Ends with [`TokenKind::End`].
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
    patterns: usize,
}

type Parsed<T> = Result<T, Wrong>;

impl Parser {
    fn peek(&self) -> &TokenKind {
        self.peek_at(0)
    }

    fn peek_at(&self, ahead: usize) -> &TokenKind {
        let token = self.tokens.get(self.at + ahead);
        token.map_or(&TokenKind::End, |token| &token.kind)
    }

    /// Bytes of the token that comes next.
    fn span(&self) -> Range<usize> {
        let token = self.tokens.get(self.at).or(self.tokens.last());
        token.map_or(0..0, |token| token.span.clone())
    }

    fn fail<T>(&self, message: &str) -> Parsed<T> {
        self.fail_with(message, None)
    }

    fn fail_with<T>(&self, message: &str, suggestion: Option<String>) -> Parsed<T> {
        Err(Wrong {
            span: self.span(),
            message: message.to_owned(),
            suggestion,
        })
    }

    /// Goes on if the next token is this symbol or this word.
    fn take(&mut self, symbol: &str, word: &str) -> bool {
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

    fn relation(&mut self, field: Field) -> Parsed<Expr> {
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

    fn text(&mut self) -> Parsed<String> {
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

/// A word on its own: a field that has a value, a kind of traffic, an address, or something to
/// search for.
fn bare(word: &str, span: Range<usize>) -> Parsed<Expr> {
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

fn unknown_field(word: &str, span: Range<usize>) -> Wrong {
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

fn is_word(token: &TokenKind, word: &str) -> bool {
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
