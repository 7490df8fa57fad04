//! Do exported files say what the Scene says, and nothing that a capture wants them to do?

#[path = "support/pictures.rs"]
mod pictures;

use flowloom::export::{Picture, PictureFormat, Png, Svg};
use flowloom::scene::{Emphasis, Figure, LabelText, Legend, Scene, Style, compose};
use pictures::{measure, name, office, snapshot, updates_goldens};

fn scene(transparent: bool, name: &dyn Fn(u32) -> LabelText) -> Scene {
    let network = office();
    let drawing = network.drawing(&Style::default(), Emphasis::default());
    let legend = Legend::new(&network.tallies(), &drawing);
    let figure = Figure {
        size_px: [640, 400],
        pixels_per_point: 1.0,
        view: None,
        legend: Some(&legend),
        caption: "An office of six & its <server>.",
        transparent,
        emphasis: Emphasis::default(),
    };
    compose(&drawing, &figure, name, &measure)
}

fn svg(scene: &Scene) -> String {
    let picture = Picture {
        scene,
        title: "office.pcap: 6 hosts",
        recipe: "flowloom render 'a & b'",
    };
    let bytes = Svg
        .bytes(&picture, &mut |_| Err("an SVG needs no pixels".into()))
        .expect("an SVG is always written");
    String::from_utf8(bytes).expect("UTF-8")
}

/// Names of the elements if every one is closed in order, as far as this subset of XML goes.
fn elements(xml: &str) -> Result<Vec<String>, String> {
    let (mut open, mut found) = (Vec::new(), Vec::new());
    let body = xml
        .strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
        .ok_or("no header")?;
    let mut rest = body;
    while let Some(start) = rest.find('<') {
        let text = &rest[..start];
        if text.contains('>') || text.contains("& ") {
            return Err(format!("loose characters in {text:?}"));
        }
        let end = start + rest[start..].find('>').ok_or("a tag does not end")?;
        let tag = &rest[start + 1..end];
        let name = |tag: &str| tag.split([' ', '/']).next().unwrap_or_default().to_owned();
        if let Some(closed) = tag.strip_prefix('/') {
            if open.pop().as_deref() != Some(closed) {
                return Err(format!("{closed} closes nothing"));
            }
        } else {
            found.push(name(tag));
            if !tag.ends_with('/') {
                open.push(name(tag));
            }
        }
        rest = &rest[end + 1..];
    }
    if open.is_empty() {
        Ok(found)
    } else {
        Err(format!("{open:?} stay open"))
    }
}

#[test]
fn an_svg_holds_every_shape_of_the_scene() {
    let scene = scene(false, &name);
    let svg = svg(&scene);
    let elements = elements(&svg).expect("well-formed");
    let count = |name: &str| elements.iter().filter(|element| *element == name).count();
    // Five strokes, four tapers of the legend; a loop, six discs, two sizes of the legend.
    assert_eq!((count("path"), count("circle")), (5 + 4, 1 + 6 + 2));
    assert!(count("text") > scene.labels.len());
    assert!(svg.contains("<title>office.pcap: 6 hosts</title>"));
    assert!(svg.contains("flowloom render &apos;a &amp; b&apos;"));
    assert!(svg.contains("its &lt;server&gt;."));
}

#[test]
fn an_svg_reads_as_it_did_before() {
    let found = svg(&scene(false, &name));
    let path = snapshot("office.svg");
    if updates_goldens() {
        std::fs::write(&path, &found).expect("the snapshot can be written");
    }
    assert_eq!(
        found,
        std::fs::read_to_string(&path).expect("the snapshot is there")
    );
}

#[test]
fn names_from_a_capture_stay_text() {
    let hostile = |_: u32| LabelText {
        text: "</text><script>alert(1)</script>".into(),
        is_name: true,
    };
    let svg = svg(&scene(false, &hostile));
    let elements = elements(&svg).expect("well-formed");
    assert!(!elements.iter().any(|element| element == "script"));
    assert!(svg.contains("&lt;/text&gt;&lt;script&gt;"));
}

#[test]
fn a_png_holds_pixels_title_and_recipe() {
    for transparent in [false, true] {
        let scene = scene(transparent, &name);
        let picture = Picture {
            scene: &scene,
            title: "Büro",
            recipe: "flowloom render a.pcap",
        };
        let bytes = Png
            .bytes(&picture, &mut |scene| {
                let [width, height] = scene.camera.size_px;
                Ok((
                    [width, height],
                    [10, 20, 30, 40].repeat((width * height) as usize),
                ))
            })
            .expect("encoded");
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes))
            .read_info()
            .expect("PNG");
        let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
        let frame = reader.next_frame(&mut pixels).expect("pixels");
        assert_eq!((frame.width, frame.height), (640, 400));
        let expected: &[u8] = if transparent {
            &[10, 20, 30, 40]
        } else {
            &[10, 20, 30]
        };
        assert_eq!(&pixels[..expected.len()], expected);
        let info = reader.info();
        let recipe = info
            .uncompressed_latin1_text
            .iter()
            .find(|chunk| chunk.keyword == "Comment");
        assert_eq!(
            recipe.map(|chunk| chunk.text.as_str()),
            Some("flowloom render a.pcap")
        );
        let title = info.utf8_text.iter().find(|chunk| chunk.keyword == "Title");
        assert_eq!(
            title.and_then(|chunk| chunk.get_text().ok()).as_deref(),
            Some("Büro")
        );
    }
}

#[test]
fn a_picture_that_cannot_be_drawn_is_an_error() {
    let scene = scene(false, &name);
    let picture = Picture {
        scene: &scene,
        title: "",
        recipe: "",
    };
    let error = Png
        .bytes(&picture, &mut |_| Err("no device".into()))
        .expect_err("an error");
    assert_eq!(error.to_string(), "no device");
}
