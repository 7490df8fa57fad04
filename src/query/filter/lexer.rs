//! What are the words of a filter?
//!
//! A word is everything up to a space, bracket, comma, quote or operator, so that addresses,
//! networks, times and numbers with units need no quotes. `..` ends a word, as in `8000..8100`.

use std::ops::Range;

/// A piece of a filter's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: TokenKind,
    /// Its bytes in the text.
    pub span: Range<usize>,
}

/// What a piece is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// An unquoted word, as it stands in the text.
    Word(String),
    /// A quoted text, its escapes resolved.
    Text(String),
    /// An operator or bracket.
    Symbol(&'static str),
    /// The end of the text.
    End,
}

/// Something in the text that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    pub span: Range<usize>,
    pub message: String,
    pub suggestion: Option<String>,
}

/// Symbols, longer ones first.
const SYMBOLS: [&str; 18] = [
    "==", "!=", ">=", "<=", "&&", "||", "^^", "..", ">", "<", "!", "(", ")", "{", "}", ",", "~",
    "=",
];

/// All pieces of a text; the last one is its end.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, Wrong> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let first = rest.chars().next().unwrap_or(' ');
        let (kind, len) = if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        } else if first == '"' {
            quoted(rest, 1, true).map_err(|error| error.at(at))?
        } else if rest.starts_with("r\"") {
            quoted(rest, 2, false).map_err(|error| error.at(at))?
        } else if let Some(symbol) = SYMBOLS.iter().find(|symbol| rest.starts_with(**symbol)) {
            (TokenKind::Symbol(symbol), symbol.len())
        } else {
            let len = word_len(rest);
            if len == 0 {
                return Err(stray(first, at));
            }
            (TokenKind::Word(rest[..len].to_owned()), len)
        };
        tokens.push(Token {
            kind,
            span: at..at + len,
        });
        at += len;
    }
    tokens.push(Token {
        kind: TokenKind::End,
        span: at..at,
    });
    Ok(tokens)
}

/// Bytes of the word at the beginning of a text.
fn word_len(text: &str) -> usize {
    let ends =
        |character: char| character.is_whitespace() || "\"'(){},=!<>&|~^;[]`".contains(character);
    let len = text.find(ends).unwrap_or(text.len());
    let before_range = text[..len].find("..");
    before_range.unwrap_or(len)
}

fn stray(character: char, at: usize) -> Wrong {
    let suggestion = match character {
        '&' => Some("`&&`"),
        '|' => Some("`||`"),
        '^' => Some("`^^`"),
        '\'' | '`' => Some("`\"`"),
        ';' => Some("`,`"),
        _ => None,
    };
    Wrong {
        span: at..at + character.len_utf8(),
        message: "this character means nothing here".into(),
        suggestion: suggestion.map(str::to_owned),
    }
}

impl Wrong {
    fn at(mut self, at: usize) -> Self {
        self.span = self.span.start + at..self.span.end + at;
        self
    }
}

/// The text in quotes at the beginning of `rest`, whose first `open` bytes open it, and its bytes.
/// A backslash before anything but an escape stands for itself, so that `"\."` is a pattern.
fn quoted(rest: &str, open: usize, has_escapes: bool) -> Result<(TokenKind, usize), Wrong> {
    let mut text = String::new();
    let mut characters = rest.char_indices().skip(open).peekable();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return Ok((TokenKind::Text(text), at + 1)),
            '\\' if has_escapes => {
                let escape = rest.get(at + 1..).unwrap_or("");
                let (resolved, len) = resolve(escape).map_err(|len| Wrong {
                    span: at..at + 1 + len,
                    message: "this is not the number of a character".into(),
                    suggestion: None,
                })?;
                text.push(resolved);
                for _ in escape.get(..len).unwrap_or("").chars() {
                    characters.next();
                }
            }
            _ => text.push(character),
        }
    }
    Err(Wrong {
        span: 0..open,
        message: "this quote is not closed".into(),
        suggestion: None,
    })
}

/// The character that an escape stands for, and the bytes it takes after the backslash; the bytes
/// that are wrong if it is none.
fn resolve(escape: &str) -> Result<(char, usize), usize> {
    let number = |digits: &str, len: usize| {
        // The parser of numbers would take a sign.
        let is_number = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        let code = u32::from_str_radix(digits, 16).ok().filter(|_| is_number);
        let character = code.and_then(char::from_u32);
        character.map(|character| (character, len)).ok_or(len)
    };
    match escape.chars().next() {
        Some('"') => Ok(('"', 1)),
        Some('\\') => Ok(('\\', 1)),
        Some('n') => Ok(('\n', 1)),
        Some('r') => Ok(('\r', 1)),
        Some('t') => Ok(('\t', 1)),
        Some('x') => match escape.get(1..3) {
            Some(digits) => number(digits, 3),
            None => Err(1),
        },
        Some('u') if escape.starts_with("u{") => match escape.find('}') {
            Some(end) if end <= 8 => number(escape.get(2..end).unwrap_or(""), end + 1),
            _ => Err(2),
        },
        _ => Ok(('\\', 0)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = tokens(text)
            .expect("tokens")
            .into_iter()
            .map(|token| match token.kind {
                TokenKind::Word(word) => word,
                TokenKind::Text(text) => format!("[{text}]"),
                TokenKind::Symbol(symbol) => symbol.to_owned(),
                TokenKind::End => "end".to_owned(),
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn text_falls_into_pieces() {
        check("", &["end"]);
        check(
            "ip.addr==10.0.0.0/8",
            &["ip.addr", "==", "10.0.0.0/8", "end"],
        );
        check(
            "{80,8000..8100}",
            &["{", "80", ",", "8000", "..", "8100", "}", "end"],
        );
        check(
            "2001:db8::1..2001:db8::5",
            &["2001:db8::1", "..", "2001:db8::5", "end"],
        );
        check("!dns&&tcp", &["!", "dns", "&&", "tcp", "end"]);
        check(
            r#"a ~ "x\"\\\.\x41\u{e9}""#,
            &["a", "~", "[x\"\\\\.Aé]", "end"],
        );
        check(r#"r"\d\""#, &["[\\d\\]", "end"]);
        check("tp++ müller", &["tp++", "müller", "end"]);
    }

    #[test]
    fn what_is_no_piece_is_pointed_at() {
        let check = |text, span: Range<usize>| {
            let error = tokens(text).expect_err(text);
            assert_eq!(error.span, span, "{text}");
        };
        check("tcp & udp", 4..5);
        check("a == \"b", 5..6);
        check("a == \"\\u{110000}\"", 6..16);
        check("a == \"\\xg0\"", 6..10);
        check("a == \"\\xé\"", 6..10);
        check("a == \"\\x+1\"", 6..10);
        check("[", 0..1);
    }
}
