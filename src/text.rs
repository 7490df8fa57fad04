//! How is text from a capture shown without letting it act?
//!
//! Names and strings found in a capture stay hostile after parsing: they may hold terminal escape
//! sequences, line breaks, or bidirectional controls that make an address read backwards
//! (Unicode Technical Report 36). Every exit (terminal, window, file format) calls [`printable`]
//! first, and then applies the escaping of its own format.

use std::borrow::Cow;
use std::fmt::Write as _;

/// The same text with every character that could act instead of being read replaced by a visible
/// escape (`\u{1b}`). Borrowed when nothing had to change.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.chars().any(acts) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        if acts(character) {
            // Writing to a String cannot fail.
            let _ = write!(shown, "\\u{{{:x}}}", character as u32);
        } else {
            shown.push(character);
        }
    }
    Cow::Owned(shown)
}

/// [`printable`] text from bytes that may not be UTF-8; wrong bytes become U+FFFD.
#[must_use]
pub fn printable_bytes(bytes: &[u8]) -> String {
    printable(&String::from_utf8_lossy(bytes)).into_owned()
}

/// At most `max_chars` characters, the last one an ellipsis when something was cut.
#[must_use]
pub fn shortened(text: &str, max_chars: usize) -> Cow<'_, str> {
    if text.chars().count() <= max_chars {
        return Cow::Borrowed(text);
    }
    let kept: String = text.chars().take(max_chars.saturating_sub(1)).collect();
    Cow::Owned(kept + "…")
}

/// Text for the inside of an XML element or a quoted attribute (SVG, GraphML, GEXF).
#[must_use]
pub fn xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for character in printable(text).chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            // Not characters of XML 1.0.
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            _ => escaped.push(character),
        }
    }
    escaped
}

/// One cell of a CSV file (RFC 4180): [`printable`], quoted where it has to be, and harmless to a
/// spreadsheet. A text that a spreadsheet would take for a formula gets an apostrophe before it.
#[must_use]
pub fn csv(text: &str) -> String {
    let shown = printable(text);
    let is_formula = shown
        .trim_start()
        .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    let quoted = is_formula
        || shown.starts_with(' ')
        || shown.ends_with(' ')
        || shown.contains([',', ';', '"', '\'']);
    if !quoted {
        return shown.into_owned();
    }
    let guard = if is_formula { "'" } else { "" };
    format!("\"{guard}{}\"", shown.replace('"', "\"\""))
}

/// Whether a character can change how its surroundings are shown.
fn acts(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{00ad}' | '\u{061c}' | '\u{180e}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_acts_is_made_visible() {
        let check = |input, expected: &str| assert_eq!(printable(input), expected);
        check("example.org", "example.org");
        check("müller.example", "müller.example");
        check("a\x1b[31mb", "a\\u{1b}[31mb");
        check("line\nbreak", "line\\u{a}break");
        check("evil\u{202e}gpj.exe", "evil\\u{202e}gpj.exe");
        assert_eq!(printable_bytes(b"ok\xff"), "ok\u{fffd}");
    }

    #[test]
    fn markup_is_escaped() {
        assert_eq!(
            xml("<a href=\"x\">&'"),
            "&lt;a href=&quot;x&quot;&gt;&amp;&apos;"
        );
    }

    #[test]
    fn cells_are_quoted_and_no_formulas() {
        let check = |input, expected: &str| assert_eq!(csv(input), expected);
        check("example.org", "example.org");
        check("", "");
        check("a, \"b\"", "\"a, \"\"b\"\"\"");
        check("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\"");
        check("@sum", "\"'@sum\"");
        check("-1", "\"'-1\"");
        check("  +1", "\"'  +1\"");
        check("line\r\n=1", "line\\u{d}\\u{a}=1");
        check("\t=1", "\\u{9}=1");
    }

    #[test]
    fn long_text_is_cut_by_characters() {
        assert_eq!(shortened("ääää", 3), "ää…");
        assert_eq!(shortened("abc", 3), "abc");
    }
}
