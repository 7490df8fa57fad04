//! Which bytes does each protocol send?
//!
//! One payload or more for each recogniser, built here from the specification that the recogniser
//! names. The ports are those a capture would show; `STRONG` cases are also recognised without them.

use flowloom::capture::{Application, Protocol};

/// One payload, its ports, and what must be said of it.
#[derive(Clone, Debug)]
pub struct Case {
    pub name: &'static str,
    pub protocol: Protocol,
    /// Source and destination.
    pub ports: [u16; 2],
    pub payload: Vec<u8>,
    pub application: Application,
    pub from_client: Option<bool>,
    /// Whether no port is needed.
    pub strong: bool,
}

/// Bytes from hexadecimal digits; spaces are for the reader.
pub fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text
        .chars()
        .filter_map(|c| c.to_digit(16))
        .map(|digit| digit as u8)
        .collect();
    digits
        .chunks(2)
        .map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0))
        .collect()
}

/// Hexadecimal bytes, then as many zeros as reach `length`.
fn padded(text: &str, length: usize) -> Vec<u8> {
    let mut bytes = hex(text);
    bytes.resize(length, 0);
    bytes
}

/// A prefix of big-endian length, `width` bytes wide.
pub fn counted(width: usize, bytes: &[u8]) -> Vec<u8> {
    let length = (bytes.len() as u32).to_be_bytes();
    [&length[4 - width..], bytes].concat()
}

/// A DNS name on the wire.
pub fn dns_name(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for label in text.split('.').filter(|label| !label.is_empty()) {
        bytes.push(label.len() as u8);
        bytes.extend_from_slice(label.as_bytes());
    }
    bytes.push(0);
    bytes
}

/// A DNS header.
pub fn dns_header(flags: u16, counts: [u16; 4]) -> Vec<u8> {
    [0x1234, flags]
        .iter()
        .chain(&counts)
        .flat_map(|word| word.to_be_bytes())
        .collect()
}

/// A DNS question of class IN.
pub fn dns_question(name: &str, kind: u16) -> Vec<u8> {
    [dns_name(name), kind.to_be_bytes().to_vec(), vec![0, 1]].concat()
}

/// A DNS record of class IN that lives a minute.
pub fn dns_record(owner: &[u8], kind: u16, data: &[u8]) -> Vec<u8> {
    [
        owner,
        &kind.to_be_bytes(),
        &[0, 1, 0, 0, 0, 60],
        &counted(2, data),
    ]
    .concat()
}

/// A response with one question and these answers.
pub fn dns_response(name: &str, kind: u16, answers: &[Vec<u8>]) -> Vec<u8> {
    let header = dns_header(0x8180, [1, answers.len() as u16, 0, 0]);
    [header, dns_question(name, kind), answers.concat()].concat()
}

/// An encoded NetBIOS name on the wire (RFC 1001, 14.1).
pub fn netbios_name(text: &str, suffix: u8) -> Vec<u8> {
    let mut name = [b' '; 16];
    name[..text.len()].copy_from_slice(text.as_bytes());
    name[15] = suffix;
    let letters = name
        .iter()
        .flat_map(|byte| [b'A' + (byte >> 4), b'A' + (byte & 15)]);
    [vec![32], letters.collect(), vec![0]].concat()
}

/// A TLS extension.
fn extension(kind: u16, content: &[u8]) -> Vec<u8> {
    [&kind.to_be_bytes()[..], &counted(2, content)].concat()
}

/// The body of a client's hello with a server name and application protocols.
fn client_hello_body(version: [u8; 2], cookie: &[u8], server: &str, protocols: &[&str]) -> Vec<u8> {
    let name = counted(2, &[&[0][..], &counted(2, server.as_bytes())].concat());
    let protocols: Vec<u8> = protocols
        .iter()
        .flat_map(|it| counted(1, it.as_bytes()))
        .collect();
    let extensions = [
        extension(0x2a2a, &[]),
        extension(0, &name),
        extension(23, &[]),
        extension(16, &counted(2, &protocols)),
        extension(43, &[2, 3, 4]),
    ]
    .concat();
    [
        &version[..],
        &[7; 32],
        &counted(1, &[9; 32]),
        cookie,
        &counted(2, &[0x13, 1, 0x13, 2]),
        &counted(1, &[0]),
        &counted(2, &extensions),
    ]
    .concat()
}

