//! What printers, phones, sensors and servers of an office say: SMB 2/3, remote desktop, IPP
//! (RFC 8010), SIP (RFC 3261), RTP (RFC 3550), MQTT 3.1.1, Modbus/TCP and the secure shell.

use super::{filler, with_len16};

/// A negotiation of SMB 2 that offers version 3.1.1 down to 2.1.
pub fn smb_negotiate() -> Vec<u8> {
    let mut out = smb_header(0, 0);
    out.extend([36, 0, 3, 0, 1, 0, 0, 0, 0x7F, 0, 0, 0]);
    out.extend([0x33; 16]);
    out.extend([0; 8]);
    out.extend([0x10, 2, 0, 3, 2, 3]);
    session_message(&out)
}

/// The answer: version 3.0.2, signing, no security token.
pub fn smb_negotiated() -> Vec<u8> {
    let mut out = smb_header(0, 1);
    out.extend([65, 0, 1, 0, 2, 3, 0, 0]);
    out.extend([0x44; 16]);
    out.extend([0x7F, 0, 0, 0, 0, 0, 0x80, 0, 0, 0, 0x80, 0, 0, 0, 0x80, 0]);
    out.extend([0; 16]);
    out.extend([0x80, 0, 0, 0, 0, 0, 0, 0]);
    session_message(&out)
}

/// An encrypted message of SMB 3 with `len` bytes.
pub fn smb_sealed(len: usize) -> Vec<u8> {
    let mut out = b"\xFDSMB".to_vec();
    out.extend([0x55; 16]);
    out.extend([0x66; 16]);
    out.extend((len as u32).to_le_bytes());
    out.extend([0, 0, 1, 0]);
    out.extend([7, 0, 0, 0, 0, 0, 0, 0]);
    out.extend(filler(len));
    session_message(&out)
}

fn smb_header(command: u16, flags: u32) -> Vec<u8> {
    let mut out = b"\xFESMB".to_vec();
    out.extend([64, 0, 0, 0, 0, 0, 0, 0]);
    out.extend(command.to_le_bytes());
    out.extend([1, 0]);
    out.extend(flags.to_le_bytes());
    out.resize(64, 0);
    out
}

fn session_message(body: &[u8]) -> Vec<u8> {
    let mut out = (body.len() as u32).to_be_bytes().to_vec();
    out.extend(body);
    out
}

/// A request for a remote desktop over TLS.
pub fn desktop_request(user: &str) -> Vec<u8> {
    let cookie = format!("Cookie: mstshash={user}\r\n");
    let mut body = vec![0xE0, 0, 0, 0, 0, 0];
    body.extend(cookie.as_bytes());
    body.extend([1, 0, 8, 0, 1, 0, 0, 0]);
    transport_unit(&body)
}

/// The consent to TLS.
pub fn desktop_answer() -> Vec<u8> {
    transport_unit(&[0xD0, 0, 0, 0x12, 0x34, 0, 2, 0x1F, 8, 0, 1, 0, 0, 0])
}

fn transport_unit(body: &[u8]) -> Vec<u8> {
    let mut out = vec![3, 0];
    out.extend((body.len() as u16 + 5).to_be_bytes());
    out.push(body.len() as u8);
    out.extend(body);
    out
}

/// A print job of `len` bytes.
pub fn print_job(printer: &str, len: usize) -> Vec<u8> {
    let mut job = vec![2, 0, 0, 2, 0, 0, 0, 1, 1];
    for (kind, name, value) in [
        (0x47, "attributes-charset", "utf-8"),
        (0x48, "attributes-natural-language", "en"),
    ] {
        job.push(kind);
        job.extend(with_len16(name.as_bytes()));
        job.extend(with_len16(value.as_bytes()));
    }
    job.push(3);
    job.extend(filler(len));
    let mut out = format!(
        "POST /ipp/print HTTP/1.1\r\nHost: {printer}:631\r\nContent-Type: application/ipp\r\nContent-Length: {}\r\n\r\n",
        job.len()
    )
    .into_bytes();
    out.extend(job);
    out
}

/// The printer's consent.
pub fn print_answer() -> Vec<u8> {
    let mut out =
        b"HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\nContent-Length: 9\r\n\r\n".to_vec();
    out.extend([2, 0, 0, 0, 0, 0, 0, 1, 3]);
    out
}

/// Who calls whom, and where they listen for sound.
#[derive(Clone, Debug)]
pub struct Call {
    pub caller: String,
    pub callee: String,
    pub exchange: String,
    pub number: u32,
}

/// A SIP request, with a description of the sound where there is one.
pub fn sip_request(method: &str, call: &Call, sound: Option<(&str, u16)>) -> Vec<u8> {
    let first = format!("{method} sip:{}@{} SIP/2.0\r\n", call.callee, call.exchange);
    sip(&first, method, call, sound)
}

