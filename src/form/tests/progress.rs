//! How far the pages of a draft are.

use super::*;

/// Four pages: one that must be answered, one that need not, one with rows, one with an answer that everybody begins with.
fn form() -> Form {
    let page = |label: &str, names: &[&str]| {
        let controls = names.iter().map(|name| json!({"type": "Control", "scope": format!("#/properties/{name}")}));
        json!({"type": "Category", "label": label, "elements": controls.collect::<Vec<_>>()})
    };
    let definition = json!({
        "schema": {"type": "object", "required": ["name", "born", "rows", "way"], "properties": {
            "name": {"type": "string"}, "born": {"type": "string", "format": "date"},
            "note": {"type": "string"},
            "rows": {"type": "array", "minItems": 1, "items": {"type": "object", "required": ["a"], "properties": {
                "a": {"type": "string"}, "b": {"type": "integer"}}}},
            "way": {"type": "string", "enum": ["post", "mail"], "default": "post"}}},
        "ui": {"type": "Categorization", "elements": [
            page("Vous", &["name", "born"]), page("Note", &["note"]), page("Lignes", &["rows"]), page("Envoi", &["way"])]}
    });
    compiled(&serde_json::from_value(definition).unwrap())
}

fn progress(draft: &Value) -> Vec<Progress> {
    let (form, context) = (form(), Context::default());
    form.progress(draft, &form.check(draft, &context).errors, &context)
}

#[test]
fn a_page_is_as_far_as_what_was_answered_on_it() {
    use Progress::{Blank, Complete, Optional, Partial, Wrong};
    let blank = form().initial(&Context::default());
    assert_eq!(progress(&blank), [Blank, Optional, Blank, Optional]);
    let some = json!({"name": "Zoé", "note": " ", "rows": [{"b": 1}], "way": "post"});
    assert_eq!(progress(&some), [Partial, Optional, Partial, Optional]);
    // What is refused is told before what is missing.
    let wrong = json!({"born": "hier", "note": "x", "rows": [{"a": "x", "b": "beaucoup"}], "way": "mail"});
    assert_eq!(progress(&wrong), [Wrong, Complete, Wrong, Complete]);
    let all = json!({"name": "Zoé", "born": "1990-03-01", "rows": [{"a": "x"}], "way": "post"});
    assert_eq!(progress(&all), [Complete, Optional, Complete, Optional]);
    // A row that was added and left blank.
    assert_eq!(progress(&json!({"rows": [{}], "way": "post"}))[2], Blank);
}
