//! In which zone was the program started?

use jiff::tz::TimeZone;

/// The zone of the system or of the variable `TZ`; none if neither says.
#[must_use]
pub fn local_zone() -> Option<TimeZone> {
    match TimeZone::try_system() {
        Ok(zone) => Some(zone),
        Err(error) => {
            tracing::warn!("times are shown in UTC, because the zone is not known: {error}");
            None
        }
    }
}
