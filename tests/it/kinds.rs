//! Every kind of field, as a person fills it: by keyboard alone, on the narrowest screen, with and without JavaScript, in light
//! and in dark. The form is made of the kinds' own examples.

use crate::support::browser::{ALL, Browser, ENTER, FAR, Look, NARROWEST, SPACE};
use crate::support::http::Visitor;
use crate::support::server::{Server, Setup};
use crate::support::story::{self, CITIZEN, OTHER};
use guichet::form::fields::{KINDS, Kind};
use guichet::form::{Context, Definition, Element, Form, ViewOptions};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// Filled as thoroughly by tests of their own: a map is drawn (`maps.rs`), a service answers for a reference (`references.rs`).
const APART: [&str; 2] = ["map", "reference"];

fn kinds() -> impl Iterator<Item = &'static dyn Kind> {
    KINDS.into_iter().filter(|kind| !APART.contains(&kind.name()))
}

/// A procedure with one page of every kind.
fn procedure() -> Value {
    let text = std::fs::read_to_string("tests/it/procedures/attestation.json").unwrap();
    let mut procedure: Value = serde_json::from_str(&text).unwrap();
    let (mut properties, mut elements) = (json!({}), Vec::new());
    for kind in kinds() {
        let example = kind.example();
        let mut control: Value = serde_json::from_str(example.control).unwrap();
        if !example.schema.is_empty() {
            properties[kind.name()] = serde_json::from_str(example.schema).unwrap();
            properties[kind.name()]["title"] = json!(kind.name());
            control["type"] = json!("Control");
            control["scope"] = json!(format!("#/properties/{}", kind.name()));
        }
        elements.push(control);
    }
    procedure["slug"] = json!("champs");
    procedure["title"] = json!("Tous les champs");
    procedure["summary"] = json!("Une page de chaque.");
    procedure["languages"] = json!(["fr"]);
    procedure["form"] = json!({
        "schema": {"type": "object", "properties": properties},
        "ui": {"type": "Categorization", "elements": [{"type": "Category", "label": "Les champs", "elements": elements}]}
    });
    for key in ["cases", "scenarios"] {
        procedure.as_object_mut().unwrap().shift_remove(key);
    }
    procedure
}

fn site() -> Server {
    let server = story::site(Setup::default());
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("champs.json");
    std::fs::write(&file, procedure().to_string()).unwrap();
    server.must(&["import", file.to_str().unwrap()]);
    server
}

/// What the examples answer; files are sent otherwise.
fn answers(other: &str) -> Value {
    let mut answers = json!({});
    for kind in kinds() {
        let answer: Value = serde_json::from_str(kind.example().answer).unwrap();
        if !answer.is_null() {
            answers[kind.name()] = answer;
        }
    }
    answers["dossier-number"] = json!(other);
    answers.as_object_mut().unwrap().shift_remove("file");
    answers
}

/// What the controls of each name hold, in the order of the page.
fn held(elements: &[Element], found: &mut BTreeMap<String, Vec<String>>) {
    for element in elements {
        let mut hold = |value: String| found.entry(element.name.clone()).or_default().push(value);
        match element.component {
            "text" | "textarea" | "autocomplete" | "checkbox" => hold(element.value.clone()),
            "radios" | "select" | "checkboxes" => {
                let chosen = element.options.iter().filter(|option| option.selected);
                chosen.for_each(|option| hold(option.value.clone()));
            }
            _ => {}
        }
        held(&element.parts, found);
        element.rows.iter().for_each(|row| held(&row.elements, found));
    }
}

fn plan(answers: &Value) -> BTreeMap<String, Vec<String>> {
    let definition: Definition = serde_json::from_value(procedure()["form"].clone()).unwrap();
    let form = Form::compile(&definition, &["fr".to_owned()]).unwrap();
    let evaluation = form.evaluate(answers, &Context::default());
    let options = ViewOptions { lang: "fr", ..ViewOptions::default() };
    let view = form.page_view(1, answers, &evaluation, &BTreeMap::new(), &options).unwrap();
    let mut found = BTreeMap::new();
    held(&view.elements, &mut found);
    found
}

/// What has the focus.
#[derive(Debug, serde::Deserialize)]
struct Focused {
    tag: String,
    kind: String,
    name: String,
    value: String,
    label: String,
    checked: bool,
    /// Its place among the texts of its name.
    nth: usize,
}

async fn focused(browser: &Browser) -> Focused {
    let script = "const e = document.activeElement;
        const named = e.name || document.getElementById(e.id.replace(/-search$/, ''))?.name || '';
        const texts = [...document.querySelectorAll('input, textarea')].filter(other => other.name === e.name
            && !['hidden', 'radio', 'checkbox'].includes(other.type));
        return {tag: e.tagName, kind: e.type || '', name: named, value: e.value || '', checked: !!e.checked,
            label: e.tagName === 'BUTTON' ? e.value : '', nth: Math.max(texts.indexOf(e), 0)};";
    serde_json::from_value(browser.run(script).await).unwrap()
}

/// What a select shows for a value.
async fn label_of(browser: &Browser, name: &str, value: &str) -> String {
    let script = format!(
        "return [...document.querySelector('select[name=\"{name}\"]').options].find(o => o.value === '{value}').label"
    );
    browser.run(&script).await.as_str().unwrap().to_owned()
}