/// A TLS record with a client's hello.
pub fn client_hello(server: &str, protocols: &[&str]) -> Vec<u8> {
    let body = client_hello_body([3, 3], &[], server, protocols);
    let message = [&[1][..], &counted(3, &body)].concat();
    [&[0x16, 3, 1][..], &counted(2, &message)].concat()
}

/// A TLS record with a server's hello that chose `protocol`.
pub fn server_hello(protocol: &str) -> Vec<u8> {
    let chosen = extension(16, &counted(2, &counted(1, protocol.as_bytes())));
    let body = [
        &[3, 3][..],
        &[7; 32],
        &[0],
        &[0xc0, 0x2f],
        &[0],
        &counted(2, &chosen),
    ]
    .concat();
    let message = [&[2][..], &counted(3, &body)].concat();
    [&[0x16, 3, 3][..], &counted(2, &message)].concat()
}

/// A DTLS record with a client's hello.
pub fn dtls_client_hello(server: &str) -> Vec<u8> {
    let body = client_hello_body([0xfe, 0xfd], &[0], server, &["webrtc"]);
    let length = counted(3, &body)[..3].to_vec();
    let message = [&[1][..], &length, &[0, 0], &[0, 0, 0], &length, &body].concat();
    [&[0x16, 0xfe, 0xff][..], &[0; 8], &counted(2, &message)].concat()
}

/// A BER element of at most 127 bytes.
fn ber(tag: u8, content: &[u8]) -> Vec<u8> {
    [&[tag][..], &counted(1, content)].concat()
}

/// A DHCP message with options after the cookie; addresses at their places.
pub fn dhcp(operation: u8, client: [u8; 4], yours: [u8; 4], options: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0; 240];
    bytes[..4].copy_from_slice(&[operation, 1, 6, 0]);
    bytes[12..16].copy_from_slice(&client);
    bytes[16..20].copy_from_slice(&yours);
    bytes[236..240].copy_from_slice(&[0x63, 0x82, 0x53, 0x63]);
    [&bytes, options, &[255]].concat()
}

const TCP: Protocol = Protocol::TCP;
const UDP: Protocol = Protocol::UDP;
const CLIENT: Option<bool> = Some(true);
const SERVER: Option<bool> = Some(false);

/// Every case.
pub fn cases() -> Vec<Case> {
    [
        names(),
        web(),
        lines(),
        remote_and_files(),
        chat(),
        peers(),
        data(),
        plant(),
        tunnels(),
        network(),
    ]
    .concat()
}

/// A case that needs no port.
fn strong(
    name: &'static str,
    protocol: Protocol,
    ports: [u16; 2],
    payload: impl AsRef<[u8]>,
    application: Application,
    from_client: Option<bool>,
) -> Case {
    let payload = payload.as_ref().to_vec();
    Case {
        name,
        protocol,
        ports,
        payload,
        application,
        from_client,
        strong: true,
    }
}

/// A case that needs its port.
fn weak(
    name: &'static str,
    protocol: Protocol,
    ports: [u16; 2],
    payload: impl AsRef<[u8]>,
    application: Application,
    from_client: Option<bool>,
) -> Case {
    Case {
        strong: false,
        ..strong(name, protocol, ports, payload, application, from_client)
    }
}

