//! `guichet dossier show`.

use super::{Database, Failure, output};
use crate::Result;
use crate::config::Config;
use crate::dossiers::{Dossier, Number, events, produced};
use crate::files;
use crate::form::document_of;
use crate::schema::dossiers;
use crate::web::format::hex;
use diesel::prelude::*;
use serde_json::{Value, json};
use std::process::ExitCode;

/// Prints a dossier: for an operator, who has the database anyway.
pub fn show(config: Config, number: &str, as_json: bool) -> Result<ExitCode, Failure> {
    let number: Number = number.parse().map_err(Failure::new)?;
    let database = Database::open(&config)?;
    let mut db = PgConnection::establish(&database.url).map_err(Failure::new)?;
    let shown = shown(&mut db, &number)?;
    if as_json {
        output::line(format_args!("{shown:#}"))?;
    } else {
        let text = |name: &str| shown[name].as_str().unwrap_or_default().to_owned();
        let (number, state, phase) = (text("number"), text("state"), text("phase"));
        output::line(format_args!("{number} · {state} ({phase}) · revision {}", shown["revision"]))?;
        for event in shown["events"].as_array().into_iter().flatten() {
            output::line(format_args!("  {} {} → {}", event["at"], event["command"], event["state"]))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn shown(db: &mut PgConnection, number: &Number) -> Result<Value> {
    let dossier: Dossier =
        dossiers::table.filter(dossiers::number.eq(number.as_str())).select(Dossier::as_select()).first(db)?;
    let files: Vec<Value> = files::of_dossier(db, dossier.id)?
        .iter()
        .map(|file| {
            json!({ "id": file.id, "pointer": file.pointer, "name": file.name, "type": file.media_type,
                    "size": file.size, "sha256": hex(&file.sha256) })
        })
        .collect();
    let events: Vec<Value> = events::of(db, dossier.id)?
        .iter()
        .map(|told| {
            let event = &told.event;
            json!({ "seq": event.seq, "at": event.at, "command": event.command, "actor": event.actor_id,
                    "state": event.reached(), "content": event.content })
        })
        .collect();
    let documents: Vec<Value> = produced::all(db, dossier.id)?
        .iter()
        .map(|document| {
            json!({ "id": document.id, "name": document.name, "template": document.template, "title": document.title,
                    "visible_to": document.visible_to, "created_at": document.created_at, "size": document.size,
                    "sha256": document.sha256.as_deref().map(hex) })
        })
        .collect();
    Ok(json!({
        "number": dossier.number,
        "state": dossier.state,
        "phase": dossier.phase,
        "revision": dossier.rev,
        "applicant": dossier.applicant,
        "answers": dossier.answers.as_ref().map(document_of),
        "draft": dossier.draft.as_ref().map(document_of),
        "submitted_at": dossier.submitted_at,
        "decided_at": dossier.decided_at,
        "files": files,
        "documents": documents,
        "events": events,
    }))
}
