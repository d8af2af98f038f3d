//! A revision of démarches-simplifiées (demarche.numerique.gouv.fr): what its public API says of a procedure
//! (`demarcheDescriptor`), or the fields of a revision as its database has them.

mod answers;
mod conditions;
mod fields;
mod files;
mod limits;
mod sections;

use super::Refused;
use super::frame::{Draft, markdown, plain_text};
use super::ledger::{Ledger, Node};
use fields::Builder;
use serde_json::{Map, Value, json};

/// Names under which a revision stands, the published one first.
const REVISIONS: [&str; 4] = ["revision", "activeRevision", "publishedRevision", "draftRevision"];
/// Names under which the fields of a revision stand.
const FIELDS: [&str; 4] = ["champDescriptors", "champs", "types_de_champ_public", "types_de_champ"];
/// Names under which the fields of instructors stand.
const ANNOTATIONS: [&str; 3] = ["annotationDescriptors", "annotations", "types_de_champ_private"];
/// Of the other product: numbers, states, dates of its own.
const OWN: [&str; 13] = [
    "__typename",
    "id",
    "number",
    "state",
    "dateCreation",
    "datePublication",
    "dateDerniereModification",
    "dateDepublication",
    "demarcheURL",
    "demarcheUrl",
    "published",
    "path",
    "declarative",
];

pub(super) fn read(source: &Value, ledger: &mut Ledger) -> Result<Draft, Refused> {
    let root = procedure(Node::root(source), ledger)?;
    let mut draft = Draft { languages: vec!["fr".to_owned()], ..Draft::default() };
    presentation(&root, &mut draft, ledger);
    let revision = REVISIONS.iter().find_map(|key| ledger.get(&root, key)).unwrap_or_else(|| root.clone());
    ledger.skip(&revision, &OWN);
    let Some(listed) = FIELDS.iter().find(|key| revision.peek(key).is_some_and(Value::is_array)) else {
        return Err(Refused::new("no-fields", ""));
    };
    let champs = ledger.list(&revision, listed);
    let annotations =
        ANNOTATIONS.iter().map(|key| ledger.list(&revision, key)).find(|list| !list.is_empty()).unwrap_or_default();
    let mut builder = Builder::new(ledger);
    builder.name(&champs, &[], 0);
    builder.name(&annotations, &[fields::REVIEW.to_owned()], 0);
    if builder.is_full() {
        return Err(Refused::too_many_questions());
    }
    let (schema, ui) = builder.form(&champs, &[]);
    draft.form.insert("schema".to_owned(), schema);
    draft.form.insert("ui".to_owned(), ui);
    if !annotations.is_empty() {
        let (schema, ui) = builder.form(&annotations, &[fields::REVIEW.to_owned()]);
        draft.more.insert("review".to_owned(), json!({ "schema": schema, "ui": ui }));
    }
    eligibility(&revision, &mut builder, &mut draft);
    if !builder.checks.is_empty() {
        draft.form.insert("checks".to_owned(), Value::Array(builder.checks));
    }
    Ok(draft)
}

/// The procedure, out of what an API wraps it in.
fn procedure<'v>(mut node: Node<'v>, ledger: &mut Ledger) -> Result<Node<'v>, Refused> {
    const WRAPPERS: [&str; 5] = ["data", "demarcheDescriptor", "demarche", "demarchesPubliques", "node"];
    for _ in 0..WRAPPERS.len() {
        if let Value::Array(items) = node.value {
            let [only] = items.as_slice() else { return Err(Refused::new("several-forms", items.len().to_string())) };
            node = Node { value: only, pointer: format!("{}/0", node.pointer) };
            ledger.get_self(&node);
        }
        let Some(inner) = WRAPPERS.iter().find_map(|key| ledger.get(&node, key)) else { break };
        node = inner;
    }
    if node.value.is_object() { Ok(node) } else { Err(Refused::new("not-an-object", "")) }
}

/// What citizens read of the procedure.
fn presentation(root: &Node<'_>, draft: &mut Draft, ledger: &mut Ledger) {
    ledger.skip(root, &OWN);
    let title = ["title", "libelle"].iter().find_map(|key| ledger.text(root, key));
    draft.title = title.map(plain_text).unwrap_or_default();
    if let Some(text) = ledger.text(root, "description") {
        draft.more.insert("description".to_owned(), Value::from(markdown(text)));
    }
    let basis: Vec<&str> = ["cadreJuridique", "cadreJuridiqueURL", "cadreJuridiqueUrl"]
        .iter()
        .filter_map(|key| ledger.text(root, key))
        .collect();
    if !basis.is_empty() {
        draft.more.insert("legal_basis".to_owned(), Value::from(basis.join("\n\n")));
    }
    if let Some(closing) = ledger.text(root, "dateFermeture") {
        match closing.get(..10).filter(|day| day.parse::<chrono::NaiveDate>().is_ok()) {
            Some(day) => drop(draft.more.insert("opening".to_owned(), json!({ "closes_on": day }))),
            None => ledger.note(&root.at("dateFermeture"), "invalid", &[]),
        }
    }
    if let Some(applicant) = ledger.get(root, "demandeur").or_else(|| ledger.get(root, "typeDemandeur")) {
        ledger.all(&applicant);
        let is_organisation = applicant.value.to_string().to_lowercase().contains("morale");
        draft.more.insert("applicant".to_owned(), json!(if is_organisation { "organisation" } else { "individual" }));
    }
    let Some(service) = ledger.get(root, "service") else { return };
    ledger.skip(&service, &["__typename", "id", "typeOrganisme"]);
    let names = [
        ("nom", "name"),
        ("organisme", "organisation"),
        ("siret", "siret"),
        ("email", "email"),
        ("telephone", "phone"),
        ("horaires", "hours"),
        ("adresse", "address"),
    ];
    for (key, ours) in names {
        if let Some(text) = ledger.text(&service, key) {
            let fits = ours != "siret" || (text.len() == 14 && text.bytes().all(|byte| byte.is_ascii_digit()));
            let fits = fits && (!["phone", "address"].contains(&ours) || text.chars().count() >= 3);
            if fits {
                draft.service.insert(ours.to_owned(), Value::from(text.trim()));
            } else {
                ledger.note(&service.at(key), "invalid", &[]);
            }
        }
    }
}

/// A rule that refuses a request, with its message.
fn eligibility(revision: &Node<'_>, builder: &mut Builder<'_>, draft: &mut Draft) {
    let message = builder.ledger.text(revision, "ineligibilite_message").map(plain_text);
    let enabled = builder.ledger.flag(revision, "ineligibilite_enabled");
    let Some(rule) = builder.condition(revision, "ineligibilite_rules", &[]) else { return };
    if !enabled && revision.peek("ineligibilite_enabled").is_some() {
        let args = [("key", "ineligibilite_rules"), ("value", "ineligibilite_enabled: false")];
        builder.ledger.note(&revision.at("ineligibilite_rules"), "unread", &args);
        return;
    }
    let message = message.unwrap_or_else(|| "Votre demande ne peut pas être déposée.".to_owned());
    draft.form.insert("eligibility".to_owned(), json!([{ "rule": rule, "message": message }]));
}

/// An empty object.
fn object() -> Map<String, Value> {
    Map::from_iter([("type".to_owned(), json!("object")), ("properties".to_owned(), json!({}))])
}
