//! Does the source keep the promises that ARCHITECTURE.md makes?
//!
//! The document is the rule, and this test reads it: the table under "Dependency table" says which
//! room may use which, the table under "Outside world" says who else may touch files, threads, the
//! clock or the environment. A room is a module at the top of `src`, with everything inside it.
//! Every check is a function from plain text to a list of violations, and each has a test of its
//! own on a small example that keeps the rule and on one that breaks it.

#[path = "architecture/source.rs"]
mod source;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use source::{Kind, Token, named_paths, tokens, without_tests};

/// Longer files are split: a reader should see a file's whole plan at once.
const MAX_LINES: usize = 550;

/// The one place for colours.
const COLOUR_TOKENS: &str = "scene/tokens.rs";

/// Rooms that may touch the outside world without an entry in the table of exceptions.
const OUTSIDE_ROOMS: [&str; 4] = ["app", "cli", "files", "main"];

/// A file of `src`: its path below `src` with `/` between folders, and its text.
struct SourceFile {
    path: String,
    text: String,
}

impl SourceFile {
    fn new(path: &str, text: &str) -> Self {
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
        }
    }

    /// The module that the file holds: `flow/table.rs` is `["flow", "table"]`, `lib.rs` is `[]`.
    fn module(&self) -> Vec<String> {
        let mut module: Vec<String> = self
            .path
            .trim_end_matches(".rs")
            .split('/')
            .map(str::to_owned)
            .collect();
        if matches!(module.last().map(String::as_str), Some("mod" | "lib")) {
            module.pop();
        }
        module
    }

    /// The top-level module that the file belongs to; `lib.rs` belongs to none.
    fn room(&self) -> Option<String> {
        self.module().into_iter().next()
    }

    fn is_test(&self) -> bool {
        self.path.ends_with("tests.rs") || self.path.split('/').any(|part| part == "tests")
    }

    /// The tokens outside tests.
    fn code(&self) -> Vec<Token> {
        if self.is_test() {
            Vec::new()
        } else {
            without_tests(&tokens(&self.text))
        }
    }

    fn at(&self, line: usize, problem: impl std::fmt::Display) -> String {
        format!("src/{}:{line}: {problem}", self.path)
    }
}

/// Every Rust file under `src`, sorted by path.
fn source_files() -> Vec<SourceFile> {
    fn visit(folder: &Path, root: &Path, files: &mut Vec<SourceFile>) {
        for entry in fs::read_dir(folder).expect("src is a readable folder") {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() {
                visit(&path, root, files);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let below = path.strip_prefix(root).expect("found below src");
                let below: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
                files.push(SourceFile::new(
                    &below.join("/"),
                    &fs::read_to_string(&path).expect("UTF-8"),
                ));
            }
        }
    }
    let root = in_project("src");
    let mut files = Vec::new();
    visit(&root, &root, &mut files);
    files.sort_by(|left, right| left.path.cmp(&right.path));
    assert!(!files.is_empty(), "no source found in {}", root.display());
    files
}

fn in_project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn architecture() -> String {
    fs::read_to_string(in_project("ARCHITECTURE.md")).expect("ARCHITECTURE.md is in the project")
}

/// The cells of the first table under `heading`, without its head; empty when there is none.
fn table_under(heading: &str, markdown: &str) -> Vec<Vec<String>> {
    markdown
        .lines()
        .skip_while(|line| line.trim_start_matches('#').trim() != heading || !line.starts_with('#'))
        .skip(1)
        .take_while(|line| !line.starts_with('#'))
        .skip_while(|line| !line.trim_start().starts_with('|'))
        .take_while(|line| line.trim_start().starts_with('|'))
        .skip(2)
        .map(|line| {
            let inner = line.trim().trim_matches('|');
            inner
                .split('|')
                .map(|cell| cell.replace('`', "").trim().to_owned())
                .collect()
        })
        .collect()
}

