//! Can each check of the architecture fail, and does it pass what is right?

use super::*;

const DOCUMENT: &str = "
# Title

## Dependency table

Prose before the table, with a | in it.

| room | may use |
| --- | --- |
| `units` | — |
| `capture` | units |
| `flow` | `units`, `capture` |
| `app` | units, capture, flow |
| `main` | app |

| another | table |
| --- | --- |
| never | read |

## Outside world

| room or file | may use | why |
| --- | --- | --- |
| flow/cache.rs | files, unsafe | a reason |
";

/// Runs one check on one file; `expected` are the lines with a violation.
fn check(
    violations: impl Fn(&SourceFile) -> Vec<String>,
    path: &str,
    text: &str,
    expected: &[usize],
) {
    let found = violations(&SourceFile::new(path, text));
    let lines: Vec<usize> = found
        .iter()
        .map(|violation| {
            violation
                .split(':')
                .nth(1)
                .and_then(|line| line.parse().ok())
                .expect("path:line: problem")
        })
        .collect();
    assert_eq!(lines, expected, "{path}: {found:?}\n{text}");
}

fn check_dependencies(path: &str, text: &str, expected: &[usize]) {
    let rooms = Rooms::read(DOCUMENT);
    check(
        |file| dependency_violations(file, &rooms),
        path,
        text,
        expected,
    );
}

fn check_outside(path: &str, text: &str, expected: &[usize]) {
    let exceptions = outside_exceptions(DOCUMENT);
    check(
        |file| outside_violations(file, &exceptions),
        path,
        text,
        expected,
    );
}

#[test]
fn the_first_table_under_the_heading_is_read() {
    let rooms = Rooms::read(DOCUMENT);
    assert_eq!(rooms.in_order, ["units", "capture", "flow", "app", "main"]);
    assert!(rooms.may_use["units"].is_empty());
    assert!(rooms.allow("flow", "capture") && rooms.allow("flow", "flow"));
    assert!(!rooms.allow("capture", "flow") && !rooms.allow("main", "units"));
}

#[test]
fn a_table_must_have_rows_and_an_order() {
    assert!(table_violations(&Rooms::read(DOCUMENT)).is_empty());
    assert_eq!(table_violations(&Rooms::read("# No table")).len(), 1);
    let head = "## Dependency table\n| room | may use |\n| - | - |\n";
    let upward = Rooms::read(&format!("{head}| a | b |\n| b | a |\n"));
    assert_eq!(
        table_violations(&upward),
        ["dependency table: a may use b, which is not above it"]
    );
    let twice = Rooms::read(&format!("{head}| a | |\n| a | |\n"));
    assert_eq!(
        table_violations(&twice),
        ["dependency table: a has two rows"]
    );
}

#[test]
fn a_file_must_be_declared_by_its_parent() {
    let files = [
        SourceFile::new("lib.rs", "pub mod flow; // mod units;"),
        SourceFile::new("main.rs", ""),
        SourceFile::new("flow/mod.rs", "mod table;"),
        SourceFile::new("flow/table.rs", ""),
        SourceFile::new("flow/parcels.rs", ""),
        SourceFile::new("units.rs", ""),
    ];
    assert_eq!(
        orphan_violations(&files),
        [
            "src/flow/parcels.rs is no module of the program",
            "src/units.rs is no module of the program"
        ]
    );
}

#[test]
fn rooms_and_rows_must_match() {
    let files = |paths: &[&str]| {
        paths
            .iter()
            .map(|path| SourceFile::new(path, ""))
            .collect::<Vec<_>>()
    };
    let rooms = Rooms::read(DOCUMENT);
    let complete = [
        "lib.rs",
        "main.rs",
        "units.rs",
        "capture/mod.rs",
        "flow/table.rs",
        "app/mod.rs",
    ];
    assert!(room_violations(&rooms, &files(&complete)).is_empty());
    let changed = [
        "lib.rs",
        "main.rs",
        "units.rs",
        "capture/mod.rs",
        "flow.rs",
        "layout/mod.rs",
    ];
    assert_eq!(
        room_violations(&rooms, &files(&changed)),
        [
            "src/layout has no row in the dependency table",
            "the dependency table names app, which src lacks"
        ]
    );
}

#[test]
fn allowed_paths_pass() {
    check_dependencies(
        "flow/table.rs",
        "use crate::units::Timestamp;\nuse crate::capture::{self, Packet};",
        &[],
    );
    check_dependencies(
        "flow/table.rs",
        "use super::key::Key;\nuse std::{fs, io};\npub(crate) fn f() {}",
        &[],
    );
    check_dependencies("capture/decode/link.rs", "use super::super::units;", &[]);
    check_dependencies("main.rs", "fn main() { flowloom::app::run() }", &[]);
    check_dependencies("lib.rs", "pub use crate::app::App;", &[]);
}

#[test]
fn forbidden_paths_fail() {
    check_dependencies(
        "capture/mod.rs",
        "use crate::units;\nuse crate::flow::Table;",
        &[2],
    );
    check_dependencies(
        "units.rs",
        "fn f() -> crate::capture::Packet { crate::flow::g() }",
        &[1, 1],
    );
    check_dependencies(
        "capture/pcap.rs",
        "use crate::{\n    units,\n    flow::{Key, table as t},\n};",
        &[3, 3],
    );
    check_dependencies(
        "capture/decode/link.rs",
        "use super::super::super::flow;",
        &[1],
    );
    check_dependencies(
        "capture/decode/link.rs",
        "use self::super::super::super::flow::Key;",
        &[1],
    );
    check_dependencies("capture.rs", "use super::flow;", &[1]);
    check_dependencies(
        "capture/mod.rs",
        "macro_rules! m { () => { $crate::flow::f() } }",
        &[1],
    );
    check_dependencies("main.rs", "use flowloom::units;", &[1]);
}

