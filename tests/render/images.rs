//! Do three small pictures look as they did before?
//!
//! `FLOWLOOM_UPDATE_GOLDENS=1` writes them anew; look at them before you keep them. Text is left
//! out: its pixels change with every version of the font rasterizer.

use flowloom::render::Pixels;
use flowloom::scene::tokens::Theme;
use flowloom::scene::{Direction, Emphasis, Style};

use super::device;
use super::pictures::{office, small_camera, snapshot, updates_goldens};

/// Values of a pixel that may be off by rounding on another device.
const MOST_DIFFERENCE: u8 = 3;
/// Pixels that may be off by more.
const MOST_PIXELS: usize = 8;

fn check(file_name: &str, style: &Style, emphasis: Emphasis<'_>) {
    let Some(mut device) = device() else { return };
    let drawing = office().drawing(style, emphasis);
    let scene = drawing.scene(small_camera(&drawing), Vec::new(), None);
    let found = device.pixels(&scene).expect("drawn");
    let path = snapshot(file_name);
    if updates_goldens() {
        std::fs::write(&path, encode(&found)).expect("the snapshot can be written");
    }
    let stored = std::fs::read(&path).expect("the snapshot is there");
    let expected = decode(&stored);
    assert_eq!(found.size_px, expected.size_px);
    let different = found
        .rgba
        .chunks_exact(4)
        .zip(expected.rgba.chunks_exact(4))
        .filter(|(a, b)| {
            a.iter()
                .zip(*b)
                .any(|(a, b)| a.abs_diff(*b) > MOST_DIFFERENCE)
        })
        .count();
    assert!(
        different <= MOST_PIXELS,
        "{different} pixels of {} differ",
        path.display()
    );
}

fn encode(pixels: &Pixels) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, pixels.size_px[0], pixels.size_px[1]);
    encoder.set_color(png::ColorType::Rgba);
    let mut writer = encoder.write_header().expect("a header");
    writer.write_image_data(&pixels.rgba).expect("pixels");
    writer.finish().expect("an end");
    bytes
}

fn decode(bytes: &[u8]) -> Pixels {
    let mut reader = png::Decoder::new(std::io::Cursor::new(bytes))
        .read_info()
        .expect("a PNG");
    let mut rgba = vec![0; reader.output_buffer_size().expect("a size")];
    let info = reader.next_frame(&mut rgba).expect("pixels");
    Pixels {
        size_px: [info.width, info.height],
        rgba,
    }
}

#[test]
fn an_office_on_dark() {
    check("office_dark.png", &Style::default(), Emphasis::default());
}

#[test]
fn an_office_on_light_with_strands() {
    let style = Style {
        theme: Theme::Light,
        direction: Direction::TwoStrands,
        ..Style::default()
    };
    check("office_light.png", &style, Emphasis::default());
}

#[test]
fn an_office_with_a_selected_host() {
    let emphasis = Emphasis {
        selected_nodes: &[1],
        ..Emphasis::default()
    };
    check("office_selected.png", &Style::default(), emphasis);
}