/// Goes through the page by Tab and answers what has the focus, up to the button that goes on. Rows and entries are added on
/// the way.
async fn fill(browser: &Browser, plan: &BTreeMap<String, Vec<String>>, file: &Path) {
    let mut adds = vec!["add:/repeat", "add:/repeat", "add:/entries", "add:/entries"];
    let mut entries = vec!["Thé", "Café"];
    // From the top of the page, where its first link stands.
    browser.run("document.querySelector('a').focus()").await;
    let mut radios: Vec<String> = Vec::new();
    let mut is_led = false;
    for _ in 0..FAR {
        // What was added may have the focus already.
        if !std::mem::take(&mut is_led) {
            browser.tab().await;
        }
        let at = focused(browser).await;
        let wanted = plan.get(&at.name).cloned().unwrap_or_default();
        match (at.tag.as_str(), at.kind.as_str()) {
            ("BUTTON", _) if at.label == "continue" => {
                assert!(adds.is_empty() && entries.is_empty(), "not reached: {adds:?} {entries:?}");
                return;
            }
            ("BUTTON", _) => {
                if let Some(at) = adds.iter().position(|add| *add == at.label) {
                    adds.remove(at);
                    browser.acts().await;
                    is_led = true;
                }
            }
            ("INPUT", _) if at.name == "/entries#name" => {
                if let Some(name) = entries.pop() {
                    browser.keys(name).await;
                }
            }
            // Enter opens the browser's own way to choose a file.
            ("INPUT", "file") => browser.attach(&at.name, file).await,
            ("INPUT", "radio") if !radios.contains(&at.name) => {
                radios.push(at.name.clone());
                let Some(wanted) = wanted.first() else { continue };
                browser.turns_to(wanted).await;
            }
            ("INPUT", "checkbox") if wanted.contains(&at.value) != at.checked => browser.keys(SPACE).await,
            ("SELECT", _) => {
                let wanted = wanted.first().unwrap_or_else(|| panic!("no answer for {:?}", at.name));
                let label = label_of(browser, &at.name, wanted).await;
                browser.keys(&label).await;
            }
            ("INPUT", "text") if at.name.is_empty() => {}
            ("INPUT" | "TEXTAREA", kind) if !matches!(kind, "radio" | "checkbox" | "submit") => {
                let is_searched =
                    browser.run("return document.activeElement.id.endsWith('-search')").await == json!(true);
                // The values of one name stand in the order of its controls; a button of choice comes before its text.
                let text = match wanted.len() {
                    1 => wanted.first(),
                    _ if wanted.first().is_some_and(|first| first == "#other") => wanted.last(),
                    _ => wanted.get(at.nth),
                };
                let Some(text) = text.filter(|text| !text.starts_with('#')) else { continue };
                let text = if is_searched { label_of(browser, &at.name, text).await } else { text.clone() };
                browser.keys(&format!("{ALL}{}", text.replace('\n', ENTER))).await;
            }
            _ => {}
        }
    }
    panic!("Tab does not lead to the end of the page");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_is_filled_by_keyboard_alone() {
    let server = site();
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bail.pdf");
    std::fs::write(&file, story::PDF).unwrap();
    for javascript in [true, false] {
        let browser = Browser::open(&server.base, Look { width: NARROWEST, javascript }).await;
        let other = story::begin(&browser, "attestation").await;
        browser.goto("/demarches/champs").await;
        browser.follow("main form[action=\"/demarches/champs/dossiers\"] button[type=submit]").await;
        let number = browser.path().await.split('/').nth(2).unwrap().to_owned();
        let answers = answers(&other);
        fill(&browser, &plan(&answers), &file).await;
        browser.inspect_schemes(&format!("champs-{}", if javascript { "avec" } else { "sans" })).await;
        browser.presses_on(ENTER).await;
        let shown = story::shown(&server, &number);
        assert!(browser.path().await.ends_with("/verification"), "{}\n{}", browser.body().await, shown["draft"]);
        browser.inspect_schemes(&format!("champs-verifies-{}", if javascript { "avec" } else { "sans" })).await;
        browser.follow("main form button[type=submit]:not([name])").await;
        let mut kept = story::shown(&server, &number)["answers"].clone();
        assert_eq!(kept["file"]["name"], "bail.pdf");
        kept.as_object_mut().unwrap().shift_remove("file");
        assert_eq!(kept, answers);
        browser.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_told_of_the_dossiers_of_others() {
    let server = site();
    let (citizen, other) =
        (Visitor::signed_in(&server.base, CITIZEN).await, Visitor::signed_in(&server.base, OTHER).await);
    let foreign = story::start(&other).await;
    let own = story::start(&citizen).await;
    citizen.get("/demarches/champs").await;
    let answer = citizen.post("/demarches/champs/dossiers", &[]).await;
    let number = answer.location.unwrap().split('/').nth(2).unwrap().to_owned();
    let page = format!("/dossiers/{number}/pages/1");
    let told = async |named: &str| {
        let answer = citizen.post(&page, &[("/dossier-number", named), ("_action", "continue")]).await;
        answer.body.contains("Aucun de vos autres dossiers n’a ce numéro")
    };
    assert!(told("2026-999999-5").await, "an unknown number");
    assert!(told(&foreign).await, "another's number is as unknown");
    assert!(told(&number).await, "the dossier itself is no other");
    assert!(!told(&own).await);
}
