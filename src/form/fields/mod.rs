//! One file per kind of field. To add one: write the file, add its `mod` and its line in [`KINDS`].
//!
//! A kind says which schemas it takes, reads what an input posts, shows an answer, names the component that draws it, and says
//! what comes out of it: the cells of an export, the lines of a paper form.

mod accreditation;
mod address;
mod bank_account;
mod bic;
mod caf;
mod caf_account;
mod calculated;
mod checkbox;
mod choice;
mod choice_other;
mod choices;
mod chorus;
mod civility;
mod commune;
mod consent;
mod country;
mod date;
mod date_time;
mod decimal;
mod departement;
pub mod dossier_number;
mod email;
mod entries;
mod epci;
mod example;
mod explanation;
mod facts;
pub(crate) mod file;
mod formatted;
mod france_travail;
mod iban;
mod identifier;
mod ine;
mod integer;
mod listed;
pub(crate) mod map;
pub(crate) mod money;
mod multiple;
mod nir;
mod parts;
pub mod phone;
mod record;
mod reference;
mod region;
mod repeat;
mod rna;
mod rnf;
mod scalar;
mod siren;
pub mod siret;
mod tax_fr;
mod tax_notice;
mod tax_reference_fr;
mod text;
mod textarea;
mod time;
mod uai;
mod url;
mod vat_fr;
mod yes_no;

use super::cell::{Cell, Column};
use super::code::Code;
use super::element::Element;
use super::node::Field;
use super::paper::Paper;
use super::pointer::{self, Template};
pub(crate) use choices::code;
pub use example::Example;
pub use facts::Facts;
pub use parts::Part;

use icu_normalizer::ComposingNormalizerBorrowed;
use serde_json::Value;

/// Every kind. The first that takes a schema has it, so that the precise ones stand before the plain ones.
pub static KINDS: [&dyn Kind; 53] = [
    &calculated::Calculated,
    &file::File,
    &address::Address,
    &bank_account::BankAccount,
    &caf_account::CAF_ACCOUNT,
    &tax_notice::TAX_NOTICE,
    &accreditation::ACCREDITATION,
    &commune::Commune,
    &reference::Reference,
    &map::Map,
    &multiple::Multiple,
    &repeat::Repeat,
    &entries::Entries,
    &civility::Civility,
    &choice_other::ChoiceOther,
    &choice::Choice,
    &departement::DEPARTEMENT,
    &region::REGION,
    &epci::EPCI,
    &country::COUNTRY,
    &consent::Consent,
    &checkbox::Checkbox,
    &yes_no::YesNo,
    &money::Money,
    &integer::Integer,
    &decimal::Decimal,
    &date::Date,
    &date_time::Moment,
    &time::Time,
    &siren::SIREN,
    &siret::SIRET,
    &vat_fr::VAT_FR,
    &rna::RNA,
    &rnf::RNF,
    &uai::Uai,
    &nir::NIR,
    &tax_fr::TAX_FR,
    &tax_reference_fr::TAX_REFERENCE_FR,
    &caf::CAF,
    &france_travail::FRANCE_TRAVAIL,
    &ine::INE,
    &chorus::CHORUS,
    &iban::IBAN,
    &bic::BIC,
    &dossier_number::DOSSIER_NUMBER,
    &phone::Phone,
    &email::Email,
    &url::Url,
    &textarea::Textarea,
    &scalar::Scalar,
    &formatted::Formatted,
    &text::Text,
    &explanation::Explanation,
];

/// The plainest kind.
pub(crate) static TEXT: text::Text = text::Text;

/// Everything that the product asks of a kind of field. The defaults suit a line of text.
pub trait Kind: Sync + std::fmt::Debug {
    /// Stable; its label is the Fluent message `form-kind-<name>`.
    fn name(&self) -> &'static str;

    /// Whether it takes a field of this schema.
    fn takes(&self, facts: &Facts<'_>) -> bool;

    /// How an author asks for it. It must be one that this kind takes.
    fn example(&self) -> Example;

    /// The template that draws it.
    fn component(&self, _field: &Field) -> &'static str {
        "text"
    }

