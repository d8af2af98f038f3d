//! What a field asks for as files.

use super::fields::Builder;
use super::limits::truth;
use crate::procedures::imports::ledger::Node;
use serde_json::{Map, Value, json};

/// The families of types that an author may choose: those of their types that a file can be told to be here, and the others.
const FAMILIES: [(&str, &[&str], &str); 8] = [
    ("document_texte", &["pdf", "docx", "odt", "doc", "txt", "rtf"], "md, pages"),
    ("tableur", &["xls", "xlsx", "ods", "csv"], "xlsm, xlsb, xltx, ots"),
    ("presentation", &["pptx", "ppt", "odp"], ""),
    ("donnees", &["csv"], "json, xml, kml, gpx, tsv, dbf"),
    ("image_scan", &["jpeg", "png", "tiff", "webp", "gif"], ""),
    ("audio", &["mp3", "m4a", "wav"], "aac"),
    ("video", &["mp4", "mov"], "3gp, wmv"),
    ("archive", &["zip", "7z"], "rar, gz"),
];

impl Builder<'_> {
    pub(super) fn file(&mut self, node: &Node<'_>, kind: &str, facts: &mut Map<String, Value>) {
        if let Some(template) = self.ledger.get(node, "fileTemplate").filter(|template| template.value.is_object()) {
            let name = template.peek_text("filename").to_owned();
            self.ledger.lose(&template.pointer, "file-elsewhere", &[("name", &name)]);
        }
        let options = self.ledger.get(node, "options");
        let mut places = options.iter().chain([node]);
        let place = places.find(|place| !place.peek_text("nature").is_empty());
        let named = place.map(|place| place.peek_text("nature").to_lowercase()).unwrap_or_default();
        let nature = match named.as_str() {
            "titre_identite" => "identity",
            "rib" => "bank_details",
            _ if kind == "titre_identite" => "identity",
            _ => "other",
        };
        if let Some(place) = place {
            self.ledger.skip(place, &["nature"]);
            if !["titre_identite", "rib", "non_specifie"].contains(&named.as_str()) {
                self.ledger.note(&place.at("nature"), "field-type", &[("type", &named)]);
            }
        }
        let mut rule = Map::from_iter([("nature".to_owned(), json!(nature))]);
        if let Some(options) = &options {
            // Of files that came before the product checked them.
            self.ledger.skip(options, &["old_pj", "skip_pj_validation", "skip_content_type_pj_validation"]);
            let accepted = self.families(options);
            // A nature has types of its own.
            if !accepted.is_empty() && nature == "other" {
                rule.insert("accept".to_owned(), json!(accepted));
            }
        }
        facts.insert("type".to_owned(), json!("array"));
        facts.insert("items".to_owned(), json!({ "$ref": "../types/file.json" }));
        facts.insert("file".to_owned(), Value::Object(rule));
    }

    /// The types of the chosen families. Types that have no equal are told.
    fn families(&mut self, options: &Node<'_>) -> Vec<&'static str> {
        let mut accepted = Vec::new();
        if !truth(self.ledger, options, "pj_limit_formats") {
            self.ledger.skip(options, &["pj_format_families"]);
            return accepted;
        }
        for chosen in self.ledger.list(options, "pj_format_families") {
            let name = chosen.value.as_str().unwrap_or_default();
            let known = FAMILIES.iter().find(|(family, ..)| *family == name);
            let (_, types, missing) = known.copied().unwrap_or((name, &[], name));
            accepted.extend(types.iter().filter(|kind| !accepted.contains(*kind)).copied().collect::<Vec<_>>());
            if !missing.is_empty() {
                self.ledger.note(&chosen.pointer, "field-type", &[("type", missing)]);
            }
        }
        accepted
    }
}
