//! Does `flowloom render` keep its promises?

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples/office.pcapng.zst")
}

fn render(arguments: &[&OsStr]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_flowloom"))
        .arg("render")
        .args(arguments)
        .output()
        .expect("the program starts")
}

fn skips() -> bool {
    std::env::var_os("FLOWLOOM_NO_GPU").is_some_and(|value| value == "1")
}

/// Width and height in the header of a PNG.
fn png_size(bytes: &[u8]) -> [u32; 2] {
    assert_eq!(&bytes[1..4], b"PNG");
    [16, 20].map(|at| u32::from_be_bytes(bytes[at..at + 4].try_into().expect("four bytes")))
}

#[test]
fn a_capture_becomes_a_png_and_the_same_one_again() {
    if skips() {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    // Names need not be ASCII.
    let path = folder.path().join("büro plan.png");
    let draw = || {
        let output = render(&[
            sample().as_os_str(),
            "-o".as_ref(),
            path.as_os_str(),
            "--size".as_ref(),
            "320x200".as_ref(),
            "--scale".as_ref(),
            "2".as_ref(),
        ]);
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        std::fs::read(&path).expect("the picture is there")
    };
    let first = draw();
    assert_eq!(png_size(&first), [640, 400]);
    assert_eq!(first, draw());
    assert_eq!(
        std::fs::read_dir(folder.path()).expect("a folder").count(),
        1
    );
}

#[test]
fn a_capture_becomes_an_svg_without_a_device() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.svg");
    let output = Command::new(env!("CARGO_BIN_EXE_flowloom"))
        .arg("render")
        .arg(sample())
        .arg("-o")
        .arg(&path)
        .args(["--theme", "light", "--caption", "a < b"])
        // No driver is found here.
        .env("VK_ICD_FILENAMES", "/nonexistent")
        .env("WGPU_BACKEND", "vulkan")
        .output()
        .expect("the program starts");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let svg = std::fs::read_to_string(&path).expect("the picture is there");
    assert!(svg.contains("server.office.example") && svg.contains("a &lt; b"));
}

#[test]
fn without_an_adapter_the_package_is_named() {
    let output = Command::new(env!("CARGO_BIN_EXE_flowloom"))
        .arg("render")
        .arg(sample())
        .args(["-o", "-"])
        .env("VK_ICD_FILENAMES", "/nonexistent")
        .env("VK_DRIVER_FILES", "/nonexistent")
        .env("WGPU_BACKEND", "vulkan")
        .output()
        .expect("the program starts");
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(4), "{error}");
    assert!(
        error.contains("hint: ") && error.contains("driver"),
        "{error}"
    );
    assert!(output.stdout.is_empty());
}

#[test]
fn standard_output_takes_a_png() {
    if skips() {
        return;
    }
    let output = render(&[
        sample().as_os_str(),
        "-o".as_ref(),
        "-".as_ref(),
        "--size".as_ref(),
        "64x48".as_ref(),
    ]);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(png_size(&output.stdout), [64, 48]);
}

#[test]
fn bad_arguments_fail_at_once_and_leave_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let check = |output: &str, more: &[&str], code: i32, says: &str| {
        let path = folder.path().join(output);
        let mut arguments = vec![
            OsStr::new("/nonexistent.pcap"),
            "-o".as_ref(),
            path.as_os_str(),
        ];
        arguments.extend(more.iter().map(OsStr::new));
        let found = render(&arguments);
        let error = String::from_utf8_lossy(&found.stderr);
        assert_eq!(found.status.code(), Some(code), "{output}: {error}");
        assert!(error.contains(says), "{output}: {error}");
    };
    check("a.gif", &[], 2, ".png or .svg");
    check("no/such/folder/a.png", &[], 3, "folder");
    check("a.svg", &[], 3, "/nonexistent.pcap");
    check("a.png", &["--size", "wide"], 2, "1600x1000");
    check("a.png", &["--scale", "99"], 2, "0.5 to 8");
    assert_eq!(
        std::fs::read_dir(folder.path()).expect("a folder").count(),
        0
    );
}
