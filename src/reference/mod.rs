//! Official lists that people choose from: communes, départements, régions, EPCI, countries, schools. Embedded, dated, decoded once,
//! searched without network. `data/README.md` says where they come from. And lists that an official brings, as CSV.

mod communes;
mod fold;
mod index;
mod lists;
mod set;
mod table;
mod town;

pub use communes::{Commune, Communes, Place, communes};
pub use fold::folded;
pub use lists::{Country, Departement, Epci, Region, School, countries, departements, epcis, regions, schools};
pub use set::{Entry, Set};
pub use table::{Fault, Table};
pub use town::{Town, is_french, town};

use std::io::Read;

/// How many answers a search gives at most.
pub const LIMIT: usize = 10;

/// One answer to a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What stands for it: a code, or a code and a postal code.
    pub value: String,
    /// What people read. Typed as it is, it names this entry and no other.
    pub label: String,
    /// What tells it from those that look like it.
    pub hint: Option<String>,
}

/// A list as people search it.
pub trait Searchable: Sync {
    /// Stable, for addresses: `communes`.
    fn name(&self) -> &'static str;

    /// The date of the edition, as ISO 8601.
    fn edition(&self) -> &'static str;

    /// How many entries it has.
    fn count(&self) -> usize;

    /// What a text may mean, best first, at most [`LIMIT`]: a name or its beginnings, whatever the accents, or a code.
    fn suggest(&self, typed: &str, lang: &str) -> Vec<Suggestion>;
}

/// All of them.
pub fn lists() -> [&'static dyn Searchable; 6] {
    [communes(), departements(), regions(), epcis(), countries(), schools()]
}

/// The list of this name: `communes`, `departements`, `regions`, `epci`, `pays`, `etablissements`.
pub fn named(name: &str) -> Option<&'static dyn Searchable> {
    match name {
        "communes" => Some(communes()),
        "departements" => Some(departements()),
        "regions" => Some(regions()),
        "epci" => Some(epcis()),
        "pays" => Some(countries()),
        "etablissements" => Some(schools()),
        _ => None,
    }
}

/// The text of a table that is embedded compressed. Those of a few kilobytes are embedded as they are: a reader for them would
/// save less than it says.
fn unpacked(compressed: &[u8]) -> Box<str> {
    let mut text = String::new();
    let read = brotli_decompressor::Decompressor::new(compressed, 1 << 16).read_to_string(&mut text);
    if read.is_err() {
        unreachable!("the binary carries what a test has read");
    }
    text.into_boxed_str()
}

/// The date of an edition and its records.
fn dated(source: &'static str) -> (&'static str, std::str::Lines<'static>) {
    let mut lines = source.lines();
    (lines.next().unwrap_or_default(), lines)
}

/// The first cells of a record; those that miss are empty.
fn cells<const N: usize>(record: &'static str) -> [&'static str; N] {
    let mut cells = record.split('\t');
    std::array::from_fn(|_| cells.next().unwrap_or_default())
}

#[cfg(test)]
mod tests;