/// A SIP answer.
pub fn sip_answer(status: &str, method: &str, call: &Call, sound: Option<(&str, u16)>) -> Vec<u8> {
    sip(&format!("SIP/2.0 {status}\r\n"), method, call, sound)
}

fn sip(first: &str, method: &str, call: &Call, sound: Option<(&str, u16)>) -> Vec<u8> {
    let Call {
        caller,
        callee,
        exchange,
        number,
    } = call;
    let body = sound.map_or_else(String::new, |(address, port)| {
        format!(
            "v=0\r\no=- 1 1 IN IP4 {address}\r\ns=call\r\nc=IN IP4 {address}\r\nt=0 0\r\nm=audio {port} RTP/AVP 0\r\n\
             a=rtpmap:0 PCMU/8000\r\n"
        )
    });
    let kind = if body.is_empty() {
        ""
    } else {
        "Content-Type: application/sdp\r\n"
    };
    format!(
        "{first}Via: SIP/2.0/UDP {exchange};branch=z9hG4bK{number}\r\nMax-Forwards: 70\r\nFrom: <sip:{caller}@{exchange}>;tag=1\r\n\
         To: <sip:{callee}@{exchange}>\r\nCall-ID: {number}@{exchange}\r\nCSeq: 1 {method}\r\n{kind}Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// Twenty milliseconds of silence, as µ-law says it.
pub fn rtp(sequence: u16, source: u32) -> Vec<u8> {
    let mut out = vec![0x80, 0];
    out.extend(sequence.to_be_bytes());
    out.extend((u32::from(sequence) * 160).to_be_bytes());
    out.extend(source.to_be_bytes());
    out.resize(12 + 160, 0xFF);
    out
}

/// MQTT's greeting of a client with a name.
pub fn mqtt_connect(client: &str) -> Vec<u8> {
    let mut body = with_len16(b"MQTT");
    body.extend([4, 2, 0, 60]);
    body.extend(with_len16(client.as_bytes()));
    mqtt(0x10, &body)
}

/// MQTT's welcome.
pub fn mqtt_welcome() -> Vec<u8> {
    mqtt(0x20, &[0, 0])
}

/// A value under a topic.
pub fn mqtt_publish(topic: &str, value: &str) -> Vec<u8> {
    let mut body = with_len16(topic.as_bytes());
    body.extend(value.as_bytes());
    mqtt(0x30, &body)
}

/// MQTT's question whether the other is there (0xC0), and the answer (0xD0).
pub fn mqtt_ping(kind: u8) -> Vec<u8> {
    mqtt(kind, &[])
}

fn mqtt(kind: u8, body: &[u8]) -> Vec<u8> {
    let mut out = vec![kind, body.len() as u8];
    out.extend(body);
    out
}

/// A question for ten registers of a controller.
pub fn modbus_read(transaction: u16) -> Vec<u8> {
    modbus(transaction, &[1, 3, 0, 0, 0, 10])
}

/// The ten registers.
pub fn modbus_registers(transaction: u16, value: u16) -> Vec<u8> {
    let mut body = vec![1, 3, 20];
    for register in 0..10 {
        body.extend((value + register).to_be_bytes());
    }
    modbus(transaction, &body)
}

fn modbus(transaction: u16, body: &[u8]) -> Vec<u8> {
    let mut out = transaction.to_be_bytes().to_vec();
    out.extend([0, 0]);
    out.extend(with_len16(body));
    out
}

/// The line with which each side of the secure shell begins.
pub fn shell_version(software: &str) -> Vec<u8> {
    format!("SSH-2.0-{software}\r\n").into_bytes()
}

/// The secure shell's offer of algorithms, in the plain.
pub fn shell_offer() -> Vec<u8> {
    let lists = [
        "curve25519-sha256",
        "ssh-ed25519",
        "aes256-ctr",
        "aes256-ctr",
        "hmac-sha2-256",
        "hmac-sha2-256",
        "none",
        "none",
        "",
        "",
    ];
    let mut message = vec![20];
    message.extend([0x5C; 16]);
    for list in lists {
        message.extend((list.len() as u32).to_be_bytes());
        message.extend(list.as_bytes());
    }
    message.extend([0; 5]);
    let padding = 8 - (message.len() + 5) % 8 + 8;
    let mut out = ((message.len() + padding + 1) as u32)
        .to_be_bytes()
        .to_vec();
    out.push(padding as u8);
    out.extend(message);
    out.resize(out.len() + padding, 0);
    out
}

/// A packet of the secure shell after the keys are agreed on: only its length is plain to see.
pub fn shell_sealed(len: usize) -> Vec<u8> {
    filler(len)
}
