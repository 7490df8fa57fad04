//! What does an interface description say about its packets?
//!
//! Their link type, and how their 64-bit times count: in units of a power of ten or of two of a
//! second (`if_tsresol`, microseconds without it), from the epoch or from `if_tsoffset` seconds
//! after it.

use crate::capture::containers::record::ByteOrder;
use crate::capture::{LinkType, NoteKind};
use crate::units::{NANOS_PER_SECOND, Timestamp};

use super::options::Options;

const OPTION_TSRESOL: u16 = 9;
const OPTION_TSOFFSET: u16 = 14;

/// One interface of a section.
#[derive(Clone, Copy, Debug)]
pub(super) struct Interface {
    pub(super) link_type: LinkType,
    /// Most bytes kept of a packet; 0 means all.
    pub(super) snap_len: u32,
    unit: Unit,
    offset_seconds: i64,
}

/// How long one tick is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    /// This many nanoseconds.
    Nanos(u64),
    /// This many make a nanosecond.
    PerNano(u64),
    /// Two to the power of this many make a second.
    Binary(u32),
}

impl Default for Interface {
    fn default() -> Self {
        Self {
            link_type: LinkType::UNKNOWN,
            snap_len: 0,
            unit: Unit::Nanos(1_000),
            offset_seconds: 0,
        }
    }
}

impl Interface {
    /// Reads an interface description's body, and says what is wrong with it.
    pub(super) fn read(
        body: &[u8],
        order: ByteOrder,
        max_options: usize,
    ) -> (Self, Option<NoteKind>) {
        let mut interface = Self::default();
        let Some((&[t0, t1, _, _, s0, s1, s2, s3], options)) = body.split_first_chunk::<8>() else {
            return (interface, Some(NoteKind::InvalidBlock));
        };
        interface.link_type = LinkType(order.u16([t0, t1]));
        interface.snap_len = order.u32([s0, s1, s2, s3]);
        let mut trouble = None;
        let mut options = Options::new(options, order, max_options);
        for (code, value) in options.by_ref() {
            match (code, value) {
                (OPTION_TSRESOL, &[resolution, ..]) => match Unit::from_resolution(resolution) {
                    Some(unit) => interface.unit = unit,
                    None => trouble = Some(NoteKind::InvalidOption),
                },
                (OPTION_TSOFFSET, value) => match value.first_chunk::<8>() {
                    Some(bytes) => interface.offset_seconds = order.u64(*bytes).cast_signed(),
                    None => trouble = Some(NoteKind::InvalidOption),
                },
                _ => {}
            }
        }
        (interface, trouble.or(options.trouble()))
    }

    /// The time of a packet of this interface; `None` when it is beyond what [`Timestamp`] holds
    /// (years 1677 to 2262).
    #[inline]
    pub(super) fn time(&self, ticks: u64) -> Option<Timestamp> {
        let nanos = match self.unit {
            Unit::Nanos(nanos) => i64::try_from(ticks.checked_mul(nanos)?).ok()?,
            Unit::PerNano(count) => i64::try_from(ticks / count).ok()?,
            Unit::Binary(exponent) => {
                let nanos =
                    (u128::from(ticks) * NANOS_PER_SECOND.unsigned_abs() as u128) >> exponent;
                i64::try_from(nanos).ok()?
            }
        };
        let offset = self.offset_seconds.checked_mul(NANOS_PER_SECOND)?;
        nanos.checked_add(offset).map(Timestamp)
    }
}

impl Unit {
    /// From the value of `if_tsresol`; `None` when 64 bits of such ticks are less than a second.
    fn from_resolution(resolution: u8) -> Option<Self> {
        let exponent = u32::from(resolution & 0x7f);
        if resolution & 0x80 != 0 {
            (exponent < 64).then_some(Self::Binary(exponent))
        } else if exponent <= 9 {
            Some(Self::Nanos(10_u64.pow(9 - exponent)))
        } else {
            10_u64
                .checked_pow(exponent - 9)
                .filter(|_| exponent <= 19)
                .map(Self::PerNano)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(resolution: u8, offset_seconds: i64, ticks: u64, expected: Option<i64>) {
        let unit = Unit::from_resolution(resolution);
        let time = unit.and_then(|unit| {
            Interface {
                unit,
                offset_seconds,
                ..Interface::default()
            }
            .time(ticks)
        });
        assert_eq!(
            time,
            expected.map(Timestamp),
            "resolution {resolution:#x}, {ticks} ticks"
        );
    }

    #[test]
    fn ticks_become_nanoseconds() {
        check(6, 0, 1_500_000, Some(1_500_000_000));
        check(9, 0, 7, Some(7));
        check(0, 0, 3, Some(3_000_000_000));
        check(12, 0, 5_999, Some(5));
        check(19, 0, u64::MAX, Some(1_844_674_407));
        check(0x80, 0, 2, Some(2_000_000_000));
        check(0x80 | 10, 0, 1_536, Some(1_500_000_000));
        check(0x80 | 63, 0, u64::MAX, Some(1_999_999_999));
        check(6, 10, 1, Some(10_000_001_000));
        check(6, -10, 1, Some(-9_999_999_000));
    }

    #[test]
    fn times_beyond_the_calendar_are_refused() {
        check(20, 0, 1, None);
        check(0x80 | 64, 0, 1, None);
        check(6, 0, u64::MAX, None);
        check(0, 0, 9_223_372_037, None);
        check(9, i64::MAX, 1, None);
        check(9, 9_223_372_036, 854_775_808, None);
        check(9, 9_223_372_036, 854_775_807, Some(i64::MAX));
    }
}
