use super::Example;
use super::identifier::{Identifier, compact, digits};

/// A French social security number (NIR): thirteen characters and a key of two digits. Stored compact, shown as on the card,
/// « 2 55 08 14 168 025 38 ». Who may ask for it is laid down by decree 2019-341.
pub(super) static NIR: Identifier = Identifier {
    name: "nir",
    compact,
    check: |text| is_valid(&compact(text)),
    groups: &[1, 2, 2, 2, 3, 3, 2],
    printed: &[1, 2, 2, 2, 3, 3, 2],
    digits_only: false,
    width: 20,
    example: Example::new(
        r#"{"type": "string", "format": "nir"}"#,
        r#""255081416802538""#,
        Some(r#""2 55 08 14 168 025 39""#),
    ),
};

/// Sex, year, month, département, commune and order (decree 82-103, article 4), and a key (INSEE's schema `NIR_Avec_Clé`): 97
/// less the remainder by 97, where Corsica counts as 19 (2A) and 18 (2B). The month is 1 to 12; 20 to 42 and 50 to 99 when the
/// birth record has none.
fn is_valid(nir: &str) -> bool {
    if nir.len() != 15 || !nir.is_ascii() || !nir.starts_with(['1', '2', '3', '4', '7', '8']) {
        return false;
    }
    let number = match &nir[5..7] {
        "2A" => format!("{}19{}", &nir[..5], &nir[7..13]),
        "2B" => format!("{}18{}", &nir[..5], &nir[7..13]),
        _ => nir[..13].to_owned(),
    };
    let (Some(number), Some(month), Some(key)) = (digits(&number, 13), digits(&nir[3..5], 2), digits(&nir[13..], 2))
    else {
        return false;
    };
    matches!(month, 1..=12 | 20..=42 | 50..=99) && 97 - number % 97 == key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_month_and_the_key_are_checked() {
        for nir in ["255081416802538", "253072B07300470", "295109912611193", "184127645108946"] {
            assert!(is_valid(nir), "{nir}");
        }
        // The last has the right key for its month 13, which doesn't exist.
        for wrong in [
            "255081416802539",
            "253072C07300470",
            "955081416802538",
            "25508141680253",
            "é5508141680253",
            "",
            "255131416802549",
        ] {
            assert!(!is_valid(wrong), "{wrong}");
        }
    }

    #[test]
    fn only_months_that_exist_pass() {
        let with_key = |month: u64| {
            let number = 2_550_014_168_025 + month * 100_000_000;
            format!("{number}{:02}", 97 - number % 97)
        };
        let passing: Vec<u64> = (0..100).filter(|month| is_valid(&with_key(*month))).collect();
        let expected: Vec<u64> = (1..=12).chain(20..=42).chain(50..=99).collect();
        assert_eq!(passing, expected);
    }
}
