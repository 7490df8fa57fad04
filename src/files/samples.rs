//! Where are the bundled captures?

use crate::capture::Input;
use crate::session::Sample;

/// The bundled botnet capture.
const BOTNET: &[u8] = include_bytes!("../../assets/samples/botnet.pcapng.zst");
/// The bundled office capture.
const OFFICE: &[u8] = include_bytes!("../../assets/samples/office.pcapng.zst");

/// A bundled capture, to be read.
#[must_use]
pub fn sample_input(sample: Sample) -> Input {
    let bytes = match sample {
        Sample::Botnet => BOTNET,
        Sample::Office => OFFICE,
    };
    Input {
        path: sample.file_name().to_owned(),
        size_bytes: Some(bytes.len() as u64),
        reader: Box::new(bytes),
    }
}
