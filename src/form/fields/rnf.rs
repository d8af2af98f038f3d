use super::Example;
use super::identifier::{self, Identifier};

/// The number of a foundation or endowment fund in the national directory (RNF): `075-FDD-00003-01`.
pub(super) static RNF: Identifier = Identifier {
    name: "rnf",
    compact,
    check: |text| is_valid(&compact(text)),
    groups: &[],
    printed: &[],
    digits_only: false,
    width: 20,
    example: Example::new(r#"{"type": "string", "format": "rnf"}"#, r#""075-FDD-00003-01""#, Some(r#""075-FDD-3-01""#)),
};

/// With its hyphens, whether they were typed or not.
fn compact(raw: &str) -> String {
    let text = identifier::compact(raw);
    let parts = text.split_at_checked(3).and_then(|(place, rest)| {
        let letters = rest.bytes().take_while(u8::is_ascii_uppercase).count();
        let (sort, order) = rest.split_at(letters);
        order.split_at_checked(5).map(|(order, version)| format!("{place}-{sort}-{order}-{version}"))
    });
    parts.unwrap_or(text)
}

/// A département on three characters, two to five letters for the sort of body, five digits, two digits. The directory publishes
/// no definition of its numbers: this is the form of those that it gives démarches-simplifiées. They have no key.
fn is_valid(number: &str) -> bool {
    let parts: Vec<&str> = number.split('-').collect();
    let [place, sort, order, version] = parts[..] else { return false };
    let is_digits = |text: &str, length: usize| identifier::digits(text, length).is_some();
    let is_place = is_digits(place, 3) || matches!(place, "02A" | "02B");
    let is_sort = (2..=5).contains(&sort.len()) && sort.bytes().all(|byte| byte.is_ascii_uppercase());
    is_place && is_sort && is_digits(order, 5) && is_digits(version, 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_is_checked() {
        for number in ["075-FDD-00003-01", "044-FE-00012-00", "971-FRUP-00001-02", "02A-FDD-00001-01"] {
            assert!(is_valid(number), "{number}");
            assert_eq!(compact(&number.replace('-', " ").to_lowercase()), number);
        }
        for wrong in ["75-FDD-00003-01", "075-F-00003-01", "075-FDD-0003-01", "075-FDD-00003", "", "éé"] {
            assert!(!is_valid(&compact(wrong)), "{wrong}");
        }
    }
}
