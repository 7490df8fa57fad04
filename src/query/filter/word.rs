//! Which words stand for a kind of traffic on their own, as in `tcp && !dns`?
//!
//! Layers first, then applications, then protocols: where an application and an IP protocol share
//! a name (`rdp`), the word means the application, and `protocol == rdp` the other.

use super::Family;
use crate::capture::{Application, Protocol};

/// What a [`Word`] stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Meaning {
    /// Flows with addresses of this family: `ip`, `ipv6`, `eth`.
    Layer(Family),
    /// Flows of an application.
    Application(Application),
    /// Flows of a protocol.
    Protocol(Protocol),
}

/// A word that stands for a kind of traffic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Word(Meaning);

/// Wireshark's words for applications that we call otherwise.
const WIRESHARK_WORDS: &[(&str, Application)] = &[
    ("ssl", Application::Tls),
    ("bootp", Application::Dhcp),
    ("cflow", Application::NetFlow),
    ("ike", Application::Isakmp),
    ("mbtcp", Application::Modbus),
    ("mongo", Application::MongoDb),
    ("pgsql", Application::Postgres),
    ("pop", Application::Pop3),
    ("resp", Application::Redis),
    ("rpc", Application::SunRpc),
    ("srvloc", Application::Slp),
    ("tds", Application::MsSql),
    ("wg", Application::WireGuard),
];

impl Word {
    /// The meaning of a word in any case of letters.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let text = text.to_ascii_lowercase();
        let meaning = match text.as_str() {
            "eth" => Meaning::Layer(Family::Mac),
            "ip" => Meaning::Layer(Family::V4),
            "ipv6" => Meaning::Layer(Family::V6),
            // These are searched for: they are everyday words.
            "unknown" => return None,
            _ => {
                let theirs = WIRESHARK_WORDS.iter().find(|(word, _)| *word == text);
                let application = theirs.map(|&(_, application)| application);
                match application.or_else(|| Application::from_key(&text)) {
                    Some(application) => Meaning::Application(application),
                    None => Meaning::Protocol(Protocol::from_name(&text)?),
                }
            }
        };
        Some(Self(meaning))
    }

    /// What it stands for.
    #[must_use]
    pub fn meaning(self) -> Meaning {
        self.0
    }

    /// The word itself.
    #[must_use]
    pub fn text(self) -> std::borrow::Cow<'static, str> {
        match self.0 {
            Meaning::Layer(Family::Mac) => "eth".into(),
            Meaning::Layer(Family::V4) => "ip".into(),
            Meaning::Layer(Family::V6) => "ipv6".into(),
            Meaning::Application(application) => application.key().into(),
            Meaning::Protocol(protocol) => protocol.name(),
        }
    }
}

/// Wireshark's word for an application, if it has one.
pub(super) fn wireshark_word(application: Application) -> Option<&'static str> {
    match application {
        Application::Unknown
        | Application::Ethereum
        | Application::Melsec
        | Application::WsDiscovery => None,
        // Words that both know: ours is Wireshark's too.
        Application::Tls | Application::Dhcp | Application::Isakmp | Application::Modbus => {
            Some(application.key())
        }
        Application::Smb => Some("(smb || smb2)"),
        _ => {
            let theirs = WIRESHARK_WORDS
                .iter()
                .find(|&&(_, theirs)| theirs == application);
            Some(theirs.map_or(application.key(), |(word, _)| word))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_read_as_it_is_written() {
        let protocols = (0..=u16::MAX).map(|code| Protocol(code).name().into_owned());
        let keys = Application::ALL
            .iter()
            .map(|application| application.key().to_owned());
        let layers = ["eth", "ip", "ipv6", "ssl"].map(str::to_owned);
        for text in protocols.chain(keys).chain(layers) {
            if let Some(word) = Word::from_text(&text) {
                assert_eq!(Word::from_text(&word.text()), Some(word), "{text}");
            }
        }
        let rdp = Word::from_text("RDP").map(Word::meaning);
        assert_eq!(rdp, Some(Meaning::Application(Application::Rdp)));
        assert_eq!(Word::from_text("www"), None);
    }
}
