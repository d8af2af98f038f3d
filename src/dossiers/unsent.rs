//! Texts that somebody sends after their session has ended: a message, the reasons of a decision, a request for correction. They
//! are kept apart, for whom the page was drawn for, and stand in their form, unsent, once that person is signed in again.

use super::access::{self, Readable};
use super::unsaved::pairs_of;
use super::{Number, lock};
use crate::app::App;
use crate::db::Tx;
use crate::messages::Side;
use crate::schema::{dossiers, group_members, unsent_texts};
use crate::web::{Account, Authors, FromPairs, Page, Pairs, Protected, sign_in_to};
use crate::{Error, Result, procedures};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use chrono::{DateTime, TimeDelta, Utc};
use diesel::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

/// Bytes of what is kept of one form: what is taken as a message or as reasons fits several times.
const MOST: usize = 200_000;

/// Whoever does not come back does not want it any more.
const KEPT: TimeDelta = TimeDelta::days(30);

/// A form of the page of a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A message from this side to the other.
    Message(Side),
    /// What an instructor writes for a step, by the name of its transition.
    Step(String),
}

impl Place {
    fn code(&self) -> String {
        match self {
            Self::Message(side) => side.code().to_owned(),
            Self::Step(transition) => format!("step:{transition}"),
        }
    }

    fn of_code(code: &str) -> Option<Self> {
        let side = [Side::Applicant, Side::Administration].into_iter().find(|side| side.code() == code);
        let step = || code.strip_prefix("step:").map(|transition| Self::Step(transition.to_owned()));
        side.map(Self::Message).or_else(step)
    }

    /// The inputs that are worth keeping.
    fn names(&self) -> &'static [&'static str] {
        match self {
            Self::Message(_) => &["body"],
            Self::Step(_) => &["motivation", "message", "fields"],
        }
    }

    fn is_applicants(&self) -> bool {
        *self == Self::Message(Side::Applicant)
    }

    /// Where its page shows it.
    fn address(&self, number: &Number) -> String {
        match self {
            Self::Message(Side::Applicant) => format!("/dossiers/{number}#messages"),
            Self::Message(Side::Administration) => format!("/instruction/dossiers/{number}#messages"),
            Self::Step(transition) => format!("/instruction/dossiers/{number}#{transition}"),
        }
    }

    /// The dossiers on which this person may send it.
    fn open_to(&self, account: Uuid) -> Readable {
        if self.is_applicants() { access::filed_by_account(account) } else { access::reviewable_by_account(account) }
    }

    /// Who may have written it. What they may do now is [`Self::open_to`]'s to say.
    fn writers(&self, db: &mut PgConnection, number: &Number) -> Result<Vec<Uuid>> {
        let dossier = dossiers::table.filter(dossiers::number.eq(number.as_str().to_owned()));
        if self.is_applicants() {
            return Ok(dossier.select(dossiers::applicant_id).load(db)?);
        }
        let members = group_members::table
            .filter(group_members::group_id.nullable().eq_any(dossier.select(dossiers::group_id)))
            .select(group_members::account_id);
        Ok(members.load(db)?)
    }
}

/// What a form says of the unsent text that it showed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Showed {
    pub kept_at: Option<DateTime<Utc>>,
    /// The button that was pressed throws it away.
    pub is_unwanted: bool,
}

impl Showed {
    /// From the inputs of the form. The error is 400.
    pub fn of(pairs: &Pairs) -> Result<Self> {
        let said = |name: &str| pairs.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str());
        let kept_at = said("_unsent").map(str::parse).transpose().map_err(|_| Error::Invalid("malformed"))?;
        let is_unwanted = said("_action") == Some("forget");
        if is_unwanted && kept_at.is_none() {
            return Err(Error::Invalid("malformed"));
        }
        Ok(Self { kept_at, is_unwanted })
    }
}

/// A message, as its form sends it.
pub struct Message {
    pub body: String,
    pub showed: Showed,
}

impl FromPairs for Message {
    fn from_pairs(pairs: Pairs) -> Result<Self> {
        let showed = Showed::of(&pairs)?;
        let body = pairs.into_iter().find(|(name, _)| name == "body").map(|(_, body)| body).unwrap_or_default();
        Ok(Self { body, showed })
    }
}

/// A text that waits in its form.
#[derive(Debug)]
pub struct Unsent {
    pub pairs: Pairs,
    pub kept_at: DateTime<Utc>,
}

