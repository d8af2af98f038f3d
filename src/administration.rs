//! The platform's administrators: is everything in order, and which effects need a person?

use crate::app::App;
use crate::web::{Administrator, Page, Pairs, Protected};
use crate::{Result, outbox};
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
        let outbox::Failure { id, kind, attempts, last_error, failed_at, .. } = row;
        Self { id, kind, attempts, reason: last_error.unwrap_or_default(), failed_at }
    }
}

/// GET `/administration`.
pub async fn show(app: Data<App>, page: Page, _: Administrator) -> Result<HttpResponse> {
    let down = app.ready().await.err().map(|(part, _)| part);
    let failures = app.db.query(outbox::failures).await?.into_iter().map(Failure::from).collect();
    page.render("administration/show.html", &State { down, failures })
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
    app.db.write(move |tx| outbox::replay(tx, id, now)).await?;
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
