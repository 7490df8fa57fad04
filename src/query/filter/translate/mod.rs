//! How would another tool be asked for the same traffic?
//!
//! What the other language cannot say is left out in the direction that shows more: a part that is
//! required counts as passed, a part that is negated as not passed. So no packet of the flows wanted
//! is lost, unless a remark says so, and every remark says what and why. Later fragments of a
//! datagram are the one silent difference: they carry no ports, and only flows know whose they are.

mod bpf;
mod wireshark;
mod zeek;
mod zeek_words;

use super::{Expr, Filter, Meaning, Search, Test};

/// A filter language of another tool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// Wireshark's and tshark's display filters (wireshark-filter(4)), which test packets.
    Wireshark,
    /// The Berkeley packet filter of tcpdump and libpcap (pcap-filter(7)), which tests packets.
    Bpf,
    /// An expression of Zeek's script language about a connection record `c`.
    Zeek,
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 3] = [Self::Wireshark, Self::Bpf, Self::Zeek];

    /// Its name in the interface.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Wireshark => "Wireshark display filter",
            Self::Bpf => "BPF",
            Self::Zeek => "Zeek expression",
        }
    }
}

/// A filter in another language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Translation {
    /// The text; empty if nothing could be said, which lets everything pass.
    pub text: String,
    /// What is not the same.
    pub remarks: Vec<Remark>,
}

/// What is not the same in another language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The part of the filter, in our language.
    pub part: String,
    /// Whether it is missing from the text, or only means something slightly different.
    pub is_omitted: bool,
    /// Why, as a sentence without a full stop.
    pub why: String,
}

/// How a part can be said.
enum Said {
    /// Exactly.
    Exactly(String),
    /// Nearly; the second text says how it differs.
    Nearly(String, &'static str),
    /// With more passing than should; no use when negated.
    Wider(String, &'static str),
    /// Not at all, and why.
    Not(&'static str),
}

/// The words of a language.
trait Dialect {
    /// `and` and `or`, with spaces around them.
    fn connectives(&self) -> (&'static str, &'static str);
    fn not(&self, inner: &str) -> String;
    fn word(&self, meaning: Meaning) -> Said;
    fn search(&self, search: &Search) -> Said;
    fn test(&self, test: &Test) -> Said;
}

/// Parts of an exclusive or that are written out; each more than doubles the text.
const MAX_XOR: usize = 4;

/// A filter in another language, with what is not the same.
#[must_use]
pub fn translate(filter: &Filter, language: Language) -> Translation {
    let dialect: &dyn Dialect = match language {
        Language::Wireshark => &wireshark::Wireshark,
        Language::Bpf => &bpf::Bpf,
        Language::Zeek => &zeek::Zeek,
    };
    let mut translator = Translator {
        dialect,
        remarks: Vec::new(),
    };
    let text = filter
        .expr()
        .and_then(|expr| translator.say(expr, May::PassMore));
    Translation {
        text: text.map(|said| said.text).unwrap_or_default(),
        remarks: translator.remarks,
    }
}

struct Translator<'a> {
    dialect: &'a dyn Dialect,
    remarks: Vec<Remark>,
}

/// How what is said may differ from what is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum May {
    /// More may pass.
    PassMore,
    /// Less may pass, as under a negation.
    PassLess,
    /// Neither, as within an exclusive or, where each part counts both ways.
    Not,
}

impl May {
    fn negated(self) -> Self {
        match self {
            Self::PassMore => Self::PassLess,
            Self::PassLess => Self::PassMore,
            Self::Not => Self::Not,
        }
    }
}

/// A part in the other language.
struct Part {
    text: String,
    /// Whether it holds together without parentheses.
    is_tight: bool,
}

impl Part {
    fn in_parentheses(&self) -> String {
        if self.is_tight {
            self.text.clone()
        } else {
            format!("({})", self.text)
        }
    }
}

impl Translator<'_> {
    /// The part, or none if it must be left out.
    fn say(&mut self, expr: &Expr, may: May) -> Option<Part> {
        let (and, or) = self.dialect.connectives();
        match expr {
            // Of requirements, some can be left out; of alternatives only under a negation.
            Expr::And(parts) => self.join(parts, and, may, may == May::PassMore),
            Expr::Or(parts) => self.join(parts, or, may, may == May::PassLess),
            Expr::Xor(parts) => self.say_xor(parts, expr),
            Expr::Not(inner) => {
                let inner = self.say(inner, may.negated())?;
                Some(Part {
                    text: self.dialect.not(&inner.in_parentheses()),
                    is_tight: true,
                })
            }
            Expr::Is(word) => {
                let said = self.dialect.word(word.meaning());
                self.take(said, expr, may)
            }
            Expr::Search(search) => {
                let said = self.dialect.search(search);
                self.take(said, expr, may)
            }
            Expr::Test(test) => {
                let said = self.dialect.test(test);
                self.take(said, expr, may)
            }
        }
    }