/// A message that waits in its form.
#[derive(Debug, Serialize)]
pub struct UnsentMessage {
    body: String,
    at: DateTime<Utc>,
}

/// A form that may show an unsent text.
pub trait Form: FromPairs + 'static {
    fn showed(&self) -> Showed;
}

impl Form for Message {
    fn showed(&self) -> Showed {
        self.showed
    }
}

/// What becomes of a form that was sent.
pub enum Sent<T> {
    /// It is to be acted on.
    For(Account, T),
    /// It was kept, for want of a session, or its text thrown away, because its author says so.
    Answered(HttpResponse),
}

/// Reads a form. Without a session it is kept, which leads to the sign-in page; what was drawn for nobody who may send it is then
/// refused as any request without a session.
pub async fn read<T: Form>(
    (app, page): (&App, &Page),
    who: Result<Account>,
    number: &Number,
    place: &Place,
    (request, payload): (&HttpRequest, actix_web::web::Payload),
) -> Result<Sent<T>> {
    let mut payload = payload.into_inner();
    let who = match who {
        Err(Error::Unauthenticated) => {
            return keep((app, page), number, place, request, &mut payload).await.map(Sent::Answered);
        }
        who => who?,
    };
    let Protected(given) = Protected::<T>::from_request(request, &mut payload).await?;
    let showed = given.showed();
    if !showed.is_unwanted {
        return Ok(Sent::For(who, given));
    }
    let (address, number, place) = (place.address(number), number.clone(), place.clone());
    app.db.write(move |tx| forget(tx, &who, &number, &place, showed)).await?;
    Ok(Sent::Answered(page.redirect_with(&address, "success", "messages-unsent-forgotten")))
}

async fn keep(
    (app, page): (&App, &Page),
    number: &Number,
    place: &Place,
    request: &HttpRequest,
    payload: &mut Payload,
) -> Result<HttpResponse> {
    let (asked, wanted) = (place.clone(), number.clone());
    let authors = Authors::new(request, app.db.query(move |db| asked.writers(db, &wanted)).await?)?;
    let (author, pairs) = authors.read(request, payload).await?;
    let (now, address) = (app.now(), place.address(number));
    let (number, place) = (number.clone(), place.clone());
    app.db.write(move |tx| add(tx, &number, &place, author, pairs, now)).await?;
    Ok(page.redirect_with(&sign_in_to(&address), "info", "dossiers-unsaved-kept"))
}

/// Adds to what waits in the same form.
fn add(
    tx: &mut Tx<'_>,
    number: &Number,
    place: &Place,
    author: Uuid,
    mut pairs: Pairs,
    now: DateTime<Utc>,
) -> Result<()> {
    let dossier = lock(tx, place.open_to(author), number)?;
    if let Place::Step(transition) = place
        && !procedures::revision(tx, dossier.revision_id)?.asks(transition)
    {
        return Err(Error::NotFound);
    }
    pairs.retain(|(name, text)| place.names().contains(&name.as_str()) && !text.trim().is_empty());
    if pairs.is_empty() {
        return Err(Error::Unauthenticated);
    }
    if size(&pairs) > MOST {
        return Err(Error::Invalid("too-large"));
    }
    let row = unsent_texts::table.find((dossier.id, author, place.code()));
    let before: Option<Value> = row.select(unsent_texts::pairs).first(&mut **tx).optional()?;
    let pairs = json!(joined(before.map(pairs_of).transpose()?.unwrap_or_default(), pairs));
    diesel::insert_into(unsent_texts::table)
        .values((
            unsent_texts::dossier_id.eq(dossier.id),
            unsent_texts::account_id.eq(author),
            unsent_texts::place.eq(place.code()),
            unsent_texts::pairs.eq(&pairs),
            unsent_texts::kept_at.eq(now),
        ))
        .on_conflict((unsent_texts::dossier_id, unsent_texts::account_id, unsent_texts::place))
        .do_update()
        .set((unsent_texts::pairs.eq(&pairs), unsent_texts::kept_at.eq(now)))
        .execute(&mut **tx)?;
    Ok(())
}

