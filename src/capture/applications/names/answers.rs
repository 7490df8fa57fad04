//! Which names does a message of DNS, multicast DNS or LLMNR give to which addresses?
//!
//! A name that an address got by an alias (CNAME) is the name that was asked for, not the canonical
//! one: that is what the client believed to talk to.

use super::CLASS_INTERNET;
use crate::capture::applications::dns::{Message, Name, kind};
use crate::capture::applications::name_text;
use crate::capture::{Address, NameOrigin};

/// Aliases followed in one answer; resolvers give up at 8 to 16.
const MAX_ALIASES: usize = 16;

/// Names in a message of DNS, multicast DNS or LLMNR.
pub(in super::super) fn addresses(
    bytes: &[u8],
    origin: NameOrigin,
    found: &mut dyn FnMut(Address, NameOrigin, &str),
) {
    let Some(message) = Message::new(bytes) else {
        return;
    };
    // An update (RFC 2136) states what a host registers, in the request and again in the answer.
    let is_statement = message.response_code() == 0
        && (message.opcode() == 0 && message.is_response() || message.opcode() == 5);
    if !is_statement {
        return;
    }
    // DNS names differ by case only when a resolver randomizes it; the local protocols keep the
    // spelling that the owner of the name chose.
    let spelled = |name: Name| {
        if origin == NameOrigin::Dns {
            name.lowered()
        } else {
            name
        }
    };
    let aliases = Aliases::of(&message);
    // Other classes in an update ask for a record to be absent.
    for record in message
        .records()
        .filter(|record| record.class & 0x7fff == CLASS_INTERNET)
    {
        let address = match record.kind {
            kind::A => <[u8; 4]>::try_from(record.data).ok().map(Address::V4),
            kind::AAAA => <[u8; 16]>::try_from(record.data).ok().map(Address::V6),
            kind::PTR => {
                let named =
                    Name::read(bytes, record.name_at).and_then(|owner| reversed(owner.as_bytes()));
                if let (Some(address), Some(name)) = (named, Name::read(bytes, record.data_at)) {
                    give(address, origin, &spelled(name), found);
                }
                None
            }
            _ => None,
        };
        let Some(address) = address else { continue };
        let Some(owner) = Name::read(bytes, record.name_at) else {
            continue;
        };
        let name = aliases.as_asked(&owner).unwrap_or(owner);
        give(address, origin, &spelled(name), found);
    }
}

/// Reports a name unless it is the root or the address names nobody.
fn give(
    address: Address,
    origin: NameOrigin,
    name: &Name,
    found: &mut dyn FnMut(Address, NameOrigin, &str),
) {
    if let Some(text) = name_text(name.as_bytes()).filter(|_| !address.is_group()) {
        found(address, origin, &text);
    }
}

/// The chain of aliases from the name that was asked for.
struct Aliases {
    asked: Option<Name>,
    /// Names that the chain leads to.
    chain: Vec<Name>,
}

impl Aliases {
    /// Collects the chain; records may come in any order.
    fn of(message: &Message<'_>) -> Self {
        let bytes = message.bytes();
        let asked = message
            .first_question()
            .and_then(|question| Name::read(bytes, question.name_at));
        let mut chain = Vec::new();
        if let Some(asked) = &asked {
            let links: Vec<(Name, Name)> = message
                .records()
                .filter(|record| record.kind == kind::CNAME)
                .take(MAX_ALIASES)
                .filter_map(|record| {
                    Some((
                        Name::read(bytes, record.name_at)?,
                        Name::read(bytes, record.data_at)?,
                    ))
                })
                .collect();
            let mut last = *asked;
            while chain.len() < MAX_ALIASES {
                let Some((_, target)) = links.iter().find(|(owner, _)| owner.equals(&last)) else {
                    break;
                };
                chain.push(*target);
                last = *target;
            }
        }
        Self { asked, chain }
    }

    /// The name that was asked for, if it leads to `owner`.
    fn as_asked(&self, owner: &Name) -> Option<Name> {
        if self.chain.iter().any(|target| target.equals(owner)) {
            self.asked
        } else {
            None
        }
    }
}

/// The address of a name below `in-addr.arpa` or `ip6.arpa` (RFC 1035, RFC 3596).
fn reversed(name: &[u8]) -> Option<Address> {
    let text = std::str::from_utf8(name).ok()?;
    let digits = |suffix: &str| {
        let split = text.len().checked_sub(suffix.len())?;
        let (labels, end) = (text.get(..split)?, text.get(split..)?);
        end.eq_ignore_ascii_case(suffix).then_some(labels)
    };
    if let Some(labels) = digits(".in-addr.arpa") {
        let mut bytes = [0; 4];
        let mut parts = labels.split('.');
        for byte in bytes.iter_mut().rev() {
            let part = parts.next()?;
            // A sign is none of a number's digits, although it would be read.
            let is_number = part.bytes().all(|byte| byte.is_ascii_digit());
            *byte = part.parse().ok().filter(|_| is_number)?;
        }
        return parts.next().is_none().then_some(Address::V4(bytes));
    }
    let mut bytes = [0; 16];
    let mut parts = digits(".ip6.arpa")?.split('.');
    for byte in bytes.iter_mut().rev() {
        for shift in [0, 4] {
            let part = parts.next()?;
            let nibble = u8::from_str_radix(part, 16)
                .ok()
                .filter(|_| part.len() == 1)?;
            *byte |= nibble << shift;
        }
    }
    parts.next().is_none().then_some(Address::V6(bytes))
}
