//! Someone without JavaScript who fills a form from a document: the inputs of its pages by their names, its rows by their
//! buttons.

use super::VIEWS;
use super::controls::{Control, controls, sent};
use chrono::NaiveDate;
use guichet::form::{Context, Form, ViewOptions, document_of, of_name};
use guichet::rules::escape;
use guichet::web::Lang;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Times that one form is gone through.
const PATIENCE: usize = 60;

/// What a person wants to say, and of which form.
#[derive(Clone, Copy)]
pub struct Person<'p> {
    pub form: &'p Form,
    pub lang: Lang,
    pub document: &'p Value,
    /// The branch of each union that the document follows, by the pointer of its value.
    pub branches: &'p BTreeMap<String, usize>,
}

/// A form that was filled.
#[derive(Debug)]
pub struct Filled {
    pub draft: Value,
    /// The pointers of answers that their inputs don't offer.
    pub not_offered: BTreeSet<String>,
}

/// The controls of a page; none where a rule hides it.
pub fn drawn(form: &Form, page: usize, draft: &Value, lang: Lang) -> Vec<Control> {
    let evaluation = form.evaluate(draft, &Context::default());
    let options = ViewOptions { lang: lang.code(), ..ViewOptions::default() };
    let view = form.page_view(page, draft, &evaluation, &BTreeMap::new(), &options);
    let html = view.map(|view| VIEWS.bare(lang, view).unwrap());
    html.map(|html| controls(&html)).unwrap_or_default()
}

/// The branches that a form reads in a document.
pub fn branches(form: &Form, document: &Value) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for control in (1..=form.pages().len()).flat_map(|page| drawn(form, page, &form.draft_of(document), Lang::En)) {
        let Some(pointer) = of_name(&control.name).strip_suffix("#branch") else { continue };
        let option = control.options.iter().find(|(_, is_chosen)| *is_chosen).map(|(value, _)| value);
        let chosen = if control.is_checked { Some(&control.value) } else { option };
        found.extend(chosen.and_then(|chosen| Some((pointer.to_owned(), chosen.parse().ok()?))));
    }
    found
}

impl Person<'_> {
    /// Fills a new draft, page after page, until nothing changes any more.
    pub fn fill(&self) -> Result<Filled, String> {
        let context = Context::default();
        let mut filled = Filled { draft: self.form.initial(&context), not_offered: BTreeSet::new() };
        for _ in 0..PATIENCE {
            let before = filled.draft.clone();
            filled.not_offered.clear();
            for number in 1..=self.form.pages().len() {
                let mut page = drawn(self.form, number, &filled.draft, self.lang);
                self.answer_all(&mut page, &mut filled.not_offered);
                let known = filled.draft.clone();
                filled.draft = self.form.merge(&known, &sent(&page), None);
                self.attach(&mut filled.draft, &page);
                self.form.propose(&known, &mut filled.draft, &context, None);
                self.press(&mut filled.draft, &page);
            }
            if filled.draft == before {
                return Ok(filled);
            }
        }
        Err(format!("no end to {}", filled.draft))
    }

    /// Gives the files that the document has and the draft hasn't.
    fn attach(&self, draft: &mut Value, page: &[Control]) {
        for name in page.iter().filter(|control| control.kind == "file" && !is_of_map(&control.name, page)) {
            let wanted = self.document.pointer(&name.name).cloned().unwrap_or_default();
            let kept = document_of(draft).pointer(&name.name).cloned().unwrap_or_default();
            for file in listed(wanted).into_iter().filter(|file| !listed(kept.clone()).contains(file)) {
                *draft = self.form.attach(draft, &name.name, file, None).unwrap();
            }
        }
    }

    /// Takes away the rows that the document hasn't, and adds those that the draft hasn't.
    fn press(&self, draft: &mut Value, page: &[Control]) {
        let context = Context::default();
        let is_gone = |row: &&str| self.document.pointer(row).is_none();
        let extra: Vec<&str> =
            page.iter().filter_map(|control| control.value.strip_prefix("remove:")).filter(is_gone).collect();
        for row in extra.into_iter().rev() {
            self.form.remove_row(draft, row, None);
        }
        for block in page.iter().filter_map(|control| control.value.strip_prefix("add:")) {
            let before = draft.clone();
            let name = format!("{block}#name");
            let is_named = page.iter().any(|control| control.name == name && !control.value.is_empty());
            if is_named {
                self.form.add_row(draft, block, None);
            }
            let wanted = self.document.pointer(block).and_then(Value::as_array).map_or(0, Vec::len);
            for _ in rows(page, block)..wanted {
                self.form.add_row(draft, block, None);
            }
            self.form.propose(&before, draft, &context, None);
        }
    }

    fn answer_all(&self, page: &mut [Control], not_offered: &mut BTreeSet<String>) {
        let names: Vec<String> = page.iter().map(|control| control.name.clone()).collect();
        for at in 0..page.len() {
            let name = &names[at];
            let is_filled = !name.is_empty() && page[at].tag != "button" && page[at].kind != "hidden";
            if !is_filled || page[at].kind == "file" || is_of_map(name, page) {
                continue;
            }
            let texts = page.iter().enumerate().filter(|(_, control)| control.name == *name && control.is_typed());
            let (before, all): (Vec<usize>, Vec<usize>) = texts.map(|(n, _)| n).partition(|n| *n < at);
            let (nth, count) = (before.len(), before.len() + all.len());
            let answer = self.answer(of_name(name), &names);
            let same: Vec<&Control> =
                page.iter().filter(|control| control.name == *name && control.is_list()).collect();
            let is_listed = |value: &Value| same.iter().any(|control| control.offers(&key(value)));
            // What no choice says is written beside the choices.
            let written = match &answer {
                Some(Value::Array(values)) => values.iter().filter(|value| !is_listed(value)).nth(nth).map(key),
                Some(Value::Object(parts)) => Some(told(parts)),
                Some(value) if same.is_empty() => Some(typed(value, nth, count)),
                Some(value) => Some(key(value)).filter(|_| !is_listed(value)),
                None => None,
            };
            let mut keys: Vec<String> = match &answer {
                Some(Value::Array(values)) => values.iter().filter(|value| is_listed(value)).map(key).collect(),
                Some(value) if is_listed(value) => vec![key(value)],
                Some(_) if count > 0 => vec!["#other".to_owned()],
                _ => Vec::new(),
            };
            let said = keys.len() + count;
            let wanted = answer.as_ref().map_or(0, |answer| answer.as_array().map_or(1, Vec::len));
            // A box that isn't ticked says no.
            let is_no = answer == Some(json!(false)) && same.len() == 1 && page[at].kind == "checkbox";
            if said < wanted && !is_no {
                not_offered.insert(of_name(name).to_owned());
            }
            if keys.is_empty() {
                keys.push(String::new());
            }
            let control = &mut page[at];
            if control.is_typed() {
                control.value = written.unwrap_or_default();
                if control.inputmode == "decimal" && self.lang == Lang::Fr {
                    control.value = control.value.replace('.', ",");
                }
            } else if control.is_list() {
                control.is_checked = keys.contains(&control.value);
                control.options.iter_mut().for_each(|(value, is_chosen)| *is_chosen = keys.contains(value));
            }
        }
    }

    /// What is to be answered under a name.
    fn answer(&self, name: &str, drawn: &[String]) -> Option<Value> {
        if let Some(pointer) = name.strip_suffix("#branch") {
            return self.branches.get(pointer).map(|chosen| json!(chosen.to_string()));
        }
        if let Some(pointer) = name.strip_suffix("#name") {
            let wanted = self.document.pointer(pointer)?.as_object()?;
            let is_there = |name: &&String| {
                let row = format!("{pointer}/{}", escape(name));
                let (block, aside) = (format!("{row}/"), format!("{row}#"));
                drawn.iter().any(|other| *other == row || other.starts_with(&block) || other.starts_with(&aside))
            };
            return wanted.keys().find(|name| !is_there(name)).map(|name| json!(name));
        }
        self.document.pointer(name).filter(|value| !value.is_null()).cloned()
    }
}

