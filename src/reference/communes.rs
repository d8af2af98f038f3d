//! Communes with their postal codes.

use super::index::{Index, Terms};
use super::{Searchable, Suggestion, cells, dated, departements, unpacked};
use std::cmp::Reverse;
use std::sync::LazyLock;

/// A commune as it is today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Commune {
    /// INSEE code: « 44109 », « 2A004 ».
    pub code: &'static str,
    pub name: &'static str,
    pub departement: &'static str,
    /// The code of its région.
    pub region: &'static str,
    /// The SIREN of the group of communes that it is in.
    pub epci: Option<&'static str>,
    /// Parted by spaces.
    postal_codes: &'static str,
    /// Inhabitants.
    pub population: u32,
}

impl Commune {
    /// Its postal codes, sorted; none where nobody lives.
    pub fn postal_codes(&self) -> impl Iterator<Item = &'static str> + Clone {
        self.postal_codes.split(' ').filter(|code| !code.is_empty())
    }
}

/// A commune under one of its postal codes: what an address names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub commune: Commune,
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

/// All communes. A record is read when it is asked for: thirty-five thousand of them laid out would take more than the text.
#[derive(Debug)]
pub struct Communes {
    edition: &'static str,
    /// By INSEE code.
    records: Box<[&'static str]>,
    /// A commune and the number of its postal code.
    places: Box<[(u16, u8)]>,
    /// The numbers of the places, sorted by postal code.
    by_postal_code: Box<[u16]>,
    index: Index,
}

static TEXT: LazyLock<Box<str>> = LazyLock::new(|| unpacked(include_bytes!("../../data/communes.tsv.br")));

static COMMUNES: LazyLock<Communes> = LazyLock::new(|| {
    let (edition, records) = dated(&TEXT);
    let records: Box<[&'static str]> = records.collect();
    let mut places = Vec::with_capacity(records.len() + 1_500);
    for (at, record) in (0_u16..).zip(&records) {
        let count = commune(record).postal_codes().count().max(1);
        places.extend((0_u8..).take(count).map(|n| (at, n)));
    }
    let place = |(at, n): (u16, u8)| {
        let commune = commune(records[usize::from(at)]);
        Place { commune, postal_code: commune.postal_codes().nth(n.into()) }
    };
    let mut by_postal_code: Box<[u16]> = (0_u16..).take(places.len()).collect();
    by_postal_code.sort_by_cached_key(|n| place(places[usize::from(*n)]).postal_code);
    let index = Index::of(places.iter().map(|found| terms(place(*found))));
    Communes { edition, records, places: places.into_boxed_slice(), by_postal_code, index }
});

fn commune(record: &'static str) -> Commune {
    let [code, name, departement, epci, postal_codes, population] = cells(record);
    Commune {
        code,
        name,
        departement,
        region: departements().get(departement).map(|departement| departement.region).unwrap_or_default(),
        epci: Some(epci).filter(|epci| !epci.is_empty()),
        postal_codes,
        population: population.parse().unwrap_or(0),
    }
}

fn terms(Place { commune, postal_code }: Place) -> Terms<'static> {
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
    pub fn all(&self) -> impl ExactSizeIterator<Item = Commune> {
        self.records.iter().map(|record| commune(record))
    }

    /// The commune of an INSEE code.
    pub fn get(&self, code: &str) -> Option<Commune> {
        let own = |record: &&'static str| record.split('\t').next().unwrap_or_default();
        self.records.binary_search_by_key(&code, own).ok().map(|at| commune(self.records[at]))
    }

    /// The communes of a postal code, the largest first; none for a blank.
    pub fn at_postal_code(&self, postal_code: &str) -> Vec<Commune> {
        let code = |n: &u16| self.at(usize::from(*n)).postal_code.unwrap_or_default();
        let from = self.by_postal_code.partition_point(|n| code(n) < postal_code);
        let count = self.by_postal_code[from..].partition_point(|n| code(n) == postal_code);
        // Places without a postal code come first: a blank names none of them.
        let here = self.by_postal_code[from..from + count].iter().filter(|_| !postal_code.is_empty());
        let mut found: Vec<Commune> = here.map(|n| self.at(usize::from(*n)).commune).collect();
        found.sort_by_key(|commune| Reverse(commune.population));
        found
    }

    /// A commune under one of its postal codes; without, if it has none.
    pub fn place(&'static self, code: &str, postal_code: Option<&str>) -> Option<Place> {
        let commune = self.get(code)?;
        match postal_code {
            None => commune.postal_codes.is_empty().then_some(Place { commune, postal_code: None }),
            Some(wanted) => {
                let found = commune.postal_codes().find(|known| *known == wanted)?;
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

    fn at(&self, n: usize) -> Place {
        let (at, n) = self.places[n];
        let commune = commune(self.records[usize::from(at)]);
        Place { commune, postal_code: commune.postal_codes().nth(n.into()) }
    }
}

impl Searchable for Communes {
    fn name(&self) -> &'static str {
        "communes"
    }

    fn edition(&self) -> &'static str {
        self.edition
    }

    fn count(&self) -> usize {
        self.records.len()
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
