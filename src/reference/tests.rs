//! The lists are whole, and what people type is found in them.

use super::*;
use proptest::prelude::*;
use std::collections::HashSet;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

static COMMUNES: LazyLock<Vec<Commune>> = LazyLock::new(|| communes().all().collect());

const SETS: [&str; 6] = ["communes", "departements", "regions", "epci", "pays", "etablissements"];

fn labels(set: &str, typed: &str) -> Vec<String> {
    named(set).unwrap().suggest(typed, "fr").into_iter().map(|found| found.label).collect()
}

#[test]
fn the_lists_are_whole_and_dated() {
    let expected = [
        ("communes", 34_969, "2026-01-01"),
        ("departements", 109, "2026-01-01"),
        ("regions", 26, "2026-01-01"),
        ("epci", 1_255, "2026-01-01"),
        ("pays", 245, "2025-07-17"),
        ("etablissements", 5_150, "2026-10-02"),
    ];
    assert_eq!(lists().map(|list| (list.name(), list.count(), list.edition())), expected);
    for name in SETS {
        assert_eq!(named(name).map(Searchable::name), Some(name));
    }
    assert!(named("planets").is_none());
}

#[test]
fn what_a_list_names_is_in_the_others() {
    let mut codes = HashSet::new();
    for commune in communes().all() {
        assert!(codes.insert(commune.code), "{commune:?}");
        let departement = departements().get(commune.departement);
        assert_eq!(departement.map(|found| found.region), Some(commune.region), "{commune:?}");
        assert!(regions().get(commune.region).is_some(), "{commune:?}");
        assert!(commune.epci.is_none_or(|epci| epcis().get(epci).is_some()), "{commune:?}");
        assert!(commune.postal_codes().all(|code| code.len() == 5), "{commune:?}");
    }
    let alone = communes().all().filter(|commune| commune.epci.is_none()).count();
    assert_eq!(alone, 98, "overseas, and four islands");
    assert!(epcis().all().iter().all(|epci| departements().get(epci.departement).is_some()));
}

#[test]
fn overseas_departements_are_no_countries() {
    for code in ["GP", "MQ", "GF", "RE", "YT"] {
        assert!(countries().get(code).is_none(), "{code}");
    }
    assert_eq!(countries().get("DE").unwrap().name("fr"), "Allemagne");
    assert_eq!(countries().get("DE").unwrap().name("en"), "Germany");
}

#[test]
fn the_best_comes_first() {
    for (set, typed, expected) in [
        ("communes", "vertou", "Vertou (44120)"),
        ("communes", "44 000 nantes", "Nantes (44000)"),
        ("communes", "st herb", "Saint-Herblain (44800)"),
        ("communes", "rose hay", "L'Haÿ-les-Roses (94240)"),
        ("communes", "35000", "Rennes (35000)"),
        ("communes", "2a004", "Ajaccio (20000)"),
        ("communes", "Sainte-Marie 974", "Sainte-Marie (97438)"),
        ("communes", "lyo", "Lyon (69001)"),
        ("communes", "paris 75016", "Paris (75016)"),
        ("communes", "oeting", "Œting (57600)"),
        ("communes", "kerguelen", "Archipel des Kerguelen (98412)"),
        ("departements", "44", "Loire-Atlantique (44)"),
        ("departements", "corse", "Corse-du-Sud (2A)"),
        ("departements", "cotes armor", "Côtes-d'Armor (22)"),
        ("regions", "ile de fr", "Île-de-France"),
        ("epci", "nantes", "Nantes Métropole (44)"),
        ("epci", "communauté de communes faucigny", "CC Faucigny - Glières (74)"),
        ("epci", "200 000 172", "CC Faucigny - Glières (74)"),
        ("pays", "germany", "Allemagne"),
        ("pays", "cote d’iv", "Côte-d'Ivoire"),
        ("etablissements", "clemenceau nantes", "LYCÉE CLEMENCEAU, NANTES (0440021J)"),
        ("etablissements", "Gap sévigné", "LYCÉE PROFESSIONNEL SÉVIGNÉ, Gap (0050009H)"),
        ("etablissements", "0801206b", "LYCÉE SAINT-PIERRE, ABBEVILLE (0801206B)"),
        ("etablissements", "0801206", "LYCÉE SAINT-PIERRE, ABBEVILLE (0801206B)"),
        ("etablissements", "stendhal 38", "LYCÉE GÉNÉRAL STENDHAL, GRENOBLE (0380028Z)"),
    ] {
        assert_eq!(labels(set, typed).first().map(String::as_str), Some(expected), "{set} {typed}");
    }
    for typed in ["", " - ", "zzzz", "99999", "|", "\u{0}"] {
        assert!(labels("communes", typed).is_empty(), "{typed}");
    }
    assert_eq!(labels("communes", "saint").len(), LIMIT);
}