/// The names in a cell; a dash or an empty cell names nothing.
fn names_in(cell: &str) -> Vec<String> {
    let is_name = |name: &str| name.chars().any(char::is_alphanumeric) && name != "nothing";
    cell.split(',')
        .map(str::trim)
        .filter(|name| is_name(name))
        .map(str::to_owned)
        .collect()
}

/// Which rooms there are, in the order of the table, and which others each one may use.
struct Rooms {
    in_order: Vec<String>,
    may_use: BTreeMap<String, BTreeSet<String>>,
}

impl Rooms {
    fn read(markdown: &str) -> Self {
        let mut rooms = Self {
            in_order: Vec::new(),
            may_use: BTreeMap::new(),
        };
        for row in table_under("Dependency table", markdown) {
            if let [room, may_use, ..] = row.as_slice() {
                rooms.in_order.push(room.clone());
                rooms
                    .may_use
                    .insert(room.clone(), names_in(may_use).into_iter().collect());
            }
        }
        rooms
    }

    fn allow(&self, room: &str, used: &str) -> bool {
        room == used
            || self
                .may_use
                .get(room)
                .is_some_and(|may_use| may_use.contains(used))
    }
}

/// The table itself: every room once, using only rooms above it, so that no two can use each other.
fn table_violations(rooms: &Rooms) -> Vec<String> {
    let mut violations = Vec::new();
    if rooms.in_order.is_empty() {
        violations.push("ARCHITECTURE.md has no rows under \"Dependency table\"".to_owned());
    }
    let mut above = BTreeSet::new();
    for room in &rooms.in_order {
        for used in &rooms.may_use[room] {
            if !above.contains(used) {
                violations.push(format!(
                    "dependency table: {room} may use {used}, which is not above it"
                ));
            }
        }
        if !above.insert(room.clone()) {
            violations.push(format!("dependency table: {room} has two rows"));
        }
    }
    violations
}

/// Every room has a row, and every row a room.
fn room_violations(rooms: &Rooms, files: &[SourceFile]) -> Vec<String> {
    let found: BTreeSet<String> = files.iter().filter_map(SourceFile::room).collect();
    let named: BTreeSet<String> = rooms.in_order.iter().cloned().collect();
    let unnamed = found
        .difference(&named)
        .map(|room| format!("src/{room} has no row in the dependency table"));
    let absent = named
        .difference(&found)
        .map(|room| format!("the dependency table names {room}, which src lacks"));
    unnamed.chain(absent).collect()
}

/// Every file is a module of the program: its parent declares it.
fn orphan_violations(files: &[SourceFile]) -> Vec<String> {
    let parents: BTreeMap<Vec<String>, Vec<Token>> = files
        .iter()
        .map(|file| (file.module(), tokens(&file.text)))
        .collect();
    let is_declared = |file: &SourceFile| {
        let module = file.module();
        let Some((name, parent)) = module.split_last() else {
            return true;
        };
        file.path == "main.rs"
            || parents.get(parent).is_some_and(|tokens| {
                tokens
                    .windows(2)
                    .any(|pair| pair[0].is_word("mod") && pair[1].is_word(name))
            })
    };
    let orphans = files.iter().filter(|file| !is_declared(file));
    orphans
        .map(|file| format!("src/{} is no module of the program", file.path))
        .collect()
}

/// Every path into another room is one that the table allows; tests are held to it as well.
fn dependency_violations(file: &SourceFile, rooms: &Rooms) -> Vec<String> {
    // The library's root declares the rooms and holds nothing else.
    let Some(room) = file.room() else {
        return Vec::new();
    };
    // The binary sees the library by its name.
    let root = if room == "main" { "flowloom" } else { "crate" };
    named_paths(&tokens(&file.text), &file.module())
        .into_iter()
        .filter(|path| path.segments[0] == root)
        .filter_map(|path| {
            let used = &path.segments[1];
            if rooms.allow(&room, used) {
                None
            } else if rooms.may_use.contains_key(used) {
                Some(file.at(
                    path.line,
                    format!("{room} may not use {used} ({})", path.segments.join("::")),
                ))
            } else {
                let name = path.segments.join("::");
                Some(file.at(
                    path.line,
                    format!("{name} is in no room; name it by the room that has it"),
                ))
            }
        })
        .collect()
}

