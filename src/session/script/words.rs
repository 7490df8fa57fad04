//! Of which words does a line consist?
//!
//! Words are parted by blanks; one in quotes may hold blanks, and `\"`, `\\`, `\n`, `\r`, `\t` and
//! `\u{…}` stand for single characters in it.

use std::fmt::Write as _;
use std::ops::Range;
use std::str::FromStr;

use super::ScriptError;
use crate::query::nearest;
use crate::text::printable;

/// One word and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Without quotes.
    pub text: String,
    /// Bytes of the line.
    pub span: Range<usize>,
}

/// A line that is read word by word.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Line<'a> {
    /// A line at its beginning.
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// An error about a stretch of the line.
    pub fn error(&self, span: Range<usize>, message: impl Into<String>) -> ScriptError {
        ScriptError {
            text: self.text.to_owned(),
            span,
            message: message.into(),
            suggestion: None,
        }
    }

    /// The next word, which is one of a few; otherwise what it is not, and the nearest of them.
    pub fn one_of<T: Copy>(&mut self, what: &str, choices: &[(&str, T)]) -> Result<T, ScriptError> {
        let word = self.word(what)?;
        if let Some((_, value)) = choices.iter().find(|(name, _)| *name == word.text) {
            return Ok(*value);
        }
        let names = choices.iter().map(|(name, _)| *name);
        let mut error = self.error(word.span, format!("expected {what}"));
        error.suggestion = match nearest(&word.text, names.clone()) {
            Some(name) => Some(format!("`{name}`")),
            None if choices.len() <= 8 => {
                let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
                Some(names.join(" or "))
            }
            None => None,
        };
        Err(error)
    }

    /// The next word; `what` says what is missing when there is none.
    pub fn word(&mut self, what: &str) -> Result<Word, ScriptError> {
        self.skip_blanks();
        let start = self.at;
        let rest = &self.text[start..];
        if rest.is_empty() {
            return Err(self.error(start..start, format!("{what} is missing")));
        }
        if let Some(quoted) = rest.strip_prefix('"') {
            let Some((text, len)) = unquoted(quoted) else {
                return Err(self.error(start..self.text.len(), "this text has no end"));
            };
            self.at = start + 1 + len;
            return Ok(Word {
                text,
                span: start..self.at,
            });
        }
        let len = rest.find(char::is_whitespace).unwrap_or(rest.len());
        self.at = start + len;
        Ok(Word {
            text: rest[..len].to_owned(),
            span: start..self.at,
        })
    }

    /// The next word, if the line goes on.
    pub fn next_word(&mut self) -> Result<Option<Word>, ScriptError> {
        if self.is_at_end() {
            return Ok(None);
        }
        self.word("a word").map(Some)
    }

    /// The next word as a value of its kind.
    pub fn value<T: FromStr>(&mut self, what: &str) -> Result<T, ScriptError> {
        let word = self.word(what)?;
        let parsed = word.text.parse();
        parsed.map_err(|_| self.error(word.span, format!("expected {what}")))
    }

    /// The next word as a finite number.
    pub fn number(&mut self, what: &str) -> Result<f64, ScriptError> {
        let before = self.clone();
        let number: f64 = self.value(what)?;
        if number.is_finite() {
            return Ok(number);
        }
        let word = before.clone().word(what)?;
        Err(self.error(word.span, format!("{what} must be finite")))
    }

    /// All that is left, and where it begins; the line is at its end then.
    pub fn rest(&mut self) -> (&'a str, usize) {
        self.skip_blanks();
        let start = self.at;
        self.at = self.text.len();
        (self.text[start..].trim_end(), start)
    }

    /// Whether nothing but blanks is left.
    pub fn is_at_end(&mut self) -> bool {
        self.skip_blanks();
        self.at == self.text.len()
    }

    /// Fails if anything is left.
    pub fn end(&mut self) -> Result<(), ScriptError> {
        let (rest, start) = self.rest();
        if rest.is_empty() {
            return Ok(());
        }
        Err(self.error(start..start + rest.len(), "nothing more is expected here"))
    }

    /// The line's text.
    pub fn text(&self) -> &'a str {
        self.text
    }

    fn skip_blanks(&mut self) {
        let rest = &self.text[self.at..];
        self.at = self.text.len() - rest.trim_start().len();
    }
}

/// A text as it stands in quotes, with what would end a line or hide something escaped.
pub fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if printable(character.encode_utf8(&mut [0; 4])).len() != character.len_utf8() => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{{{:x}}}", character as u32);
            }
            _ => out.push(character),
        }
    }
    out.push('"');
    out
}

/// What stands before the closing quote, and its length in bytes with the quote; none if there is
/// no closing quote or an escape means nothing.
fn unquoted(text: &str) -> Option<(String, usize)> {
    let mut out = String::new();
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Some((out, at + 1)),
            '\\' => out.push(match characters.next()?.1 {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'u' => {
                    let rest = characters.as_str().strip_prefix('{')?;
                    let (digits, _) = rest.split_once('}')?;
                    let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
                    let code = u32::from_str_radix(digits, 16).ok().filter(|_| is_hex)?;
                    // The digits are ASCII, so bytes are characters.
                    for _ in 0..digits.len() + 2 {
                        characters.next();
                    }
                    char::from_u32(code)?
                }
                other @ ('"' | '\\') => other,
                _ => return None,
            }),
            other => out.push(other),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_can_be_quoted() {
        for text in ["", "a b", "\"\\\n\r\t\u{0}\u{202e}ä", "\\u{41}"] {
            let line = quoted(text);
            assert!(!line.contains('\n'));
            let mut line = Line::new(&line);
            assert_eq!(line.word("a text").expect("a word").text, text);
            assert!(line.is_at_end());
        }
    }

    #[test]
    fn quotes_need_an_end_and_escapes_a_meaning() {
        for text in [
            "\"a",
            "\"\\",
            "\"\\u{",
            "\"\\u{110000}\"",
            "\"\\x\"",
            "\"\\u{+1}\"",
        ] {
            assert!(Line::new(text).word("a text").is_err(), "{text}");
        }
    }
}
