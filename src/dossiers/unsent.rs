//! What somebody sends after their session has ended: a message, the reasons of a decision, a request for correction, who files,
//! whom they invite. It is kept apart, for whom the page was drawn for, and stands in its form, unsent, once that person is
//! signed in again.

use super::place::{ON_BEHALF, Place};
use super::unsaved::pairs_of;
use super::{Number, lock};
use crate::app::App;
use crate::db::Tx;
use crate::messages::Side;
use crate::schema::{dossiers, unsent_texts};
use crate::web::i18n::text;
use crate::web::{Account, Authors, Filled, FromPairs, Lang, Page, Pairs, Protected, sign_in_to};
use crate::{Error, Result, procedures};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use diesel::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

/// Bytes of what is kept of one form: what is taken as a message or as reasons fits several times.
const MOST: usize = 200_000;

/// Whoever does not come back does not want it any more.
const KEPT: TimeDelta = TimeDelta::days(30);

/// What a form says of the unsent text that it showed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Showed {
    pub kept_at: Option<DateTime<FixedOffset>>,
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

impl Message {
    /// Its form again, with what was typed and why it was not sent. The error is given back when it isn't about the text.
    pub fn refused(&self, lang: Lang, error: Error) -> Result<Shown> {
        let Error::Invalid(code @ ("message-empty" | "message-too-long")) = error else { return Err(error) };
        let mut form = Filled::new([("body", &self.body.replace("\r\n", "\n"))]);
        form.refuse("body", text(lang, &format!("messages-error-{code}"), &[]));
        Ok(Shown::refused(self.showed, form))
    }
}

/// A text that waits in its form.
#[derive(Debug)]
pub struct Unsent {
    pub pairs: Pairs,
    /// By the procedure's clocks.
    pub kept_at: DateTime<FixedOffset>,
}

/// A small form as its page shows it: as it was filled in, or with what waits in it.
#[derive(Debug, Serialize)]
pub struct Shown {
    #[serde(flatten)]
    pub form: Filled,
    /// When what stands in it was kept.
    unsent: Option<DateTime<FixedOffset>>,
}

impl Shown {
    /// The form of a place, with what waits there.
    pub fn waiting(place: &Place, waiting: &[(Place, Unsent)], mut form: Filled) -> Self {
        let kept = waiting.iter().find(|(own, _)| own == place).map(|(_, kept)| kept);
        for (name, text) in kept.into_iter().flat_map(|kept| &kept.pairs) {
            if let Some(value) = form.values.get_mut(name.as_str()) {
                value.clone_from(text);
            }
        }
        Self { form, unsent: kept.map(|kept| kept.kept_at) }
    }

    /// Whether something waits in it.
    pub fn waits(&self) -> bool {
        self.unsent.is_some()
    }

    /// The form as it was posted, with what is wrong with it.
    pub fn refused(showed: Showed, form: Filled) -> Self {
        Self { form, unsent: showed.kept_at }
    }
}

/// The form of a message from a side, with what waits in it.
pub fn message(waiting: &[(Place, Unsent)], side: Side) -> Shown {
    Shown::waiting(&Place::Message(side), waiting, Filled::new([("body", "")]))
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

/// A form of few inputs, with what it says of the unsent text that it showed.
pub struct Given<T> {
    pub form: T,
    pub showed: Showed,
}

impl<T: FromPairs> FromPairs for Given<T> {
    fn from_pairs(pairs: Pairs) -> Result<Self> {
        let showed = Showed::of(&pairs)?;
        Ok(Self { form: T::from_pairs(pairs)?, showed })
    }
}

impl<T: FromPairs + 'static> Form for Given<T> {
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
    let (number, place, now) = (number.clone(), place.clone(), app.now());
    let write = move |tx: &mut Tx<'_>| {
        forget(tx, &who, &number, &place, showed)?;
        place.address(tx, &number, (who.id, now))
    };
    let address = app.db.write(write).await?;
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
    let now = app.now();
    let authors = Authors::new(request, app.db.query(move |db| asked.writers(db, &wanted, now)).await?)?;
    let (author, pairs) = authors.read(request, payload).await?;
    let (number, place) = (number.clone(), place.clone());
    let address = app.db.write(move |tx| add(tx, &number, &place, author, pairs, now)).await?;
    Ok(page.redirect_with(&sign_in_to(&address), "info", "dossiers-unsaved-kept"))
}

/// Adds to what waits in the same form. Returns where that stands.
fn add(
    tx: &mut Tx<'_>,
    number: &Number,
    place: &Place,
    author: Uuid,
    mut pairs: Pairs,
    now: DateTime<Utc>,
) -> Result<String> {
    let dossier = lock(tx, place.open_to(author, now), number)?;
    if let Place::Step(transition) = place
        && !procedures::revision(tx, dossier.revision_id)?.knows(transition)
    {
        return Err(Error::NotFound);
    }
    pairs.retain(|(name, text)| place.keeps(name) && !text.trim().is_empty());
    // For whom is nothing without what.
    if pairs.iter().all(|(name, _)| name == ON_BEHALF) {
        return Err(Error::Unauthenticated);
    }
    if size(&pairs) > MOST {
        return Err(Error::Invalid("too-large"));
    }
    let row = unsent_texts::table.find((dossier.id, author, place.code()));
    let before: Option<Value> = row.select(unsent_texts::pairs).first(&mut **tx).optional()?;
    let mut before = before.map(pairs_of).transpose()?.unwrap_or_default();
    before.retain(|(name, _)| place.adds(name));
    let pairs = json!(joined(before, pairs));
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
    place.address(tx, number, (author, now))
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
    let rows: Vec<(String, Value, DateTime<Utc>, Uuid)> = unsent_texts::table
        .inner_join(dossiers::table)
        .filter(dossiers::number.eq(number.as_str().to_owned()).and(unsent_texts::account_id.eq(who.id)))
        .order(unsent_texts::kept_at)
        .select((unsent_texts::place, unsent_texts::pairs, unsent_texts::kept_at, dossiers::revision_id))
        .load(db)?;
    let mut waiting = Vec::new();
    for (code, pairs, kept_at, revision) in rows {
        let Some(place) = Place::of_code(&code) else { continue };
        let kept_at = procedures::revision(db, revision)?.local(kept_at);
        waiting.push((place, Unsent { pairs: pairs_of(pairs)?, kept_at }));
    }
    Ok(waiting)
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