#[rustfmt::skip]
fn names() -> Vec<Case> {
    use Application::{Dns, Llmnr, Mdns, Nbns};
    let query = [dns_header(0x0100, [1, 0, 0, 0]), dns_question("example.org", 1)].concat();
    let answer = dns_response("example.org", 1, &[dns_record(&[0xc0, 12], 1, &[192, 0, 2, 1])]);
    let announcement =
        [dns_header(0x8400, [0, 1, 0, 0]), dns_record(&dns_name("Printer.local"), 1, &[192, 0, 2, 7])].concat();
    let registration = [
        dns_header(0x2910, [1, 0, 0, 1]),
        netbios_name("OFFICE", 0),
        hex("0020 0001 c00c 0020 0001 000493e0 0006 0000 c0000209"),
    ]
    .concat();
    vec![
        strong("DNS query", UDP, [50000, 53], &query, Dns, CLIENT),
        strong("DNS response", UDP, [53, 50000], &answer, Dns, SERVER),
        strong("DNS over TCP", TCP, [50000, 53], counted(2, &query), Dns, CLIENT),
        weak("DNS refusal", UDP, [53, 50000], dns_header(0x8185, [0; 4]), Dns, SERVER),
        weak("mDNS", UDP, [5353, 5353], &announcement, Mdns, None),
        strong("LLMNR", UDP, [50000, 5355], &query, Llmnr, CLIENT),
        weak("NetBIOS name", UDP, [137, 137], &registration, Nbns, CLIENT),
    ]
}

#[rustfmt::skip]
fn web() -> Vec<Case> {
    use Application::{Http, Quic, Rtsp, Sip, Ssdp, Tls};
    let ssl2 = [counted(2, &[&hex("01 0301 0009 0000 0010 010080 020080 030080")[..], &[5; 16]].concat())].concat();
    let ssl2 = [&[ssl2[0] | 0x80][..], &ssl2[1..]].concat();
    let initial =
        |head: &str, version: &str| padded(&[head, version, "08 0102030405060708 00 00 4496"].concat(), 1200);
    vec![
        strong("TLS hello", TCP, [50000, 443], client_hello("example.org", &["h2"]), Tls, CLIENT),
        strong("TLS server", TCP, [443, 50000], server_hello("h2"), Tls, SERVER),
        strong("TLS alert", TCP, [443, 50000], hex("15 0303 0002 0228"), Tls, None),
        strong("TLS data", TCP, [443, 50000], padded("17 0303 0100", 200), Tls, None),
        strong("SSL 2 hello", TCP, [50000, 443], ssl2, Tls, CLIENT),
        strong("DTLS", UDP, [50000, 4433], dtls_client_hello("call.example.org"), Tls, CLIENT),
        strong("QUIC 1", UDP, [50000, 443], initial("c0", "00000001"), Quic, None),
        strong("QUIC 2", UDP, [50000, 443], initial("d0", "6b3343cf"), Quic, None),
        strong("QUIC draft", UDP, [50000, 443], initial("c0", "ff00001d"), Quic, None),
        strong(
            "QUIC negotiation",
            UDP,
            [443, 50000],
            hex("80 00000000 00 04 01020304 00000001 ff00001d"),
            Quic,
            SERVER,
        ),
        strong("gQUIC", UDP, [50000, 443], padded("0d 0102030405060708 51303433 01", 600), Quic, CLIENT),
        strong("gQUIC 46", UDP, [50000, 443], padded("c3 51303436 50 0102030405060708", 600), Quic, None),
        strong("HTTP request", TCP, [50000, 80], "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n", Http, CLIENT),
        strong("HTTP response", TCP, [80, 50000], "HTTP/1.1 200 OK\r\n\r\n", Http, SERVER),
        strong("HTTP cut", TCP, [50000, 80], "POST /a-long-target-that-goes-on", Http, CLIENT),
        strong("HTTP/2", TCP, [50000, 80], "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", Http, CLIENT),
        strong("SSDP search", UDP, [50000, 1900], "M-SEARCH * HTTP/1.1\r\nST: ssdp:all\r\n\r\n", Ssdp, CLIENT),
        strong("SSDP notify", UDP, [1900, 1900], "NOTIFY * HTTP/1.1\r\nNTS: ssdp:alive\r\n\r\n", Ssdp, None),
        strong("SSDP answer", UDP, [1900, 50000], "HTTP/1.1 200 OK\r\nUSN: uuid:1\r\n\r\n", Ssdp, SERVER),
        strong("SIP request", UDP, [5060, 5060], "INVITE sip:bob@example.org SIP/2.0\r\n\r\n", Sip, CLIENT),
        strong("SIP response", UDP, [5060, 5060], "SIP/2.0 180 Ringing\r\n\r\n", Sip, SERVER),
        strong("RTSP", TCP, [50000, 554], "DESCRIBE rtsp://example.org/a RTSP/1.0\r\nCSeq: 2\r\n\r\n", Rtsp, CLIENT),
    ]
}

