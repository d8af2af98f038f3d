//! The verdict on numbers that carry a key is that of another library, Python's stdnum.

use crate::support::oracle;
use guichet::form::{Context, Definition, Form};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};

/// Numbers of each kind.
const TRIED: usize = 3_000;

fn digits(random: &mut StdRng, count: usize) -> String {
    (0..count).map(|_| char::from(b'0' + random.random_range(0..10_u8))).collect()
}

/// A number that may be right, or nearly.
fn number(kind: &str, random: &mut StdRng) -> String {
    match kind {
        "siren" => digits(random, 9),
        "siret" => {
            let company = ["732829320", "356000000", "130025265"].choose(random).unwrap();
            format!("{company}{}", digits(random, 5))
        }
        "tax-fr" => {
            let first: u64 = random.random_range(0..4_500_000_000);
            let key = if random.random_bool(0.5) { first % 511 } else { random.random_range(0..1000) };
            format!("{first:010}{key:03}")
        }
        "vat-fr" => {
            let siren = ["303265045", "334175221", "399859412", "123456782", "000061345"].choose(random).unwrap();
            let key: String =
                (0..2).map(|_| *b"0123456789ABCDEFGHJKLMNPQRSTUVWXYZIO".choose(random).unwrap() as char).collect();
            format!("FR{key}{siren}")
        }
        "nir" => {
            let sex = ["1", "2", "3", "4", "7", "8", "1", "2", "5", "9"].choose(random).unwrap();
            let month: u32 = random.random_range(0..100);
            let place = ["44", "75", "2A", "2B", "97", "99"].choose(random).unwrap();
            let body = format!("{sex}{}{month:02}{place}{}", digits(random, 2), digits(random, 6));
            let plain: u64 = body.replace("2A", "19").replace("2B", "18").parse().unwrap();
            let key = if random.random_bool(0.7) { 97 - plain % 97 } else { random.random_range(0..100) };
            format!("{body}{key:02}")
        }
        "bic" => {
            let known = ["AGRIFRPP882", "PSSTFRPPNTE", "DEUTDEFF", "BNPAGPGX", "SOGEREPX", "NCBVXKPR", "ABNABE2A"];
            let mut bic: Vec<u8> = known.choose(random).unwrap().bytes().collect();
            if random.random_bool(0.3) {
                let (first, second) = (random.random_range(b'A'..=b'Z'), random.random_range(b'A'..=b'Z'));
                bic[4..6].copy_from_slice(&[first, second]);
            } else if random.random_bool(0.7) {
                let at = random.random_range(0..bic.len());
                bic[at] = *b"0123456789ABCXYZ".choose(random).unwrap();
            }
            bic.truncate(*[8, 11, 11, 9].choose(random).unwrap());
            String::from_utf8(bic).unwrap()
        }
        _ => {
            let known = [
                "FR1420041010050500013M02606",
                "GB29NWBK60161331926819",
                "NO9386011117947",
                "DE44500105175407324931",
                "BE68539007547034",
                "ES9121000418450200051332",
                "IT60X0542811101000000123456",
                "NL91ABNA0417164300",
                "PT50000201231234567890154",
                "CH9300762011623852957",
                "MT84MALT011000012345MTLCAST001S",
            ];
            let mut iban: Vec<u8> = known.choose(random).unwrap().bytes().collect();
            if random.random_bool(0.7) {
                let at = random.random_range(0..iban.len());
                iban[at] = *b"0123456789ABCXYZ".choose(random).unwrap();
            }
            String::from_utf8(iban).unwrap()
        }
    }
}

/// The sexes and months of the schema that INSEE publishes (`NIR_Avec_Clé`): a month of 20 to 42 or of 50 and more stands where
/// the birth record has none.
fn is_of_insee(nir: &str) -> bool {
    let month: u32 = nir[3..5].parse().unwrap();
    nir.starts_with(['1', '2', '3', '4', '7', '8']) && matches!(month, 1..=12 | 20..=42 | 50..=99)
}

/// Whether the two differ on purpose.
fn is_known(kind: &str, number: &str, ours: bool) -> bool {
    match kind {
        // We also check the French key within an IBAN, which most changed numbers lose, and take no letters for the key of all.
        "iban" => !ours && (number.starts_with("FR") || !number.as_bytes()[2..4].iter().all(u8::is_ascii_digit)),
        // Since its edition of 2014, ISO 9362 lets the first four characters be digits; theirs takes letters.
        "bic" => ours && number[..4].contains(|first: char| first.is_ascii_digit()),
        _ => false,
    }
}

#[test]
fn another_library_says_the_same_of_numbers_with_a_key() {
    let mut random = StdRng::seed_from_u64(20_261_125);
    let kinds = ["bic", "iban", "nir", "siren", "siret", "tax-fr", "vat-fr"];
    let tried = (0..TRIED).flat_map(|_| kinds);
    let asked: Vec<(&str, String)> = tried.map(|kind| (kind, number(kind, &mut random))).collect();
    let questions: Vec<Value> = asked.iter().map(|(kind, number)| json!({"kind": kind, "number": number})).collect();
    let theirs = oracle::answers("identifiers.py", &questions);
    let properties: serde_json::Map<String, Value> =
        kinds.iter().map(|kind| ((*kind).to_owned(), json!({"type": "string", "format": kind}))).collect();
    let schema = json!({"type": "object", "properties": properties});
    let form = Form::compile(&Definition { schema, ..Definition::default() }, &[]).unwrap();
    let mut differences = Vec::new();
    let (mut right, mut odd_months) = (std::collections::BTreeMap::new(), 0);
    for ((kind, number), theirs) in asked.iter().zip(theirs) {
        let ours = form.validate(&json!({ *kind: number }), &Context::default()).is_valid();
        *right.entry(*kind).or_insert(0) += usize::from(ours);
        odd_months += usize::from(*kind == "nir" && ours && number[3..5] > *"12");
        // Theirs looks at the key of a NIR alone.
        let theirs = theirs == true && (*kind != "nir" || is_of_insee(number));
        if ours != theirs && !is_known(kind, number, ours) {
            differences.push(format!("{kind} {number}: ours {ours}, theirs {theirs}"));
        }
    }
    assert!(differences.is_empty(), "{} differences\n{}", differences.len(), differences.join("\n"));
    assert!(right.values().all(|right| (50..TRIED).contains(right)), "there are right ones and wrong ones: {right:?}");
    assert!(odd_months > 200, "{odd_months} right numbers whose month is none of the year's");
}