#[test]
fn a_path_around_the_rooms_fails() {
    check_dependencies(
        "flow/mod.rs",
        "use crate::*;\nuse crate::Table;\nuse super::*;",
        &[1, 2, 3],
    );
}

#[test]
fn modules_inside_a_file_count_as_levels() {
    check_dependencies(
        "capture/mod.rs",
        "mod tests {\n    use super::*;\n    use super::super::units;\n}",
        &[],
    );
    check_dependencies(
        "capture/mod.rs",
        "mod tests {\n    use super::super::flow;\n}\nuse super::app;",
        &[2, 4],
    );
}

#[test]
fn comments_and_strings_name_no_path() {
    check_dependencies(
        "units.rs",
        "/// See crate::flow::Table.\n/* crate::flow /* nested */ crate::app */",
        &[],
    );
    check_dependencies(
        "units.rs",
        "const A: &str = \"crate::flow::x \\\" crate::app::y\";",
        &[],
    );
    check_dependencies(
        "units.rs",
        "const A: &str = r#\"crate::flow::x \" crate::app::y\"#;",
        &[],
    );
    check_dependencies(
        "units.rs",
        "fn f<'a>(c: char) -> bool { c == '\"' || c == '\\'' }\nuse crate::flow::X;",
        &[2],
    );
}

#[test]
fn a_file_must_open_with_its_question() {
    check(
        module_doc_violations,
        "units.rs",
        "//! What is a second?\n",
        &[],
    );
    check(
        module_doc_violations,
        "units.rs",
        "use std::fs;\n//! Late.\n",
        &[1],
    );
    check(module_doc_violations, "units.rs", "//!\nmod a;\n", &[1]);
    check(module_doc_violations, "units.rs", "", &[1]);
}

#[test]
fn a_file_must_not_be_long() {
    check(length_violations, "units.rs", &"\n".repeat(MAX_LINES), &[]);
    check(
        length_violations,
        "units.rs",
        &"\n".repeat(MAX_LINES + 1),
        &[MAX_LINES + 1],
    );
}

#[test]
fn colours_are_kept_in_one_file() {
    let check = |path, text, expected: &[usize]| check(colour_violations, path, text, expected);
    check("views/bars.rs", "Color32::from_rgb(1, 2, 3)", &[1]);
    check(
        "views/bars.rs",
        "let a = 1;\nlet b = Color32::from_black_alpha(0x40);",
        &[2],
    );
    check("views/bars.rs", "ecolor::hex_color!(\"#fff\");", &[1, 1]);
    check(
        "views/bars.rs",
        "f(\"fill: #a0B1c2;\", \"#12345678\", Color32::RED)",
        &[1, 1, 1],
    );
    check(
        COLOUR_TOKENS,
        "Color32::from_rgb(1, 2, 3); \"#aabbcc\"",
        &[],
    );
    check(
        "views/bars.rs",
        "Color32::from_rgb(red, 2, 3); Color32::TRANSPARENT; from_rgb",
        &[],
    );
    check(
        "views/bars.rs",
        "// #aabbcc\nf(\"#12 and #abcdefg and #1234567\", \"{:#010x}\", \"C# 123\")",
        &[],
    );
    check(
        "views/bars.rs",
        "#[cfg(test)]\nmod tests { fn f() { Color32::from_rgb(1, 2, 3) } }",
        &[],
    );
    check("views/bars_tests.rs", "Color32::from_rgb(1, 2, 3)", &[]);
}

#[test]
fn the_outside_world_is_met_in_few_places() {
    check_outside(
        "flow/key.rs",
        "use std::fs::File;\nlet a = std::env::var(\"A\");\nstd::process::exit(1)",
        &[1, 2, 3],
    );
    check_outside(
        "flow/key.rs",
        "use std::{io, fs};\nuse std::thread;\nthread::spawn(f);",
        &[3, 1],
    );
    check_outside("flow/key.rs", "std::thread::Builder::new()", &[1]);
    check_outside(
        "flow/key.rs",
        "let a: Instant = b;\nInstant::now();\nstd::time::SystemTime::now()",
        &[2, 3],
    );
    check_outside(
        "app/mod.rs",
        "use std::fs;\nstd::thread::Builder::new();\nInstant::now()",
        &[],
    );
    check_outside(
        "flow/key.rs",
        "use std::io::Read;\nenv!(\"A\");\nstd::net::IpAddr::from(a);\nrayon::spawn(f)",
        &[],
    );
    check_outside(
        "flow/key.rs",
        "#[cfg(test)]\nuse std::{fs, env};\n#[cfg(not(test))]\nuse std::fs;",
        &[4],
    );
}

#[test]
fn unsafe_code_and_the_network_need_an_exception() {
    check_outside(
        "app/mod.rs",
        "unsafe { f() }\nstd::net::TcpStream::connect(a)",
        &[1, 2],
    );
    check_outside("flow/cache.rs", "unsafe { f() }\nuse std::fs;", &[]);
    check_outside("flow/cache.rs", "std::env::args()", &[1]);
}
