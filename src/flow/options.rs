//! How should packets be grouped into flows?

use crate::capture::ReadLimits;
use crate::capture::decode::AddressChoice;
use crate::units::NANOS_PER_SECOND;

/// Choices for reading. The defaults are right for looking at traffic; see each field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadOptions {
    /// Which IP header of a tunnelled packet names the hosts. Default: the outermost.
    pub addresses: AddressChoice,
    /// A flow that has lasted this long is cut, and its next packet begins a new one; 0 = never.
    /// Default 0: exporters cut long flows to report them early, which a capture has no need for.
    pub active_timeout_nanos: i64,
    /// A flow that was silent for longer than this is over; 0 = never. Default one hour: a bot
    /// that pings its server every minute or NTP that polls every 17 minutes stays one flow (the
    /// customary 15 to 120 s cut such a beacon into pieces and hide it), while in captures of
    /// days the same ports used again hours later are a new conversation.
    pub idle_timeout_nanos: i64,
    /// Whether the same addresses and ports in two VLANs are two flows. Default no: a mirror port
    /// often shows one conversation with and without its tag.
    pub vlan_in_key: bool,
    /// Caps on memory.
    pub limits: ReadLimits,
}

/// Default of [`ReadOptions::idle_timeout_nanos`].
pub const DEFAULT_IDLE_TIMEOUT_NANOS: i64 = 3_600 * NANOS_PER_SECOND;

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            addresses: AddressChoice::Outermost,
            active_timeout_nanos: 0,
            idle_timeout_nanos: DEFAULT_IDLE_TIMEOUT_NANOS,
            vlan_in_key: false,
            limits: ReadLimits::default(),
        }
    }
}
