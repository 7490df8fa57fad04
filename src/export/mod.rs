//! How does a picture become a file?
//!
//! One file per format behind one trait that returns bytes; writing them is the caller's business.
//! Text from a capture is escaped here by each format's own rules. Pixels are drawn by whoever has
//! a device: a format that needs them asks the [`Raster`] it is given.

mod png;
mod svg;

use crate::scene::Scene;

pub use png::Png;
pub use svg::Svg;

/// Draws a Scene: width and height, and red, green, blue, straight alpha of each pixel.
pub type Raster<'a> = &'a mut dyn FnMut(&Scene) -> Result<([u32; 2], Vec<u8>), String>;

/// Why a picture could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// It could not be drawn.
    #[error("{0}")]
    Raster(String),
    /// It could not be encoded.
    #[error("the picture cannot be encoded")]
    Encode(#[from] ::png::EncodingError),
}

/// A figure with what is written beside its pixels.
#[derive(Clone, Copy, Debug)]
pub struct Picture<'a> {
    /// What is drawn, legend and caption included.
    pub scene: &'a Scene,
    /// What it shows, for readers who cannot see it.
    pub title: &'a str,
    /// How to draw it again.
    pub recipe: &'a str,
}

/// A file format for pictures.
pub trait PictureFormat {
    /// Its name in the interface.
    fn label(&self) -> &'static str;

    /// File name extension in lower case.
    fn extension(&self) -> &'static str;

    /// The file's content.
    ///
    /// # Errors
    /// If the picture cannot be drawn or encoded.
    fn bytes(&self, picture: &Picture<'_>, raster: Raster<'_>) -> Result<Vec<u8>, ExportError>;
}

/// Every format for pictures, the usual one first.
pub const PICTURE_FORMATS: [&dyn PictureFormat; 2] = [&Png, &Svg];

/// The format of a file name, by its extension; none if there is no such format.
#[must_use]
pub fn picture_format(file_name: &str) -> Option<&'static dyn PictureFormat> {
    let (_, extension) = file_name.rsplit_once('.')?;
    PICTURE_FORMATS
        .into_iter()
        .find(|format| extension.eq_ignore_ascii_case(format.extension()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_found_by_extension() {
        let check = |name, expected: Option<&str>| {
            assert_eq!(picture_format(name).map(PictureFormat::label), expected);
        };
        check("a/b.png", Some("PNG"));
        check("B.SVG", Some("SVG"));
        check("png", None);
        check("a.gif", None);
    }
}
