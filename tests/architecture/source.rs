//! How is a Rust file read by the architecture tests?
//!
//! As a flat list of tokens with line numbers: enough to tell code from comments and strings, to
//! leave out test code, and to resolve the module paths that the code names. It is no parser: it
//! knows nothing of types, and sees a macro's body as plain tokens.

use std::iter::Peekable;
use std::str::Chars;

/// What the checks distinguish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A word: an identifier or a keyword.
    Word(String),
    /// A number, with its suffix.
    Number(String),
    /// The content of a string literal of any form, escapes left as written.
    Text(String),
    /// A character literal or a lifetime; no check looks at it.
    Quoted,
    /// `::`
    PathSeparator,
    /// Any other single character.
    Mark(char),
}

/// One token and the line that it starts on, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub kind: Kind,
    pub line: usize,
}

impl Token {
    pub fn is_word(&self, word: &str) -> bool {
        matches!(&self.kind, Kind::Word(own) if own == word)
    }

    pub fn is_mark(&self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }

    fn word(&self) -> Option<&str> {
        match &self.kind {
            Kind::Word(word) => Some(word),
            _ => None,
        }
    }
}

/// The tokens of a source file; comments are gone.
pub fn tokens(source: &str) -> Vec<Token> {
    Scanner {
        chars: source.chars().peekable(),
        line: 1,
        tokens: Vec::new(),
    }
    .scan()
}

struct Scanner<'a> {
    chars: Peekable<Chars<'a>>,
    line: usize,
    tokens: Vec<Token>,
}

impl Scanner<'_> {
    fn scan(mut self) -> Vec<Token> {
        while let Some(&first) = self.chars.peek() {
            let line = self.line;
            let kind = if first.is_whitespace() {
                self.next();
                None
            } else if first.is_alphabetic() || first == '_' {
                Some(self.word_or_prefixed_text())
            } else if first.is_ascii_digit() {
                Some(Kind::Number(self.number()))
            } else {
                self.next();
                match first {
                    '/' if self.next_is('/') => {
                        self.skip_while(|char| char != '\n');
                        None
                    }
                    '/' if self.next_is('*') => {
                        self.block_comment();
                        None
                    }
                    ':' if self.next_is(':') => {
                        self.next();
                        Some(Kind::PathSeparator)
                    }
                    '"' => Some(Kind::Text(self.text())),
                    '\'' => Some(self.quoted()),
                    mark => Some(Kind::Mark(mark)),
                }
            };
            self.tokens.extend(kind.map(|kind| Token { kind, line }));
        }
        self.tokens
    }

    fn next(&mut self) -> Option<char> {
        let char = self.chars.next()?;
        self.line += usize::from(char == '\n');
        Some(char)
    }

    fn next_is(&mut self, expected: char) -> bool {
        self.chars.peek() == Some(&expected)
    }

    fn skip_while(&mut self, keep_going: impl Fn(char) -> bool) {
        while self.chars.peek().is_some_and(|&char| keep_going(char)) {
            self.next();
        }
    }

    fn take_word(&mut self) -> String {
        let mut word = String::new();
        while let Some(&char) = self.chars.peek()
            && (char.is_alphanumeric() || char == '_')
        {
            word.push(char);
            self.next();
        }
        word
    }

    /// A word, or the string behind a prefix such as `r#`, `b`, `c` or `br##`.
    fn word_or_prefixed_text(&mut self) -> Kind {
        let word = self.take_word();
        match word.as_str() {
            "r" | "br" | "cr" if self.next_is('"') || self.next_is('#') => {
                let mut hashes = 0;
                while self.next_is('#') {
                    self.next();
                    hashes += 1;
                }
                if self.next_is('"') {
                    self.next();
                    Kind::Text(self.raw_text(hashes))
                } else {
                    // A raw identifier: r#type.
                    Kind::Word(self.take_word())
                }
            }
            "b" | "c" if self.next_is('"') => {
                self.next();
                Kind::Text(self.text())
            }
            "b" if self.next_is('\'') => {
                self.next();
                self.quoted()
            }
            _ => Kind::Word(word),
        }
    }

    fn number(&mut self) -> String {
        let mut number = self.take_word();
        // A fraction, and not a range (0..3) or a method (1.max(2)).
        let mut ahead = self.chars.clone();
        if ahead.next() == Some('.') && ahead.next().is_some_and(|char| char.is_ascii_digit()) {
            self.next();
            number.push('.');
            number.push_str(&self.take_word());
        }
        number
    }

    fn text(&mut self) -> String {
        let mut text = String::new();
        while let Some(char) = self.next() {
            match char {
                '"' => break,
                '\\' => {
                    text.push(char);
                    text.extend(self.next());
                }
                _ => text.push(char),
            }
        }
        text
    }

    fn raw_text(&mut self, hashes: usize) -> String {
        let end = format!("\"{}", "#".repeat(hashes));
        let mut text = String::new();
        while let Some(char) = self.next() {
            text.push(char);
            if text.ends_with(&end) {
                text.truncate(text.len() - end.len());
                break;
            }
        }
        text
    }

    /// After a `'`: a character up to its closing `'`, or a lifetime, which has none.
    fn quoted(&mut self) -> Kind {
        let mut ahead = self.chars.clone();
        let first = ahead.next();
        if first == Some('\\') {
            self.next();
            self.next();
            self.skip_while(|char| char != '\'');
            self.next();
        } else if ahead.next() == Some('\'') {
            self.next();
            self.next();
        } else {
            self.take_word();
        }
        Kind::Quoted
    }

    fn block_comment(&mut self) {
        self.next();
        let mut depth = 1;
        while depth > 0
            && let Some(char) = self.next()
        {
            if char == '*' && self.next_is('/') {
                self.next();
                depth -= 1;
            } else if char == '/' && self.next_is('*') {
                self.next();
                depth += 1;
            }
        }
    }
}

