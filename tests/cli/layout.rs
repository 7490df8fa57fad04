//! Does `layout` read any edge list, and write the same places on any number of threads?

use std::collections::BTreeMap;

use super::*;

/// A ring of stars, with names as odd as any.
fn edges() -> String {
    let mut text = "# a comment\nhub-0\thub-1\t2.5\n\n".to_owned();
    for hub in 0..12 {
        let next = (hub + 1) % 12;
        text += &format!("hub-{hub}\thub-{next}\n");
        for leaf in 0..30 {
            text += &format!("hub-{hub}\tleaf {hub}/{leaf} ü\t{}\n", leaf + 1);
        }
    }
    text
}

/// The places by name; each name once, each place finite.
#[track_caller]
fn places(text: &str) -> BTreeMap<&str, [f32; 2]> {
    let mut places = BTreeMap::new();
    for line in text.lines() {
        let [name, x, y] = line
            .split('\t')
            .collect::<Vec<_>>()
            .try_into()
            .expect("three columns");
        let place = [x, y].map(|number| number.parse::<f32>().expect("a number"));
        assert!(place.iter().all(|side| side.is_finite()), "{line}");
        assert_eq!(places.insert(name, place), None, "{name} twice");
    }
    places
}

#[test]
fn every_node_gets_one_place_under_its_own_name() {
    let folder = Folder::new().with("edges.tsv", edges().as_bytes());
    let end = folder.run(["layout", "edges.tsv", "-o", "-"]);
    let places = places(end.text());
    assert_eq!(places.len(), 12 + 12 * 30);
    assert!(places.contains_key("hub-0") && places.contains_key("leaf 11/29 ü"));
    let written = folder.run(["layout", "edges.tsv", "-o", "places.tsv"]);
    assert_eq!((written.code, written.out.as_slice()), (Some(0), &b""[..]));
    assert_eq!(
        fs::read(folder.path("places.tsv")).expect("the places"),
        end.out
    );
}

#[test]
fn places_do_not_depend_on_threads_or_packing_but_on_the_seed() {
    let edges = edges();
    let folder = Folder::new()
        .with("edges.tsv", edges.as_bytes())
        .with("edges.tsv.gz", &containers::gzip(edges.as_bytes()));
    let run = |words: &[&str]| {
        let end = folder.run(["layout", "-o", "-"].iter().chain(words));
        end.text().to_owned()
    };
    let one = run(&["edges.tsv", "--threads", "1"]);
    for threads in ["2", "8"] {
        assert!(
            one == run(&["edges.tsv", "--threads", threads]),
            "{threads} threads differ"
        );
    }
    assert!(one == run(&["edges.tsv.gz"]), "gzip differs");
    assert!(
        one == run(&["edges.tsv", "--seed", "1"]),
        "the seed is 1 by default"
    );
    assert!(
        one != run(&["edges.tsv", "--seed", "2"]),
        "another seed is another picture"
    );
    let piped = folder.feed(&["layout", "-", "-o", "-"], edges.as_bytes());
    assert!(one == piped.text(), "standard input differs");
}

#[test]
fn weights_pull() {
    let path = "a\tb\t1000\nb\tc\t1\n";
    let folder = Folder::new().with("weighted.tsv", path.as_bytes());
    let end = folder.run(["layout", "weighted.tsv", "-o", "-"]);
    let places = places(end.text());
    let distance = |from: &str, to: &str| {
        let [from, to] = [places[from], places[to]];
        (from[0] - to[0]).hypot(from[1] - to[1])
    };
    assert!(distance("a", "b") <= distance("b", "c"), "{places:?}");
}

#[test]
fn odd_lines_are_counted_and_said() {
    let folder = Folder::new().with("odd.tsv", b"a\tb\nlonely\nb\tc\n");
    let end = folder.run(["layout", "odd.tsv", "-o", "-"]);
    assert_eq!(places(end.text()).len(), 3);
    assert_eq!(
        end.err,
        "flowloom: 1 line is not an edge and was skipped: line 2\n"
    );
    let folder = Folder::new().with("odd.tsv", b"x\na\tb\ny\n");
    let end = folder.run(["layout", "odd.tsv", "-o", "-"]);
    let said = "flowloom: 2 lines are not edges and were skipped, the first is line 1\n";
    assert_eq!((places(end.text()).len(), end.err.as_str()), (2, said));
}

#[test]
fn what_is_no_edge_list_is_code_3() {
    let folder = Folder::new()
        .with("empty.tsv", b"")
        .with("broken.gz", &[0x1f, 0x8b, 8, 0, 1]);
    let check = |file: &str, problem: &str| {
        let end = folder.run(["layout", file, "-o", "places.tsv"]);
        end.check_refused(3, problem);
        assert!(
            end.err.contains("\n  cause: ") && end.err.contains("\n  hint: "),
            "{}",
            end.err
        );
    };
    check("missing.tsv", "flowloom: cannot read missing.tsv\n");
    check("empty.tsv", "flowloom: cannot read empty.tsv\n");
    check("broken.gz", "flowloom: cannot read broken.gz\n");
}

#[test]
fn a_closed_pipe_is_success() {
    let folder = Folder::new().with("edges.tsv", edges().as_bytes());
    let end = folder.run_into_closed_pipe(&["layout", "edges.tsv", "-o", "-"]);
    assert_eq!((end.code, end.err.as_str()), (Some(0), ""));
}
