//! Which names did the capture show for its hosts?
//!
//! A DNS answer usually comes before the first packet to the address that it names, so names of
//! addresses that are not hosts yet are kept apart until they are. Numbers are bounded: hostile
//! captures can state millions of names.

use foldhash::fast::RandomState;
use hashbrown::HashMap;

use super::{HostDictionary, HostName, NO_CODE, NameDictionary};
use crate::capture::{Address, NameOrigin, ReadLimits};

/// The names of hosts and flows while packets still come in.
#[derive(Clone, Debug)]
pub(super) struct Names {
    /// All names.
    pub dictionary: NameDictionary,
    /// Names of addresses that no packet has shown yet.
    unseen: HashMap<Address, Vec<HostName>, RandomState>,
    /// Entries in `unseen`.
    unseen_count: usize,
    limits: ReadLimits,
}

/// A name or an address was one too many; holds the name of the limit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Full(pub &'static str);

impl Names {
    pub fn new(limits: ReadLimits) -> Self {
        let dictionary = NameDictionary::default();
        Self {
            dictionary,
            unseen: HashMap::default(),
            unseen_count: 0,
            limits,
        }
    }

    /// The code of a name.
    pub fn intern(&mut self, name: &str) -> Result<u32, Full> {
        if name.len() > self.limits.name_bytes {
            return Err(Full("name length"));
        }
        self.dictionary
            .intern(name, self.limits.names)
            .ok_or(Full("names"))
    }

    /// Notes a name for an address, whether or not it is a host already.
    pub fn add(
        &mut self,
        hosts: &mut HostDictionary,
        address: Address,
        origin: NameOrigin,
        name: &str,
    ) -> Result<(), Full> {
        if name.is_empty() {
            return Ok(());
        }
        let name = HostName {
            name: self.intern(name)?,
            origin,
        };
        if let Some(host) = hosts.code(address) {
            return if hosts.add_name(host, name, self.limits.names_per_host) {
                Ok(())
            } else {
                Err(Full("names per host"))
            };
        }
        if self.unseen_count >= self.limits.names {
            return Err(Full("names"));
        }
        let names = self.unseen.entry(address).or_default();
        if names.contains(&name) {
            return Ok(());
        }
        if names.len() >= self.limits.names_per_host {
            return Err(Full("names per host"));
        }
        names.push(name);
        self.unseen_count += 1;
        Ok(())
    }

    /// The code of an address, with the names that were seen for it before; [`NO_CODE`] if the
    /// dictionary is full.
    pub fn host(&mut self, hosts: &mut HostDictionary, address: Address) -> Result<u32, Full> {
        let known = hosts.len();
        let host = hosts
            .intern(address, self.limits.hosts)
            .ok_or(Full("hosts"))?;
        if hosts.len() > known
            && !self.unseen.is_empty()
            && let Some(names) = self.unseen.remove(&address)
        {
            self.unseen_count -= names.len();
            for name in names {
                hosts.add_name(host, name, self.limits.names_per_host);
            }
        }
        Ok(host)
    }

    /// The code of an address that a flow can do without.
    pub fn host_or_none(&mut self, hosts: &mut HostDictionary, address: Address) -> u32 {
        self.host(hosts, address).unwrap_or(NO_CODE)
    }
}
