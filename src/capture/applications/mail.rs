//! Is this payload mail or file transfer in lines of text: SMTP, IMAP, POP3, FTP?
//!
//! All four open with a greeting of the server, and SMTP and FTP share the number 220, so their
//! greetings count alone only when they name the protocol. The commands `USER` and `PASS` are
//! shared as well and are weak.

use super::bytes::{Segment, contains_any_case, first_line, is_text, starts_with_any_case};
use super::{Application, Recognised};

const SMTP_PORTS: [u16; 3] = [25, 587, 2525];
const FTP_PORT: u16 = 21;
const POP3_PORT: u16 = 110;
const IMAP_PORT: u16 = 143;

/// Recognises a line of any of the four.
pub(super) fn line<'a>(segment: &Segment<'a>) -> Option<Recognised<'a>> {
    let (line, _) = first_line(segment.bytes);
    match line.first()? {
        b'0'..=b'9' => reply(segment, line),
        b'+' | b'-' => pop3_reply(segment, line),
        b'*' => imap_reply(segment, line),
        byte if byte.is_ascii_alphabetic() => command(segment, line),
        _ => None,
    }
}

/// A reply with three digits (RFC 5321, RFC 959). Strong when a greeting names its protocol.
fn reply<'a>(segment: &Segment<'a>, line: &[u8]) -> Option<Recognised<'a>> {
    let [
        b'1'..=b'5',
        b'0'..=b'9',
        b'0'..=b'9',
        b' ' | b'-',
        text @ ..,
    ] = line
    else {
        return None;
    };
    if !is_text(text) {
        return None;
    }
    let is_greeting = line.starts_with(b"220");
    let application = if is_greeting && contains_any_case(text, b"SMTP") {
        Application::Smtp
    } else if is_greeting && contains_any_case(text, b"FTP") {
        Application::Ftp
    } else if segment.on_any(&SMTP_PORTS) {
        Application::Smtp
    } else if segment.on(FTP_PORT) {
        Application::Ftp
    } else {
        return None;
    };
    Recognised::server(application)
}

/// POP3's positive and negative replies (RFC 1939). Strong when a greeting names the protocol.
fn pop3_reply<'a>(segment: &Segment<'a>, line: &[u8]) -> Option<Recognised<'a>> {
    let text = line
        .strip_prefix(b"+OK")
        .or_else(|| line.strip_prefix(b"-ERR"))?;
    let names_itself = line.starts_with(b"+OK") && contains_any_case(text, b"POP3");
    let is_reply = is_text(text) && (names_itself || segment.on(POP3_PORT));
    if is_reply {
        Recognised::server(Application::Pop3)
    } else {
        None
    }
}

/// IMAP's untagged replies (RFC 9051). Strong when a greeting names the protocol.
fn imap_reply<'a>(segment: &Segment<'a>, line: &[u8]) -> Option<Recognised<'a>> {
    let text = line.strip_prefix(b"* ")?;
    let is_greeting = text.starts_with(b"OK") || text.starts_with(b"PREAUTH");
    let names_itself = is_greeting && contains_any_case(text, b"IMAP");
    let is_reply = is_text(text) && (names_itself || segment.on(IMAP_PORT));
    if is_reply {
        Recognised::server(Application::Imap)
    } else {
        None
    }
}

/// A client's command. SMTP's greetings and envelopes are strong, all else is weak.
fn command<'a>(segment: &Segment<'a>, line: &[u8]) -> Option<Recognised<'a>> {
    let starts = |words: &[&[u8]]| words.iter().any(|word| starts_with_any_case(line, word));
    let application = if segment.on(POP3_PORT) {
        starts(&[
            b"USER ", b"PASS ", b"CAPA", b"STAT", b"LIST", b"RETR ", b"DELE ", b"NOOP", b"UIDL",
            b"TOP ", b"AUTH", b"APOP ", b"STLS", b"QUIT",
        ])
        .then_some(Application::Pop3)
    } else if segment.on(FTP_PORT) {
        starts(&[
            b"USER ", b"PASS ", b"ACCT ", b"CWD ", b"CDUP", b"QUIT", b"PORT ", b"PASV", b"EPSV",
            b"EPRT ", b"TYPE ", b"RETR ", b"STOR ", b"LIST", b"NLST", b"PWD", b"XPWD", b"SYST",
            b"FEAT", b"SIZE ", b"MDTM ", b"AUTH ", b"OPTS ", b"NOOP", b"MLSD", b"DELE ", b"HELP",
        ])
        .then_some(Application::Ftp)
    } else if segment.on(IMAP_PORT) {
        is_tagged(line).then_some(Application::Imap)
    } else if segment.on_any(&SMTP_PORTS) {
        starts(&[
            b"EHLO",
            b"HELO",
            b"MAIL FROM:",
            b"RCPT TO:",
            b"DATA",
            b"RSET",
            b"QUIT",
            b"NOOP",
            b"AUTH ",
            b"STARTTLS",
            b"VRFY ",
        ])
        .then_some(Application::Smtp)
    } else {
        // One word that may be a host's name or address.
        let says_hello = starts(&[b"EHLO ", b"HELO ", b"LHLO "])
            && line.get(5..).is_some_and(|host| {
                (1..=255).contains(&host.len()) && host.iter().all(u8::is_ascii_graphic)
            });
        (says_hello || starts(&[b"MAIL FROM:<", b"RCPT TO:<"])).then_some(Application::Smtp)
    };
    let application = application?;
    if is_text(line) {
        Recognised::client(application)
    } else {
        None
    }
}

/// Whether a line is an IMAP command: a tag, a space, a command.
fn is_tagged(line: &[u8]) -> bool {
    let mut words = line.split(|&byte| byte == b' ');
    let (Some(tag), Some(command)) = (words.next(), words.next()) else {
        return false;
    };
    let known: [&[u8]; 16] = [
        b"CAPABILITY",
        b"LOGIN",
        b"AUTHENTICATE",
        b"STARTTLS",
        b"SELECT",
        b"EXAMINE",
        b"LIST",
        b"LSUB",
        b"FETCH",
        b"UID",
        b"NOOP",
        b"LOGOUT",
        b"STATUS",
        b"SEARCH",
        b"IDLE",
        b"ID",
    ];
    (1..=32).contains(&tag.len())
        && tag.iter().all(u8::is_ascii_alphanumeric)
        && known.iter().any(|word| command.eq_ignore_ascii_case(word))
}
