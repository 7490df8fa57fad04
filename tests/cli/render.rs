//! Is the picture a picture, of the size that was asked for, and always the same?

use super::*;

/// A star of hosts, so that there is something to lay out.
fn star() -> Vec<u8> {
    let frames: Vec<Vec<u8>> = (2..40)
        .map(|host| {
            let segment = tcp(40_000, 443, SYN, &[0; 20]);
            ethernet(IPV4, &ipv4([10, 0, 0, host], A, TCP, &segment))
        })
        .collect();
    let timed: Vec<(i64, &[u8])> = frames
        .iter()
        .map(|frame| (TIME, frame.as_slice()))
        .collect();
    pcap(1, &timed)
}

pub(super) fn folder() -> Folder {
    Folder::new().with("star.pcap", &star())
}

/// Runs `render` and gives the bytes of the picture.
#[track_caller]
pub(super) fn draw(folder: &Folder, output: &str, options: &[&str]) -> Vec<u8> {
    let words = ["render", "star.pcap", "-o", output]
        .into_iter()
        .chain(options.iter().copied());
    let end = folder.run(words);
    assert_eq!(end.code, Some(0), "{}", end.err);
    assert!(end.out.is_empty());
    fs::read(folder.path(output)).expect("the picture")
}

fn size(png: &[u8]) -> [u32; 2] {
    let decoder = png::Decoder::new(std::io::Cursor::new(png));
    let info = decoder.read_info().expect("a PNG").info().size();
    [info.0, info.1]
}

#[test]
fn a_png_has_the_size_that_was_asked_for() {
    let folder = folder();
    assert_eq!(
        size(&draw(&folder, "a.png", &["--size", "320x200"])),
        [320, 200]
    );
    let scaled = draw(&folder, "b.PNG", &["--size", "320x200", "--scale", "2"]);
    assert_eq!(size(&scaled), [640, 400]);
    let end = folder.run(["render", "star.pcap", "-o", "-", "--size", "64x48"]);
    assert_eq!((end.code, size(&end.out)), (Some(0), [64, 48]));
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let folder = folder();
    for extension in ["png", "svg"] {
        let draw = |name: &str, seed: &str| {
            // Pictures hold the command that draws them, which names the output.
            fs::create_dir_all(folder.path(name)).expect("a folder");
            let output = format!("picture.{extension}");
            let bytes = draw(&folder, &output, &["--size", "320x200", "--seed", seed]);
            fs::remove_file(folder.path(output)).expect("the picture");
            bytes
        };
        let first = draw("first", "7");
        assert!(
            first == draw("second", "7"),
            "{extension} differs between two runs"
        );
        assert!(
            first != draw("third", "8"),
            "another seed is another {extension}"
        );
    }
}

#[test]
fn an_svg_is_sound_xml() {
    let folder = Folder::new().with("a<&\">.pcap", &star());
    let end = folder.run([
        "render",
        "a<&\">.pcap",
        "-o",
        "a.svg",
        "--caption",
        "<b>&\u{7}\"'",
    ]);
    assert_eq!(end.code, Some(0), "{}", end.err);
    let text = fs::read_to_string(folder.path("a.svg")).expect("UTF-8");
    check_xml(&text);
    assert!(text.contains("<svg") && text.trim_end().ends_with("</svg>"));
    assert!(text.contains("10.0.0.1"), "the hub has a label");
}

/// Elements are closed in order, `<` and `&` are escaped, and no character is forbidden (XML 1.0).
#[track_caller]
fn check_xml(text: &str) {
    assert!(
        text.chars().all(|c| c >= ' ' || "\n\r\t".contains(c)),
        "a forbidden character"
    );
    let mut open: Vec<&str> = Vec::new();
    for (index, part) in text.split('<').enumerate() {
        let Some((tag, _)) = part.split_once('>') else {
            assert_eq!((index, part.trim()), (0, ""), "an element without its end");
            continue;
        };
        for piece in part.split('&').skip(1) {
            let (entity, _) = piece.split_once(';').expect("an entity ends");
            let known = ["lt", "gt", "amp", "quot", "apos"].contains(&entity);
            assert!(known || entity.starts_with('#'), "&{entity};");
        }
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name.trim()));
        } else if !tag.ends_with('/') && !tag.starts_with(['?', '!']) {
            open.push(tag.split_whitespace().next().expect("a name"));
        }
    }
    assert!(open.is_empty(), "never closed: {open:?}");
}

#[test]
fn a_closed_pipe_is_success() {
    let end = folder().run_into_closed_pipe(&["render", "star.pcap", "-o", "-", "--size", "64x48"]);
    assert_eq!(end.code, Some(0), "{}", end.err);
    assert!(!end.err.contains("cannot write"), "{}", end.err);
}

#[test]
fn nothing_unfinished_is_left_behind() {
    let folder = Folder::new()
        .with("notes.txt", b"text\n")
        .with("a.svg", b"before");
    let end = folder.run(["render", "notes.txt", "-o", "a.svg"]);
    assert_eq!(end.code, Some(3), "{}", end.err);
    assert_eq!(
        fs::read(folder.path("a.svg")).expect("the old picture"),
        b"before"
    );
    assert_eq!(
        fs::read_dir(folder.path(".")).expect("the folder").count(),
        2
    );
}

#[test]
fn what_has_something_in_common_is_one_node() {
    let folder = folder();
    let title = |options: &[&str]| {
        let svg = String::from_utf8(draw(&folder, "a.svg", options)).expect("text");
        let (_, rest) = svg.split_once("<title>").expect("a title");
        rest.split_once("</title>").expect("its end").0.to_owned()
    };
    assert!(title(&[]).contains("39 hosts, 38 edges"), "{}", title(&[]));
    let grouped = title(&["--group-by", "subnet/24"]);
    assert!(
        grouped.contains("1 group with 39 hosts, 0 hosts, 1 edges"),
        "{grouped}"
    );
    // Opened by a script it is the star again, with an area around it.
    let open = ["--group-by", "subnet/24", "--do", "open-groups"];
    assert_eq!(title(&open), title(&[]));
    let svg = String::from_utf8(draw(&folder, "b.svg", &open)).expect("text");
    assert!(svg.contains("<polygon") && svg.contains("10.0.0.0/24 · 39"));
    let folded = title(&["--fold"]);
    assert!(
        folded.contains("1 group with 38 hosts, 1 hosts"),
        "{folded}"
    );
    let end = folder.run([
        "render",
        "star.pcap",
        "-o",
        "c.svg",
        "--group-by",
        "subnet/99",
    ]);
    assert_eq!(end.code, Some(2));
}
