//! Random syntax trees, whose values often occur in the random tables.

use flowloom::capture::{Address, Application, Evidence, Protocol, Tunnel};
use flowloom::flow::DirectionReason;
use flowloom::query::{
    Comparison, Expr, FIELDS, Family, Field, Kind, Member, Network, Pattern, Relation, SHARE_ONE,
    Search, Test, Value, Word,
};
use flowloom::units::Timestamp;
use proptest::prelude::*;
use proptest::sample::select;

/// What texts are put together from, valid or not.
pub const PIECES: &[&str] = &[
    "tcp",
    "ip.addr",
    "port",
    "bytes",
    "tls.sni",
    "host",
    "frame.time",
    "app",
    " ",
    " == ",
    "!=",
    " in ",
    "{",
    "}",
    "(",
    ")",
    "!",
    " not ",
    "&&",
    " or ",
    "^^",
    "80",
    "..",
    ",",
    "10.0.0.0/8",
    "::1",
    "\"a\\\"\"",
    "\"",
    "é",
    "10 MB",
    "2s",
    "contains",
    " matches ",
    "~",
    "0.5",
    "note",
    "tcp.flags.syn",
    "\\",
    "2011-08-10",
    "name",
];

pub fn address() -> impl Strategy<Value = Address> {
    prop_oneof![
        (0..4_u8, 0..4_u8).prop_map(|(a, b)| Address::V4([10, a, 0, b])),
        any::<[u8; 4]>().prop_map(Address::V4),
        (0..4_u8).prop_map(|last| {
            let mut bytes = [0; 16];
            (bytes[0], bytes[1], bytes[15]) = (0x20, 0x01, last);
            Address::V6(bytes)
        }),
        any::<[u8; 16]>().prop_map(Address::V6),
        (0..4_u8).prop_map(|last| Address::Mac([2, 0, 0, 0, 0, last])),
    ]
}

fn network() -> impl Strategy<Value = Network> {
    (address(), 0..=128_u8)
        .prop_map(|(address, bits)| Network::new(address, bits).unwrap_or(Network::single(address)))
}

fn address_of(family: Family) -> impl Strategy<Value = Address> {
    address().prop_filter("of the family", move |address| {
        matches!(
            (family, address),
            (Family::V4, Address::V4(_))
                | (Family::V6, Address::V6(_))
                | (Family::Mac, Address::Mac(_))
        )
    })
}

/// Text that is in the random tables, or nearly.
pub fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => select(vec!["www.example", "WWW.example", "cdn", "a", "10.", "2001:", "ex", ""])
            .prop_map(str::to_owned),
        1 => any::<String>(),
    ]
}

fn small() -> impl Strategy<Value = u64> {
    prop_oneof![
        0..8_u64,
        select(vec![53, 80, 443, 4095, 1_000, 1 << 20, 10_000_000])
    ]
}

fn value(kind: Kind) -> BoxedStrategy<Value> {
    match kind {
        Kind::Address(family) => (address_of(family), 0..=128_u8)
            .prop_map(|(address, bits)| {
                let network = Network::new(address, bits);
                Value::Address(network.unwrap_or(Network::single(address)))
            })
            .boxed(),
        Kind::Host => prop_oneof![
            network().prop_map(Value::Address),
            text()
                .prop_filter("no address", |text| text
                    .parse::<std::net::IpAddr>()
                    .is_err())
                .prop_map(Value::Text),
        ]
        .boxed(),
        Kind::Number(largest) => prop_oneof![small(), any::<u64>()]
            .prop_map(move |number| Value::Number(number.min(largest)))
            .boxed(),
        Kind::Bytes => prop_oneof![small(), any::<u64>()]
            .prop_map(Value::Bytes)
            .boxed(),
        Kind::Duration => prop_oneof![0..6_000_000_000_i64, 0..i64::MAX]
            .prop_map(Value::Duration)
            .boxed(),
        Kind::Time => prop_oneof![0..6_000_000_000_i64, any::<i64>()]
            .prop_map(|nanos| Value::Time(Timestamp(nanos)))
            .boxed(),
        Kind::Share => prop_oneof![
            (0..=100_u32).prop_map(|percent| Value::Share(percent * 10_000)),
            (0..=SHARE_ONE).prop_map(Value::Share),
        ]
        .boxed(),
        Kind::Text => text().prop_map(Value::Text).boxed(),
        Kind::Flag => any::<bool>().prop_map(Value::Flag).boxed(),
        Kind::Application => application().prop_map(Value::Application).boxed(),
        Kind::Protocol => protocol().prop_map(Value::Protocol).boxed(),
        Kind::IpProtocol => protocol()
            .prop_filter("of IP", |protocol| protocol.is_ip())
            .prop_map(Value::Protocol)
            .boxed(),
        Kind::Evidence => select(vec![Evidence::None, Evidence::Port, Evidence::Payload])
            .prop_map(Value::Evidence)
            .boxed(),
        Kind::DirectionReason => select(DirectionReason::ALL.to_vec())
            .prop_map(Value::DirectionReason)
            .boxed(),
        Kind::Tunnel => select(Tunnel::ALL.to_vec()).prop_map(Value::Tunnel).boxed(),
    }
}

