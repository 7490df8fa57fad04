//! What do the scatter and the matrix show?
//!
//! Small plain values that are part of the state: undone, saved and scripted like the parallel axes.
//! Each is written as the words that follow its command.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::query::{AxisChoice, AxisColumn, RowKind};

/// What is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Measure {
    /// Bytes.
    #[default]
    Bytes,
    /// Packets.
    Packets,
    /// Flows.
    Flows,
}

/// The two columns of the scatter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Scatter {
    across: AxisChoice,
    up: AxisChoice,
}

impl Default for Scatter {
    fn default() -> Self {
        Self {
            across: AxisChoice::new(AxisColumn::Duration),
            up: AxisChoice::new(AxisColumn::Bytes),
        }
    }
}

impl Scatter {
    /// Two columns; none if they are one and the same, which says nothing. Both run as they do at
    /// first: a scatter turns no column round.
    #[must_use]
    pub fn new(across: AxisChoice, up: AxisChoice) -> Option<Self> {
        let plain = |choice: AxisChoice| AxisChoice {
            inverted: false,
            log: choice.log && choice.column.can_be_log(),
            ..choice
        };
        (across.column != up.column).then(|| Self {
            across: plain(across),
            up: plain(up),
        })
    }

    /// The column from left to right, and that from bottom to top.
    #[must_use]
    pub fn choices(self) -> [AxisChoice; 2] {
        [self.across, self.up]
    }

    /// The same with what goes across going up.
    #[must_use]
    pub fn swapped(self) -> Self {
        Self {
            across: self.up,
            up: self.across,
        }
    }

    /// The same with another column at a side (0 across, 1 up); if it is at the other side, both
    /// change places.
    #[must_use]
    pub fn with_column(self, side: usize, column: AxisColumn) -> Self {
        let [across, up] = self.choices();
        let new = AxisChoice::new(column);
        let other = if side == 0 {
            Self::new(new, up)
        } else {
            Self::new(across, new)
        };
        other.unwrap_or_else(|| self.swapped())
    }

    /// The same with the values at a side spread by their logarithm or not.
    #[must_use]
    pub fn with_log(self, side: usize, log: bool) -> Self {
        let mut changed = self;
        let choice = if side == 0 {
            &mut changed.across
        } else {
            &mut changed.up
        };
        choice.log = log && choice.column.can_be_log();
        changed
    }
}

/// `duration bytes:linear`.
impl fmt::Display for Scatter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.across, self.up)
    }
}

impl FromStr for Scatter {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut words = text.split_whitespace();
        let (Some(across), Some(up), None) = (words.next(), words.next(), words.next()) else {
            return Err("two columns, as `duration bytes`");
        };
        let [across, up] = [across.parse::<AxisChoice>()?, up.parse::<AxisChoice>()?];
        if across.inverted || up.inverted {
            return Err("columns of a scatter are only `log` or `linear`");
        }
        Self::new(across, up).ok_or("two different columns")
    }
}

/// What rows and cells of the matrix are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Matrix {
    /// What a row stands for.
    pub rows: RowKind,
    /// Whether the most active rows come first, instead of by address.
    pub by_activity: bool,
    /// What cells count, and rows are active by.
    pub measure: Measure,
    /// Whether rows without a visible flow are left out.
    pub only_visible: bool,
}

/// `subnets by-activity packets only-visible`.
impl fmt::Display for Matrix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = match self.rows {
            RowKind::Host => "hosts",
            RowKind::Subnet => "subnets",
        };
        let order = if self.by_activity {
            "by-activity"
        } else {
            "by-address"
        };
        let measure = match self.measure {
            Measure::Bytes => "bytes",
            Measure::Packets => "packets",
            Measure::Flows => "flows",
        };
        write!(f, "{rows} {order} {measure}")?;
        if self.only_visible {
            f.write_str(" only-visible")?;
        }
        Ok(())
    }
}

/// The words in any order; what no word is about is as at first.
impl FromStr for Matrix {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut matrix = Self::default();
        for word in text.split_whitespace() {
            match word {
                "hosts" => matrix.rows = RowKind::Host,
                "subnets" => matrix.rows = RowKind::Subnet,
                "by-address" => matrix.by_activity = false,
                "by-activity" => matrix.by_activity = true,
                "bytes" => matrix.measure = Measure::Bytes,
                "packets" => matrix.measure = Measure::Packets,
                "flows" => matrix.measure = Measure::Flows,
                "only-visible" => matrix.only_visible = true,
                _ => {
                    return Err(
                        "`hosts` or `subnets`, `by-address` or `by-activity`, `bytes`, \
                                `packets` or `flows`, `only-visible`",
                    );
                }
            }
        }
        Ok(matrix)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        for text in [
            "duration bytes",
            "bytes:linear time",
            "source-port:log source",
        ] {
            assert_eq!(text.parse::<Scatter>().unwrap().to_string(), text);
        }
        for text in [
            "",
            "bytes",
            "bytes bytes",
            "bytes x",
            "bytes time vlan",
            "bytes:inverted time",
        ] {
            assert!(text.parse::<Scatter>().is_err(), "{text}");
        }
        let text = "subnets by-activity packets only-visible";
        assert_eq!(text.parse::<Matrix>().unwrap().to_string(), text);
        assert_eq!("".parse(), Ok(Matrix::default()));
        assert!("nets".parse::<Matrix>().is_err());
    }

    #[test]
    fn a_column_is_never_against_itself() {
        let first = Scatter::default();
        assert_eq!(first.with_column(0, AxisColumn::Bytes), first.swapped());
        let other = first.with_column(1, AxisColumn::First);
        assert_eq!(other.to_string(), "duration time");
        assert_eq!(
            first.with_log(1, false).to_string(),
            "duration bytes:linear"
        );
        assert_eq!(other.with_log(1, true), other);
    }
}