#[rustfmt::skip]
fn lines() -> Vec<Case> {
    use Application::{Ftp, Imap, Irc, Pop3, Redis, Smtp, Ssh, Xmpp};
    vec![
        strong("SMTP greeting", TCP, [25, 50000], "220 mx.example.org ESMTP\r\n", Smtp, SERVER),
        strong("SMTP hello", TCP, [50000, 25], "EHLO client.example.org\r\n", Smtp, CLIENT),
        weak("SMTP reply", TCP, [587, 50000], "250-mx.example.org\r\n250 SIZE\r\n", Smtp, SERVER),
        strong("IMAP greeting", TCP, [143, 50000], "* OK IMAP4rev1 ready\r\n", Imap, SERVER),
        weak("IMAP login", TCP, [50000, 143], "a001 LOGIN user secret\r\n", Imap, CLIENT),
        strong("POP3 greeting", TCP, [110, 50000], "+OK POP3 ready\r\n", Pop3, SERVER),
        weak("POP3 user", TCP, [50000, 110], "USER alice\r\n", Pop3, CLIENT),
        strong("FTP greeting", TCP, [21, 50000], "220 FTP server ready.\r\n", Ftp, SERVER),
        weak("FTP user", TCP, [50000, 21], "USER anonymous\r\n", Ftp, CLIENT),
        strong("SSH", TCP, [50000, 22], "SSH-2.0-OpenSSH_9.9\r\n", Ssh, CLIENT),
        strong("IRC numeric", TCP, [6667, 50000], ":irc.example.org 001 bot :Welcome\r\n", Irc, SERVER),
        strong("IRC login", TCP, [50000, 8080], "NICK bot\r\nUSER bot 0 * :bot\r\n", Irc, CLIENT),
        strong("IRC join", TCP, [50000, 6667], "JOIN #control\r\n", Irc, CLIENT),
        strong("IRC notice", TCP, [6667, 50000], "NOTICE AUTH :*** Looking up\r\n", Irc, SERVER),
        weak("IRC ping", TCP, [6667, 50000], "PING :irc.example.org\r\n", Irc, None),
        strong(
            "XMPP",
            TCP,
            [50000, 5222],
            "<?xml version='1.0'?><stream:stream to='example.org' xmlns='jabber:client'>",
            Xmpp,
            None,
        ),
        weak("Redis", TCP, [50000, 6379], "*1\r\n$4\r\nPING\r\n", Redis, CLIENT),
    ]
}

