//! What the page of a button's form shows.

use super::beside::Beside;
use super::dossier::{fields, sections};
use super::step::{Tried, Typed};
use crate::Result;
use crate::dossiers::agents::{Part, Sheet};
use crate::dossiers::facts::Facts;
use crate::dossiers::offers::{Button, Sides};
use crate::dossiers::unsent::Unsent;
use crate::dossiers::{Dossier, people};
use crate::form::SummarySection;
use crate::procedures::Revision;
use crate::web::{Account, ErrorLink, Lang, Page};
use chrono::{DateTime, Utc};
use diesel::PgConnection;
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Everything that the page is drawn from.
pub struct Loaded {
    dossier: Dossier,
    revision: Arc<Revision>,
    name: String,
    /// None, where it may not be pressed, or not any more.
    button: Option<Button>,
    /// The form that it asks for, by its id.
    form: String,
    now: DateTime<Utc>,
}

/// The page.
#[derive(Serialize)]
pub struct View {
    #[serde(flatten)]
    beside: Beside,
    name: String,
    button: Option<Button>,
    form: Vec<Part>,
    typed: Typed,
    /// Fields that a correction may be asked on: pointer and label.
    fields: Vec<(String, String)>,
    /// What was written, where the button is not there any more.
    left: Vec<SummarySection>,
    errors: Vec<ErrorLink>,
}

impl Loaded {
    /// A button of a dossier that is theirs to read, whose form has this id.
    pub fn of(
        db: &mut PgConnection,
        who: &Account,
        (dossier, revision): (Dossier, Arc<Revision>),
        (name, form): (&str, String),
        (lang, now): (Lang, DateTime<Utc>),
    ) -> Result<Self> {
        let facts = Facts::of(&dossier, &revision, None, Value::Null, now);
        let own = people::actor(db, &dossier, &revision, (who.id, None), now)?;
        let sides = Sides::of(db, (&dossier, &revision), (who, &own), now)?;
        let buttons = sides.buttons(&dossier, &revision, &facts.inputs(), lang)?;
        let button = buttons.into_iter().find(|button| button.name == name && button.form.is_some());
        let form = button.as_ref().and_then(|button| button.form.clone()).unwrap_or(form);
        Ok(Self { name: name.to_owned(), button, form, now, dossier, revision })
    }

    /// The page, with what was posted or waits in its form.
    pub fn view(self, page: &Page, tried: Option<Tried>, kept: Option<Unsent>) -> Result<View> {
        let lang = page.lang;
        let label = self.revision.command_label(&self.dossier.state, &self.name, lang);
        let label = self.button.as_ref().map_or(label, |button| button.label.clone());
        let waits = tried.is_none().then_some(kept).flatten().map(Typed::kept);
        let typed = tried.as_ref().map(|tried| tried.typed.clone()).or(waits).unwrap_or_default();
        let mut view = View {
            beside: Beside::of(&self.dossier, &self.revision, label.clone(), lang)?,
            fields: fields(&sections(&self.dossier, &self.revision, lang)),
            name: self.name.clone(),
            form: Vec::new(),
            left: Vec::new(),
            errors: Vec::new(),
            button: self.button,
            typed,
        };
        let Some(form) = self.revision.form_with_id(&self.form) else { return Ok(view) };
        let sheet = Sheet::new(form, &self.dossier, &self.revision, self.now);
        let is_typed = !view.typed.pairs.is_empty();
        let draft = if is_typed { sheet.written(None, &view.typed.pairs) } else { json!({}) };
        if let Some(words) = tried.as_ref().filter(|tried| !tried.is_mended()).and_then(|tried| tried.words(lang)) {
            view.errors.push(ErrorLink::new("", words));
        }
        match &mut view.button {
            Some(button) => {
                let told = match &tried {
                    Some(tried) => mend(&sheet, &draft, (tried, button), (&mut view.typed, &mut view.errors), lang),
                    None => BTreeMap::new(),
                };
                let needs = [("/motivation", button.needs.motivation), ("/message", button.needs.message)];
                let needed: Vec<&str> = needs.iter().filter(|(_, is_so)| *is_so).map(|(pointer, _)| *pointer).collect();
                view.form = sheet.drawn(page, &draft, &told, &needed)?;
            }
            None if is_typed => view.left = sheet.summary(&draft, &label, lang),
            None => {}
        }
        Ok(view)
    }
}

/// All that is wrong with what was sent: each with its link, and by its field. Returns what is wrong within the form.
fn mend(
    sheet: &Sheet<'_>,
    draft: &Value,
    (tried, button): (&Tried, &mut Button),
    (typed, errors): (&mut Typed, &mut Vec<ErrorLink>),
    lang: Lang,
) -> BTreeMap<String, String> {
    if !tried.is_mended() {
        return BTreeMap::new();
    }
    let (input, wrong) = sheet.sent(draft, typed.input());
    let mut told = Sheet::told(lang, &wrong);
    errors.extend(sheet.links(lang, &wrong));
    for (name, words) in tried.missing(button, Some(sheet), &input, lang) {
        let pointer = format!("/{name}");
        let is_new = !told.contains_key(&pointer);
        if sheet.asks(&pointer) {
            told.entry(pointer).or_insert_with(|| words.clone());
        } else {
            typed.errors.insert(name, words.clone());
        }
        if is_new {
            errors.push(ErrorLink::new(format!("#{name}"), words));
        }
    }
    told
}
