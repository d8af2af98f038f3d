//! GET `/dev/mail`: the mails of a site without an SMTP server. Only the demonstration has these pages.

use crate::Result;
use crate::app::App;
use crate::schema::kept_mails;
use crate::web::Page;
use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::Serialize;
use uuid::Uuid;

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = kept_mails, check_for_backend(diesel::pg::Pg))]
struct Kept {
    id: Uuid,
    recipient: String,
    subject: String,
    text: String,
    kept_at: DateTime<Utc>,
}

#[derive(Serialize)]
struct List {
    mails: Vec<Kept>,
}

/// The last mails, newest first.
pub async fn kept_mails(app: Data<App>, page: Page) -> Result<HttpResponse> {
    let query = kept_mails::table.order(kept_mails::id.desc()).limit(200).select(Kept::as_select());
    let mails = app.db.query(move |db| Ok(query.load(db)?)).await?;
    page.render("dev/mails.html", &List { mails })
}

#[derive(Serialize)]
struct One {
    #[serde(flatten)]
    mail: Kept,
    /// The addresses found in the text, to be followed.
    links: Vec<String>,
}

#[derive(Serialize)]
struct Shown {
    mail: One,
}

/// One mail.
pub async fn kept_mail(app: Data<App>, page: Page, id: Path<Uuid>) -> Result<HttpResponse> {
    let query = kept_mails::table.find(id.into_inner()).select(Kept::as_select());
    let mail = app.db.query(move |db| Ok(query.first(db)?)).await?;
    let links = mail.text.split_whitespace().filter(|word| word.starts_with("http")).map(str::to_owned).collect();
    page.render("dev/mail.html", &Shown { mail: One { mail, links } })
}
