//! Can a study be scripted, and does a session file draw what it drew before?

use super::render::{draw, folder};
use super::*;

/// A session file about `star.pcap`, with this state.
fn session(state: &str) -> String {
    format!(r#"{{"flowloom":1,"inputs":[{{"path":"star.pcap"}}],"state":{state}}}"#)
}

/// Runs `render` on some file and gives the picture without the command that drew it.
#[track_caller]
fn draw_file(folder: &Folder, file: &str, options: &[&str]) -> Vec<u8> {
    let words = ["render", file, "-o", "a.svg", "--size", "320x200"];
    let end = folder.run(words.into_iter().chain(options.iter().copied()));
    assert_eq!(end.code, Some(0), "{}", end.err);
    let text = fs::read_to_string(folder.path("a.svg")).expect("the picture");
    let lines = text
        .lines()
        .filter(|line| !line.contains("flowloom render"));
    lines.collect::<Vec<_>>().join("\n").into_bytes()
}

#[test]
fn a_script_draws_what_options_draw() {
    let folder = folder();
    let by_options = draw_file(
        &folder,
        "star.pcap",
        &["--filter", "host == 10.0.0.7", "--seed", "3"],
    );
    let by_script = draw_file(
        &folder,
        "star.pcap",
        &[
            "--do",
            "filter tcp",
            "--do",
            "filter host == 10.0.0.7",
            "--do",
            "seed 3",
        ],
    );
    assert!(by_options == by_script);
    let undone = draw_file(
        &folder,
        "star.pcap",
        &["--do", "filter host == 10.0.0.7", "--do", "undo"],
    );
    assert!(undone == draw_file(&folder, "star.pcap", &[]));
    assert!(undone != by_script);
    let lit = draw_file(&folder, "star.pcap", &["--do", "select host 10.0.0.7"]);
    assert!(lit != undone, "a highlight is drawn");
}

#[test]
fn a_script_is_checked_before_anything_is_read() {
    let end = folder().run([
        "render",
        "missing.pcap",
        "-o",
        "a.svg",
        "--do",
        "selct host 10.0.0.1",
    ]);
    end.check_refused(2, "did you mean `select`?");
    let end = folder().run([
        "render",
        "star.pcap",
        "-o",
        "a.svg",
        "--do",
        "select host 192.0.2.1",
    ]);
    end.check_refused(2, "this address is not in what is open");
    let end = folder().run(["render", "star.pcap", "-o", "a.svg", "--do", "zoom-in"]);
    end.check_refused(2, "look X Y POINTS");
    let end = folder().run(["--do", "fly"]);
    end.check_refused(2, "there is no such command");
    let help = folder().run(["render", "--help"]);
    assert!(help.text().contains("leave-out ITEM | highlight"));
}

#[test]
fn a_session_draws_the_same_picture_as_its_options() {
    let state = r#"{"filter":"host == 10.0.0.7","seed":3,"color_by":"transport"}"#;
    let folder = folder().with("a.flowloom", session(state).as_bytes());
    let options = [
        "--filter",
        "host == 10.0.0.7",
        "--seed",
        "3",
        "--color-by",
        "transport",
    ];
    let expected = draw_file(&folder, "star.pcap", &options);
    assert!(draw_file(&folder, "a.flowloom", &[]) == expected);
    // Options come after what was saved.
    let other = draw_file(&folder, "a.flowloom", &["--color-by", "application"]);
    assert!(other != expected);
    // Captures are looked for where they were, and beside the session.
    fs::create_dir(folder.path("moved")).expect("a folder");
    for name in ["a.flowloom", "star.pcap"] {
        fs::copy(folder.path(name), folder.path("moved").join(name)).expect("a copy");
    }
    assert!(draw_file(&folder, "moved/a.flowloom", &[]) == expected);
    draw(&folder, "a.png", &["--size", "64x48"]);
}

#[test]
fn places_of_a_session_are_kept_exactly() {
    let places: Vec<String> = (1..40)
        .map(|host| format!(r#""10.0.0.{host}":[{host},{}]"#, host * host % 17))
        .collect();
    let with = |filter: &str| {
        let positions = places.join(",");
        session(&format!(r#"{{"filter":"{filter}","view":[20,8,6]}}"#)).replace(
            r#","state""#,
            &format!(r#","positions":{{{positions}}},"state""#),
        )
    };
    let folder = folder().with("a.flowloom", with("").as_bytes());
    let first = draw_file(&folder, "a.flowloom", &[]);
    assert!(
        first
            == draw_file(
                &folder,
                "a.flowloom",
                &["--do", "filter tcp", "--do", "filter"]
            )
    );
    assert!(first != draw_file(&folder, "a.flowloom", &["--seed", "2"]));
    assert!(first != draw_file(&folder, "a.flowloom", &["--do", "pin host 10.0.0.7 0 0"]));
}

#[test]
fn a_session_that_cannot_be_opened_says_why() {
    let check = |text: &str, said: &str| {
        let folder = folder().with("a.flowloom", text.as_bytes());
        let end = folder.run(["render", "a.flowloom", "-o", "a.svg"]);
        end.check_refused(3, said);
        assert!(
            end.err.contains("a.flowloom") && end.err.contains("hint: "),
            "{}",
            end.err
        );
        assert!(!folder.path("a.svg").exists());
    };
    check("", "cut off or not JSON");
    check(r#"{"flowloom":7}"#, "version 7");
    check(&session(r#"{"filter":"tcp &&"}"#), "it is damaged");
    check(
        &session("{}").replace("star", "gone"),
        "gone.pcap is missing",
    );
    check(
        &session("{}").replace("star.pcap", "/dev/zero"),
        "/dev/zero is missing",
    );
    let end = folder().run(["render", "none.flowloom", "-o", "a.svg"]);
    end.check_refused(3, "there is no such file");
    let folder = folder().with("a.flowloom", session("{}").as_bytes());
    let end = folder.run(["info", "a.flowloom"]);
    end.check_refused(3, "it is a saved session, not a capture");
}

#[test]
fn captures_that_differ_are_told_and_drawn_all_the_same() {
    let star = fs::read(folder().path("star.pcap")).expect("the capture");
    let with = |size: usize, digest: &str| {
        let more = format!(r#""star.pcap","size_bytes":{size},"sha256":"{digest}"}}"#);
        session("{}").replace(r#""star.pcap"}"#, &more)
    };
    let check = |text: &str, said: Option<&str>| {
        let folder = folder().with("a.flowloom", text.as_bytes());
        let end = folder.run(["render", "a.flowloom", "-o", "a.svg", "--size", "64x48"]);
        assert_eq!(end.code, Some(0), "{}", end.err);
        match said {
            Some(said) => assert!(end.err.contains(said), "{}", end.err),
            None => assert_eq!(end.err, ""),
        }
    };
    let real = "0".repeat(64);
    check(&with(star.len() + 1, &real), Some("star.pcap has"));
    check(
        &with(star.len(), &real),
        Some("star.pcap has another content"),
    );
    let gone = session("{}").replace(r#"{"path""#, r#"{"path":"gone.pcap"},{"path""#);
    check(&gone, Some("gone.pcap is missing"));
    check(&session("{}"), None);
}

#[test]
fn a_session_is_opened_on_its_own() {
    let folder = folder().with("a.flowloom", session("{}").as_bytes());
    let end = folder.run(["render", "star.pcap", "a.flowloom", "-o", "a.svg"]);
    end.check_refused(2, "opened on its own");
}
