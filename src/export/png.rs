//! Pixels as a file: Portable Network Graphics (W3C Recommendation, third edition).
//!
//! Eight bits each of red, green, blue and alpha; title and recipe as text chunks.

use super::{ExportError, Picture, PictureFormat, Raster};

/// The PNG format.
#[derive(Clone, Copy, Debug)]
pub struct Png;

impl PictureFormat for Png {
    fn label(&self) -> &'static str {
        "PNG"
    }

    fn extension(&self) -> &'static str {
        "png"
    }

    fn bytes(&self, picture: &Picture<'_>, raster: Raster<'_>) -> Result<Vec<u8>, ExportError> {
        let (size_px, rgba) = raster(picture.scene).map_err(ExportError::Raster)?;
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, size_px[0], size_px[1]);
        encoder.set_depth(png::BitDepth::Eight);
        let is_opaque = picture.scene.background.0[3] == 255;
        encoder.set_color(if is_opaque {
            png::ColorType::Rgb
        } else {
            png::ColorType::Rgba
        });
        encoder.set_source_srgb(png::SrgbRenderingIntent::Perceptual);
        let title = crate::text::printable(picture.title);
        let recipe = crate::text::printable(picture.recipe);
        for (keyword, text) in [
            ("Software", "Flowloom"),
            ("Title", &title),
            ("Comment", &recipe),
        ] {
            // tEXt holds Latin-1 only; what does not fit goes into iTXt, which holds UTF-8.
            if text.is_ascii() {
                encoder.add_text_chunk(keyword.into(), text.to_owned())?;
            } else {
                encoder.add_itxt_chunk(keyword.into(), text.to_owned())?;
            }
        }
        let mut writer = encoder.write_header()?;
        if is_opaque {
            let rgb: Vec<u8> = rgba
                .chunks_exact(4)
                .flat_map(|pixel| [pixel[0], pixel[1], pixel[2]])
                .collect();
            writer.write_image_data(&rgb)?;
        } else {
            writer.write_image_data(&rgba)?;
        }
        writer.finish()?;
        Ok(bytes)
    }
}
