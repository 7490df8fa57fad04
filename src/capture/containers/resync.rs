//! After damage, where does the next readable record begin?
//!
//! The search tries every byte position: damage may have inserted or removed bytes, so alignment
//! means nothing. A position counts when a whole run of plausible records begins there, since
//! packets carry bytes that look like one header far more often than like four in a row that
//! each point exactly at the next. The search is linear in the bytes it passes and ends within
//! [`ReadLimits::resync_bytes`](crate::capture::ReadLimits).

use super::Window;
use super::window::End;

/// Longest record that the search believes in, in bytes: Wireshark's largest for ordinary links,
/// with room for a header. Larger ones exist, but a search that believed in them would have to
/// keep megabytes at hand for each candidate.
pub(super) const BELIEVED_RECORD_BYTES: usize = (256 << 10) + 128;

/// Bytes kept at hand beyond a candidate, so that the run behind it can be followed.
const LOOK_AHEAD_BYTES: usize = 4 * BELIEVED_RECORD_BYTES;

/// Steps to the next position where `run` records follow each other; `false` when there is none
/// within `limit_bytes`.
///
/// `measure` says how long the record is that begins at a slice, if one plausibly does; it is
/// never asked about the position where the search starts.
pub(super) fn resync(
    window: &mut Window,
    limit_bytes: u64,
    run: usize,
    measure: impl Fn(&[u8]) -> Option<usize>,
) -> bool {
    let stop = window.offset().saturating_add(limit_bytes);
    window.advance(1);
    while window.offset() < stop {
        let more = window.fill(2 * LOOK_AHEAD_BYTES);
        if !more
            && window.end() != Some(End::Complete)
            && window.end() != Some(End::DamagedCompression)
        {
            return false;
        }
        let bytes = window.bytes();
        let candidates = if more {
            bytes.len() - LOOK_AHEAD_BYTES
        } else {
            bytes.len()
        };
        let found = (0..candidates).find(|&at| begins_run(bytes, at, run, !more, &measure));
        match found {
            Some(at) => {
                window.advance(at);
                return window.offset() < stop;
            }
            None if more => window.advance(candidates),
            None => {
                window.advance(candidates);
                return false;
            }
        }
    }
    false
}

/// Whether `run` records follow each other from `at`, or fewer that end where the input ends.
fn begins_run(
    bytes: &[u8],
    at: usize,
    run: usize,
    is_whole_rest: bool,
    measure: &impl Fn(&[u8]) -> Option<usize>,
) -> bool {
    let mut position = at;
    for count in 0..run {
        if position == bytes.len() {
            return is_whole_rest && count > 0;
        }
        let Some(rest) = bytes.get(position..) else {
            // The last record runs past the input's end, cut short; two that fit are enough then.
            return count >= 2;
        };
        let Some(len) = measure(rest).filter(|len| (1..=BELIEVED_RECORD_BYTES).contains(len))
        else {
            return false;
        };
        position = position.saturating_add(len);
    }
    true
}