    /// The properties of its value that are fields of their own.
    fn parts(&self) -> &'static [Part] {
        &[]
    }

    /// A value from what was typed, which is not blank. What can't be understood is kept as it was typed, for the schema to
    /// refuse it and for the person to correct it.
    fn read(&self, _field: &Field, raw: &str) -> Value {
        Value::from(raw)
    }

    /// A value from all inputs of its name; `Null` when nothing was answered.
    fn read_all(&self, field: &Field, raws: &[&str]) -> Value {
        let typed = raws.last().map(|raw| one_line(raw)).unwrap_or_default();
        if typed.is_empty() { Value::Null } else { self.read(field, &typed) }
    }

    /// A value from all inputs of its name, of a page in this language.
    fn read_in(&self, field: &Field, raws: &[&str], _lang: &str) -> Value {
        self.read_all(field, raws)
    }

    /// The value as an input holds it: reading it again gives the same value.
    fn typed(&self, _field: &Field, value: &Value, _lang: &str) -> String {
        plain(value)
    }

    /// The value as people read it, by lines.
    fn display(&self, field: &Field, value: &Value, lang: &str) -> Vec<String> {
        lines(&self.typed(field, value, lang))
    }

    /// Fills what its component reads.
    fn draw(&self, field: &Field, value: Option<&Value>, lang: &str, element: &mut Element) {
        element.value = value.map(|value| self.typed(field, value, lang)).unwrap_or_default();
    }

    /// What there is to know of a value that is kept as it is; never a refusal.
    fn notice(&self, _value: &Value, _lang: &str) -> Option<String> {
        None
    }

    /// Says beside its parts what only the whole value tells.
    fn tell_parts(&self, _value: &Value, _lang: &str, _parts: &mut [Element]) {}

    /// The columns that it makes in an export.
    fn columns(&self, _field: &Field) -> &'static [Column] {
        &Column::WHOLE
    }

    /// The cells of a value, one for each column.
    fn cells(&self, field: &Field, value: &Value, lang: &str) -> Vec<Cell> {
        vec![Cell::text(self.display(field, value, lang).join("\n"))]
    }

    /// What is printed of it on a form to be filled by hand.
    fn paper(&self, _field: &Field, _lang: &str) -> Paper {
        Paper::line()
    }

    /// A format of JSON Schema that it checks, in all forms.
    fn format(&self) -> Option<Format> {
        None
    }

    /// How many characters a text may have when the schema doesn't say.
    fn max_length(&self) -> u64 {
        500
    }

    /// Writes in a value what the rest of it tells: never asked, never believed from a browser.
    fn completion(&self) -> Option<fn(&mut Value)> {
        None
    }

    /// What is wrong with a value that the schema's own keywords can't tell.
    fn fault(&self, _field: &Field, _value: &Value) -> Option<Code> {
        None
    }
}

/// A format of JSON Schema: its name, and its check.
pub type Format = (&'static str, fn(&str) -> bool);

/// The kind that takes a schema, if one does.
pub(crate) fn kind_for(facts: &Facts<'_>) -> Option<&'static dyn Kind> {
    KINDS.iter().copied().find(|kind| kind.takes(facts))
}

/// The kind of a computed field's value.
pub(crate) fn value_kind_for(facts: &Facts<'_>) -> Option<&'static dyn Kind> {
    KINDS.iter().copied().skip(1).find(|kind| kind.takes(facts))
}

/// The `id` of the element whose name is this pointer.
pub fn element_id(pointer: &str) -> String {
    let names = pointer::parse(pointer).unwrap_or_default();
    let names = names.iter().fold(Template::default(), |at, name| at.child(&id_part(name)));
    names.hyphenated(&[])
}

/// A property's name with only what an `id` and a selector take as they are.
pub(crate) fn id_part(name: &str) -> String {
    name.chars().map(|char| if char.is_alphanumeric() || char == '_' || char == '-' { char } else { '_' }).collect()
}

/// A line without control characters; breaks and tabs become spaces. Letters and their accents are one (Unicode NFC): the
/// same name typed on two machines is the same text.
pub(crate) fn one_line(raw: &str) -> String {
    let composed = ComposingNormalizerBorrowed::new_nfc().normalize(raw);
    let spaced = composed.chars().map(|char| if char.is_whitespace() && char.is_control() { ' ' } else { char });
    let kept: String = spaced.filter(|char| !char.is_control()).collect();
    kept.trim().to_owned()
}

/// Lines without control characters, parted by `\n`, composed as [`one_line`].
pub(crate) fn many_lines(raw: &str) -> String {
    let composed = ComposingNormalizerBorrowed::new_nfc().normalize(raw);
    let text = composed.replace("\r\n", "\n").replace('\r', "\n").replace('\t', " ");
    let kept: String = text.chars().filter(|char| *char == '\n' || !char.is_control()).collect();
    kept.trim().to_owned()
}

/// A scalar as text; nothing for the rest.
pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        _ => String::new(),
    }
}

/// The lines of a text, none when it is empty.
pub(crate) fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

#[cfg(test)]
pub(super) mod tests;
