//! Communes with their postal codes.

use super::index::{Index, Terms};
use super::{Searchable, Suggestion, cells, dated, departements, folded};
use std::collections::HashMap;
use std::io::Read;
use std::sync::LazyLock;

/// A commune as it is today.
#[derive(Debug, PartialEq, Eq)]
pub struct Commune {
    /// INSEE code: « 44109 », « 2A004 ».
    pub code: &'static str,
    pub name: &'static str,
    pub departement: &'static str,
    /// The code of its région.
    pub region: &'static str,
    /// The SIREN of the group of communes that it is in.
    pub epci: Option<&'static str>,
    /// Sorted; none where nobody lives.
    pub postal_codes: Vec<&'static str>,
    /// Inhabitants.
    pub population: u32,
}

/// A commune under one of its postal codes: what an address names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub commune: &'static Commune,
    pub postal_code: Option<&'static str>,
}

impl Place {
    /// « 44109|44000 »
    pub fn value(&self) -> String {
        format!("{}|{}", self.commune.code, self.postal_code.unwrap_or_default())
    }

    /// « Nantes (44000) »
    pub fn label(&self) -> String {
        format!("{} ({})", self.commune.name, self.postal_code.unwrap_or(self.commune.code))
    }
}

/// All communes.
#[derive(Debug)]
pub struct Communes {
    edition: &'static str,
    all: Vec<Commune>,
    by_code: HashMap<&'static str, usize>,
    by_postal_code: HashMap<&'static str, Vec<usize>>,
    /// A commune and the number of its postal code.
    places: Vec<(u32, u16)>,
    index: Index,
}

static TEXT: LazyLock<String> = LazyLock::new(|| {
    let compressed: &[u8] = include_bytes!("../../data/communes.tsv.br");
    let mut text = String::new();
    let read = brotli_decompressor::Decompressor::new(compressed, 1 << 16).read_to_string(&mut text);
    if read.is_err() {
        unreachable!("the binary carries what a test has read");
    }
    text
});

static COMMUNES: LazyLock<Communes> = LazyLock::new(|| {
    let (edition, records) = dated(&TEXT);
    let all: Vec<Commune> = records.map(commune).collect();
    let mut places = Vec::with_capacity(all.len() + all.len() / 50);
    for (at, commune) in (0_u32..).zip(&all) {
        let count = u16::try_from(commune.postal_codes.len().max(1)).unwrap_or(u16::MAX);
        places.extend((0..count).map(|n| (at, n)));
    }
    let index = Index::of(places.iter().map(|place| terms(&all, *place)));
    let by_code = all.iter().enumerate().map(|(at, commune)| (commune.code, at)).collect();
    let mut by_postal_code: HashMap<&'static str, Vec<usize>> = HashMap::new();
    for (at, commune) in all.iter().enumerate() {
        commune.postal_codes.iter().for_each(|code| by_postal_code.entry(code).or_default().push(at));
    }
    Communes { edition, all, by_code, by_postal_code, places, index }
});

fn commune(record: &'static str) -> Commune {
    let [code, name, departement, epci, postal_codes, population] = cells(record);
    Commune {
        code,
        name,
        departement,
        region: departements().get(departement).map(|departement| departement.region).unwrap_or_default(),
        epci: Some(epci).filter(|epci| !epci.is_empty()),
        postal_codes: postal_codes.split(' ').filter(|code| !code.is_empty()).collect(),
        population: population.parse().unwrap_or(0),
    }
}

fn terms(all: &[Commune], (at, n): (u32, u16)) -> Terms {
    let commune = &all[at as usize];
    let postal_code = commune.postal_codes.get(usize::from(n)).copied();
    Terms {
        names: vec![commune.name.to_owned()],
        numbers: postal_code.into_iter().chain([commune.code, commune.departement]).collect(),
        weight: commune.population,
        ..Terms::default()
    }
}

/// The communes, decoded at the first call.
pub fn communes() -> &'static Communes {
    &COMMUNES
}

impl Communes {
    /// The date of the edition, as ISO 8601.
    pub fn edition(&self) -> &'static str {
        self.edition
    }

    /// All communes, by code.
    pub fn all(&self) -> &[Commune] {
        &self.all
    }

    /// The commune of an INSEE code.
    pub fn get(&self, code: &str) -> Option<&Commune> {
        self.by_code.get(code).map(|at| &self.all[*at])
    }

    /// The commune of a postal address. Where a postal code has one commune only, its name may be followed by something:
    /// « Paris 16e arrondissement », « Vertou cedex ».
    pub fn named(&self, postal_code: &str, name: &str) -> Option<&Commune> {
        let digits: String = postal_code.chars().filter(|char| !char.is_whitespace()).collect();
        let here = self.by_postal_code.get(digits.as_str())?;
        let name = folded(name);
        let alone = here.len() == 1;
        let is_it = |commune: &&Commune| {
            let own = folded(commune.name);
            name.strip_prefix(&own).is_some_and(|rest| rest.is_empty() || alone && rest.starts_with(' '))
        };
        here.iter().map(|at| &self.all[*at]).find(is_it)
    }

    /// A commune under one of its postal codes; without, if it has none.
    pub fn place(&'static self, code: &str, postal_code: Option<&str>) -> Option<Place> {
        let commune = self.get(code)?;
        match postal_code {
            None => commune.postal_codes.is_empty().then_some(Place { commune, postal_code: None }),
            Some(wanted) => {
                let found = commune.postal_codes.iter().find(|known| **known == wanted)?;
                Some(Place { commune, postal_code: Some(found) })
            }
        }
    }

    /// What a text may mean, best first, at most [`super::LIMIT`]: a name, a postal code, an INSEE code, or both.
    pub fn search(&'static self, typed: &str) -> Vec<Place> {
        self.index.search(typed).into_iter().map(|n| self.at(n)).collect()
    }

    /// The one place that a text names: « 44109|44000 », « Nantes (44000) », « 44000 Nantes », « Vertou », « 44215 ».
    pub fn only(&'static self, typed: &str) -> Option<Place> {
        if let Some((code, postal_code)) = typed.trim().split_once('|') {
            return self.place(code, Some(postal_code).filter(|code| !code.is_empty()));
        }
        self.index.only(typed).map(|n| self.at(n))
    }

    fn at(&'static self, n: usize) -> Place {
        let (at, n) = self.places[n];
        let commune = &self.all[at as usize];
        Place { commune, postal_code: commune.postal_codes.get(usize::from(n)).copied() }
    }
}

impl Searchable for Communes {
    fn name(&self) -> &'static str {
        "communes"
    }

    fn edition(&self) -> &'static str {
        self.edition
    }

    fn suggest(&self, typed: &str, _lang: &str) -> Vec<Suggestion> {
        let told = |place: Place| Suggestion {
            value: place.value(),
            label: place.label(),
            hint: departements().get(place.commune.departement).map(|departement| departement.name.to_owned()),
        };
        communes().search(typed).into_iter().map(told).collect()
    }
}
