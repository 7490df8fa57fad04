//! Peer-to-peer overlays: BitTorrent's distributed hash table (BEP 5), eDonkey's Kademlia, and
//! Gnutella's handshake (version 0.6).

/// A question of BitTorrent's hash table: ping.
pub fn dht_ping(asker: &[u8; 20], transaction: u16) -> Vec<u8> {
    bencoded(
        b"d1:ad2:id20:",
        asker,
        b"e1:q4:ping1:t2:",
        transaction,
        b"1:y1:qe",
    )
}

/// The answer to a ping.
pub fn dht_pong(answerer: &[u8; 20], transaction: u16) -> Vec<u8> {
    bencoded(
        b"d1:rd2:id20:",
        answerer,
        b"e1:t2:",
        transaction,
        b"1:y1:re",
    )
}

/// A question for the peers that know the order of the day.
pub fn dht_get_peers(asker: &[u8; 20], order: &[u8; 20], transaction: u16) -> Vec<u8> {
    let mut head = b"d1:ad2:id20:".to_vec();
    head.extend(asker);
    head.extend(b"9:info_hash20:");
    bencoded(
        &head,
        order,
        b"e1:q9:get_peers1:t2:",
        transaction,
        b"1:y1:qe",
    )
}

fn bencoded(head: &[u8], id: &[u8; 20], middle: &[u8], transaction: u16, tail: &[u8]) -> Vec<u8> {
    let mut out = head.to_vec();
    out.extend(id);
    out.extend(middle);
    out.extend(transaction.to_be_bytes());
    out.extend(tail);
    out
}

/// Kademlia's greeting: identifier, TCP port, version, no tags. The answer differs in its code.
pub fn kad_hello(id: &[u8; 16], is_answer: bool) -> Vec<u8> {
    let mut out = vec![0xE4, if is_answer { 0x19 } else { 0x11 }];
    out.extend(id);
    out.extend(4662_u16.to_le_bytes());
    out.extend([8, 0]);
    out
}

/// A question for two contacts near `target`.
pub fn kad_request(target: &[u8; 16], receiver: &[u8; 16]) -> Vec<u8> {
    let mut out = vec![0xE4, 0x21, 2];
    out.extend(target);
    out.extend(receiver);
    out
}

/// The greeting of eDonkey over TCP, with user hash, address and port, without tags.
pub fn edonkey_hello(hash: &[u8; 16], address: [u8; 4], is_answer: bool) -> Vec<u8> {
    let mut body = if is_answer {
        vec![0x4C]
    } else {
        vec![0x01, 16]
    };
    body.extend(hash);
    body.extend(address);
    body.extend(4662_u16.to_le_bytes());
    body.extend([0; 4]); // no tags
    body.extend([0; 6]); // no server
    let mut out = vec![0xE3];
    out.extend((body.len() as u32).to_le_bytes());
    out.extend(body);
    out
}

/// Gnutella's request for a connection.
pub fn gnutella_connect(address: &str) -> Vec<u8> {
    format!("GNUTELLA CONNECT/0.6\r\nUser-Agent: Starling/1.0\r\nListen-IP: {address}:6346\r\nX-Ultrapeer: False\r\n\r\n")
        .into_bytes()
}

/// Gnutella's consent.
pub fn gnutella_ok() -> Vec<u8> {
    b"GNUTELLA/0.6 200 OK\r\nUser-Agent: Starling/1.0\r\nX-Ultrapeer: True\r\n\r\n".to_vec()
}

/// Gnutella's ping message: identifier, type 0, hops to live 7, no payload.
pub fn gnutella_ping(id: &[u8; 16]) -> Vec<u8> {
    let mut out = id.to_vec();
    out.extend([0, 7, 0, 0, 0, 0, 0]);
    out
}

/// The answer to [`kad_request`]: no contacts known.
pub fn kad_answer(target: &[u8; 16]) -> Vec<u8> {
    let mut out = vec![0xE4, 0x29];
    out.extend(target);
    out.push(0);
    out
}
