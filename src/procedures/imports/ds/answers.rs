//! What each kind of field asks.

use super::fields::{Builder, ROW, children};
use super::limits::truth;
use super::object;
use super::sections::grouped;
use crate::procedures::imports::frame::plain_text;
use crate::procedures::imports::ledger::Node;
use serde_json::{Map, Value, json};
use std::collections::HashSet;

/// Kinds whose number the product looks up: in the directories of companies, associations, foundations and schools, at API
/// Particulier, at the organisers of the Paris Games.
const FETCHED: [&str; 10] =
    ["pre_rempli", "siret", "rna", "rnf", "annuaire_education", "cnaf", "dgfip", "pole_emploi", "mesri", "cojo"];

/// The format of a number of its own, or the shipped type where there are two.
fn number(kind: &str) -> &str {
    match kind {
        "annuaire_education" => "uai",
        "pole_emploi" => "france-travail",
        "mesri" => "ine",
        "engagement_juridique" => "chorus",
        "cnaf" => "caf-account",
        "dgfip" => "tax-notice",
        "cojo" => "accreditation",
        known => known,
    }
}

impl Builder<'_> {
    /// What is answered.
    pub(super) fn answer(
        &mut self,
        node: &Node<'_>,
        kind: &str,
        path: &[String],
        required: bool,
        facts: &mut Map<String, Value>,
        options: &mut Map<String, Value>,
    ) {
        let text = |facts: &mut Map<String, Value>, format: &str| {
            facts.insert("type".to_owned(), json!("string"));
            if !format.is_empty() {
                facts.insert("format".to_owned(), json!(format));
            }
        };
        self.unfetched(node, kind);
        match kind {
            "text" | "pre_rempli" => text(facts, ""),
            "formatted" | "expression_reguliere" => {
                text(facts, "");
                self.formatted(node, facts);
            }
            "textarea" => {
                text(facts, "");
                self.limits(node, &[("character_limit", "maxLength")], facts);
                options.insert("multi".to_owned(), json!(true));
            }
            "email" | "phone" | "iban" | "siret" => text(facts, kind),
            "date" | "datetime" => {
                text(facts, if kind == "date" { kind } else { "date-time" });
                self.dates(node, path, facts, options);
            }
            "integer_number" | "decimal_number" | "number" => {
                let is_whole = kind == "integer_number";
                facts.insert("type".to_owned(), json!(if is_whole { "integer" } else { "number" }));
                self.number(node, facts);
            }
            "checkbox" => {
                facts.insert("type".to_owned(), json!("boolean"));
                options.insert("format".to_owned(), json!("checkbox"));
                if required {
                    facts.insert("const".to_owned(), json!(true));
                }
            }
            "yes_no" => drop(facts.insert("type".to_owned(), json!("boolean"))),
            "civilite" => drop(facts.insert("$ref".to_owned(), json!("../types/civility.json"))),
            "rna" | "rnf" | "annuaire_education" | "pole_emploi" | "mesri" | "engagement_juridique" => {
                text(facts, number(kind));
            }
            "cnaf" | "dgfip" | "cojo" => {
                facts.insert("$ref".to_owned(), json!(format!("../types/{}.json", number(kind))));
            }
            "dossier_link" => text(facts, "dossier-number"),
            "drop_down_list" | "multiple_drop_down_list" => self.choices(node, kind, facts),
            "linked_drop_down_list" => self.linked(node, facts),
            "communes" | "address" | "departements" | "regions" | "pays" | "epci" => {
                let shipped = match kind {
                    "communes" => "commune",
                    "departements" => "departement",
                    "regions" => "region",
                    "pays" => "country",
                    other => other,
                };
                facts.insert("$ref".to_owned(), json!(format!("../types/{shipped}.json")));
            }
            "piece_justificative" | "titre_identite" => self.file(node, kind, facts),
            // Known through FranceConnect, or else by a proof.
            "quotient_familial" | "etudiant_boursier" | "aah" | "aeeh" | "ars" => {
                facts.insert("$ref".to_owned(), json!("../types/file.json"));
                self.ledger.note(&node.pointer, "proof-instead", &[("type", kind)]);
            }
            "repetition" => {
                self.rows(node, path, facts, options);
                if required {
                    facts.insert("minItems".to_owned(), json!(1));
                }
            }
            "carte" => drop(facts.insert("$ref".to_owned(), json!("../types/geometry.json"))),
            "referentiel" => {
                text(facts, "");
                self.ledger.note(&node.pointer, "choices-elsewhere", &[("source", kind)]);
            }
            _ => {
                text(facts, "");
                self.ledger.note(&node.pointer, "component-unknown", &[("type", kind)]);
            }
        }
    }

    /// What a number finds elsewhere is not asked for: the person types it, and it is checked.
    fn unfetched(&mut self, node: &Node<'_>, kind: &str) {
        if FETCHED.contains(&kind) {
            self.ledger.note(&node.pointer, "unfetched", &[("type", kind)]);
        }
    }

    /// Bounds among the options of a field, as its database has them.
    pub(super) fn limits(&mut self, node: &Node<'_>, known: &[(&str, &str)], facts: &mut Map<String, Value>) {
        let Some(options) = self.ledger.get(node, "options") else { return };
        for (key, keyword) in known {
            facts.extend(self.ledger.number(&options, key).map(|bound| ((*keyword).to_owned(), bound)));
        }
    }

    /// The choices of a list: in the API `options`, in the database `options.drop_down_options`.
    fn listed(&mut self, node: &Node<'_>) -> (Vec<String>, bool) {
        let mut other = self.ledger.flag(node, "otherOption");
        let mut listed = self.ledger.list(node, "options");
        if let Some(options) = self.ledger.get(node, "options").filter(|options| options.value.is_object()) {
            listed = self.ledger.list(&options, "drop_down_options");
            other |= truth(self.ledger, &options, "drop_down_other");
            // The choices are in a file of the other product; those that stand here are what was there before.
            if options.peek_text("drop_down_mode") == "advanced" {
                listed.clear();
            }
            self.ledger.skip(&options, &["drop_down_mode"]);
        }
        let texts = listed.iter().filter_map(|item| item.value.as_str()).map(|text| text.trim().to_owned());
        (texts.filter(|text| !text.is_empty()).collect(), other)
    }

    fn choices(&mut self, node: &Node<'_>, kind: &str, facts: &mut Map<String, Value>) {
        let (mut listed, other) = self.listed(node);
        let mut seen = HashSet::new();
        listed.retain(|text| seen.insert(text.clone()));
        let of_list = kind == "multiple_drop_down_list";
        let choice = if listed.is_empty() {
            self.ledger.note(&node.pointer, "choices-elsewhere", &[("source", kind)]);
            json!({ "type": "string" })
        } else if other {
            json!({ "anyOf": [{ "enum": listed }, { "type": "string", "maxLength": 100 }] })
        } else {
            json!({ "type": "string", "enum": listed })
        };
        if of_list {
            facts.insert("type".to_owned(), json!("array"));
            facts.insert("items".to_owned(), choice);
        } else {
            facts.extend(choice.as_object().cloned().unwrap_or_default());
        }
    }

    /// Two levels: `--first--`, then its second choices. The second question follows from the first.
    fn linked(&mut self, node: &Node<'_>, facts: &mut Map<String, Value>) {
        let (listed, _) = self.listed(node);
        let mut groups: Vec<(String, Vec<String>)> = Vec::new();
        for text in listed {
            match text.strip_prefix("--").and_then(|text| text.strip_suffix("--")) {
                Some(first) => groups.push((first.trim().to_owned(), Vec::new())),
                None => groups.last_mut().into_iter().for_each(|(_, seconds)| seconds.push(text.clone())),
            }
        }
        if groups.is_empty() {
            self.ledger.note(&node.pointer, "choices-elsewhere", &[("source", "linked_drop_down_list")]);
            facts.insert("type".to_owned(), json!("string"));
            return;
        }
        self.ledger.note(&node.pointer, "level", &[("type", "linked_drop_down_list")]);
        let (mut asked, mut hint) = (None, None);
        if let Some(options) = self.ledger.get(node, "options") {
            asked = self.ledger.text(&options, "drop_down_secondary_libelle").map(plain_text);
            hint = self.ledger.text(&options, "drop_down_secondary_description").map(plain_text);
        }
        let firsts: Vec<&String> = groups.iter().map(|(first, _)| first).collect();
        let second = |(first, seconds): &(String, Vec<String>)| {
            let mut question = json!({ "title": asked.as_ref().unwrap_or(first), "enum": seconds });
            if let Some(hint) = &hint {
                question["description"] = Value::from(hint.as_str());
            }
            json!({ "if": { "properties": { "primary": { "const": first } }, "required": ["primary"] },
                    "then": { "properties": { "secondary": question }, "required": ["secondary"] } })
        };
        let seconds: Vec<Value> = groups.iter().filter(|(_, seconds)| !seconds.is_empty()).map(second).collect();
        facts.insert("type".to_owned(), json!("object"));
        facts.insert(
            "properties".to_owned(),
            json!({ "primary": { "type": "string", "title": facts["title"], "enum": firsts } }),
        );
        if !seconds.is_empty() {
            facts.insert("allOf".to_owned(), Value::Array(seconds));
        }
        facts.insert("required".to_owned(), json!(["primary"]));
    }

    fn rows(
        &mut self,
        node: &Node<'_>,
        path: &[String],
        facts: &mut Map<String, Value>,
        options: &mut Map<String, Value>,
    ) {
        ["champDescriptors", "types_de_champ", "champs"].iter().for_each(|key| drop(self.ledger.list(node, key)));
        let below: Vec<String> = path.iter().cloned().chain([ROW.to_owned()]).collect();
        let mut row = object();
        let inner = children(node);
        let elements: Vec<Value> = inner.iter().filter_map(|child| self.field(child, &mut row, &below)).collect();
        facts.insert("type".to_owned(), json!("array"));
        facts.insert("items".to_owned(), Value::Object(row));
        options.insert("detail".to_owned(), json!({ "type": "VerticalLayout", "elements": grouped(elements) }));
    }
}
