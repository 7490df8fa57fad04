//! Is every shader valid, and do both sides agree on the structs that they share?
//!
//! Every `shaders/*.wgsl` goes through naga, the compiler that wgpu uses, so that a mistake is found
//! without a graphics card. A struct that Rust fills and a shader reads is written down twice;
//! `flowloom::render::mirrored_structs` gives Rust's side, and here its size and the offset of each
//! member are compared with what naga derives from the shader.

use std::fs;
use std::path::{Path, PathBuf};

use flowloom::render::{MirroredStruct, mirrored_structs};
use naga::valid::{Capabilities, ValidationFlags, Validator};

fn shader_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("shaders")
}

/// The file that wgpu gets before each primitive's own: WGSL has no imports.
const FRAME: &str = "frame.wgsl";

/// The name and text of every shader as the device gets it, sorted by name.
fn shaders() -> Vec<(String, String)> {
    let mut shaders: Vec<_> = fs::read_dir(shader_folder())
        .expect("the folder of shaders is there")
        .map(|entry| entry.expect("a readable entry").path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "wgsl")
        })
        .map(|path| {
            let name = path
                .file_name()
                .expect("a file")
                .to_string_lossy()
                .into_owned();
            (name, fs::read_to_string(&path).expect("UTF-8"))
        })
        .collect();
    shaders.sort();
    let frame = shaders
        .iter()
        .find(|(name, _)| name == FRAME)
        .map(|(_, text)| text.clone());
    for (_, text) in shaders.iter_mut().filter(|(name, _)| name != FRAME) {
        *text = format!("{}\n{text}", frame.as_deref().unwrap_or_default());
    }
    shaders
}

/// The module behind a shader's text, or the compiler's message with the place in the text.
fn compiled(source: &str) -> Result<naga::Module, String> {
    let module =
        naga::front::wgsl::parse_str(source).map_err(|error| error.emit_to_string(source))?;
    Validator::new(ValidationFlags::all(), Capabilities::empty())
        .validate(&module)
        .map_err(|error| error.emit_to_string(source))?;
    Ok(module)
}

/// Where the struct of the shader differs from its mirror in Rust, one line per difference.
fn differences(module: &naga::Module, mirror: &MirroredStruct) -> Vec<String> {
    let found = module.types.iter().find_map(|(_, kind)| match &kind.inner {
        naga::TypeInner::Struct { members, span } if kind.name.as_deref() == Some(mirror.name) => {
            Some((members, *span))
        }
        _ => None,
    });
    let Some((members, span)) = found else {
        return vec![format!("{} has no struct {}", mirror.shader, mirror.name)];
    };

    let place = format!("{}: {}", mirror.shader, mirror.name);
    let mut differences = Vec::new();
    if span as usize != mirror.size {
        differences.push(format!("{place} has {span} bytes, in Rust {}", mirror.size));
    }
    let in_shader: Vec<_> = members
        .iter()
        .map(|member| {
            (
                member.name.as_deref().unwrap_or("unnamed"),
                member.offset as usize,
            )
        })
        .collect();
    // Padding has a name that starts with an underscore, and carries nothing.
    let is_padding = |name: &str| name.starts_with('_');
    for &(name, offset) in mirror.fields.iter().filter(|(name, _)| !is_padding(name)) {
        match in_shader.iter().find(|(own, _)| *own == name) {
            None => differences.push(format!("{place} lacks {name}")),
            Some(&(_, own)) if own != offset => {
                differences.push(format!(
                    "{place}.{name} is at byte {own}, in Rust at {offset}"
                ));
            }
            Some(_) => {}
        }
    }
    for (name, _) in in_shader {
        if !is_padding(name) && !mirror.fields.iter().any(|(mirrored, _)| *mirrored == name) {
            differences.push(format!("{place}.{name} is unknown in Rust"));
        }
    }
    differences
}

#[test]
fn every_shader_is_valid() {
    let shaders = shaders();
    assert!(
        !shaders.is_empty(),
        "no shader in {}",
        shader_folder().display()
    );
    for (name, source) in shaders {
        if let Err(message) = compiled(&source) {
            panic!("shaders/{name}:\n{message}");
        }
    }
}

#[test]
fn mirrored_structs_have_one_layout() {
    let mirrors = mirrored_structs();
    assert!(!mirrors.is_empty(), "render mirrors no struct");
    let shaders = shaders();
    let mut found = Vec::new();
    for mirror in mirrors {
        // A path is welcome as well as a bare name.
        let file = mirror.shader.rsplit('/').next().unwrap_or(mirror.shader);
        let (name, source) = shaders
            .iter()
            .find(|(name, _)| name == file)
            .expect("a mirrored shader is there");
        let module =
            compiled(source).unwrap_or_else(|message| panic!("shaders/{name}:\n{message}"));
        found.extend(differences(&module, &mirror));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Both checks can fail, and pass what is right.
mod the_checks {
    use super::*;

    const SHADER: &str = "
        struct Frame { clip_from_world: mat4x4<f32>, size_px: vec2<f32>, scale: f32 }
        @group(0) @binding(0) var<uniform> frame: Frame;
        @fragment fn fragment() -> @location(0) vec4<f32> { return vec4(frame.size_px, frame.scale, 1.0); }
    ";

    fn check(
        name: &'static str,
        size: usize,
        fields: Vec<(&'static str, usize)>,
        expected: &[&str],
    ) {
        let mirror = MirroredStruct {
            shader: "a.wgsl",
            name,
            size,
            fields,
        };
        let module = compiled(SHADER).expect("the example is valid");
        assert_eq!(differences(&module, &mirror), expected);
    }

    #[test]
    fn a_broken_shader_is_refused() {
        compiled(SHADER).expect("the example is valid");
        compiled("fn f( {").expect_err("a syntax error");
        compiled("@fragment fn f() -> @location(0) vec4<f32> { return 1; }")
            .expect_err("a type error");
        compiled("@vertex fn f() -> @location(0) vec4<f32> { return vec4(1.0); }")
            .expect_err("no position");
    }

    #[test]
    fn equal_layouts_pass() {
        check(
            "Frame",
            80,
            vec![
                ("clip_from_world", 0),
                ("size_px", 64),
                ("scale", 72),
                ("_padding", 76),
            ],
            &[],
        );
    }

    #[test]
    fn different_layouts_are_named() {
        check(
            "Frame",
            76,
            vec![("clip_from_world", 0), ("size_px", 68), ("zoom", 72)],
            &[
                "a.wgsl: Frame has 80 bytes, in Rust 76",
                "a.wgsl: Frame.size_px is at byte 64, in Rust at 68",
                "a.wgsl: Frame lacks zoom",
                "a.wgsl: Frame.scale is unknown in Rust",
            ],
        );
        check("Camera", 0, vec![], &["a.wgsl has no struct Camera"]);
    }
}

#[test]
fn a_node_and_an_edge_take_little_of_the_device() {
    let bytes = |name: &str| {
        let mirrors = mirrored_structs();
        let found = mirrors.iter().find(|mirror| mirror.name == name);
        found.expect("a mirrored struct").size
    };
    // Its place, its look and its rank in drawing order.
    let place = size_of::<[f32; 2]>();
    let node = place + bytes("Disc") + size_of::<u32>();
    assert_eq!((node, bytes("Stroke")), (28, 24));
}
