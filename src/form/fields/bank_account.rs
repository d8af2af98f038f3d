use super::bic::BIC;
use super::iban::IBAN;
use super::identifier::Identifier;
use super::{Example, Facts, Kind, Part, plain};
use crate::form::cell::{Cell, Column};
use crate::form::code::Code;
use crate::form::node::Field;
use crate::form::paper::Paper;
use serde_json::Value;

/// A bank account, `forms/types/bank-account.json`: its holder, its IBAN, the BIC of its bank. Each is a field of its own.
#[derive(Debug)]
pub(super) struct BankAccount;

const PARTS: [Part; 3] = [
    Part { name: "holder", label: "form-bank-holder", token: "", width: None, kind: None, wrong: None },
    Part { name: "iban", label: "form-bank-iban", token: "", width: None, kind: None, wrong: None },
    Part { name: "bic", label: "form-bank-bic", token: "", width: None, kind: None, wrong: None },
];

const COLUMNS: [Column; 3] = [
    Column::part("holder", "form-bank-holder"),
    Column::part("iban", "form-bank-iban"),
    Column::part("bic", "form-bank-bic"),
];

/// Countries whose banks may hold an account under the IBAN of another: the IBAN of France and of the United Kingdom serve
/// their territories too, which have country codes of their own (ISO 13616 registry, notes on FR and GB).
const FAMILIES: [&[&str]; 2] =
    [&["FR", "BL", "GF", "GP", "MC", "MF", "MQ", "NC", "PF", "PM", "RE", "TF", "WF", "YT"], &["GB", "GG", "IM", "JE"]];

impl Kind for BankAccount {
    fn name(&self) -> &'static str {
        "bank-account"
    }

    fn takes(&self, facts: &Facts<'_>) -> bool {
        facts.shipped == Some("bank-account") && facts.type_name == "object"
    }

    fn example(&self) -> Example {
        Example::new(
            r#"{"$ref": "../types/bank-account.json"}"#,
            r#"{"holder": "Zoé N’Diaye", "iban": "FR1420041010050500013M02606", "bic": "PSSTFRPPNTE"}"#,
            Some(r#"{"holder": "Zoé N’Diaye", "iban": "FR1420041010050500013M02606", "bic": "DEUTDEFF"}"#),
        )
    }

    fn component(&self, _field: &Field) -> &'static str {
        "parts"
    }

    fn parts(&self) -> &'static [Part] {
        &PARTS
    }

    fn read_all(&self, _field: &Field, _raws: &[&str]) -> Value {
        Value::Null
    }

    fn display(&self, _field: &Field, value: &Value, lang: &str) -> Vec<String> {
        let part = |name: &str| value.get(name).map(plain).unwrap_or_default();
        let bic = part("bic");
        let bic = if bic.is_empty() { bic } else { format!("BIC {bic}") };
        let number = value.get("iban").map(|text| IBAN.typed(&Field::new(<_>::default()), text, lang));
        let lines = [part("holder"), number.unwrap_or_default(), bic];
        lines.into_iter().filter(|line| !line.is_empty()).collect()
    }

    /// The bank stands in the country of the account.
    fn fault(&self, _field: &Field, value: &Value) -> Option<Code> {
        let part = |name: &str, sort: &Identifier| value.get(name)?.as_str().filter(|text| (sort.check)(text));
        let (account, bank) = (part("iban", &IBAN)?.get(..2)?, part("bic", &BIC)?.get(4..6)?);
        let is_close =
            account == bank || FAMILIES.iter().any(|codes| codes.contains(&account) && codes.contains(&bank));
        (!is_close).then_some(Code::BankCountry)
    }

    fn columns(&self, _field: &Field) -> &'static [Column] {
        &COLUMNS
    }

    fn cells(&self, _field: &Field, value: &Value, _lang: &str) -> Vec<Cell> {
        COLUMNS.iter().map(|column| Cell::text(value.get(column.suffix).map(plain).unwrap_or_default())).collect()
    }

    fn paper(&self, _field: &Field, _lang: &str) -> Paper {
        Paper::Inside
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::pointer::Template;
    use serde_json::json;

    #[test]
    fn the_bank_is_in_the_country_of_the_account() {
        let field = Field { kind: &BankAccount, ..Field::new(Template::default()) };
        for (iban, bic, fault) in [
            ("FR1420041010050500013M02606", "PSSTFRPPNTE", None),
            ("FR1420041010050500013M02606", "AGRIRERX", None),
            ("GB29NWBK60161331926819", "NWBKJEXX", None),
            ("FR1420041010050500013M02606", "DEUTDEFF500", Some(Code::BankCountry)),
            ("DE44500105175407324931", "PSSTFRPPNTE", Some(Code::BankCountry)),
            ("é", "PSSTFRPPNTE", None),
            ("FR", "PSST", None),
        ] {
            assert_eq!(
                BankAccount.fault(&field, &json!({"holder": "Z", "iban": iban, "bic": bic})),
                fault,
                "{iban} {bic}"
            );
        }
        assert_eq!(
            BankAccount.fault(&field, &json!({"iban": "FR14"})),
            None,
            "without a BIC there is nothing to compare"
        );
    }
}