/// The file says at its top what it answers.
fn module_doc_violations(file: &SourceFile) -> Vec<String> {
    let opens = file
        .text
        .strip_prefix("//!")
        .is_some_and(|rest| !rest.lines().next().unwrap_or("").trim().is_empty());
    if opens {
        Vec::new()
    } else {
        vec![file.at(1, "does not open with //! and what it answers")]
    }
}

/// The file is short enough.
fn length_violations(file: &SourceFile) -> Vec<String> {
    let lines = file.text.lines().count();
    if lines > MAX_LINES {
        vec![file.at(lines, format!("{lines} lines, more than {MAX_LINES}"))]
    } else {
        Vec::new()
    }
}

/// Colours are written as numbers in one file only.
fn colour_violations(file: &SourceFile) -> Vec<String> {
    const CONSTRUCTORS: [&str; 8] = [
        "from_rgb",
        "from_rgb_additive",
        "from_rgba_premultiplied",
        "from_rgba_unmultiplied",
        "from_rgba_unmultiplied_const",
        "from_gray",
        "from_black_alpha",
        "from_white_alpha",
    ];
    // What stands for "no tint" or "not yet known" is no choice of colour.
    const NEUTRAL: [&str; 3] = ["TRANSPARENT", "WHITE", "PLACEHOLDER"];
    if file.path == COLOUR_TOKENS {
        return Vec::new();
    }
    let code = file.code();
    let mut violations = Vec::new();
    for (at, token) in code.iter().enumerate() {
        let ahead = |steps: usize| code.get(at + steps);
        let literal = match &token.kind {
            Kind::Word(word) if CONSTRUCTORS.contains(&word.as_str()) => {
                ahead(1).is_some_and(|token| token.is_mark('('))
                    && ahead(2).is_some_and(|token| matches!(token.kind, Kind::Number(_)))
            }
            Kind::Word(word) if word == "from_hex" || word == "hex_color" => true,
            Kind::Word(word) if word == "Color32" => ahead(2).is_some_and(|token| {
                let Kind::Word(name) = &token.kind else {
                    return false;
                };
                ahead(1).is_some_and(|token| token.kind == Kind::PathSeparator)
                    && name
                        .chars()
                        .all(|char| char.is_ascii_uppercase() || char == '_')
                    && !NEUTRAL.contains(&name.as_str())
            }),
            Kind::Text(text) => holds_hex_colour(text),
            _ => false,
        };
        if literal {
            violations.push(file.at(token.line, format!("a colour outside src/{COLOUR_TOKENS}")));
        }
    }
    violations
}

/// Whether the text holds `#` and six or eight hexadecimal digits, or is `#` and three of them.
fn holds_hex_colour(text: &str) -> bool {
    text.match_indices('#').any(|(at, _)| {
        let digits = text[at + 1..]
            .chars()
            .take_while(char::is_ascii_hexdigit)
            .count();
        let ends = text[at + 1 + digits..]
            .chars()
            .next()
            .is_none_or(|next| !next.is_alphanumeric());
        ends && (matches!(digits, 6 | 8) || (digits == 3 && text.len() == 4))
    })
}

/// Who may do what besides the rooms that always may: rows of `| room or file | may use | why |`.
fn outside_exceptions(markdown: &str) -> BTreeMap<String, Vec<String>> {
    let rows = table_under("Outside world", markdown);
    rows.iter()
        .filter(|row| row.len() > 1)
        .map(|row| (row[0].clone(), names_in(&row[1])))
        .collect()
}