/// The texts of two posts: one that the other does not hold already stands above it. Only the later ones where both are too
/// much.
fn joined(before: Pairs, posted: Pairs) -> Pairs {
    let mut both = posted.clone();
    for (name, text) in before {
        let own = both.iter_mut().find(|(own, held)| *own == name && (name != "fields" || *held == text));
        match own.map(|(_, own)| own) {
            Some(own) if own.contains(&text) => {}
            Some(own) if text.contains(own.as_str()) => *own = text,
            Some(own) => *own = format!("{text}\n\n{own}"),
            None => both.push((name, text)),
        }
    }
    if size(&both) > MOST { posted } else { both }
}

fn size(pairs: &Pairs) -> usize {
    pairs.iter().map(|(name, text)| name.len() + text.len()).sum()
}

/// What waits for somebody on a dossier.
pub fn waiting(db: &mut PgConnection, number: &Number, who: &Account) -> Result<Vec<(Place, Unsent)>> {
    let rows: Vec<(String, Value, DateTime<Utc>)> = unsent_texts::table
        .inner_join(dossiers::table)
        .filter(dossiers::number.eq(number.as_str().to_owned()).and(unsent_texts::account_id.eq(who.id)))
        .order(unsent_texts::kept_at)
        .select((unsent_texts::place, unsent_texts::pairs, unsent_texts::kept_at))
        .load(db)?;
    let known = rows.into_iter().filter_map(|(code, pairs, kept_at)| Some((Place::of_code(&code)?, pairs, kept_at)));
    known.map(|(place, pairs, kept_at)| Ok((place, Unsent { pairs: pairs_of(pairs)?, kept_at }))).collect()
}

/// Of what waits, the message from this side.
pub fn message(waiting: &[(Place, Unsent)], side: Side) -> Option<UnsentMessage> {
    let (_, unsent) = waiting.iter().find(|(place, _)| *place == Place::Message(side))?;
    let body = unsent.pairs.iter().map(|(_, text)| text.clone()).collect();
    Some(UnsentMessage { body, at: unsent.kept_at })
}

/// Forgets what its form has shown: it was sent, or is not wanted. What came meanwhile stays.
pub fn forget(tx: &mut Tx<'_>, who: &Account, number: &Number, place: &Place, showed: Showed) -> Result<()> {
    let Some(kept_at) = showed.kept_at else { return Ok(()) };
    let dossier = dossiers::table.filter(dossiers::number.eq(number.as_str().to_owned())).select(dossiers::id);
    let row = unsent_texts::table
        .filter(unsent_texts::dossier_id.eq_any(dossier))
        .filter(unsent_texts::account_id.eq(who.id).and(unsent_texts::place.eq(place.code())))
        .filter(unsent_texts::kept_at.eq(kept_at));
    diesel::delete(row).execute(&mut **tx)?;
    Ok(())
}

/// Forgets what nobody came back for. Returns how many texts.
pub fn sweep(tx: &mut Tx<'_>, now: DateTime<Utc>) -> Result<usize> {
    Ok(diesel::delete(unsent_texts::table.filter(unsent_texts::kept_at.lt(now - KEPT))).execute(&mut **tx)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(all: &[(&str, &str)]) -> Pairs {
        all.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn a_form_is_known_by_its_code() {
        let places = [Place::Message(Side::Applicant), Place::Message(Side::Administration), Place::Step("x".into())];
        for place in places {
            assert_eq!(Place::of_code(&place.code()), Some(place));
        }
        assert_eq!(Place::of_code("else"), None);
    }

    #[test]
    fn of_two_texts_none_is_lost_and_none_comes_twice() {
        let join = |before: &str, posted: &str| joined(pairs(&[("body", before)]), pairs(&[("body", posted)]));
        assert_eq!(join("Bonjour", "Merci"), pairs(&[("body", "Bonjour\n\nMerci")]));
        assert_eq!(join("Bonjour", "Bonjour, merci"), pairs(&[("body", "Bonjour, merci")]));
        assert_eq!(join("Bonjour, merci", "Bonjour"), pairs(&[("body", "Bonjour, merci")]));
        let fields = joined(pairs(&[("fields", "/a"), ("fields", "/b")]), pairs(&[("fields", "/b"), ("fields", "/c")]));
        assert_eq!(fields, pairs(&[("fields", "/b"), ("fields", "/c"), ("fields", "/a")]));
        let long = "x".repeat(MOST - 10);
        assert_eq!(join(&long, "Merci beaucoup"), pairs(&[("body", "Merci beaucoup")]));
    }
}