/// The rows of a block that a page shows.
fn rows(page: &[Control], block: &str) -> usize {
    // An inner block may be nothing but its button.
    let places = page.iter().map(|control| control.value.strip_prefix("add:").unwrap_or(of_name(&control.name)));
    let row = |place: &str| place.strip_prefix(block)?.strip_prefix('/')?.split(['/', '#']).next()?.parse().ok();
    places.filter_map(row).max().map_or(0, |last: usize| last + 1)
}

/// Whether an input holds a whole map, of which others hold the parts.
fn is_of_map(name: &str, page: &[Control]) -> bool {
    let base = format!("{name}/base");
    page.iter().any(|control| control.name == base)
}

fn listed(value: Value) -> Vec<Value> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(values) => values,
        one => vec![one],
    }
}

/// The text that an input sends for a value of a list.
fn key(value: &Value) -> String {
    let value = value.get("id").unwrap_or(value);
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// What a person types of an entry of a list, or of what is drawn on a map.
fn told(parts: &Map<String, Value>) -> String {
    let part = |name: &str| parts.get(name).map(key).unwrap_or_default();
    let position = |at: &Value| format!("{}, {}", at[1], at[0]);
    match parts.get("coordinates") {
        // The outline ends where it begins: nobody writes it twice.
        Some(Value::Array(rings)) if rings[0][0].is_array() => {
            let ring = rings[0].as_array().map(Vec::as_slice).unwrap_or_default();
            ring[..ring.len() - 1].iter().map(position).collect::<Vec<_>>().join("\n")
        }
        Some(Value::Array(line)) if line.iter().all(Value::is_array) => {
            line.iter().map(position).collect::<Vec<_>>().join("\n")
        }
        Some(point) => position(point),
        None if parts.contains_key("label") => part("label"),
        None => format!("{} ({})", part("name"), part("postal_code")),
    }
}

/// A value as a person types it, in the place of several inputs that bear its name: a day, a month, a year and maybe a time.
fn typed(value: &Value, nth: usize, count: usize) -> String {
    let text = key(value);
    let day = text.get(..10).and_then(|day| day.parse::<NaiveDate>().ok()).filter(|_| count >= 3);
    match (day, nth) {
        (Some(_), 0) => text[8..10].to_owned(),
        (Some(_), 1) => text[5..7].to_owned(),
        (Some(_), 2) => text[..4].to_owned(),
        (Some(_), _) => {
            let time = text.get(11..).unwrap_or_default();
            let is_of_paris = [":00+01:00", ":00+02:00"].iter().any(|end| time.ends_with(end));
            time.get(..5).filter(|_| is_of_paris).unwrap_or(time).to_owned()
        }
        (None, 0) => text,
        (None, _) => String::new(),
    }
}

impl Control {
    fn is_list(&self) -> bool {
        self.is_ticked() || self.tag == "select"
    }

    fn offers(&self, key: &String) -> bool {
        self.value == *key || self.options.iter().any(|(value, _)| value == key)
    }
}
