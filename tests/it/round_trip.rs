//! A form that nobody wrote, drawn, filled by the names of its inputs, read: the same document comes back. What is hidden is
//! not in it, and is not lost either.

use crate::support::VIEWS;
use crate::support::controls::{Control, controls, sent};
use crate::support::dice::Dice;
use crate::support::generated::{Answers, Generated};
use guichet::form::{Context, Definition, Form, ViewOptions};
use guichet::rules::{escape, unescape};
use guichet::web::Lang;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Presses of « Ajouter » that one form may take.
const PATIENCE: usize = 60;

/// The controls of every page that a person can see.
fn drawn(form: &Form, draft: &Value, lang: Lang) -> Vec<Vec<Control>> {
    let evaluation = form.evaluate(draft, &Context::default());
    let options = ViewOptions { lang: lang.code(), ..ViewOptions::default() };
    let pages = 1..=form.pages().len();
    let views = pages.filter_map(|page| form.page_view(page, draft, &evaluation, &BTreeMap::new(), &options));
    let html = views.map(|view| VIEWS.part(lang, "dossiers/bare.html", &json!({ "view": view })).unwrap());
    html.map(|html| controls(&html)).collect()
}

/// Fills a new draft as a person does: page after page, row after row, until nothing changes any more.
fn filled(form: &Form, answers: &Answers, lang: Lang) -> Result<Value, String> {
    let context = Context::default();
    let mut draft = form.initial(&context);
    for _ in 0..PATIENCE {
        let before = draft.clone();
        for mut page in drawn(form, &draft, lang) {
            fill(&mut page, answers, lang)?;
            let known = draft.clone();
            draft = form.merge(&draft, &sent(&page), None);
            form.propose(&known, &mut draft, &context, None);
            add(form, &mut draft, &page, &answers.document);
        }
        if draft == before {
            return Ok(draft);
        }
    }
    Err(format!("no end to {draft}"))
}

/// Adds the rows that the document has and the draft hasn't, by the buttons of the page.
fn add(form: &Form, draft: &mut Value, page: &[Control], document: &Value) {
    for block in page.iter().filter_map(|control| control.value.strip_prefix("add:")) {
        let name = format!("{block}#name");
        let is_named = page.iter().any(|control| control.name == name && !control.value.is_empty());
        if is_named {
            form.add_row(draft, block, None);
        }
        let wanted = document.pointer(block).and_then(Value::as_array).map_or(0, Vec::len);
        // An inner block may be nothing but its button.
        let places = page.iter().map(|control| control.value.strip_prefix("add:").unwrap_or(&control.name));
        let row = |place: &str| place.strip_prefix(block)?.strip_prefix('/')?.split(['/', '#']).next()?.parse().ok();
        let shown = places.filter_map(row).max().map_or(0, |last: usize| last + 1);
        for _ in shown..wanted {
            form.add_row(draft, block, None);
        }
    }
}

fn fill(page: &mut [Control], answers: &Answers, lang: Lang) -> Result<(), String> {
    let names: Vec<String> = page.iter().map(|control| control.name.clone()).collect();
    for at in 0..page.len() {
        let name = &names[at];
        if name.is_empty() || page[at].tag == "button" || page[at].kind == "hidden" {
            continue;
        }
        let texts = page.iter().enumerate().filter(|(_, control)| control.name == *name && control.is_typed());
        let (before, all): (Vec<usize>, Vec<usize>) = texts.map(|(n, _)| n).partition(|n| *n < at);
        let (nth, count) = (before.len(), before.len() + all.len());
        let answer = answer(name, answers, &names);
        let same: Vec<&Control> = page.iter().filter(|control| control.name == *name && control.is_list()).collect();
        let is_listed = |value: &Value| same.iter().any(|control| control.offers(&key(value)));
        // What no choice says is written beside the choices.
        let written = match &answer {
            Some(Value::Array(values)) => values.iter().filter(|value| !is_listed(value)).nth(nth).map(key),
            Some(value) if same.is_empty() => Some(typed(value, nth, count)),
            Some(value) => Some(key(value)).filter(|_| !is_listed(value)),
            None => None,
        };
        let keys: Vec<String> = match &answer {
            Some(Value::Array(values)) => values.iter().filter(|value| is_listed(value)).map(key).collect(),
            Some(value) if is_listed(value) => vec![key(value)],
            Some(_) if count > 0 => vec!["#other".to_owned()],
            Some(value) if !same.is_empty() => return Err(format!("{name} doesn't offer {value}")),
            _ => vec![String::new()],
        };
        let control = &mut page[at];
        if control.is_typed() {
            control.value = written.unwrap_or_default();
            if control.inputmode == "decimal" && lang == Lang::Fr {
                control.value = control.value.replace('.', ",");
            }
        } else if control.is_list() {
            control.is_checked = keys.contains(&control.value);
            control.options.iter_mut().for_each(|(value, is_chosen)| *is_chosen = keys.contains(value));
        }
    }
    Ok(())
}

/// What is to be answered under a name.
fn answer(name: &str, answers: &Answers, drawn: &[String]) -> Option<Value> {
    if let Some(pointer) = name.strip_suffix("#branch") {
        return answers.branches.get(pointer).map(|chosen| json!(chosen.to_string()));
    }
    if let Some(pointer) = name.strip_suffix("#name") {
        let wanted = answers.document.pointer(pointer)?.as_object()?;
        let is_there = |name: &&String| {
            let row = format!("{pointer}/{}", escape(name));
            let block = format!("{row}/");
            drawn
                .iter()
                .any(|other| *other == row || other.starts_with(&block) || other.starts_with(&format!("{row}#")))
        };
        return wanted.keys().find(|name| !is_there(name)).map(|name| json!(name));
    }
    answers.document.pointer(name).cloned()
}

/// The text that an input sends for a value of a list.
fn key(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A value as a person types it, in the place of several that bear its name.
fn typed(value: &Value, nth: usize, count: usize) -> String {
    let text = key(value);
    if count >= 3
        && let Some((year, rest)) = text.split_once('-')
    {
        let parts = [&rest[3..5], &rest[..2], year, rest.get(6..11).unwrap_or_default()];
        return parts[nth].to_owned();
    }
    text
}

impl Control {
    fn is_list(&self) -> bool {
        self.is_ticked() || self.tag == "select"
    }

    fn offers(&self, key: &String) -> bool {
        self.value == *key || self.options.iter().any(|(value, _)| value == key)
    }
}

/// A form, answers that fit it, and both laws.
fn tried(bytes: &[u8]) -> Result<(), TestCaseError> {
    let mut dice = Dice::new(bytes);
    let generated = Generated::new(&mut dice);
    let document = generated.document();
    let definition = Definition::bare(document.clone()).unwrap();
    let form =
        Form::compile(&definition, &[]).map_err(|problems| failed(&document, &json!({}), &format!("{problems:?}")))?;
    let answers = generated.answers(&mut dice);
    let lang = *dice.pick(&Lang::ALL);
    let told = |what: String| failed(&document, &answers.document, &what);
    let context = Context::default();

    let draft = filled(&form, &answers, lang).map_err(told)?;
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
    for page in drawn(&form, &kept, lang) {
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
    for page in drawn(&form, &draft, Lang::Fr) {
        assert_eq!(form.merge(&draft, &sent(&page), None), draft);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn a_generated_form_gives_back_the_document_that_fills_it(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        tried(&bytes)?;
    }
}
