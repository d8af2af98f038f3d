//! A form that nobody wrote, drawn, filled by the names of its inputs, read: the same document comes back. What is hidden is
//! not in it, and is not lost either.

use crate::support::controls::sent;
use crate::support::dice::Dice;
use crate::support::generated::{Answers, Generated, files};
use crate::support::person::{Person, drawn};
use guichet::form::{Context, Definition, Form};
use guichet::rules::unescape;
use guichet::web::Lang;
use proptest::prelude::*;
use rand::rngs::StdRng;
use rand::{Rng, RngExt, SeedableRng};
use serde_json::{Value, json};

/// A form, answers that fit it, and both laws.
fn tried(bytes: &[u8]) -> Result<(), TestCaseError> {
    let mut dice = Dice::new(bytes);
    let generated = Generated::new(&mut dice);
    let document = generated.document();
    let definition = Definition::bare(document.clone()).unwrap().with(&files());
    let form =
        Form::compile(&definition, &[]).map_err(|problems| failed(&document, &json!({}), &format!("{problems:?}")))?;
    let answers = generated.answers(&mut dice);
    let lang = *dice.pick(&Lang::ALL);
    let told = |what: String| failed(&document, &answers.document, &what);
    let context = Context::default();

    let person = Person { form: &form, lang, document: &answers.document, branches: &answers.branches };
    let filled = person.fill().map_err(told)?;
    if !filled.not_offered.is_empty() {
        return Err(told(format!("doesn't offer {:?}", filled.not_offered)));
    }
    let draft = filled.draft;
    let checked = form.check(&draft, &context);
    if !checked.errors.is_empty() || checked.values != answers.document {
        return Err(told(format!("gives\n{}\n{:?}", checked.values, checked.errors)));
    }
    let mut kept = draft;
    for (pointer, value) in &answers.hidden {
        put(&mut kept, pointer, value.clone());
    }
    let checked = form.check(&kept, &context);
    if !checked.errors.is_empty() || checked.values != answers.document {
        return Err(told(format!("with what is hidden, {kept},\ngives\n{}\n{:?}", checked.values, checked.errors)));
    }
    let mut again = kept.clone();
    for page in (1..=form.pages().len()).map(|page| drawn(&form, page, &kept, lang)) {
        if let Some(shown) = page.iter().find(|control| answers.is_hidden(&control.name)) {
            return Err(told(format!("{} is drawn, hidden", shown.name)));
        }
        again = form.merge(&again, &sent(&page), None);
    }
    if again != kept {
        return Err(told(format!("what is hidden is lost:\n{kept}\n{again}")));
    }
    Ok(())
}

impl Answers {
    fn is_hidden(&self, name: &str) -> bool {
        self.hidden.iter().any(|(pointer, _)| name == pointer || name.starts_with(&format!("{pointer}/")))
    }
}

fn failed(document: &Value, answers: &Value, what: &str) -> TestCaseError {
    TestCaseError::fail(format!("{document:#}\nfilled with\n{answers}\n{what}"))
}

/// Writes a value where its object is; an object that isn't there is made.
fn put(document: &mut Value, pointer: &str, value: Value) {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    if document.pointer(parent).is_none() {
        put(document, parent, json!({}));
    }
    let name = unescape(name).unwrap();
    document.pointer_mut(parent).unwrap()[name] = value;
}

#[test]
fn what_nobody_may_tick_keeps_its_ticks() {
    let disabled = |name: &str| {
        let logic = json!({"!": [{"var": "form.open"}]});
        json!({"type": "Control", "scope": format!("#/properties/{name}"), "options": {"format": "checkbox"},
            "rule": {"effect": "DISABLE", "condition": {"logic": logic}}})
    };
    let document = json!({
        "schema": {"type": "object", "properties": {"open": {"type": "boolean"}, "one": {"type": "boolean"},
            "some": {"type": "array", "items": {"enum": ["a", "b"]}}}},
        "uischema": {"type": "VerticalLayout", "elements": [
            {"type": "Control", "scope": "#/properties/open"}, disabled("one"), disabled("some")]}
    });
    let form = Form::compile(&Definition::bare(document).unwrap(), &[]).unwrap();
    let draft = json!({"one": true, "some": ["b"]});
    let page = drawn(&form, 1, &draft, Lang::Fr);
    assert_eq!(form.merge(&draft, &sent(&page), None), draft);
}

/// What the generator is to make, and what tells it in a schema.
const MADE: [(&str, &str); 14] = [
    ("a reference", r##""$ref":"#/$defs/d"##),
    ("a schema that refers to itself", r##""$ref":"#/$defs/arbre""##),
    ("allOf", r#""allOf":"#),
    ("if", r#""if":"#),
    ("dependentSchemas", r#""dependentSchemas":"#),
    ("a union", r#""anyOf":[{"properties""#),
    ("a tuple", r#""prefixItems":"#),
    ("names that people choose", r#""additionalProperties":{"#),
    ("a file", "/file.json"),
    ("an address", "/address.json"),
    ("a map", "/geometry.json"),
    ("a commune", "/commune.json"),
    ("an entry of a list", "/reference.json"),
    ("a calculated value", r#""calculate":"#),
];

#[test]
fn each_thing_is_generated() {
    let mut random = StdRng::seed_from_u64(7);
    let documents: Vec<String> = (0..256)
        .map(|_| {
            let mut bytes = vec![0; random.random_range(0..600)];
            random.fill_bytes(&mut bytes);
            Generated::new(&mut Dice::new(&bytes)).document().to_string()
        })
        .collect();
    for (what, told) in MADE {
        let count = documents.iter().filter(|document| document.contains(told)).count();
        assert!(count >= 5, "{what}: {count}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn a_generated_form_gives_back_the_document_that_fills_it(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        tried(&bytes)?;
    }
}
