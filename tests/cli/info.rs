//! Which inputs does `info` take, and what does it answer?

use super::*;

#[test]
fn the_same_bytes_by_name_and_by_pipe_give_the_same_answer() {
    let bytes = capture(3);
    let folder = Folder::new().with("a.pcap", &bytes);
    let mut by_name = folder.run(["info", "a.pcap", "--json"]).json();
    let by_pipe = folder.feed(&["info", "-", "--json"], &bytes).json();
    assert_eq!(
        (&by_pipe["packets"], &by_pipe["hosts"]),
        (&3.into(), &2.into())
    );
    assert_eq!(by_name["files"][0]["path"], "a.pcap");
    by_name["files"][0]["path"] = "-".into();
    assert_eq!(by_name, by_pipe);
    let zipped = folder
        .feed(&["info", "-", "--json"], &containers::zstd(&bytes))
        .json();
    assert_eq!(zipped["files"][0]["format"], "pcap (zstd)");
    assert_eq!(zipped["bytes"], by_pipe["bytes"]);
}

#[test]
fn several_files_and_folders_are_one_capture() {
    let folder = Folder::new().with("b.pcap", &capture(2));
    fs::create_dir(folder.path("day")).expect("a folder");
    let folder = folder
        .with("day/2.pcap.gz", &containers::gzip(&capture(3)))
        .with("day/1.pcap", &capture(1))
        .with("day/notes.txt", b"text");
    let json = folder.run(["info", "b.pcap", "day", "--json"]).json();
    let files: Vec<(&str, u64)> = json["files"]
        .as_array()
        .expect("files")
        .iter()
        .map(|file| {
            (
                file["path"].as_str().expect("text"),
                file["packets"].as_u64().expect("a count"),
            )
        })
        .collect();
    assert_eq!(
        files,
        [("b.pcap", 2), ("day/1.pcap", 1), ("day/2.pcap.gz", 3)]
    );
    assert_eq!(json["packets"], 6);
    assert_eq!(json["bytes"], 6 * segment().len());
}

#[test]
fn one_unreadable_file_among_others_is_partial_only_when_strict() {
    let folder = Folder::new()
        .with("a.pcap", &capture(2))
        .with("b.txt", b"text\n");
    let arguments = ["info", "a.pcap", "b.txt", "--json"];
    let json = folder.run(arguments).json();
    assert_eq!(json["packets"], 2);
    assert!(json["files"][1]["error"].is_string(), "{json}");
    assert_eq!(
        folder.run(arguments.iter().chain(&["--strict"])).code,
        Some(1)
    );
}

#[test]
fn damage_is_partial_only_when_strict() {
    let folder = Folder::new()
        .with("cut.pcap", &cut_capture())
        .with("whole.pcap", &capture(1));
    let json = folder.run(["info", "cut.pcap", "--json"]).json();
    assert_eq!(json["files"][0]["notes"][0]["kind"], "truncated file");
    let strict = folder.run(["info", "cut.pcap", "--strict"]);
    assert_eq!(strict.code, Some(1));
    assert!(
        !strict.out.is_empty() && strict.err.is_empty(),
        "partial results are results"
    );
    assert_eq!(folder.run(["info", "whole.pcap", "--strict"]).code, Some(0));
    let picture = folder.run(["render", "cut.pcap", "-o", "cut.svg", "--strict"]);
    assert_eq!(picture.code, Some(1), "{}", picture.err);
    assert!(folder.path("cut.svg").exists());
}

#[test]
fn names_may_be_any_text() {
    for name in [
        "größe 流 🧵.pcap",
        "a b'\"$(x).pcap",
        "--json.pcap",
        "new\nline.pcap",
    ] {
        let folder = Folder::new().with(name, &capture(1));
        let json = folder.run(["info", "--json", "--", name]).json();
        assert_eq!(json["files"][0]["path"], name);
        let text = folder.run(["info", "--", name]);
        let first = text.text().lines().next().expect("a line").to_owned();
        assert!(
            first.ends_with(": pcap, 1 packets, 54 B") || first.ends_with(": pcap, 1 packet, 54 B"),
            "{first}"
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn names_need_not_be_utf_8() {
    use std::os::unix::ffi::OsStrExt as _;
    let name = OsStr::from_bytes(b"odd\xff\x1b[2J.pcap");
    let folder = Folder::new().with(name, &capture(2));
    let json = folder
        .run([OsStr::new("info"), OsStr::new("--json"), name])
        .json();
    assert_eq!(json["packets"], 2);
    let text = folder.run([OsStr::new("info"), name]);
    assert!(
        text.text()
            .starts_with("odd\u{fffd}\\u{1b}[2J.pcap: pcap, 2 packets")
    );
    let picture = folder.run([
        OsStr::new("render"),
        name,
        OsStr::new("-o"),
        OsStr::from_bytes(b"odd\xff.svg"),
    ]);
    assert_eq!(picture.code, Some(0), "{}", picture.err);
    assert!(folder.path(OsStr::from_bytes(b"odd\xff.svg")).exists());
}

#[test]
fn a_closed_pipe_is_success() {
    let folder = Folder::new().with("a.pcap", &capture(1));
    for arguments in [&["info", "a.pcap"][..], &["info", "a.pcap", "--json"]] {
        let end = folder.run_into_closed_pipe(arguments);
        assert_eq!((end.code, end.err.as_str()), (Some(0), ""));
    }
}

#[test]
fn timeouts_cut_flows() {
    let folder = Folder::new().with("a.pcap", &capture(10));
    let flows = |arguments: &[&str]| {
        let words = ["info", "a.pcap", "--json"]
            .into_iter()
            .chain(arguments.iter().copied());
        folder.run(words).json()["flows"].clone()
    };
    assert_eq!(flows(&[]), 1);
    assert_eq!(flows(&["--active-timeout", "4"]), 2);
}
