//! How much may a file ask of this program?
//!
//! Every cap on untrusted input is here with its reason. A cap that is reached becomes a note.

/// Caps for reading. The defaults hold for any capture that a real tool writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadLimits {
    /// Largest captured length of one record, in bytes. Wireshark refuses records above 256 KiB,
    /// and above 128 MiB on links that carry jumbo messages (D-Bus, USB); 16 MiB is read in one
    /// piece without harm.
    pub record_bytes: u32,
    /// Largest pcapng block, in bytes. Decryption secrets and name blocks can be large, but are
    /// skipped or cut; packet blocks are bounded by `record_bytes`.
    pub block_bytes: u32,
    /// Bytes searched for the next plausible record after damage. More than the largest record, so
    /// that one record with a wrong length costs only itself.
    pub resync_bytes: u64,
    /// Memory that a decompressor may take for its window, in bytes. `xz -9` needs 65 MiB and
    /// plain `zstd` at most 128 MiB; `zstd --long=31` asks for 2 GiB.
    pub decompression_bytes: u64,
    /// Interfaces in one pcapng section. Real files have under a hundred; the description of each
    /// stays in memory.
    pub interfaces: usize,
    /// Options looked at in one pcapng block; writers use under twenty.
    pub options: usize,
    /// Nested headers in one frame (VLAN tags, MPLS labels, tunnels, IPv6 extensions together).
    /// Real stacks stay under twelve; nesting costs time for each frame.
    pub header_depth: u8,
    /// Longest name kept, in bytes: DNS allows 255 (RFC 1035).
    pub name_bytes: usize,
    /// Distinct names kept. One costs about 60 bytes.
    pub names: usize,
    /// Names kept for one host; a CDN address serves thousands, nobody reads more than a few.
    pub names_per_host: usize,
    /// Distinct addresses. One costs about 60 bytes of dictionary, so this is 4 GB.
    pub hosts: usize,
    /// Flows in the table. One costs up to 96 bytes plus the key while it is built.
    pub flows: usize,
    /// Datagrams whose first fragment is remembered so that later ones find their flow. Also the
    /// number of later fragments that may wait for a first one.
    pub fragments: usize,
    /// Inputs read together; each holds an open file and a buffer.
    pub inputs: usize,
}

impl Default for ReadLimits {
    fn default() -> Self {
        Self {
            record_bytes: 16 << 20,
            block_bytes: 256 << 20,
            resync_bytes: 32 << 20,
            decompression_bytes: 128 << 20,
            interfaces: 65_536,
            options: 1_024,
            header_depth: 24,
            name_bytes: 255,
            names: 8_000_000,
            names_per_host: 16,
            hosts: 64_000_000,
            flows: 100_000_000,
            fragments: 65_536,
            inputs: 4_096,
        }
    }
}
