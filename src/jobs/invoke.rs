//! Asks for the outside work of a dossier: `{invocation}`. A service answers at once; a provider of signatures or payments, or
//! another procedure, answers later.

use super::Context;
use crate::app::App;
use crate::dossiers::invocations::{self, Answer, Invocation};
use crate::dossiers::linked::{self, Linked};
use crate::dossiers::returns::{self, MAX_ANSWER};
use crate::outbox::Job;
use crate::procedures;
use crate::schema::dossiers;
use crate::services::{Call, Failure};
use crate::workflow::invoke::{Http, Method, Provider, Request};
use crate::{Error, Result};
use diesel::prelude::*;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

#[derive(Debug, Deserialize)]
struct Payload {
    invocation: Uuid,
}

/// What came of asking.
enum Asked {
    Answered(Value),
    /// It will be answered later. The page of a provider, where somebody is to go to it.
    Waits(Option<String>),
}

/// Why nothing came of it.
struct Fault {
    reason: String,
    /// Asking again would be no use.
    is_final: bool,
    /// The service was not asked at all.
    unasked: Option<Failure>,
}

impl Fault {
    /// What asking again would not change.
    fn last(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), is_final: true, unasked: None }
    }
}

impl From<Failure> for Fault {
    fn from(failure: Failure) -> Self {
        let unasked = Some(failure).filter(|failure| failure.is_unasked());
        Self { reason: failure.to_string(), is_final: failure.is_final(), unasked }
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self { reason: error.to_string(), is_final: false, unasked: None }
    }
}

/// One try. The last one that fails is a failure of the work; where nothing follows that, the effect itself has failed, and
/// those in charge see it.
pub async fn run(context: Context, job: Job) -> Result<()> {
    let is_last = job.is_last();
    let Payload { invocation: id } = serde_json::from_value(job.payload).map_err(Error::internal)?;
    let app = &context.app;
    let Some(open) = app.db.query(move |db| invocations::open(db, id)).await? else { return Ok(()) };
    let asked = ask(app, &open).await;
    let now = app.now();
    match asked {
        Ok(Asked::Waits(link)) => app.db.write(move |tx| invocations::wait(tx, id, link.as_deref())).await,
        Ok(Asked::Answered(value)) => settle(app, id, Answer::Done(value), now).await.map(drop),
        // That was no try, be it the last.
        Err(Fault { unasked: Some(failure), .. }) => Err(Error::unavailable(failure)),
        Err(Fault { reason, is_final, .. }) => {
            let settled = (is_last || is_final) && settle(app, id, Answer::Failed(reason.clone()), now).await?;
            match (settled, is_final) {
                (true, _) => Ok(()),
                (false, true) => app.db.write(move |tx| invocations::give_up(tx, id, &reason, now)).await,
                (false, false) => Err(Error::unavailable(reason)),
            }
        }
    }
}

async fn settle(app: &App, id: Uuid, answer: Answer, now: chrono::DateTime<chrono::Utc>) -> Result<bool> {
    app.db.write(move |tx| invocations::answer(tx, id, &answer, now)).await
}

async fn ask(app: &App, open: &Invocation) -> Result<Asked, Fault> {
    let key = open.id.to_string();
    let missing = || Fault::last(open.fault.clone().unwrap_or_default());
    match open.request()?.ok_or_else(missing)? {
        Request::Http(Http { connector, method, path, body }) => {
            let method = method.unwrap_or(if body.is_some() { Method::Post } else { Method::Get });
            let call =
                Call { connector: &connector, method: verb(method), path: &path, body: body.as_ref(), key: &key };
            let answer = app.services.call(call).await?;
            // It stays in the history.
            let fits = answer.to_string().len() <= MAX_ANSWER;
            if fits { Ok(Asked::Answered(answer)) } else { Err(Failure::TooLarge.into()) }
        }
        Request::Sign(provider) | Request::Pay(provider) => hand_over(app, open, provider, &key).await,
        Request::Case(_) => {
            let (id, now) = (open.id, app.now());
            match app.db.write(move |tx| linked::link(tx, id, now)).await? {
                Linked::Waits => Ok(Asked::Waits(None)),
                Linked::Over(result) => Ok(Asked::Answered(result)),
                Linked::Unknown => Err(Fault::last("no such dossier")),
            }
        }
    }
}

fn verb(method: Method) -> &'static str {
    match method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Put => "PUT",
        Method::Patch => "PATCH",
        Method::Delete => "DELETE",
    }
}

/// Tells a provider what is asked, and where it is to say what came of it.
async fn hand_over(app: &App, open: &Invocation, provider: Provider, key: &str) -> Result<Asked, Fault> {
    let id = open.dossier_id;
    let read = move |db: &mut PgConnection| {
        let dossier = dossiers::table.find(id).select((dossiers::number, dossiers::revision_id));
        let (number, revision): (String, Uuid) = dossier.first(db)?;
        Ok((number, procedures::revision(db, revision)?.slug().to_owned()))
    };
    let (number, procedure) = app.db.query(read).await?;
    let base = &app.config.base_url;
    let body = json!({
        "id": key,
        "dossier": number,
        "procedure": procedure,
        "callback_url": format!("{base}/retours/{}", returns::token(app.config.secret.expose(), open.id)),
        "return_url": format!("{base}/dossiers/{number}"),
        "request": provider.body,
    });
    let call = Call { connector: &provider.connector, method: "POST", path: &provider.path, body: Some(&body), key };
    let answer = app.services.call(call).await?;
    let link = answer.get("url").and_then(Value::as_str);
    // It becomes a link of our pages.
    let link = link.filter(|link| link.starts_with("https://") || link.starts_with("http://"));
    Ok(Asked::Waits(link.map(str::to_owned)))
}
