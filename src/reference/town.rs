//! The commune of a postal address, as far as its postal code and what people call its town tell it.

use super::{Commune, communes, countries, departements, folded};

/// Letters from which the beginning of a name is one.
const MIN_LETTERS: usize = 3;
/// Countries of ISO 3166 whose addresses have French postal codes; the overseas départements are no countries there.
const FRENCH: [&str; 8] = ["FR", "BL", "MF", "NC", "PF", "PM", "TF", "WF"];

/// What an address says of its commune.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Town {
    /// It is abroad, or lacks its postal code or its town.
    Untold,
    Known(Commune),
    /// The communes of the postal code, the largest first: none of them bears the name, or several may.
    Unknown(Vec<Commune>),
}

/// Whether an address of this country is French: France or an overseas territory, by any name of our lists. A blank is France.
pub fn is_french(country: &str) -> bool {
    let typed = folded(country);
    let by_name = |typed: &str| departements().only(typed).map(|found| found.code);
    let overseas = || by_name(&typed).or_else(|| by_name(&format!("la {typed}")));
    typed.is_empty()
        || countries().only(&typed).is_some_and(|found| FRENCH.contains(&found.code))
        || overseas().is_some_and(|code| code.starts_with("97") || code.starts_with("98"))
}

/// The commune of an address. The name may be shortened, or followed by a number of delivery (« Vertou CEDEX 2 »), but it is
/// never another than what the list says of the postal code.
pub fn town(postal_code: &str, name: &str, country: &str) -> Town {
    let code: String = postal_code.chars().filter(|char| !char.is_whitespace()).collect();
    let name = folded(name);
    if code.is_empty() || name.is_empty() || !is_french(country) {
        return Town::Untold;
    }
    let (name, is_cedex) = without_cedex(&name);
    let here = communes().at_postal_code(&code);
    let found = if here.is_empty() && is_cedex { of_cedex(&code, name) } else { among(&here, name) };
    found.map_or(Town::Unknown(here), Town::Known)
}

/// A name without what follows « cedex ».
fn without_cedex(name: &str) -> (&str, bool) {
    let at = name.match_indices("cedex").find(|(at, _)| *at == 0 || name[..*at].ends_with(' '));
    at.map_or((name, false), |(at, _)| (name[..at].trim_end(), true))
}

/// A code of delivery has no commune of its own, and begins as those of its département: there, the name must be that of one
/// commune only.
fn of_cedex(code: &str, name: &str) -> Option<Commune> {
    let length = if code.starts_with("97") || code.starts_with("98") { 3 } else { 2 };
    let start = code.get(..length).filter(|_| code.len() == 5)?;
    let places = communes().search(&format!("{name} {start}")).into_iter();
    let mut found = places
        .map(|place| place.commune)
        .filter(|commune| folded(commune.name) == name && commune.postal_codes().any(|known| known.starts_with(start)));
    let one = found.next()?;
    found.all(|other| other == one).then_some(one)
}

/// The one commune that a name may mean among those of a postal code: its whole name before a beginning of it.
fn among(here: &[Commune], name: &str) -> Option<Commune> {
    let own: Vec<String> = here.iter().map(|commune| folded(commune.name)).collect();
    let only = |is_it: &dyn Fn(&str) -> bool| {
        let mut found = here.iter().zip(&own).filter(|(_, own)| is_it(own)).map(|(commune, _)| *commune);
        found.next().filter(|_| found.next().is_none())
    };
    only(&|own| own == name)
        .or_else(|| only(&|own| without_article(own) == without_article(name)))
        // « Paris 16e arrondissement »: nothing else may be meant where the code has no other commune.
        .or_else(|| only(&|own| here.len() == 1 && name.strip_prefix(own).is_some_and(|rest| rest.starts_with(' '))))
        .or_else(|| only(&|own| begins(without_article(own), without_article(name))))
}