/// The tokens without the items marked `#[cfg(test)]`.
pub fn without_tests(tokens: &[Token]) -> Vec<Token> {
    let mut kept = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        match attribute_end(tokens, at) {
            Some(end) if is_test_only(&tokens[at..end]) => at = item_end(tokens, end),
            _ => {
                kept.push(tokens[at].clone());
                at += 1;
            }
        }
    }
    kept
}

/// The index behind the attribute that starts at `at`.
fn attribute_end(tokens: &[Token], at: usize) -> Option<usize> {
    let opens = tokens.get(at)?.is_mark('#') && tokens.get(at + 1)?.is_mark('[');
    opens.then(|| closing(tokens, at + 1))
}

fn is_test_only(attribute: &[Token]) -> bool {
    attribute.get(2).is_some_and(|token| token.is_word("cfg"))
        && attribute.iter().any(|token| token.is_word("test"))
        && !attribute.iter().any(|token| token.is_word("not"))
}

/// The index behind the item that starts at `at`: behind its `;` or its block.
fn item_end(tokens: &[Token], mut at: usize) -> usize {
    while let Some(end) = attribute_end(tokens, at) {
        at = end;
    }
    while at < tokens.len() {
        if tokens[at].is_mark(';') {
            return at + 1;
        } else if tokens[at].is_mark('{') {
            return closing(tokens, at);
        } else if tokens[at].is_mark('(') || tokens[at].is_mark('[') {
            at = closing(tokens, at);
        } else {
            at += 1;
        }
    }
    at
}

/// The index behind the bracket that closes the one at `open`.
fn closing(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token.kind {
            Kind::Mark('(' | '[' | '{') => depth += 1,
            Kind::Mark(')' | ']' | '}') => {
                depth -= 1;
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    tokens.len()
}

/// A path that the code names, from the crate's root or from another crate's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedPath {
    /// The segments; the first one is `crate` or what the code began with.
    pub segments: Vec<String>,
    pub line: usize,
}

/// Every path of two or more segments in the code of the module `module` (`["flow", "table"]`),
/// with `self` and `super` resolved and groups (`a::{b, c}`) spread out.
pub fn named_paths(tokens: &[Token], module: &[String]) -> Vec<NamedPath> {
    let mut walk = PathWalk {
        tokens,
        module: module.to_vec(),
        inner_modules: Vec::new(),
        found: Vec::new(),
    };
    walk.run();
    walk.found
}

struct PathWalk<'a> {
    tokens: &'a [Token],
    /// The module that the current token is in, inline modules included.
    module: Vec<String>,
    /// The index at which each open inline module ends.
    inner_modules: Vec<usize>,
    found: Vec<NamedPath>,
}

impl PathWalk<'_> {
    fn run(&mut self) {
        let mut at = 0;
        while at < self.tokens.len() {
            while self.inner_modules.last().is_some_and(|&end| at >= end) {
                self.inner_modules.pop();
                self.module.pop();
            }
            if self.tokens[at].is_word("mod")
                && let Some(name) = self.tokens.get(at + 1).and_then(Token::word)
                && self
                    .tokens
                    .get(at + 2)
                    .is_some_and(|token| token.is_mark('{'))
            {
                self.module.push(name.to_owned());
                self.inner_modules.push(closing(self.tokens, at + 2));
                at += 3;
            } else if self.tokens[at].word().is_some() && self.separates(at + 1) {
                at = self.path(at, Vec::new());
            } else {
                at += 1;
            }
        }
    }

    fn separates(&self, at: usize) -> bool {
        self.tokens
            .get(at)
            .is_some_and(|token| token.kind == Kind::PathSeparator)
    }

    /// Reads one path or one branch of a group from `at` on, behind the segments `before`; returns
    /// the index behind it.
    fn path(&mut self, mut at: usize, before: Vec<String>) -> usize {
        let mut segments = before;
        let line = self.tokens[at].line;
        while let Some(token) = self.tokens.get(at) {
            if let Some(word) = token.word() {
                match word {
                    "self" if segments.is_empty() => segments = self.absolute(0),
                    "super" if segments.is_empty() => segments = self.absolute(1),
                    "super"
                        if segments.first().is_some_and(|first| first == "crate")
                            && segments.len() > 1 =>
                    {
                        segments.pop();
                    }
                    "self" => {}
                    _ => segments.push(word.to_owned()),
                }
                at += 1;
            } else if token.is_mark('*') {
                segments.push("*".to_owned());
                at += 1;
                break;
            } else if token.is_mark('{') {
                return self.group(at, &segments);
            } else {
                // A turbofish, or the end of the file.
                break;
            }
            if !self.separates(at) {
                break;
            }
            at += 1;
        }
        if segments.len() > 1 {
            self.found.push(NamedPath { segments, line });
        }
        at
    }

    fn group(&mut self, open: usize, segments: &[String]) -> usize {
        let end = closing(self.tokens, open);
        let mut at = open + 1;
        while at + 1 < end {
            let is_branch = self.tokens[at].word().is_some() || self.tokens[at].is_mark('*');
            if is_branch && !self.tokens[at].is_word("as") {
                at = self.path(at, segments.to_vec());
            } else if self.tokens[at].is_word("as") {
                at += 2;
            } else {
                at += 1;
            }
        }
        end
    }

    /// The current module's path from the root, `levels` modules up.
    fn absolute(&self, levels: usize) -> Vec<String> {
        let kept = self.module.len().saturating_sub(levels);
        std::iter::once("crate".to_owned())
            .chain(self.module[..kept].iter().cloned())
            .collect()
    }
}
