use super::Example;
use super::identifier::{Identifier, compact};
use crate::reference::countries;

/// The code of a bank (BIC), of eight or eleven characters.
pub(super) static BIC: Identifier = Identifier {
    name: "bic",
    compact,
    check: |text| is_valid(&compact(text)),
    groups: &[],
    printed: &[4, 2, 2, 3],
    digits_only: false,
    width: 20,
    example: Example::new(r#"{"type": "string", "format": "bic"}"#, r#""PSSTFRPPNTE""#, Some(r#""PSST FR""#)),
};

/// ISO 9362: four characters for the bank, a country, two for its place, three more or none for the branch. The French
/// départements overseas have country codes of their own (ISO 3166-1), and Kosovo uses XK.
fn is_valid(bic: &str) -> bool {
    let is_form = bic.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
    is_form && matches!(bic.len(), 8 | 11) && is_country(&bic[4..6])
}

fn is_country(code: &str) -> bool {
    matches!(code, "GF" | "GP" | "MQ" | "RE" | "YT" | "XK") || countries().get(code).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_and_the_country_are_checked() {
        for bic in ["PSSTFRPPNTE", "BNPAFRPP", "AGRIRERX", "DEUTDEFF500", "E097AEXX"] {
            assert!(is_valid(bic), "{bic}");
        }
        for wrong in ["PSSTFRPPNT", "BNPAZZPP", "BNPAFR", "BNPAfrPP", "BNPAFRPé", ""] {
            assert!(!is_valid(wrong), "{wrong}");
        }
        assert_eq!(compact("psst fr pp nte"), "PSSTFRPPNTE");
    }
}