fn without_article(name: &str) -> &str {
    ["l ", "le ", "la ", "les "].iter().find_map(|article| name.strip_prefix(article)).unwrap_or(name)
}

/// Whether each word that was typed begins the word of the name at its place: « st seb s loire ».
fn begins(own: &str, typed: &str) -> bool {
    let mut words = own.split(' ');
    typed.len() >= MIN_LETTERS && typed.split(' ').all(|typed| words.next().is_some_and(|word| word.starts_with(typed)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(postal_code: &str, name: &str) -> Option<&'static str> {
        match town(postal_code, name, "") {
            Town::Known(commune) => Some(commune.code),
            _ => None,
        }
    }

    #[test]
    fn a_town_is_known_however_it_is_written() {
        for (postal_code, name, expected) in [
            ("44000", "NANTES", "44109"),
            (" 44 120", "vertou", "44215"),
            ("75016", "Paris 16e arrondissement", "75056"),
            ("44120", "Vertou cedex", "44215"),
            ("44230", "St Seb s/ Loire", "44190"),
            ("44230", "Saint-Sébastien", "44190"),
            ("94240", "Haÿ-les-Roses", "94038"),
            ("44310", "Saint Philbert", "44188"),
            ("44310", "Limouzinière", "44083"),
            ("44021", "NANTES CEDEX 1", "44109"),
            ("97405", "Saint-Denis Cedex", "97411"),
        ] {
            assert_eq!(told(postal_code, name), Some(expected), "{postal_code} {name}");
        }
    }

    #[test]
    fn nothing_is_guessed() {
        let unknown = |postal_code: &str, name: &str| match town(postal_code, name, "") {
            Town::Unknown(here) => here.iter().map(|commune| commune.name).collect::<Vec<_>>(),
            other => panic!("{postal_code} {name}: {other:?}"),
        };
        assert_eq!(unknown("44120", "Nantes"), ["Vertou"]);
        assert_eq!(unknown("44120", "V"), ["Vertou"], "one letter");
        let several = ["Saint-Philbert-de-Grand-Lieu", "Saint-Colomban", "La Limouzinière", "Saint-Lumine-de-Coutais"];
        assert_eq!(unknown("44310", "Saint"), several);
        assert!(unknown("44021", "Nantes").is_empty(), "no code of delivery is told by its digits alone");
        assert!(unknown("99999", "Vertou cedex").is_empty());
        assert!(unknown("44120 ?", "é cedex").is_empty());
    }

    #[test]
    fn every_commune_is_known_by_its_code_and_its_name() {
        for commune in communes().all() {
            for code in commune.postal_codes() {
                assert_eq!(town(code, commune.name, "France"), Town::Known(commune), "{code}");
            }
        }
    }

    #[test]
    fn france_has_several_names_and_lies_overseas_too() {
        for country in [
            "",
            " ",
            "FR",
            "France",
            "FRANCE",
            "Réunion",
            "la réunion",
            "Guadeloupe",
            "Nouvelle-Calédonie",
            "French Polynesia",
            "Saint-Martin",
            "Saint-Martin (partie française)",
            "Wallis et Futuna",
            "974",
        ] {
            assert!(is_french(country), "{country}");
        }
        for country in
            ["Belgique", "Monaco", "Loire-Atlantique", "44", "Francia ?", "Sint Maarten (Dutch part)", "Atlantide"]
        {
            assert!(!is_french(country), "{country}");
        }
        assert_eq!(town("98000", "Monaco", "Monaco"), Town::Untold);
        assert_eq!(town("44000", "Nantes", "Belgique"), Town::Untold);
        assert_eq!((town("", "Nantes", ""), town("44000", " - ", "")), (Town::Untold, Town::Untold));
        assert!(matches!(town("98800", "Nouméa", "Nouvelle-Calédonie"), Town::Known(_)));
        assert_eq!(town("1050", "Ixelles", ""), Town::Unknown(vec![]));
    }
}