#[rustfmt::skip]
fn remote_and_files() -> Vec<Case> {
    use Application::{DceRpc, Kerberos, Ldap, NbDatagram, NbSession, Nfs, Rdp, Smb, SunRpc, Telnet, Tftp, Vnc};
    let rdp = b"Cookie: mstshash=user\r\n";
    let rdp = [&[3, 0, 0, 11 + 23][..], &[6 + 23, 0xe0, 0, 0, 0, 0, 0], rdp].concat();
    let call = |program: u32| {
        [0x1234_5678, 0, 2, program, 3, 0, 0, 0, 0, 0]
            .iter()
            .flat_map(|it: &u32| it.to_be_bytes())
            .collect::<Vec<u8>>()
    };
    let marked = |bytes: &[u8]| [&(0x8000_0000 | bytes.len() as u32).to_be_bytes()[..], bytes].concat();
    let datagram_138 = [hex("110a 0001 c0000201 008a 0044 0000"), netbios_name("PC", 0), netbios_name("LAN", 0x1e)].concat();
    let bind = ber(0x30, &[hex("020101"), ber(0x60, &hex("020103 0400 8000"))].concat());
    let request = ber(0x6a, &ber(0x30, &hex("a103020105 a20302010a a4023000")));
    let mut datagram = padded("04 00 28 00 10 00 00 00", 80 + 12);
    datagram[24] = 1; // interface
    datagram[74] = 12; // length
    vec![
        weak("SSH exchange", TCP, [22, 50000], padded("0000 0440 0a 14", 300), Application::Ssh, SERVER),
        strong("Telnet", TCP, [23, 50000], hex("fffd18 fffd20 fffd23"), Telnet, SERVER),
        weak("Telnet once", TCP, [23, 50000], hex("fffb01"), Telnet, SERVER),
        strong("RDP request", TCP, [50000, 3389], rdp, Rdp, CLIENT),
        strong("RDP answer", TCP, [3389, 50000], hex("03000013 0ed00000123400 02000800 02000000"), Rdp, SERVER),
        strong("VNC", TCP, [5900, 50000], "RFB 003.008\n", Vnc, None),
        strong("SMB 1", TCP, [50000, 445], padded("00000020 ff534d42 72 00000000 18", 36), Smb, CLIENT),
        strong(
            "SMB 2",
            TCP,
            [445, 50000],
            padded("00000040 fe534d42 40 00 0000 00000000 0000 0100 01", 68),
            Smb,
            SERVER,
        ),
        strong("NetBIOS session", TCP, [50000, 139], padded("81000044 20", 72), NbSession, CLIENT),
        weak("NetBIOS accepted", TCP, [139, 50000], hex("82000000"), NbSession, SERVER),
        weak("NetBIOS datagram", UDP, [138, 138], datagram_138, NbDatagram, None),
        strong("NFS", TCP, [800, 2049], marked(&call(100_003)), Nfs, CLIENT),
        strong("Mount", UDP, [800, 1048], call(100_005), Nfs, CLIENT),
        strong("Port map", UDP, [800, 111], call(100_000), SunRpc, CLIENT),
        weak("Port map reply", UDP, [111, 800], padded("12345678 00000001 00000000", 28), SunRpc, SERVER),
        strong("TFTP", UDP, [50000, 69], b"\x00\x01boot.img\0octet\0", Tftp, CLIENT),
        strong("LDAP bind", TCP, [50000, 389], bind, Ldap, CLIENT),
        weak("LDAP result", TCP, [389, 50000], hex("300c 020101 6107 0a0100 0400 0400"), Ldap, SERVER),
        strong("Kerberos", UDP, [50000, 88], &request, Kerberos, CLIENT),
        strong("Kerberos over TCP", TCP, [50000, 88], counted(4, &request), Kerberos, CLIENT),
        strong("DCE/RPC", TCP, [50000, 135], padded("05000b03 10000000 4800 0000 01000000", 72), DceRpc, CLIENT),
        strong("DCE/RPC datagram", UDP, [50000, 1026], datagram, DceRpc, CLIENT),
    ]
}

