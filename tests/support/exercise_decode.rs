//! What must hold for whatever bytes reach the decoder?
//!
//! One function that tests, and a fuzzer, call with any bytes.

use flowloom::capture::decode::{AddressChoice, DecodeOptions, decode};
use flowloom::capture::{Address, Fragment, Frame, LinkType, Packet};
use flowloom::units::Timestamp;

/// The link types that are decoded, and one that is not.
pub const LINK_TYPES: [u16; 31] = [
    1, 0, 9, 12, 14, 50, 51, 101, 104, 105, 107, 108, 113, 117, 119, 127, 149, 163, 166, 192, 204,
    205, 206, 228, 229, 239, 258, 276, 195, 147, 65_535,
];

/// Decodes bytes as a frame: the first picks the link type, the second the options, the third
/// whether more was on the wire.
pub fn exercise(bytes: &[u8]) {
    let [link, options, cut, data @ ..] = bytes else {
        return;
    };
    let link_type = LINK_TYPES[usize::from(*link) % LINK_TYPES.len()];
    let addresses = if options & 1 == 0 {
        AddressChoice::Outermost
    } else {
        AddressChoice::Innermost
    };
    let header_depth = if options & 2 == 0 { 24 } else { options >> 2 };
    let original_len = u32::try_from(data.len())
        .unwrap_or(u32::MAX)
        .saturating_add((*cut).into());
    let frame = Frame {
        time: Timestamp(0),
        link_type: LinkType(link_type),
        original_len,
        data,
        input: 0,
        offset: 0,
    };
    check_invariants(
        &frame,
        &decode(
            &frame,
            &DecodeOptions {
                addresses,
                header_depth,
            },
        ),
    );
}

/// What holds for every packet of every frame.
pub fn check_invariants(frame: &Frame<'_>, packet: &Packet<'_>) {
    assert_eq!(packet.original_len, frame.original_len);
    if !packet.payload.is_empty() {
        let (inside, whole) = (packet.payload.as_ptr_range(), frame.data.as_ptr_range());
        assert!(
            whole.start <= inside.start && inside.end <= whole.end,
            "payload is not the frame's"
        );
    }
    let ports = (packet.source_port, packet.destination_port);
    assert!(
        packet.protocol.has_ports() || ports == (0, 0),
        "ports without a transport: {ports:?}"
    );
    assert!(
        !matches!(packet.fragment, Fragment::Later(_)) || ports == (0, 0),
        "guessed ports"
    );
    assert!(packet.vlan.is_none_or(|id| id < 4096));
    match packet.endpoints {
        Some([source, destination]) => {
            assert_eq!(
                source.is_ip(),
                packet.protocol.is_ip(),
                "{:?}",
                packet.protocol
            );
            assert_eq!(
                std::mem::discriminant(&source),
                std::mem::discriminant(&destination),
                "ends of two kinds"
            );
        }
        None => assert!(packet.damage.is_some(), "no addresses and no reason"),
    }
    if let Some(macs) = packet.macs {
        assert!(macs.iter().all(|mac| matches!(mac, Address::Mac(_))));
    }
}
