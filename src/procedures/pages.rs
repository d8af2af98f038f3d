//! The public pages: the start, the catalogue, a procedure.

use super::contact::{Contact, contact};
use super::definition::DataProtection;
use super::prefill::{self, Announced, Carried};
use super::{Procedure, Revision, publish};
use crate::app::App;
use crate::form::markdown;
use crate::rules::Text;
use crate::web::{Lang, Page, register_to, sign_in_to};
use crate::{Error, Result, procedures};
use actix_web::http::header::{self, ContentDisposition, DispositionParam, DispositionType};
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

#[derive(Serialize)]
struct Card {
    slug: String,
    title: String,
    summary: String,
    organisation: String,
    duration_minutes: Option<u32>,
}

fn card(revision: &Arc<Revision>, lang: Lang) -> Card {
    let definition = &revision.definition;
    let organisation = definition.service.as_ref().map(|service| &service.organisation);
    Card {
        slug: definition.slug.clone(),
        title: revision.title(lang.code()).to_owned(),
        summary: revision.said(&definition.summary, lang.code()).to_owned(),
        organisation: organisation.map(|text| revision.said(text, lang.code()).to_owned()).unwrap_or_default(),
        duration_minutes: definition.duration_minutes,
    }
}

#[derive(Debug, Default, Deserialize)]
pub struct Search {
    #[serde(default)]
    q: String,
}

#[derive(Serialize)]
struct Catalogue {
    query: String,
    procedures: Vec<Card>,
    /// Level of the cards' headings: under a heading of their own at the start, under the title in the catalogue.
    level: u8,
}

async fn cards(app: &App, lang: Lang, query: &str) -> Result<Vec<Card>> {
    let words: Vec<String> = query.split_whitespace().map(plain).collect();
    let revisions = app.db.query(procedures::published).await?;
    let all = revisions.iter().map(|revision| card(revision, lang));
    Ok(all.filter(|card| found(card, &words)).collect())
}

/// Every word must be somewhere in the card, whatever its case and accents.
fn found(card: &Card, words: &[String]) -> bool {
    let text = plain(&format!("{} {} {}", card.title, card.summary, card.organisation));
    words.iter().all(|word| text.contains(word))
}

/// Lower case, without the accents of French.
fn plain(text: &str) -> String {
    let bare = |c: char| match c {
        'à' | 'â' | 'ä' => 'a',
        'ç' => 'c',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'î' | 'ï' => 'i',
        'ô' | 'ö' => 'o',
        'ù' | 'û' | 'ü' => 'u',
        '’' => '\'',
        other => other,
    };
    text.to_lowercase().chars().map(bare).collect()
}

/// GET `/`.
pub async fn home(app: Data<App>, page: Page) -> Result<HttpResponse> {
    let procedures = cards(&app, page.lang, "").await?;
    page.render("procedures/home.html", &Catalogue { query: String::new(), procedures, level: 3 })
}

/// GET `/demarches`, with `?q=` to search.
pub async fn catalogue(app: Data<App>, page: Page, search: Query<Search>) -> Result<HttpResponse> {
    let procedures = cards(&app, page.lang, &search.q).await?;
    page.render("procedures/catalogue.html", &Catalogue { query: search.into_inner().q, procedures, level: 2 })
}

/// What a citizen should know before starting.
#[derive(Serialize)]
struct Shown {
    slug: String,
    title: String,
    summary: String,
    description_html: String,
    audience: Option<String>,
    have_at_hand: Vec<String>,
    duration_minutes: Option<u32>,
    pages: Vec<String>,
    service: Option<Contact>,
    /// `acceptance`, `rejection` or `none`, and after how long.
    silence: Option<SilenceShown>,
    remedies_html: String,
    legal_basis_html: String,
    data_protection: Option<DataProtectionShown>,
    /// Why nobody can start now: `not-yet`, `over`, `closed`.
    closed: Option<&'static str>,
    opens_on: Option<NaiveDate>,
    closes_on: Option<NaiveDate>,
    /// Answers given beforehand.
    prefill: Option<Announced>,
    /// To sign in or register first, and come back here with all of it.
    sign_in: String,
    register: String,
    /// How long an untouched draft is kept, in months.
    draft_months: u32,
}

#[derive(Serialize)]
struct SilenceShown {
    means: &'static str,
    months: Option<u32>,
    days: Option<u32>,
    legal_basis: Option<String>,
}

#[derive(Serialize)]
struct DataProtectionShown {
    purpose: String,
    lawful_basis: Option<String>,
    recipients: Vec<String>,
    dpo: Option<(String, String, String)>,
    retention_months: u32,
    rights: Option<String>,
}