#[rustfmt::skip]
fn chat() -> Vec<Case> {
    use Application::{Mqtt, Rtp, Stun};
    let stun = padded("0001 0000 2112a442", 20);
    let report = padded("80c80006 01020304", 28);
    let rtcp = [report, hex("81ca0003 01020304 01026162 00000000")].concat();
    vec![
        strong("STUN", UDP, [50000, 3478], &stun, Stun, CLIENT),
        strong("STUN over TCP", TCP, [50000, 3478], &stun, Stun, CLIENT),
        weak("Old STUN", UDP, [50000, 3478], padded("0001 0000 01020304", 20), Stun, CLIENT),
        strong("RTP G.711", UDP, [40000, 40002], padded("8000 0001 00000000 01020304", 172), Rtp, None),
        weak("RTP", UDP, [40000, 5004], padded("8060 0001 00000000 01020304", 99), Rtp, None),
        strong("RTCP", UDP, [40001, 40003], rtcp, Rtp, None),
        strong("MQTT", TCP, [50000, 1883], b"\x10\x0e\x00\x04MQTT\x04\x02\x00\x3c\x00\x02ab", Mqtt, CLIENT),
        weak("MQTT accepted", TCP, [1883, 50000], hex("20020000"), Mqtt, SERVER),
    ]
}

#[rustfmt::skip]
fn peers() -> Vec<Case> {
    use Application::{BitTorrent, Bitcoin, Edonkey, Ethereum, Gnutella};
    let handshake = [b"\x13BitTorrent protocol".to_vec(), vec![0; 48]].concat();
    let dht = b"d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe";
    let ping = hex("a1b2c3d4e5f60718 ff 090a0b0c0d0e 00 00 03 00 00000000");
    let hello = [&hex("e3 2a000000 01 10")[..], &[3; 40]].concat();
    let mut discovery = vec![0x77; 96];
    discovery.extend(hex("01 01 ea"));
    discovery.resize(97 + 1 + 43, 0x04);
    let rlpx = [&hex("0120 04")[..], &[0x55; 287]].concat();
    let bitcoin = padded("f9beb4d9 76657273696f6e0000000000 64000000 00000000", 124);
    vec![
        strong("BitTorrent", TCP, [50000, 6881], handshake, BitTorrent, None),
        strong("BitTorrent DHT", UDP, [50000, 6881], dht, BitTorrent, CLIENT),
        strong("Tracker", UDP, [50000, 6969], hex("0000041727101980 00000000 01020304"), BitTorrent, CLIENT),
        strong("uTP", UDP, [50000, 6881], hex("4100 1234 00112233 00000000 00100000 0001 0000"), BitTorrent, CLIENT),
        strong("Gnutella", TCP, [50000, 6346], "GNUTELLA CONNECT/0.6\r\nUser-Agent: x\r\n", Gnutella, CLIENT),
        strong("Gnutella ping", UDP, [50000, 6346], &ping, Gnutella, None),
        strong("Gnutella reliable", UDP, [50000, 6346], b"GND\x01\x12\x34\x01\x01data", Gnutella, None),
        strong("eDonkey hello", TCP, [50000, 4662], hello, Edonkey, CLIENT),
        weak("eDonkey", UDP, [50000, 4672], hex("e4 20 00"), Edonkey, None),
        strong("Ethereum discovery", UDP, [30303, 30303], discovery, Ethereum, CLIENT),
        strong("RLPx", TCP, [50000, 30303], rlpx, Ethereum, None),
        strong("Bitcoin", TCP, [50000, 8333], bitcoin, Bitcoin, None),
    ]
}

#[rustfmt::skip]
fn data() -> Vec<Case> {
    use Application::{MongoDb, MsSql, MySql, Postgres};
    let greeting = [&hex("21000000 0a")[..], b"8.0.36\0", &[1; 25]].concat();
    let startup = [&hex("00000017 00030000")[..], b"user\0postgres\0\0"].concat();
    let prelogin = hex(
        "12 01 002f 0000 00 00 0000 1a 0006 01 0020 0001 02 0021 0001 03 0022 0004 04 0026 0001 ff 0900000000 00 00 00 00000000 00",
    );
    let prelogin = [&prelogin[..2], &(prelogin.len() as u16).to_be_bytes(), &prelogin[4..]].concat();
    vec![
        strong("MySQL greeting", TCP, [3306, 50000], greeting, MySql, SERVER),
        weak("MySQL query", TCP, [50000, 3306], b"\x09\x00\x00\x00\x03SELECT 1", MySql, CLIENT),
        strong("PostgreSQL", TCP, [50000, 5432], startup, Postgres, CLIENT),
        strong("PostgreSQL TLS", TCP, [50000, 5432], hex("00000008 04d2162f"), Postgres, CLIENT),
        weak("PostgreSQL ready", TCP, [5432, 50000], hex("5a 00000005 49"), Postgres, SERVER),
        strong("TDS login", TCP, [50000, 1433], prelogin, MsSql, CLIENT),
        weak("TDS answer", TCP, [1433, 50000], padded("0401 0014 0036 01 00", 20), MsSql, SERVER),
        strong("MongoDB", TCP, [50000, 27017], padded("20000000 01000000 00000000 dd070000", 32), MongoDb, CLIENT),
    ]
}