#[test]
fn one_place_is_taken_at_once_and_never_guessed() {
    let only = |typed| communes().only(typed).map(|place| place.label());
    for (typed, expected) in [
        ("44109|44000", "Nantes (44000)"),
        ("44000 Nantes", "Nantes (44000)"),
        ("nantes (44100)", "Nantes (44100)"),
        ("VERTOU", "Vertou (44120)"),
        ("44215", "Vertou (44120)"),
        ("98412|", "Archipel des Kerguelen (98412)"),
    ] {
        assert_eq!(only(typed).as_deref(), Some(expected), "{typed}");
    }
    // Several postal codes, several communes of one name, only a beginning, a code of nothing.
    for typed in ["Nantes", "44109", "Saint-Denis", "verto", "Vertou 75001", "44109|75001", "44109|", "|44000", ""] {
        assert_eq!(only(typed), None, "{typed}");
    }
}

#[test]
fn what_is_shown_names_its_entry_and_no_other() {
    let mut seen = HashSet::new();
    for commune in communes().all() {
        assert_eq!(communes().get(commune.code), Some(commune));
        let mut codes: Vec<_> = commune.postal_codes().map(Some).collect();
        if codes.is_empty() {
            codes.push(None);
        }
        for postal_code in codes {
            let place = Place { commune, postal_code };
            assert!(seen.insert(place.value()));
            assert_eq!(communes().only(&place.value()), Some(place));
            assert_eq!(communes().only(&place.label()), Some(place), "{}", place.label());
        }
    }
    for lang in ["fr", "en"] {
        for entry in departements().all() {
            assert_eq!(departements().only(&entry.label(lang)), Some(*entry));
        }
        for entry in regions().all() {
            assert_eq!(regions().only(&entry.label(lang)), Some(*entry));
        }
        for entry in epcis().all() {
            assert_eq!(epcis().only(&entry.label(lang)), Some(*entry));
        }
        for entry in countries().all() {
            assert_eq!(countries().only(&entry.label(lang)), Some(*entry), "{lang} {entry:?}");
            assert_eq!(countries().only(entry.code), Some(*entry));
        }
        for entry in schools().all() {
            assert_eq!(schools().only(&entry.label(lang)), Some(*entry));
        }
    }
}

/// Five milliseconds are promised of a release; the bound leaves room for a build without optimisation on a busy machine.
/// `cargo test --release --lib reference -- --nocapture` prints the figures.
#[test]
fn a_search_is_quick() {
    let start = Instant::now();
    communes();
    println!("decoded in {:?}", start.elapsed());
    let bound = Duration::from_millis(if cfg!(debug_assertions) { 400 } else { 5 });
    let long = "saint ".repeat(90);
    let texts =
        ["s", "saint", "l", "saint-d", "4", "44", "nantes 44000", "de la sur les", "communaute", "lycee", "zzz", &long];
    for set in SETS {
        let list = named(set).unwrap();
        for typed in texts {
            let timed = || {
                let start = Instant::now();
                list.suggest(typed, "fr");
                start.elapsed()
            };
            let took = (0..5).map(|_| timed()).min().unwrap_or_default();
            println!("{set:<12} {:<14} {took:?}", typed.chars().take(14).collect::<String>());
            assert!(took < bound, "{set} {typed}: {took:?}");
        }
    }
}

/// Kilobytes that this process holds, its own code apart.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse().unwrap_or(0)
}

/// Run alone in a process of its own by the test below.
#[test]
#[ignore = "measures the process that it runs in"]
fn what_the_communes_weigh() {
    let before = resident();
    communes().search("nantes");
    println!("weigh {} kB", resident() - before);
}

#[test]
fn the_communes_weigh_less_than_8_mb() {
    let this = std::env::current_exe().unwrap();
    let name = "reference::tests::what_the_communes_weigh";
    let run = std::process::Command::new(this).args(["--exact", name, "--ignored", "--nocapture"]).output().unwrap();
    let told = String::from_utf8(run.stdout).unwrap();
    let weight = told.lines().find_map(|line| line.strip_prefix("weigh ")?.strip_suffix(" kB")).unwrap();
    println!("{weight} kB");
    assert!(weight.parse::<u64>().unwrap() < 8_000, "{weight} kB");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn each_commune_is_found_by_its_name_and_postal_code(
        at in 0..COMMUNES.len(),
        code in any::<proptest::sample::Index>(),
        (upper, bare) in any::<(bool, bool)>(),
    ) {
        let commune = COMMUNES[at];
        let codes: Vec<_> = commune.postal_codes().collect();
        prop_assume!(!codes.is_empty());
        let code = codes[code.index(codes.len())];
        let mut name = if bare { folded(commune.name) } else { commune.name.to_owned() };
        if upper { name = name.to_uppercase(); }
        for typed in [format!("{name} {code}"), format!("{code} {name}"), format!("{name} ({code})")] {
            let found = communes().search(&typed);
            prop_assert_eq!(found.first().map(|place| (place.commune.code, place.postal_code)), Some((commune.code, Some(code))), "{}", typed);
        }
    }

    #[test]
    fn nothing_typed_makes_a_search_fall(typed in ".{0,60}") {
        for set in SETS {
            prop_assert!(labels(set, &typed).len() <= LIMIT);
        }
        communes().only(&typed);
    }
}
