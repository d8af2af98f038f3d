use super::*;
use serde_json::{Value, json};

fn standard() -> Value {
    serde_json::from_str(include_str!("../../../forms/workflows/standard.json")).unwrap()
}

fn written(format: &str, lang: &str) -> String {
    let circuit = Circuit::read(&standard(), lang, "fr").unwrap();
    Format::named(format).unwrap().write(&circuit)
}

#[test]
fn the_standard_workflow_in_mermaid() {
    insta::assert_snapshot!(written("mermaid", "en"));
}

#[test]
fn the_standard_workflow_in_scxml() {
    insta::assert_snapshot!(written("scxml", "fr"));
}

#[test]
fn the_standard_workflow_in_bpmn() {
    insta::assert_snapshot!(written("bpmn", "fr"));
}

#[test]
fn what_people_wrote_ends_no_text() {
    let mut document = standard();
    document["states"]["brouillon"]["label"] = json!("a\"<b>&\u{1}\u{ffff}\n--> c : d");
    let circuit = Circuit::read(&document, "fr", "fr").unwrap();
    for format in &FORMATS {
        let text = format.write(&circuit);
        assert!(!text.contains("\"<b>") && !text.contains('\u{1}') && !text.contains('\u{ffff}'), "{text}");
    }
}