/// GET `/demarches/{slug}`.
pub async fn show(app: Data<App>, page: Page, slug: Path<String>, request: HttpRequest) -> Result<HttpResponse> {
    let (carried, lang, now) = (Carried::in_query(request.query_string()), page.lang, app.now());
    let address = carried.address(&slug);
    let (procedure, revision, announced) = app
        .db
        .query(move |db| {
            let (procedure, revision) = procedures::find(db, &slug)?;
            let announced = prefill::announced(db, &carried, &revision, lang, now)?;
            Ok((procedure, revision, announced))
        })
        .await?;
    let shown = Shown {
        prefill: announced,
        sign_in: sign_in_to(&address),
        register: register_to(&address),
        ..shown(&procedure, &revision, lang, revision.date(app.now()))
    };
    page.render("procedures/show.html", &shown)
}

fn shown(procedure: &Procedure, revision: &Revision, lang: Lang, today: NaiveDate) -> Shown {
    let definition = &revision.definition;
    let said = |text: &Text| revision.said(text, lang.code()).to_owned();
    let html = |text: &Option<Text>| text.as_ref().map(|text| markdown::html(&said(text))).unwrap_or_default();
    let pages = revision.form.pages().iter().map(|page| page.title(lang.code()).to_owned()).collect();
    let closed = if procedure.is_published() { revision.closed_on(today) } else { Some("closed") };
    Shown {
        slug: definition.slug.clone(),
        title: said(&definition.title),
        summary: said(&definition.summary),
        description_html: html(&definition.description),
        audience: definition.audience.as_ref().map(said),
        have_at_hand: definition.have_at_hand.iter().map(said).collect(),
        duration_minutes: definition.duration_minutes,
        pages,
        service: contact(revision, lang),
        silence: definition.silence.as_ref().map(|silence| SilenceShown {
            means: silence.means.code(),
            months: silence.months(),
            days: silence.days(),
            legal_basis: silence.legal_basis.as_ref().map(said),
        }),
        remedies_html: html(&definition.remedies),
        legal_basis_html: html(&definition.legal_basis),
        data_protection: definition.data_protection.as_ref().map(|data| data_protection(data, &said)),
        closed,
        opens_on: definition.opening.opens_on,
        closes_on: definition.opening.closes_on,
        prefill: None,
        sign_in: String::new(),
        register: String::new(),
        draft_months: definition.opening.draft_months,
    }
}

fn data_protection(data: &DataProtection, said: &impl Fn(&Text) -> String) -> DataProtectionShown {
    let dpo = data.dpo.as_ref().map(|dpo| (said(&dpo.name), dpo.email.clone(), dpo.address.clone()));
    DataProtectionShown {
        purpose: said(&data.purpose),
        lawful_basis: data.lawful_basis.as_ref().map(said),
        recipients: data.recipients.iter().map(said).collect(),
        dpo,
        retention_months: data.retention_months,
        rights: data.rights.as_ref().map(said),
    }
}

/// GET `/demarches/{slug}/modeles/{name}`: a model that a field hands out. It was published with the procedure.
pub async fn template_file(app: Data<App>, path: Path<(String, String)>) -> Result<HttpResponse> {
    let (slug, name) = path.into_inner();
    let wanted = name.clone();
    let bytes = app
        .db
        .query(move |db| {
            let (procedure, revision) = procedures::find(db, &slug)?;
            // The lists that fields search are beside the models, and are not handed out.
            if !revision.form.hands_out(&wanted) {
                return Err(Error::NotFound);
            }
            publish::attachment(db, procedure.revision_id, &wanted)
        })
        .await?;
    if bytes.is_empty() {
        return Err(Error::NotFound);
    }
    let disposition = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::Filename(name)],
    };
    Ok(HttpResponse::Ok()
        .content_type("application/octet-stream")
        .insert_header(disposition)
        .insert_header((header::CACHE_CONTROL, "public, max-age=3600"))
        .body(bytes))
}

/// GET `/accessibilite`: the declaration that French law asks of public sites.
pub async fn accessibility(page: Page) -> Result<HttpResponse> {
    page.render("procedures/accessibility.html", &())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn search_ignores_case_and_accents() {
        let card = Card {
            slug: "x".into(),
            title: "Inscrire un enfant à la cantine".into(),
            summary: "Restauration scolaire".into(),
            organisation: "Ville".into(),
            duration_minutes: None,
        };
        let words = |query: &str| query.split_whitespace().map(plain).collect::<Vec<_>>();
        assert!(found(&card, &words("CANTINE")));
        assert!(found(&card, &words("a scolaire")));
        assert!(!found(&card, &words("permis")));
        assert!(found(&card, &[]));
    }
}