/// What the code at `at` reaches for, if anything: a word that the exceptions use too.
fn outside_use(code: &[Token], at: usize) -> Option<&'static str> {
    let Kind::Word(word) = &code[at].kind else {
        return None;
    };
    let after = |name: &str| {
        code.get(at + 1)
            .is_some_and(|token| token.kind == Kind::PathSeparator)
            && code.get(at + 2).is_some_and(|token| token.is_word(name))
    };
    match word.as_str() {
        "unsafe" => Some("unsafe"),
        "thread"
            if ["spawn", "Builder", "scope", "*"]
                .iter()
                .any(|name| after(name)) =>
        {
            Some("threads")
        }
        "Instant" | "SystemTime" if after("now") => Some("clock"),
        "TcpStream" | "TcpListener" | "UdpSocket" | "UnixStream" | "UnixListener" => {
            Some("network")
        }
        _ => None,
    }
}

/// Files, threads, the clock and the environment are met in a few places only; unsafe code and the
/// network nowhere, unless the table of exceptions names the place.
fn outside_violations(
    file: &SourceFile,
    exceptions: &BTreeMap<String, Vec<String>>,
) -> Vec<String> {
    const EVERYWHERE_FORBIDDEN: [&str; 2] = ["unsafe", "network"];
    let room = file.room().unwrap_or_default();
    let may = |use_: &str| {
        let always =
            OUTSIDE_ROOMS.contains(&room.as_str()) && !EVERYWHERE_FORBIDDEN.contains(&use_);
        let listed = [room.as_str(), file.path.as_str()].iter().any(|place| {
            exceptions
                .get(*place)
                .is_some_and(|uses| uses.iter().any(|listed| listed == use_))
        });
        always || listed
    };

    let code = file.code();
    let words = (0..code.len()).filter_map(|at| Some((code[at].line, outside_use(&code, at)?)));
    let paths = named_paths(&code, &file.module())
        .into_iter()
        .filter_map(|path| {
            let use_ = match (path.segments[0].as_str(), path.segments[1].as_str()) {
                ("std", "fs") => "files",
                ("std", "env") => "environment",
                ("std", "process") => "processes",
                _ => return None,
            };
            Some((path.line, use_))
        });
    words
        .chain(paths)
        .filter(|(_, use_)| !may(use_))
        .map(|(line, use_)| {
            file.at(
                line,
                format!("reaches for {use_}, which ARCHITECTURE.md does not allow here"),
            )
        })
        .collect()
}

/// Fails with one line per violation.
fn assert_none(violations: Vec<String>) {
    assert!(
        violations.is_empty(),
        "{} violations:\n{}",
        violations.len(),
        violations.join("\n")
    );
}

fn assert_none_in_source(check: impl Fn(&SourceFile) -> Vec<String>) {
    assert_none(source_files().iter().flat_map(check).collect());
}

mod the_source {
    use super::*;

    #[test]
    fn has_a_sound_dependency_table() {
        assert_none(table_violations(&Rooms::read(&architecture())));
    }

    #[test]
    fn has_the_rooms_that_the_table_names() {
        assert_none(room_violations(
            &Rooms::read(&architecture()),
            &source_files(),
        ));
    }

    #[test]
    fn uses_only_what_the_table_allows() {
        let rooms = Rooms::read(&architecture());
        assert_none_in_source(|file| dependency_violations(file, &rooms));
    }

    #[test]
    fn opens_every_file_with_what_it_answers() {
        assert_none_in_source(module_doc_violations);
    }

    #[test]
    fn has_no_file_outside_the_program() {
        assert_none(orphan_violations(&source_files()));
    }

    #[test]
    fn has_no_long_file() {
        assert_none_in_source(length_violations);
    }

    #[test]
    fn has_colours_in_one_place() {
        assert_none_in_source(colour_violations);
    }

    #[test]
    fn meets_the_outside_world_where_allowed() {
        let exceptions = outside_exceptions(&architecture());
        assert_none_in_source(|file| outside_violations(file, &exceptions));
    }
}

#[path = "architecture/checks_tests.rs"]
mod checks_tests;