#[rustfmt::skip]
fn plant() -> Vec<Case> {
    use Application::{Bacnet, Coap, Dnp3, EtherNetIp, Melsec, Modbus, S7};
    vec![
        weak("Modbus", TCP, [50000, 502], hex("0001 0000 0006 01 03 0000 000a"), Modbus, CLIENT),
        // The example frame of the link layer in IEEE 1815.
        strong("DNP3", TCP, [50000, 20000], hex("0564 05 c0 0100 0004 e921"), Dnp3, CLIENT),
        strong("BACnet", UDP, [47808, 47808], hex("810b 000c 0120ffff00ff1008"), Bacnet, None),
        strong(
            "EtherNet/IP session",
            TCP,
            [50000, 44818],
            padded("6500 0400 00000000 00000000 0000000000000000 00000000 0100", 28),
            EtherNetIp,
            CLIENT,
        ),
        strong(
            "CIP data",
            UDP,
            [2222, 2222],
            hex("0200 0280 0800 01020304 05060708 b100 0400 00000000"),
            EtherNetIp,
            None,
        ),
        strong("S7", TCP, [50000, 102], hex("03000019 02f080 32010000000000080000 f0000001000101e0"), S7, CLIENT),
        strong("MELSOFT", TCP, [50000, 5562], hex("57000000001111070000ffff0300"), Melsec, CLIENT),
        strong(
            "SLMP",
            TCP,
            [50000, 5007],
            hex("5000 00 ff ff03 00 0c00 1000 0104 0000 640000 a8 0100"),
            Melsec,
            CLIENT,
        ),
        weak("CoAP", UDP, [50000, 5683], hex("40 01 0001 bb 2e77656c6c2d6b6e6f776e"), Coap, CLIENT),
    ]
}

#[rustfmt::skip]
fn tunnels() -> Vec<Case> {
    use Application::{Geneve, Gtp, Isakmp, L2tp, OpenVpn, Pptp, Socks, Teredo, Vxlan, WireGuard};
    let ike = padded("a1b2c3d4e5f60718 0000000000000000 21 20 22 08 00000000 0000001c", 28);
    let pptp = padded("009c 0001 1a2b3c4d 0001 0000 0100", 156);
    let bubble = padded("60000000 0000 3b 15 20010000 c0000201", 40);
    vec![
        strong("WireGuard", UDP, [50000, 51820], padded("01000000", 148), WireGuard, CLIENT),
        weak("WireGuard data", UDP, [50000, 51820], padded("04000000", 96), WireGuard, None),
        strong("OpenVPN", UDP, [50000, 1194], hex("38 0102030405060708 00 00000000"), OpenVpn, CLIENT),
        strong("OpenVPN over TCP", TCP, [50000, 1194], hex("000e 38 0102030405060708 00 00000000"), OpenVpn, CLIENT),
        strong("IKE", UDP, [500, 500], &ike, Isakmp, CLIENT),
        strong("IKE through NAT", UDP, [4500, 4500], [vec![0; 4], ike].concat(), Isakmp, CLIENT),
        strong("L2TP", UDP, [1701, 1701], hex("c802 000c 0000 0000 0000 0001"), L2tp, None),
        strong("PPTP", TCP, [50000, 1723], pptp, Pptp, CLIENT),
        weak("VXLAN", UDP, [50000, 4789], padded("08000000 00007b00", 60), Vxlan, None),
        weak("Geneve", UDP, [50000, 6081], padded("0000 6558 00007b00", 60), Geneve, None),
        weak("GTP", UDP, [2152, 2152], padded("30 ff 0014 00000001 45", 28), Gtp, None),
        strong("Teredo", UDP, [50000, 3544], bubble, Teredo, None),
        weak("SOCKS 5", TCP, [50000, 1080], hex("05 01 00"), Socks, CLIENT),
        weak("SOCKS 4", TCP, [50000, 1080], hex("04 01 0050 c0000201 00"), Socks, CLIENT),
    ]
}