pub fn application() -> impl Strategy<Value = Application> {
    use Application::{Dns, Http, Mdns, Quic, Tls, Unknown};
    prop_oneof![
        3 => select(vec![Dns, Http, Mdns, Quic, Tls, Unknown]),
        1 => select(Application::ALL.to_vec()),
    ]
}

pub fn protocol() -> impl Strategy<Value = Protocol> {
    prop_oneof![
        3 => select(vec![Protocol::TCP, Protocol::UDP, Protocol::SCTP, Protocol::ICMP]),
        1 => any::<u16>().prop_map(Protocol),
    ]
}

/// A relation that may or may not fit the kind.
fn relation(kind: Kind) -> BoxedStrategy<Relation> {
    let member = prop_oneof![
        value(kind).prop_map(Member::One),
        (value(kind), value(kind)).prop_map(|(low, high)| Member::Range(low, high)),
    ];
    prop_oneof![
        1 => Just(Relation::Present),
        3 => (select(Comparison::ALL.to_vec()), value(kind))
            .prop_map(|(comparison, value)| Relation::Compare(comparison, value)),
        1 => proptest::collection::vec(value(kind).prop_map(Member::One), 1..4)
            .prop_map(Relation::In),
        1 => proptest::collection::vec(member, 1..4).prop_map(Relation::In),
        1 => text().prop_map(Relation::Contains),
        1 => select(vec!["^www", "cdn|mail", "\\.0\\.[12]$", "(?-i)WWW", "a\"\\\\?"]).prop_map(|text| {
            Relation::Matches(Pattern::new(text).expect("a pattern"))
        }),
    ]
    .boxed()
}

fn field() -> impl Strategy<Value = Field> {
    select(FIELDS.iter().map(|info| info.field).collect::<Vec<_>>())
}

fn word() -> impl Strategy<Value = Word> {
    prop_oneof![
        select(vec![
            "ip", "ipv6", "eth", "tcp", "udp", "dns", "tls", "rdp", "arp"
        ])
        .prop_map(str::to_owned),
        application().prop_map(|application| application.key().to_owned()),
        protocol().prop_map(|protocol| protocol.name().into_owned()),
    ]
    .prop_filter_map("a word", |text| {
        // A few protocols share their name with a field.
        Field::from_name(&text)
            .is_none()
            .then(|| Word::from_text(&text))
            .flatten()
    })
}

fn leaf() -> impl Strategy<Value = Expr> {
    let test = field()
        .prop_flat_map(|field| (Just(field), relation(field.kind())))
        .prop_filter_map("fits the field", |(field, relation)| {
            Test::new(field, relation).ok().map(Expr::Test)
        });
    prop_oneof![
        6 => test,
        1 => word().prop_map(Expr::Is),
        1 => network().prop_map(|network| Expr::Search(Search::Network(network))),
        1 => text().prop_map(|text| Expr::Search(Search::Text(text))),
    ]
}

pub fn expr() -> impl Strategy<Value = Expr> {
    leaf().prop_recursive(4, 24, 4, |inner| {
        let parts = || proptest::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            parts().prop_map(Expr::And),
            parts().prop_map(Expr::Or),
            parts().prop_map(Expr::Xor),
            inner.clone().prop_map(|inner| Expr::Not(Box::new(inner))),
        ]
    })
}
