//! What is no capture is refused with a reason that helps.

use flowloom::capture::{Capture, OpenError, ReadLimits};

use crate::fixtures::{TIME, gzip, input, pcap};

fn refuse(path: &str, bytes: &[u8]) -> OpenError {
    let inputs = vec![input(path, bytes)];
    Capture::open(inputs, &ReadLimits::default())
        .err()
        .expect("no capture")
}

fn check(bytes: &[u8], cause: &str) {
    let error = refuse("file", bytes);
    assert_eq!(
        (error.problem.as_str(), error.cause.as_str()),
        ("cannot read file", cause)
    );
    assert!(!error.hint.is_empty());
    assert_eq!(
        error.to_string(),
        format!("cannot read file: {cause}; {}", error.hint)
    );
}

#[test]
fn files_are_described_by_their_bytes() {
    check(b"", "it looks like an empty file");
    check(b" \n\n", "it looks like a text file of nothing but blanks");
    check(&[0; 100], "it looks like nothing but zero bytes");
    check(b"PK\x03\x04 and so on", "it looks like a zip archive");
    check(b"\xef\xbb\xbf {\"a\": 1}", "it looks like JSON");
    check(b"<?xml version=", "it looks like XML or HTML");
    check(
        "ts,src,dst,bytes\nünïcode".as_bytes(),
        "it looks like a text file",
    );
    check(b"#separator \\x09\n", "it looks like a Zeek log");
    check(
        b"\x01\x02\x03\x04\x05",
        "it looks like no capture that Flowloom knows",
    );
    check(
        &gzip(b"a,b,c\n"),
        "it is compressed with gzip, and inside it looks like a text file",
    );
    check(
        &gzip(b""),
        "it is compressed with gzip, and inside it looks like an empty file",
    );
    check(
        &gzip(&gzip(b"twice")),
        "it is compressed with gzip, and inside it looks like gzip data inside compressed data",
    );
    check(
        &gzip(b"a,b,c\n")[..8],
        "its gzip stream is damaged at the start",
    );
    check(&pcap(1, &[])[..20], "it ends within its file header");
}

#[test]
fn names_are_shown_harmlessly() {
    assert_eq!(refuse("-", b"").problem, "cannot read standard input");
    assert_eq!(refuse("a\x1b[31m", b"").problem, "cannot read a\\u{1b}[31m");
}

#[test]
fn one_good_input_is_enough() {
    let good = pcap(1, &[(TIME, b"x")]);
    let inputs = vec![
        input("notes.txt", &b"hello"[..]),
        input("good", good),
        input("empty", []),
    ];
    let mut capture = Capture::open(inputs, &ReadLimits::default()).expect("one capture");
    assert_eq!(capture.next_frame().map(|frame| frame.input), Some(1));
    let reports = capture.reports();
    let paths: Vec<&str> = reports.iter().map(|report| report.path.as_str()).collect();
    assert_eq!(paths, ["notes.txt", "good", "empty"]);
    let errors: Vec<bool> = reports
        .iter()
        .map(|report| report.error.is_some())
        .collect();
    assert_eq!(errors, [true, false, true]);
    assert_eq!(reports[0].format, "unknown");
}

#[test]
fn nothing_readable_is_an_error() {
    let none = Capture::open(Vec::new(), &ReadLimits::default())
        .err()
        .expect("nothing");
    assert_eq!(none.problem, "nothing to read");
    let inputs = vec![input("a", &b"text"[..]), input("b", [])];
    let both = Capture::open(inputs, &ReadLimits::default())
        .err()
        .expect("nothing");
    assert_eq!(both.problem, "cannot read a nor 1 other input");
}
