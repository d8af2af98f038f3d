//! External references: what is searched as people type, and what services of others are asked before anything is saved.

use super::draft::Open;
use super::{access, parsed};
use crate::app::App;
use crate::form::{Choice, Element, Evaluation, Form, Question, Reply, Search, ViewOptions};
use crate::services::Failure;
use crate::web::throttle::Suggestions;
use crate::web::{Account, Pairs};
use crate::{Error, Result};
use actix_web::http::header;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use futures_util::future::join_all;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Characters of a search; a longer text names nothing.
const MAX_QUERY: usize = 200;

/// The address that the references of a dossier are searched at.
pub fn address(number: &str) -> String {
    format!("/dossiers/{number}/references")
}

#[derive(Debug, Deserialize)]
pub struct Asked {
    /// The pointer of the field.
    #[serde(default)]
    champ: String,
    #[serde(default)]
    q: String,
}

/// GET `/dossiers/{number}/references?champ=…&q=…`: `[{value, label, hint?}]`, best first, ten at most. Empty when the service is slow or
/// down: what is typed is then kept.
pub async fn search(
    app: Data<App>,
    who: Account,
    limits: Data<Suggestions>,
    request: HttpRequest,
    path: Path<String>,
    asked: Query<Asked>,
) -> Result<HttpResponse> {
    let (number, now, Asked { champ, q }) = (parsed(&path)?, app.now(), asked.into_inner());
    limits.list(&request)?;
    let account = who.id;
    let open = app.db.query(move |db| Open::read(db, access::fillable_by(&who), &number, now)).await?.editable()?;
    if q.chars().count() > MAX_QUERY {
        return Err(Error::Invalid("malformed"));
    }
    let form = &open.revision.form;
    let only = open.only(account);
    let found = match form.search(&champ, &q, only.as_deref()).ok_or(Error::NotFound)? {
        Search::Listed(found) => found,
        Search::Asked(address) => {
            limits.service(&request, account)?;
            let answer = app.services.json(&address).await;
            answer.map(|answer| form.offered(&champ, &q, &answer)).unwrap_or_default()
        }
    };
    let told = |choice: Choice| json!({ "value": choice.value, "label": choice.label, "hint": choice.hint });
    let found: Vec<Value> = found.into_iter().map(told).collect();
    Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(found))
}

/// Asks services what the posted inputs name: all at once, before any row is locked. One that does not answer in time, or that
/// this person has asked too often, is down.
pub async fn ask(
    app: &App,
    open: &Open,
    request: &HttpRequest,
    pairs: &Pairs,
    account: Uuid,
) -> Vec<(Question, Reply)> {
    let only = open.only(account);
    let questions = open.revision.form.questions(&open.dossier.writing(), pairs, only.as_deref());
    let limits = request.app_data::<Data<Suggestions>>();
    let reply = |question: Question| async move {
        let may = limits.is_none_or(|limits| limits.service(request, account).is_ok());
        let reply = if may { replied(app.services.json(&question.address).await) } else { Reply::Down };
        (question, reply)
    };
    join_all(questions.into_iter().map(reply)).await
}

fn replied(answer: Result<Value, Failure>) -> Reply {
    match answer {
        Ok(answer) => Reply::Answer(answer),
        Err(failure) if failure.is_absence() => Reply::Absent,
        Err(_) => Reply::Down,
    }
}

/// The elements of a page that the answers of references have changed, those apart that are drawn anyway.
pub fn filled(
    form: &Form,
    page: usize,
    (old, new): (&Value, &Value),
    evaluation: &Evaluation,
    options: &ViewOptions<'_>,
    drawn: &[Element],
) -> Vec<Element> {
    let pointers = form.filled(old, new);
    let wanted = pointers.iter().map(|pointer| crate::form::fields::element_id(pointer));
    let wanted: Vec<String> = wanted.filter(|id| !drawn.iter().any(|element| element.id == *id)).collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let view = form.page_view(page, new, evaluation, &BTreeMap::new(), options);
    view.map(|view| view.pick(&wanted)).unwrap_or_default()
}
