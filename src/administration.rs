//! The platform's administrators: is everything in order, and which effects need a person?

use crate::app::App;
use crate::outbox::{self, Whose};
use crate::web::{Administrator, Page, Pairs, Protected};
use crate::{Result, reference, services};
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};
use serde::Serialize;
use uuid::Uuid;

#[derive(Serialize)]
struct State {
    /// The part that does not answer, if any.
    down: Option<&'static str>,
    failures: Vec<Failure>,
    services: Vec<Service>,
    lists: Vec<List>,
}

/// An official list that the program carries.
#[derive(Serialize)]
struct List {
    /// The end of the key of what people call it.
    name: &'static str,
    count: usize,
    /// The day of its edition.
    edition: &'static str,
}

/// A service of others, as this node sees it.
#[derive(Serialize)]
struct Service {
    host: String,
    /// The end of the key of its state, and the kind of its tag.
    state: &'static str,
    tag: &'static str,
    /// Why it failed last.
    reason: Option<&'static str>,
}

impl From<services::State> for Service {
    fn from(found: services::State) -> Self {
        let services::State { host, skipped, reason } = found;
        let (state, tag) = match (skipped, reason) {
            (true, _) => ("skipped", "error"),
            (false, Some(_)) => ("failing", "warning"),
            (false, None) => ("fine", "success"),
        };
        Self { host, state, tag, reason }
    }
}

#[derive(Serialize)]
struct Failure {
    id: Uuid,
    kind: String,
    attempts: i32,
    reason: String,
    failed_at: Option<DateTime<Utc>>,
}

impl From<outbox::Failure> for Failure {
    fn from(row: outbox::Failure) -> Self {
        let kind = row.name().to_owned();
        let outbox::Failure { id, attempts, last_error, failed_at, .. } = row;
        Self { id, kind, attempts, reason: last_error.unwrap_or_default(), failed_at }
    }
}

/// GET `/administration`.
pub async fn show(app: Data<App>, page: Page, _: Administrator) -> Result<HttpResponse> {
    let down = app.ready().await.err().map(|(part, _)| part);
    let now = app.now();
    let failures = app.db.query(move |db| outbox::failures(db, Whose::Platform, now)).await?;
    let failures = failures.into_iter().map(Failure::from).collect();
    let services = app.services.states().into_iter().map(Service::from).collect();
    let list =
        |list: &dyn reference::Searchable| List { name: list.name(), count: list.count(), edition: list.edition() };
    let lists = reference::lists().map(list).into();
    page.render("administration/show.html", &State { down, failures, services, lists })
}

/// POST `/administration/effets/{id}/relance`: a new round of tries for an effect that failed.
pub async fn replay(
    app: Data<App>,
    page: Page,
    _: Administrator,
    id: Path<Uuid>,
    _: Protected<Pairs>,
) -> Result<HttpResponse> {
    let (id, now) = (id.into_inner(), app.now());
    app.db.write(move |tx| outbox::replay(tx, id, Whose::Platform, now)).await?;
    Ok(page.redirect_with("/administration", "success", "administration-replayed"))
}

/// GET `/readyz`: whether this node can serve, and if not, what is missing.
pub async fn ready(app: Data<App>) -> HttpResponse {
    match app.ready().await {
        Ok(()) => HttpResponse::Ok().body("ready"),
        Err((part, error)) => {
            tracing::warn!(part, %error, "not ready");
            HttpResponse::ServiceUnavailable().body(format!("{part} unavailable"))
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::reference::lists;
    use crate::services::Failure;
    use crate::web::Lang;
    use crate::web::i18n::has;

    #[test]
    fn every_state_of_a_service_has_its_words() {
        let failures =
            [Failure::Timeout, Failure::Unreachable, Failure::Status(503), Failure::TooLarge, Failure::NotJson];
        let reasons = failures.map(|failure| format!("administration-service-reason-{}", failure.code()));
        let states = ["fine", "failing", "skipped"].map(|state| format!("administration-service-{state}"));
        for key in reasons.iter().chain(&states) {
            assert!(Lang::ALL.iter().all(|lang| has(*lang, key)), "{key}");
        }
    }

    #[test]
    fn every_list_has_its_words() {
        for list in lists() {
            let key = format!("administration-list-{}", list.name());
            assert!(Lang::ALL.iter().all(|lang| has(*lang, &key)), "{key}");
        }
    }
}
