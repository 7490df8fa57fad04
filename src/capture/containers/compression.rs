//! Is the input compressed, and how is it opened?
//!
//! Compression is recognised by the first bytes, never by the file's name. All four decoders read
//! concatenated streams (gzip members, zstd frames, xz and bzip2 streams) as one, as their
//! command-line tools do. They stream, so a decompression bomb costs time and no memory, and time
//! can be cancelled ([`super::control`]). What their dictionaries may cost is limited.

use std::io::{self, BufReader, Read};

use crate::capture::ReadLimits;

/// Bytes of compressed input read at once. More gains nothing measurable, and thousands of inputs
/// may be open together.
const COMPRESSED_CHUNK_BYTES: usize = 64 << 10;

/// A kind of compression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compression {
    Gzip,
    Zstd,
    Xz,
    Bzip2,
}

impl Compression {
    /// Recognises compression by an input's first bytes.
    pub(super) fn recognise(head: &[u8]) -> Option<Self> {
        match head {
            [0x1f, 0x8b, 8, ..] => Some(Self::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Self::Zstd),
            // A skippable frame, as seekable zstd files may begin (RFC 8878, 3.1.2).
            [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some(Self::Zstd),
            [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Some(Self::Xz),
            [
                b'B',
                b'Z',
                b'h',
                b'1'..=b'9',
                0x31,
                0x41,
                0x59,
                0x26,
                0x53,
                0x59,
                ..,
            ]
            | [
                b'B',
                b'Z',
                b'h',
                b'1'..=b'9',
                0x17,
                0x72,
                0x45,
                0x38,
                0x50,
                0x90,
                ..,
            ] => Some(Self::Bzip2),
            _ => None,
        }
    }

    /// Its name as it appears in a report.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
            Self::Xz => "xz",
            Self::Bzip2 => "bzip2",
        }
    }

    /// The decompressed bytes of `source`, as a stream.
    ///
    /// # Errors
    /// When the decoder cannot be set up, which is a lack of memory.
    pub(super) fn open(
        self,
        source: impl Read + Send + 'static,
        limits: &ReadLimits,
    ) -> io::Result<Box<dyn Read + Send>> {
        let source = BufReader::with_capacity(COMPRESSED_CHUNK_BYTES, source);
        Ok(match self {
            Self::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(source)),
            Self::Zstd => {
                let mut decoder = zstd::stream::read::Decoder::with_buffer(source)?;
                // zstd takes powers of two from 1 KiB to 2 GiB.
                decoder
                    .window_log_max(limits.decompression_bytes.clamp(1 << 10, 1 << 31).ilog2())?;
                Box::new(decoder)
            }
            Self::Xz => {
                let stream = liblzma::stream::Stream::new_stream_decoder(
                    limits.decompression_bytes,
                    liblzma::stream::CONCATENATED,
                )?;
                Box::new(liblzma::bufread::XzDecoder::new_stream(source, stream))
            }
            Self::Bzip2 => Box::new(bzip2::bufread::MultiBzDecoder::new(source)),
        })
    }
}
