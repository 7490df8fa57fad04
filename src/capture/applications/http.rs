//! Is this payload HTTP or one of the protocols that borrowed its first line?
//!
//! HTTP/1 (RFC 9112), the preface of HTTP/2 (RFC 9113, 3.4), SIP (RFC 3261), RTSP (RFC 7826) and
//! SSDP (UPnP Device Architecture 2.0) all say what they are in the version field of a request
//! line or status line. Strong: the method and the version must be there, so any port will do.

use std::borrow::Cow;

use super::bytes::{Segment, contains_any_case, first_line, starts_with_any_case};
use super::host_name;
use super::{Application, NameOrigin, Recognised};

const HTTP2_PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n";
const SSDP_PORT: u16 = 1900;
/// How far the Host field is looked for: servers refuse header sections above 8 to 16 KiB, and the
/// field comes early.
const HEADER_BYTES: usize = 4096;
/// Longest method; WebDAV's are the longest in use.
const METHOD_BYTES: usize = 20;

/// Recognises a request or response over a stream; strong.
pub(super) fn stream<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    if bytes.starts_with(HTTP2_PREFACE) {
        return Recognised::client(Application::Http);
    }
    if let Some(application) = response(bytes) {
        return Recognised::server(application);
    }
    let request = Request::read(bytes)?;
    let name = match request.application {
        // The target of a request to a proxy names another host than the packet's destination.
        Application::Http if request.target.first() == Some(&b'/') => host_field(bytes),
        _ => None,
    };
    Some(Recognised {
        application: request.application,
        name,
        alpn: None,
        from_client: Some(true),
    })
}

/// Recognises SIP and SSDP in datagrams; strong, but an HTTP response is SSDP only by its fields.
pub(super) fn datagram<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let bytes = segment.bytes;
    if let Some(application) = response(bytes) {
        let fields = bytes.get(..1024).unwrap_or(bytes);
        return match application {
            Application::Http if segment.on(SSDP_PORT) || contains_any_case(fields, b"\nUSN:") => {
                Recognised::server(Application::Ssdp)
            }
            Application::Http => None,
            other => Recognised::server(other),
        };
    }
    let request = Request::read(bytes)?;
    match (request.application, request.method) {
        (Application::Http, b"M-SEARCH") => Recognised::client(Application::Ssdp),
        // An announcement to everybody, not a request.
        (Application::Http, b"NOTIFY") => Recognised::plain(Application::Ssdp),
        (Application::Http, _) => None,
        (other, _) => Recognised::client(other),
    }
}

/// Which protocol a status line belongs to: version, space, three digits.
fn response(bytes: &[u8]) -> Option<Application> {
    let application = match bytes {
        [
            b'H',
            b'T',
            b'T',
            b'P',
            b'/',
            b'1',
            b'.',
            b'0' | b'1',
            rest @ ..,
        ] => (Application::Http, rest),
        [b'S', b'I', b'P', b'/', b'2', b'.', b'0', rest @ ..] => (Application::Sip, rest),
        [
            b'R',
            b'T',
            b'S',
            b'P',
            b'/',
            b'1' | b'2',
            b'.',
            b'0',
            rest @ ..,
        ] => (Application::Rtsp, rest),
        _ => return None,
    };
    match application.1 {
        [b' ', b'1'..=b'9', b'0'..=b'9', b'0'..=b'9', ..] => Some(application.0),
        _ => None,
    }
}

/// A request line.
struct Request<'a> {
    method: &'a [u8],
    target: &'a [u8],
    application: Application,
}

impl<'a> Request<'a> {
    /// Reads a request line; one that goes on past the captured bytes is HTTP if its method is
    /// HTTP's and its target looks like one.
    fn read(bytes: &'a [u8]) -> Option<Self> {
        // Cheap refusal first: nearly all payloads stop here.
        if !bytes.first()?.is_ascii_uppercase() {
            return None;
        }
        let start = bytes.get(..METHOD_BYTES).unwrap_or(bytes);
        let space = start.iter().position(|byte| !is_method_byte(*byte))?;
        let method = bytes
            .get(..space)
            .filter(|_| start.get(space) == Some(&b' '))?;
        let (line, is_whole) = first_line(bytes.get(space + 1..)?);
        if is_whole {
            let version_at = line.iter().rposition(|&byte| byte == b' ')?;
            let application = match line.get(version_at + 1..)? {
                b"HTTP/1.0" | b"HTTP/1.1" => Application::Http,
                b"SIP/2.0" => Application::Sip,
                b"RTSP/1.0" | b"RTSP/2.0" => Application::Rtsp,
                _ => return None,
            };
            return Some(Self {
                method,
                target: line.get(..version_at)?,
                application,
            });
        }
        let is_target = line.starts_with(b"/") || starts_with_any_case(line, b"http://");
        let is_request =
            is_http_method(method) && is_target && line.iter().all(|&byte| byte > b' ');
        is_request.then_some(Self {
            method,
            target: line,
            application: Application::Http,
        })
    }
}

/// Bytes of methods in use: capitals, hyphen, underscore.
fn is_method_byte(byte: u8) -> bool {
    matches!(byte, b'A'..=b'Z' | b'-' | b'_')
}

/// Methods whose request line may be longer than a segment.
fn is_http_method(method: &[u8]) -> bool {
    matches!(
        method,
        b"GET" | b"POST" | b"PUT" | b"HEAD" | b"DELETE" | b"PATCH" | b"OPTIONS" | b"PROPFIND"
    )
}

/// The Host field of a request, without its port; none if it is an address or damaged.
fn host_field(bytes: &[u8]) -> Option<(NameOrigin, Cow<'_, str>)> {
    let mut rest = bytes.get(..HEADER_BYTES).unwrap_or(bytes);
    loop {
        let end = memchr::memchr(b'\n', rest)?;
        rest = rest.get(end + 1..)?;
        match rest.first()? {
            b'H' | b'h' if starts_with_any_case(rest, b"host:") => break,
            // An empty line ends the header.
            b'\r' | b'\n' => return None,
            _ => {}
        }
    }
    let field = rest.get(5..)?;
    let field = field.get(..memchr::memchr(b'\n', field)?)?.trim_ascii();
    let host = match field.iter().rposition(|&byte| byte == b':') {
        // A port; a bracketed IPv6 address is refused as a name below either way.
        Some(colon) if field.get(colon + 1..)?.iter().all(u8::is_ascii_digit) => {
            field.get(..colon)?
        }
        _ => field,
    };
    Some((NameOrigin::HttpHost, host_name(host)?))
}
