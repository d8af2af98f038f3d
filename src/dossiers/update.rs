//! An update of a page in place: what changed with an answer, and nothing else.

use super::draft::Open;
use super::filling::Asked;
use super::references;
use super::saving::Saved;
use crate::Result;
use crate::form::{self, Meanwhile, RowChangeKind, TwoAnswers, ViewOptions, Writer, fields};
use crate::web::{Account, Page, Pairs, format};
use actix_web::HttpResponse;
use serde::Serialize;
use uuid::Uuid;

/// What changed.
#[derive(Serialize)]
struct Update {
    rev: i32,
    id: Uuid,
    time: String,
    /// As HTML.
    changed: String,
    /// Why the answers make the request impossible, when that has just changed.
    ineligible: Option<Vec<String>>,
    /// Who else writes in this draft.
    other: Option<Writer>,
    /// Where to go on after a button.
    focus: Option<String>,
}

/// Only what the change made appear, disappear or compute, and what others wrote; focus and typing stay where they are.
pub fn draw(page: &Page, who: &Account, saved: &Saved, posted: &Pairs, n: usize, id: Uuid) -> Result<HttpResponse> {
    let Saved { open, past, rows, place, .. } = saved;
    let form = &open.revision.form;
    let lang = page.lang.code();
    let (old, new) = (past.shown(), open.dossier.writing());
    let (was, is) = (form.evaluate(old, &open.context()), form.evaluate(&new, &open.context()));
    let only = open.only(who.id);
    let own = id.to_string();
    let options = ViewOptions { lang, only: only.as_deref(), page: &own };
    let other = past.other(&own).map(|writer| seen_by(writer.clone(), open, who));
    let posted: Vec<&str> = posted.iter().map(|(name, _)| name.as_str()).collect();
    let mut blocks = past.blocks();
    blocks.extend(rows.iter().map(|rows| rows.block.clone()));
    let meanwhile = Meanwhile { posted: other.is_some().then_some(posted.as_slice()), blocks };
    let mut changed = form.changed_elements(n, (old, &was), (&new, &is), &options, &meanwhile);
    changed.extend(references::filled(form, n, (old, &new), &is, &options, &changed));
    let removed = rows.as_ref().filter(|rows| matches!(rows.kind, RowChangeKind::Removed { .. }));
    let asked = removed.map(|rows| Asked { bloc: rows.block.clone(), retrait: Some(open.dossier.draft_rev) });
    dress(&mut changed, open, who, &asked.unwrap_or_default());
    let (before, after) = (was.ineligible(lang), is.ineligible(lang));
    let update = Update {
        rev: open.dossier.draft_rev,
        id,
        time: format::clock(open.revision.local(open.now)),
        changed: page.elements(changed, true)?,
        ineligible: (before != after).then_some(after),
        other,
        focus: place.as_deref().map(fields::element_id),
    };
    page.render_part("dossiers/autosave.html", &update)
}

/// What elements can't know by themselves: a field names the model that it hands out and the list that it searches, which
/// here get their addresses; a reference gets what it may mean; a block offers to take a removal back.
pub fn dress(elements: &mut [form::Element], open: &Open, who: &Account, asked: &Asked) {
    for element in elements {
        element.conflict.iter_mut().for_each(|two| unname(two, open, who));
        if let Some(name) = &element.template {
            element.template = Some(format!("/demarches/{}/modeles/{name}", open.revision.slug()));
        }
        if element.source == Some("reference") {
            element.search = Some(references::address(&open.dossier.number));
        }
        let offered = open.offers.iter().find(|(pointer, _)| *pointer == element.name);
        element.options.extend(offered.map(|(_, choices)| choices.clone()).unwrap_or_default());
        if element.component == "repeat" && element.name == asked.bloc {
            element.undo = asked.retrait;
        }
        dress(&mut element.parts, open, who, asked);
        for row in &mut element.rows {
            row.conflict.iter_mut().for_each(|two| unname(two, open, who));
            dress(&mut row.elements, open, who, asked);
        }
    }
}

/// The reader is told as such: a writer without a name. Moments are told by the procedure's clocks.
fn unname(two: &mut TwoAnswers, open: &Open, who: &Account) {
    for writer in std::iter::once(&mut two.by).chain(&mut two.other) {
        *writer = seen_by(writer.clone(), open, who);
    }
}

fn seen_by(writer: Writer, open: &Open, who: &Account) -> Writer {
    let name = if writer.id == who.id.to_string() { String::new() } else { writer.name };
    Writer { name, at: open.revision.local(writer.at.to_utc()), ..writer }
}
