//! Départements, régions, EPCI, countries and schools.

use super::index::Terms;
use super::set::{Entry, Set};
use super::{cells, unpacked};
use std::sync::LazyLock;

/// A département, or an overseas collectivity that is counted with them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Departement {
    /// « 44 », « 2A », « 971 ».
    pub code: &'static str,
    pub name: &'static str,
    /// The code of its région. A collectivity that lies in none is its own.
    pub region: &'static str,
}

/// A région.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    pub code: &'static str,
    pub name: &'static str,
}

/// A group of communes with a tax of its own (établissement public de coopération intercommunale à fiscalité propre).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Epci {
    /// Its SIREN.
    pub code: &'static str,
    pub name: &'static str,
    /// The département of its largest commune.
    pub departement: &'static str,
    /// `CC`, `CA`, `CU`, `METRO`, `MET69`.
    pub kind: &'static str,
    /// Inhabitants.
    pub population: u32,
}

/// A country or a territory of ISO 3166-1, the French départements apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Country {
    /// ISO 3166-1 alpha-2.
    pub code: &'static str,
    pub name_fr: &'static str,
    pub name_en: &'static str,
    /// Other names, parted by ` | `.
    pub others: &'static str,
}

/// A lycée of France: its number is of the register of all schools, of which this list has no others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct School {
    /// UAI.
    pub code: &'static str,
    pub name: &'static str,
    pub town: &'static str,
    /// Of its letters; empty for some overseas.
    pub postal_code: &'static str,
}

impl Country {
    /// Its name in a language, the French one for those that we don't have.
    pub fn name(&self, lang: &str) -> &'static str {
        if lang == "en" { self.name_en } else { self.name_fr }
    }
}

static DEPARTEMENTS: LazyLock<Set<Departement>> = LazyLock::new(|| {
    let entry = |record| {
        let [code, name, region] = cells(record);
        Departement { code, name, region }
    };
    let terms =
        |it: &Departement| Terms { names: vec![it.name.to_owned()], numbers: vec![it.code], ..Terms::default() };
    Set::read("departements", include_str!("../../data/departements.tsv"), entry, terms)
});

static REGIONS: LazyLock<Set<Region>> = LazyLock::new(|| {
    let entry = |record| {
        let [code, name] = cells(record);
        Region { code, name }
    };
    let terms = |it: &Region| Terms { names: vec![it.name.to_owned()], numbers: vec![it.code], ..Terms::default() };
    Set::read("regions", include_str!("../../data/regions.tsv"), entry, terms)
});

static EPCI_TEXT: LazyLock<Box<str>> = LazyLock::new(|| unpacked(include_bytes!("../../data/epci.tsv.br")));

static EPCIS: LazyLock<Set<Epci>> = LazyLock::new(|| {
    let entry = |record| {
        let [code, name, departement, kind, population] = cells(record);
        Epci { code, name, departement, kind, population: population.parse().unwrap_or(0) }
    };
    let terms = |it: &Epci| Terms {
        names: vec![it.name.to_owned()],
        aliases: in_full(it.name).into_iter().collect(),
        numbers: vec![it.code, it.departement],
        weight: it.population,
        label: it.name.contains(|char: char| char.is_ascii_digit()).then(|| it.label("")),
    };
    Set::read("epci", &EPCI_TEXT, entry, terms)
});

static COUNTRIES: LazyLock<Set<Country>> = LazyLock::new(|| {
    let entry = |record| {
        let [code, name_fr, name_en, others] = cells(record);
        Country { code, name_fr, name_en, others }
    };
    let terms = |it: &Country| Terms {
        names: vec![it.name_fr.to_owned(), it.name_en.to_owned()],
        aliases: it.others.split(" | ").chain([it.code]).filter(|name| !name.is_empty()).map(str::to_owned).collect(),
        ..Terms::default()
    };
    Set::read("pays", include_str!("../../data/countries.tsv"), entry, terms)
});

static SCHOOLS_TEXT: LazyLock<Box<str>> = LazyLock::new(|| unpacked(include_bytes!("../../data/schools.tsv.br")));

static SCHOOLS: LazyLock<Set<School>> = LazyLock::new(|| {
    let entry = |record| {
        let [code, name, town, postal_code] = cells(record);
        School { code, name, town, postal_code }
    };
    let terms = |it: &School| Terms {
        names: vec![format!("{} {}", it.name, it.town)],
        aliases: vec![it.code.to_owned()],
        numbers: [it.postal_code, it.code].into_iter().filter(|number| !number.is_empty()).collect(),
        label: Some(it.label("")),
        ..Terms::default()
    };
    Set::read("etablissements", &SCHOOLS_TEXT, entry, terms)
});

/// « CC Faucigny » is also « Communauté de communes Faucigny ».
fn in_full(name: &str) -> Option<String> {
    let (short, rest) = name.split_once(' ')?;
    let full = match short {
        "CC" => "Communauté de communes",
        "CA" => "Communauté d’agglomération",
        "CU" => "Communauté urbaine",
        _ => return None,
    };
    Some(format!("{full} {rest}"))
}

/// Départements and overseas collectivities, by code.
pub fn departements() -> &'static Set<Departement> {
    &DEPARTEMENTS
}

/// Régions, by code.
pub fn regions() -> &'static Set<Region> {
    &REGIONS
}

/// Groups of communes, by SIREN.
pub fn epcis() -> &'static Set<Epci> {
    &EPCIS
}

/// Countries, by code, in French and in English.
pub fn countries() -> &'static Set<Country> {
    &COUNTRIES
}

/// Lycées, by UAI.
pub fn schools() -> &'static Set<School> {
    &SCHOOLS
}

impl Entry for Departement {
    fn code(&self) -> &'static str {
        self.code
    }

    /// « Loire-Atlantique (44) »
    fn label(&self, _lang: &str) -> String {
        format!("{} ({})", self.name, self.code)
    }
}

impl Entry for Region {
    fn code(&self) -> &'static str {
        self.code
    }

    fn label(&self, _lang: &str) -> String {
        self.name.to_owned()
    }
}

impl Entry for Epci {
    fn code(&self) -> &'static str {
        self.code
    }

    /// With a département: some have the same name.
    fn label(&self, _lang: &str) -> String {
        format!("{} ({})", self.name, self.departement)
    }
}

impl Entry for Country {
    fn code(&self) -> &'static str {
        self.code
    }

    fn label(&self, lang: &str) -> String {
        self.name(lang).to_owned()
    }
}

impl Entry for School {
    fn code(&self) -> &'static str {
        self.code
    }

    /// With its number: many towns have several lycées, under one name at times.
    fn label(&self, _lang: &str) -> String {
        format!("{}, {} ({})", self.name, self.town, self.code)
    }
}
