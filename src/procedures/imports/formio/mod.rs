//! Components of Form.io, and of its kin: Open Forms (Netherlands), NAV (Norway).

mod answers;
mod build;
mod checks;
mod conditions;
mod kinds;
mod names;
mod open_forms;
mod questions;
mod silent;
mod words;

use super::Refused;
use super::frame::{Draft, plain_text};
use super::ledger::{Ledger, Node};
use build::{Builder, Place};
use conditions::Shown;
use kinds::Kind;
use names::Index;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A page: its title, what stands on it, and what says when it is shown.
struct Page<'v> {
    title: String,
    /// The panel that is the page; none for a step that holds components.
    panel: Option<Node<'v>>,
    components: Vec<Node<'v>>,
    /// A rule that hides it.
    hidden_when: Vec<Value>,
}

pub(super) fn read(source: &Value, language: &str, ledger: &mut Ledger) -> Result<Draft, Refused> {
    ledger.false_is_blank = true;
    let root = Node::root(source);
    let mut draft = Draft::default();
    let is_export = root.peek("formDefinitions").is_some() && root.peek("forms").is_some();
    let mut steps =
        if is_export { open_forms::steps(&root, &mut draft, ledger)? } else { vec![alone(&root, &mut draft, ledger)?] };
    let mut index = Index::default();
    steps.iter().flat_map(|step| &step.components).for_each(|node| index.add(node, &[], 0));
    if index.is_full() {
        return Err(Refused::too_many_questions());
    }
    let mut builder = Builder {
        ledger,
        index,
        schema: json!({ "type": "object", "properties": {} }),
        checks: Vec::new(),
        translations: BTreeMap::new(),
        rules: Vec::new(),
        revealed: Vec::new(),
        language: language.to_owned(),
    };
    if is_export {
        open_forms::logic(&root, &mut builder, &mut steps);
    }
    let ui = laid_out(&mut builder, steps);
    let Builder { schema, checks, translations, .. } = builder;
    draft.languages = std::iter::once(language.to_owned())
        .chain(translations.keys().filter(|known| *known != language).cloned())
        .collect();
    draft.form.insert("schema".to_owned(), schema);
    draft.form.insert("ui".to_owned(), ui);
    if !checks.is_empty() {
        draft.form.insert("checks".to_owned(), Value::Array(checks));
    }
    if translations.values().any(|texts| !texts.is_empty()) {
        draft.form.insert("translations".to_owned(), json!(translations));
    }
    Ok(draft)
}

/// A form that is one list of components.
fn alone<'v>(root: &Node<'v>, draft: &mut Draft, ledger: &mut Ledger) -> Result<Page<'v>, Refused> {
    let inner = root.peek("form").filter(|form| form.get("components").is_some());
    let root = match inner {
        Some(_) => ledger.get(root, "form").unwrap_or_else(|| root.clone()),
        None => root.clone(),
    };
    if !root.peek("components").is_some_and(Value::is_array) {
        return Err(match root.value {
            Value::Object(fields) if fields.contains_key("schema") => Refused::new("another-format", "rjsf, jsonforms"),
            Value::Object(_) => Refused::new("no-components", ""),
            _ => Refused::new("not-an-object", ""),
        });
    }
    draft.title =
        ledger.text(&root, "title").or_else(|| ledger.text(&root, "name")).map(plain_text).unwrap_or_default();
    ledger.text(&root, "name");
    draft.slug = ledger.text(&root, "path").unwrap_or_default().to_owned();
    ledger.skip(&root, &silent::OF_FORM);
    for key in ["properties", "introPage"] {
        if root.peek(key).is_some_and(|value| !ledger.is_blank(value)) {
            ledger.lose(&root.at(key), "service", &[("key", key)]);
        }
    }
    let components = ledger.list(&root, "components");
    Ok(Page { title: String::new(), panel: None, components, hidden_when: Vec::new() })
}

/// Pages: the steps, or the panels of a form whose questions all stand in panels.
fn laid_out(builder: &mut Builder<'_>, steps: Vec<Page<'_>>) -> Value {
    let pages: Vec<Page<'_>> = if steps.len() == 1 { panels(steps) } else { steps };
    if let [only] = pages.as_slice()
        && only.panel.is_none()
        && only.title.is_empty()
    {
        let elements = builder.all(&only.components, &Place::default(), 0);
        return json!({ "type": "VerticalLayout", "elements": elements });
    }
    let mut categories = Vec::new();
    for page in pages {
        categories.extend(category(builder, page));
    }
    json!({ "type": "Categorization", "elements": categories })
}

/// One step whose questions all stand in panels is as many pages.
fn panels(steps: Vec<Page<'_>>) -> Vec<Page<'_>> {
    let is_panel = |node: &Node<'_>| node.peek_text("type") == "panel";
    let speaks = |node: &Node<'_>| !matches!(kinds::of(node), Kind::Words | Kind::Button | Kind::Lost);
    let all = |step: &Page<'_>| step.components.iter().filter(|node| speaks(node)).all(is_panel);
    if !steps.iter().all(|step| all(step) && step.components.iter().any(is_panel)) {
        return steps;
    }
    let mut pages: Vec<Page<'_>> = Vec::new();
    let mut before: Vec<Node<'_>> = Vec::new();
    for node in steps.into_iter().flat_map(|step| step.components) {
        if is_panel(&node) {
            // What is said before the first panel opens its page.
            pages.push(Page {
                title: String::new(),
                panel: Some(node),
                components: std::mem::take(&mut before),
                hidden_when: Vec::new(),
            });
        } else {
            match pages.last_mut() {
                Some(page) => page.components.push(node),
                None => before.push(node),
            }
        }
    }
    pages
}

fn category(builder: &mut Builder<'_>, page: Page<'_>) -> Option<Value> {
    let (mut label, mut rules) = (Value::from(page.title), page.hidden_when);
    let mut elements = builder.all(&page.components, &Place::default(), 0);
    let mut description = None;
    if let Some(panel) = &page.panel {
        let mut found = builder.all(std::slice::from_ref(panel), &Place::default(), 0);
        let mut group = found.pop()?;
        label = group.get("label").cloned().unwrap_or_else(|| Value::from(panel.peek_text("key")));
        description = group.get("description").cloned();
        if let Some(rule) = group.pointer("/rule/condition/logic") {
            rules.push(rule.clone());
        }
        elements.extend(group["elements"].as_array_mut().map(std::mem::take).unwrap_or_default());
    }
    if label.as_str().is_some_and(str::is_empty) {
        label = Value::from("1");
    }
    let mut category = json!({ "type": "Category", "label": label });
    if let Some(text) = description {
        category["description"] = text;
    }
    category["elements"] = Value::Array(elements);
    let shown = match rules.len() {
        0 => Shown::Always,
        1 => Shown::When(rules.remove(0)),
        _ => Shown::When(json!({ "and": rules })),
    };
    if let Shown::When(rule) = shown {
        category["rule"] = json!({ "effect": "SHOW", "condition": { "logic": rule } });
    }
    Some(category)
}