    fn join(
        &mut self,
        parts: &[Expr],
        connective: &str,
        may: May,
        may_leave_out: bool,
    ) -> Option<Part> {
        let all: Vec<Option<Part>> = parts.iter().map(|part| self.say(part, may)).collect();
        let is_whole = all.iter().all(Option::is_some);
        let said: Vec<Part> = all.into_iter().flatten().collect();
        if said.is_empty() || !(is_whole || may_leave_out) {
            return None;
        }
        if let [_] = said.as_slice() {
            return said.into_iter().next();
        }
        let texts: Vec<String> = said.iter().map(Part::in_parentheses).collect();
        Some(Part {
            text: texts.join(connective),
            is_tight: false,
        })
    }

    /// No version of these languages can be relied on to have an exclusive or, so it is written
    /// out. Each part counts both ways and must be said without widening.
    fn say_xor(&mut self, parts: &[Expr], expr: &Expr) -> Option<Part> {
        if parts.len() > MAX_XOR {
            return self.leave_out(
                expr.to_string(),
                "so many exclusive alternatives are too long",
            );
        }
        let known = self.remarks.len();
        let all: Vec<Option<Part>> = parts.iter().map(|part| self.say(part, May::Not)).collect();
        let is_whole = self
            .remarks
            .iter()
            .skip(known)
            .all(|remark| !remark.is_omitted);
        let (and, or) = self.dialect.connectives();
        let both = all
            .into_iter()
            .collect::<Option<Vec<Part>>>()
            .filter(|_| is_whole)?;
        both.into_iter().reduce(|a, b| {
            let (a, b) = (a.in_parentheses(), b.in_parentheses());
            let (not_a, not_b) = (self.dialect.not(&a), self.dialect.not(&b));
            Part {
                text: format!("({a}{and}{not_b}){or}({not_a}{and}{b})"),
                is_tight: false,
            }
        })
    }

    fn take(&mut self, said: Said, expr: &Expr, may: May) -> Option<Part> {
        let (text, why) = match said {
            Said::Exactly(text) => (text, None),
            Said::Nearly(text, why) => (text, Some(why)),
            Said::Wider(text, why) if may == May::PassMore => (text, Some(why)),
            Said::Wider(_, why) | Said::Not(why) => return self.leave_out(expr.to_string(), why),
        };
        if let Some(why) = why {
            self.remark(expr.to_string(), false, why);
        }
        // Alternatives within one test are already in parentheses.
        Some(Part {
            text,
            is_tight: true,
        })
    }

    fn leave_out(&mut self, part: String, why: &str) -> Option<Part> {
        self.remark(part, true, why);
        None
    }

    fn remark(&mut self, part: String, is_omitted: bool, why: &str) {
        self.remarks.push(Remark {
            part,
            is_omitted,
            why: why.to_owned(),
        });
    }
}

/// Alternatives as one text that holds together.
fn any_of(texts: Vec<String>, or: &str) -> String {
    match texts.as_slice() {
        [one] => one.clone(),
        _ => format!("({})", texts.join(or)),
    }
}
