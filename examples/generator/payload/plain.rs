//! What keeps a network running: time (NTP, RFC 5905), management (SNMP, RFC 3416), system logs
//! (RFC 5424) and discovery (SSDP).

/// A time request of NTP version 4, or the answer of a server of stratum 2.
pub fn ntp(seconds: u32, is_answer: bool) -> Vec<u8> {
    let mut out = if is_answer {
        vec![0x24, 2, 6, 0xE9]
    } else {
        vec![0x23, 0, 6, 0xE9]
    };
    out.resize(48, 0);
    if is_answer {
        out[12..16].copy_from_slice(&[192, 0, 2, 1]); // its own source of time
        for place in [16, 32, 40] {
            out[place..place + 4].copy_from_slice(&seconds.to_be_bytes());
        }
    } else {
        out[40..44].copy_from_slice(&seconds.to_be_bytes());
    }
    out
}

/// A request of SNMP version 2c for a device's name, or the answer to it.
pub fn snmp(request: u8, answer: Option<&str>) -> Vec<u8> {
    let object = ber(6, &[0x2B, 6, 1, 2, 1, 1, 5, 0]);
    let value = answer.map_or_else(|| ber(5, &[]), |name| ber(4, name.as_bytes()));
    let list = ber(0x30, &ber(0x30, &[object, value].concat()));
    let fields = [ber(2, &[request]), ber(2, &[0]), ber(2, &[0]), list].concat();
    let unit = ber(if answer.is_some() { 0xA2 } else { 0xA0 }, &fields);
    ber(0x30, &[ber(2, &[1]), ber(4, b"public"), unit].concat())
}

/// A value of the basic encoding rules, shorter than 128 bytes.
fn ber(kind: u8, body: &[u8]) -> Vec<u8> {
    let mut out = vec![kind, body.len() as u8];
    out.extend(body);
    out
}

/// A line of a system log.
pub fn syslog(host: &str, text: &str) -> Vec<u8> {
    format!("<134>1 2025-10-14T09:00:00Z {host} app - - - {text}").into_bytes()
}

/// A search for devices.
pub fn ssdp_search() -> Vec<u8> {
    b"M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: \"ssdp:discover\"\r\nMX: 2\r\nST: ssdp:all\r\n\r\n".to_vec()
}
