//! Where between the least and the greatest value does a value lie?

use super::{NO_SHADE, Shade};
use crate::units::{Bytes, Count, Duration, Timestamp};

/// Steps of a ramp: more than eyes tell apart.
pub const RAMP_STEPS: u16 = 256;

/// What the numbers of a ramp are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RampUnit {
    /// Bytes.
    Bytes,
    /// Packets.
    Count,
    /// Nanoseconds.
    Duration,
    /// Nanoseconds since the epoch.
    Time,
}

impl RampUnit {
    /// What follows a value for its zone to be known: ramps are in UTC whatever clocks are shown.
    #[must_use]
    pub fn zone(self) -> &'static str {
        match self {
            Self::Time => " UTC",
            Self::Bytes | Self::Count | Self::Duration => "",
        }
    }
}

/// A scale of colours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ramp {
    /// Value of the first step.
    pub least: f64,
    /// Value of the last step.
    pub most: f64,
    /// Whether steps are of the logarithm.
    pub log: bool,
    /// What the numbers are.
    pub unit: RampUnit,
}

impl Ramp {
    /// The scale that spans these values; a logarithmic one spans those above 0.
    pub(super) fn over(values: impl Iterator<Item = f64>, unit: RampUnit, log: bool) -> Self {
        let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values.filter(|value| !log || *value > 0.0) {
            least = least.min(value);
            most = most.max(value);
        }
        if least > most {
            (least, most) = (1.0, 1.0);
        }
        Self {
            least,
            most,
            log,
            unit,
        }
    }

    /// How far a value is from the least to the greatest, 0 to 1; what is not above 0 is at the
    /// beginning of a logarithmic one.
    #[must_use]
    pub fn share(&self, value: f64) -> f64 {
        let scaled = |value: f64| if self.log { value.ln() } else { value };
        let span = scaled(self.most) - scaled(self.least);
        if span <= 0.0 {
            return 0.0;
        }
        let value = value.max(self.least);
        ((scaled(value) - scaled(self.least)) / span).clamp(0.0, 1.0)
    }

    /// The value at a share.
    #[must_use]
    pub fn value(&self, share: f64) -> f64 {
        if self.log {
            self.least * (self.most / self.least).powf(share)
        } else {
            self.least + (self.most - self.least) * share
        }
    }

    /// The step of a value.
    #[must_use]
    pub fn shade(&self, value: Option<f64>) -> Shade {
        value.map_or(NO_SHADE, |value| {
            (self.share(value) * f64::from(RAMP_STEPS - 1)).round() as Shade
        })
    }

    /// Values to write beside the ramp, each with its share, ascending; one if all are the same.
    #[must_use]
    pub fn ticks(&self) -> Vec<(f64, String)> {
        if self.most <= self.least {
            return vec![(0.0, self.text(self.least))];
        }
        [0.0, 0.25, 0.5, 0.75, 1.0]
            .map(|share| (share, self.text(self.value(share))))
            .into()
    }

    /// A value in words.
    #[must_use]
    pub fn text(&self, value: f64) -> String {
        match self.unit {
            RampUnit::Bytes => Bytes(value.round() as u64).to_string(),
            RampUnit::Count => Count(value.round() as u64).to_string(),
            RampUnit::Duration => Duration(value.round() as i64).to_string(),
            RampUnit::Time => {
                let text = Timestamp(value as i64).to_utc_text();
                // Whole seconds, unless the span is so short that they do not tell times apart.
                let is_long = self.most - self.least >= 10e9;
                let end = match text.find('.') {
                    Some(dot) if is_long => dot,
                    Some(dot) => (dot + 4).min(text.len()),
                    None => text.len(),
                };
                text[..end].to_owned()
            }
        }
    }
}