#[rustfmt::skip]
fn network() -> Vec<Case> {
    use Application::{Bgp, Dhcp, Dhcpv6, Hsrp, NetFlow, Ntp, Radius, Rip, SFlow, Slp, Snmp, Syslog, WsDiscovery};
    let snmp = ber(0x30, &[hex("020101"), ber(4, b"public"), ber(0xa0, &hex("020101 020100 020100 3000"))].concat());
    let probe = "<?xml version='1.0'?><e:Envelope xmlns:d='http://schemas.xmlsoap.org/ws/2005/04/discovery'>";
    let ipfix = hex("000a 0018 00000000 00000001 00000000 0100 0008 00000000");
    let sflow = hex("00000005 00000001 c0000201 00000000 00000001 00000001 00000001 00000001 00000000");
    vec![
        strong("DHCP", UDP, [68, 67], dhcp(1, [0; 4], [0; 4], &[53, 1, 1]), Dhcp, CLIENT),
        strong("DHCP answer", UDP, [67, 68], dhcp(2, [0; 4], [192, 0, 2, 9], &[53, 1, 5]), Dhcp, SERVER),
        weak("DHCPv6", UDP, [546, 547], hex("01 123456 0001 0000"), Dhcpv6, CLIENT),
        weak("NTP", UDP, [50000, 123], padded("23", 48), Ntp, CLIENT),
        strong("SNMP", UDP, [50000, 161], snmp, Snmp, CLIENT),
        strong("Syslog", UDP, [50000, 514], "<34>Oct 11 22:14:15 host su: failed", Syslog, CLIENT),
        strong("Syslog 1", UDP, [50000, 514], "<165>1 2003-10-11T22:14:15Z host app - - -", Syslog, CLIENT),
        weak("Syslog bare", UDP, [50000, 514], "<13>hello", Syslog, CLIENT),
        weak("SLP", UDP, [50000, 427], padded("02 01 000014 0000", 20), Slp, CLIENT),
        strong("WS-Discovery", UDP, [50000, 3702], probe, WsDiscovery, None),
        weak("RADIUS", UDP, [50000, 1812], padded("01 01 0014", 20), Radius, CLIENT),
        strong("BGP", TCP, [50000, 179], hex("ffffffffffffffffffffffffffffffff 0013 04"), Bgp, None),
        weak("RIP", UDP, [520, 520], padded("02 02 0000 0002", 24), Rip, None),
        weak("HSRP", UDP, [1985, 1985], padded("00 00 10 03 0a", 20), Hsrp, None),
        strong("NetFlow 5", UDP, [50000, 2055], padded("0005 0001", 72), NetFlow, CLIENT),
        strong(
            "NetFlow 9",
            UDP,
            [50000, 2055],
            hex("0009 0001 00000000 00000000 00000001 00000000 0100 0008 00000000"),
            NetFlow,
            CLIENT,
        ),
        strong("IPFIX", UDP, [50000, 4739], ipfix, NetFlow, CLIENT),
        strong("sFlow", UDP, [50000, 6343], sflow, SFlow, CLIENT),
    ]
}
