//! Lines of text: Internet Relay Chat (RFC 2812) and mail (RFC 5321).

/// What a bot says to log in.
pub fn irc_login(nick: &str) -> Vec<u8> {
    format!("NICK {nick}\r\nUSER {nick} 0 * :{nick}\r\n").into_bytes()
}

/// The server's welcome.
pub fn irc_welcome(server: &str, nick: &str) -> Vec<u8> {
    format!(
        ":{server} 001 {nick} :Welcome\r\n:{server} 002 {nick} :Your host is {server}\r\n\
         :{server} 376 {nick} :End of MOTD\r\n"
    )
    .into_bytes()
}

/// Joining a channel.
pub fn irc_join(channel: &str) -> Vec<u8> {
    format!("JOIN {channel}\r\n").into_bytes()
}

/// The channel's topic, which is the standing order.
pub fn irc_topic(server: &str, nick: &str, channel: &str, topic: &str) -> Vec<u8> {
    format!(":{nick} JOIN {channel}\r\n:{server} 332 {nick} {channel} :{topic}\r\n").into_bytes()
}

/// A message to a channel, from its sender's side or as relayed.
pub fn irc_message(from: Option<&str>, channel: &str, text: &str) -> Vec<u8> {
    match from {
        Some(from) => format!(":{from}!{from}@op.example PRIVMSG {channel} :{text}\r\n"),
        None => format!("PRIVMSG {channel} :{text}\r\n"),
    }
    .into_bytes()
}

/// The server's question whether a client is still there.
pub fn irc_ping(server: &str) -> Vec<u8> {
    format!("PING :{server}\r\n").into_bytes()
}

/// The client's answer.
pub fn irc_pong(server: &str) -> Vec<u8> {
    format!("PONG :{server}\r\n").into_bytes()
}

/// A mail with its header and a body of a few lines.
pub fn mail_body(from: &str, to: &str, subject: &str, lines: u64) -> Vec<u8> {
    let mut text = format!("From: <{from}>\r\nTo: <{to}>\r\nSubject: {subject}\r\n\r\n");
    for _ in 0..lines {
        text.push_str("This is a line of a synthetic message without meaning.\r\n");
    }
    text.push_str(".\r\n");
    text.into_bytes()
}
