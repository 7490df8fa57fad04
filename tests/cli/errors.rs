//! What is said when something cannot be done, and with which code?

use super::*;

/// Problem, cause and hint, each on a line of its own and free of control characters.
#[track_caller]
fn check_message(end: &End, code: i32, problem: &str, cause: &str) {
    end.check_refused(code, &format!("flowloom: {problem}\n"));
    let lines: Vec<&str> = end.err.lines().collect();
    let at = |start: &str| lines.iter().find(|line| line.starts_with(start));
    assert!(
        at("  cause: ").is_some_and(|line| line.contains(cause)),
        "{}",
        end.err
    );
    assert!(
        at("  hint: ").is_some_and(|line| line.len() > 15),
        "{}",
        end.err
    );
    assert!(
        !end.err.contains("\\u{a}"),
        "a line end was taken for text of a file: {}",
        end.err
    );
    assert!(
        end.err.chars().all(|c| c == '\n' || !c.is_control()),
        "{:?}",
        end.err
    );
}

#[test]
fn arguments_without_sense_are_code_2() {
    let folder = Folder::new().with("a.pcap", &capture(1));
    for arguments in [
        &["info"][..],
        &["info", "a.pcap", "--nonsense"],
        &["render", "a.pcap"],
        &["render", "a.pcap", "-o", "a.png", "--size", "wide"],
        &["render", "a.pcap", "-o", "a.png", "--scale", "99"],
        &["render", "a.pcap", "-o", "a.png", "--view", "nothing"],
        &["layout", "edges.tsv"],
        &["layout", "edges.tsv", "-o", "-", "--threads", "0"],
        &["info", "a.pcap", "--idle-timeout", "-1"],
    ] {
        folder.run(arguments).check_refused(2, "error: ");
    }
    let end = folder.run(["render", "a.pcap", "-o", "a.bmp"]);
    check_message(
        &end,
        2,
        "cannot write a.bmp",
        "its name does not say which format",
    );
}

#[test]
fn help_and_version_are_answers() {
    let folder = Folder::new();
    assert!(folder.run(["--version"]).text().starts_with("flowloom "));
    for words in [
        &["--help"][..],
        &["info", "--help"],
        &["render", "-h"],
        &["layout", "--help"],
    ] {
        assert!(
            folder.run(words).text().contains("Usage: flowloom"),
            "{words:?}"
        );
    }
    assert_eq!(folder.run_into_closed_pipe(&["--help"]).code, Some(0));
}

#[test]
fn what_cannot_be_read_is_code_3() {
    let check = |bytes: &[u8], cause: &str| {
        let folder = Folder::new().with("odd.bin", bytes);
        for arguments in [
            &["info", "odd.bin"][..],
            &["render", "odd.bin", "-o", "picture.svg"],
        ] {
            let end = folder.run(arguments);
            check_message(&end, 3, "cannot read odd.bin", cause);
            assert!(!folder.path("picture.svg").exists());
        }
        let end = folder.feed(&["info", "-"], bytes);
        check_message(&end, 3, "cannot read standard input", cause);
    };
    check(b"", "an empty file");
    check(b"Dear reader,\nno packets here.\n", "a text file");
    check(
        b"#separator \\x09\n#set_separator\t,\n#path\tconn\n",
        "a Zeek log",
    );
    check(b"{\"event_type\":\"flow\"}\n", "JSON");
    check(&containers::gzip(b"Dear reader,\n"), "compressed with gzip");
    check(&[0x7f; 64], "no capture that Flowloom knows");
}

#[test]
fn what_is_not_there_is_code_3() {
    let folder = Folder::new().with("a.pcap", &capture(1));
    let end = folder.run(["info", "a.pcap", "missing.pcap"]);
    check_message(&end, 3, "cannot read missing.pcap", "there is no such file");
    let end = folder.run(["info", "-", "-"]);
    check_message(
        &end,
        3,
        "cannot read standard input twice",
        "more than once",
    );
    fs::create_dir(folder.path("empty")).expect("a folder");
    let end = folder.run(["info", "empty"]);
    check_message(&end, 3, "cannot read empty", "none of the 0 files");
}

#[test]
fn names_in_messages_cannot_act_on_the_terminal() {
    let end = Folder::new().run(["info", "red\u{1b}[31m\u{202e}.pcap"]);
    check_message(
        &end,
        3,
        "cannot read red\\u{1b}[31m\\u{202e}.pcap",
        "no such file",
    );
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_read_is_code_3() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new();
    let secret = folder.path("secret");
    fs::create_dir(&secret).expect("a folder");
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o000)).expect("permissions");
    let end = folder.run(["info", "secret"]);
    // The superuser may read everything, and then finds nothing.
    let cause = if fs::read_dir(&secret).is_ok() {
        "none of the 0"
    } else {
        "may not read"
    };
    check_message(&end, 3, "cannot read secret", cause);
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o700)).expect("permissions");
}

#[test]
fn a_picture_that_cannot_be_written_fails_before_reading() {
    let folder = Folder::new();
    fs::create_dir(folder.path("folder.png")).expect("a folder");
    // The capture is missing too: the message is about what was looked at first.
    let end = folder.run(["render", "missing.pcap", "-o", "no/such/folder/a.png"]);
    check_message(&end, 3, "cannot write no/such/folder/a.png", "No such file");
    let end = folder.run(["render", "missing.pcap", "-o", "folder.png"]);
    check_message(&end, 3, "cannot write folder.png", "it is a directory");
    let end = folder.run(["layout", "missing.tsv", "-o", "no/such/folder/a.tsv"]);
    check_message(&end, 3, "cannot write no/such/folder/a.tsv", "");
}

#[test]
fn without_an_adapter_it_is_code_4() {
    let folder = Folder::new().with("a.pcap", &capture(1));
    // The interface that draws nothing is the only one allowed.
    let end = End::of(
        folder
            .command(["render", "a.pcap", "-o", "a.png"])
            .env("WGPU_BACKEND", "noop"),
    );
    check_message(&end, 4, "there is no usable graphics adapter", "no driver");
    assert!(
        end.err.contains("install") || end.err.contains("update"),
        "{}",
        end.err
    );
    assert!(!folder.path("a.png").exists());
    // Text formats need none.
    let end = End::of(
        folder
            .command(["render", "a.pcap", "-o", "a.svg"])
            .env("WGPU_BACKEND", "noop"),
    );
    assert_eq!(end.code, Some(0), "{}", end.err);
}

#[cfg(target_os = "linux")]
#[test]
fn a_window_without_a_display_says_what_to_do_instead() {
    let folder = Folder::new().with("a.pcap", &capture(1));
    for arguments in [&["a.pcap", "--fresh"][..], &["--fresh"]] {
        let end = folder.run(arguments);
        check_message(&end, 4, "the window cannot be opened", "no display");
        assert!(
            end.err.contains("flowloom render FILE -o picture.png"),
            "{}",
            end.err
        );
        assert!(
            !end.err.contains(".rs:"),
            "a place in the source is no cause: {}",
            end.err
        );
    }
}
