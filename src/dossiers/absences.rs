//! Who is away, and who acts for them: a colleague, from one day to another, for all of their work or a part of it. Whoever acts
//! for somebody has that person's own roles only: what others gave that person is not handed on.

use super::people;
use crate::Result;
use crate::db::Tx;
use crate::outbox::{self, Effect};
use crate::schema::{absences, accounts, delegations, group_members, groups};
use crate::web::format::day;
use crate::web::i18n::text;
use crate::web::{Account, Lang};
use crate::{Error, procedures};
use chrono::{DateTime, Months, NaiveDate, Utc};
use diesel::prelude::*;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

/// What one person may plan of each: more is a mistake, or a machine.
const MAX: i64 = 50;

/// From one day to another, both counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    starts_on: NaiveDate,
    ends_on: NaiveDate,
}

impl Period {
    /// Nothing begins before today: what was done since was done by who did it. The errors are `absence-past`, `absence-order`,
    /// and `absence-long` for what would last more than a year from now.
    pub fn new(starts_on: NaiveDate, ends_on: NaiveDate, today: NaiveDate) -> Result<Self> {
        let last = today.checked_add_months(Months::new(12)).unwrap_or(today);
        match (starts_on, ends_on) {
            (from, _) if from < today => Err(Error::Invalid("absence-past")),
            (from, until) if until < from => Err(Error::Invalid("absence-order")),
            (_, until) if until > last => Err(Error::Invalid("absence-long")),
            _ => Ok(Self { starts_on, ends_on }),
        }
    }
}

/// Days on which somebody is away.
#[derive(Debug, Clone, Queryable, Serialize)]
pub struct Absence {
    pub id: Uuid,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
}

/// The absences of somebody that are not over, the next first.
pub fn of(db: &mut PgConnection, account: Uuid, today: NaiveDate) -> Result<Vec<Absence>> {
    let own = absences::table.filter(absences::account_id.eq(account).and(absences::ends_on.ge(today)));
    let own = own.order((absences::starts_on, absences::id));
    Ok(own.select((absences::id, absences::starts_on, absences::ends_on)).load(db)?)
}

/// Somebody will be away. Saying it twice is saying it once.
pub fn leave(tx: &mut Tx<'_>, account: Uuid, period: Period, today: NaiveDate) -> Result<()> {
    alone(tx, account)?;
    let known = of(tx, account, today)?;
    if known.iter().any(|one| (one.starts_on, one.ends_on) == (period.starts_on, period.ends_on)) {
        return Ok(());
    }
    if known.len() as i64 >= MAX {
        return Err(Error::Invalid("absence-many"));
    }
    diesel::insert_into(absences::table)
        .values((
            absences::id.eq(Uuid::now_v7()),
            absences::account_id.eq(account),
            absences::starts_on.eq(period.starts_on),
            absences::ends_on.eq(period.ends_on),
        ))
        .execute(&mut **tx)?;
    Ok(())
}

/// Somebody is back, or stays: an absence that has begun ended yesterday, one to come is none.
pub fn come_back(tx: &mut Tx<'_>, account: Uuid, id: Uuid, today: NaiveDate) -> Result<()> {
    let own = absences::table.filter(absences::id.eq(id).and(absences::account_id.eq(account)));
    let own = own.filter(absences::ends_on.ge(today));
    let starts_on: NaiveDate = own.select(absences::starts_on).first(&mut **tx)?;
    let row = absences::table.find(id);
    match today.pred_opt().filter(|yesterday| starts_on <= *yesterday) {
        Some(yesterday) => diesel::update(row).set(absences::ends_on.eq(yesterday)).execute(&mut **tx)?,
        None => diesel::delete(row).execute(&mut **tx)?,
    };
    Ok(())
}

/// What is given to whom, as its row says it.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = delegations, check_for_backend(diesel::pg::Pg))]
pub struct Delegation {
    pub id: Uuid,
    pub account_id: Uuid,
    pub delegate_id: Uuid,
    pub procedure_id: Option<Uuid>,
    pub role: Option<String>,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
}

/// What somebody gave to others, or was given by them, and that is not over, the next first.
pub fn delegations_of(db: &mut PgConnection, account: Uuid, today: NaiveDate) -> Result<Vec<Delegation>> {
    let rows = delegations::table
        .filter(delegations::account_id.eq(account).or(delegations::delegate_id.eq(account)))
        .filter(delegations::revoked_at.is_null().and(delegations::ends_on.ge(today)))
        .order((delegations::starts_on, delegations::id))
        .select(Delegation::as_select())
        .load(db)?;
    Ok(rows)
}

/// Somebody, as others choose them or are told of them.
#[derive(Debug, Clone, Queryable)]
pub struct Person {
    pub id: Uuid,
    pub given_name: String,
    pub family_name: String,
    pub email: String,
    pub language: String,
}

impl Person {
    pub fn name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name)
    }
}

/// What is read of an account to name it and to write to it.
const PERSON: (accounts::id, accounts::given_name, accounts::family_name, accounts::email, accounts::language) =
    (accounts::id, accounts::given_name, accounts::family_name, accounts::email, accounts::language);

/// Some people, by their accounts.
pub fn people(db: &mut PgConnection, ids: &[Uuid]) -> Result<Vec<Person>> {
    Ok(accounts::table.filter(accounts::id.eq_any(ids)).select(PERSON).load(db)?)
}

/// Those who may act for somebody: who is in a group of a procedure that they are in a group of.
pub fn colleagues(db: &mut PgConnection, who: Uuid) -> Result<Vec<Person>> {
    let own = groups::table.inner_join(group_members::table).filter(group_members::account_id.eq(who));
    let procedures: Vec<Uuid> = own.select(groups::procedure_id).distinct().load(db)?;
    let theirs = groups::table.inner_join(group_members::table).filter(groups::procedure_id.eq_any(procedures));
    let found = accounts::table
        .filter(accounts::id.eq_any(theirs.select(group_members::account_id)).and(accounts::id.ne(who)))
        .order((accounts::family_name, accounts::given_name, accounts::id))
        .select(PERSON)
        .load(db)?;
    Ok(found)
}

/// What is given: all, a procedure, or a role of one.
pub type Scope = Option<(Uuid, Option<String>)>;

/// Lets a colleague act for somebody, and tells both. Giving the same twice is giving it once. The errors are
/// `delegate-unknown` for whoever is no colleague, `delegation-many`.
pub fn give(
    tx: &mut Tx<'_>,
    who: &Account,
    (to, scope): (Uuid, Scope),
    period: Period,
    now: DateTime<Utc>,
) -> Result<()> {
    alone(tx, who.id)?;
    let colleagues = colleagues(tx, who.id)?;
    let delegate = colleagues.iter().find(|person| person.id == to).ok_or(Error::Invalid("delegate-unknown"))?;
    let (procedure, role) = scope.map_or((None, None), |(procedure, role)| (Some(procedure), role));
    let given = Delegation {
        id: Uuid::now_v7(),
        account_id: who.id,
        delegate_id: delegate.id,
        procedure_id: procedure,
        role,
        starts_on: period.starts_on,
        ends_on: period.ends_on,
    };
    let known = delegations_of(tx, who.id, people::today(now))?;
    let mine = || known.iter().filter(|one| one.account_id == who.id);
    if mine().any(|one| Delegation { id: given.id, ..one.clone() }.is(&given)) {
        return Ok(());
    }
    if mine().count() as i64 >= MAX {
        return Err(Error::Invalid("delegation-many"));
    }
    diesel::insert_into(delegations::table)
        .values((
            delegations::id.eq(given.id),
            delegations::account_id.eq(given.account_id),
            delegations::delegate_id.eq(given.delegate_id),
            delegations::procedure_id.eq(given.procedure_id),
            delegations::role.eq(&given.role),
            delegations::starts_on.eq(given.starts_on),
            delegations::ends_on.eq(given.ends_on),
            delegations::created_at.eq(now),
        ))
        .execute(&mut **tx)?;
    tell(tx, &given, ["delegation-given", "delegation-received"], now)
}

/// Ends what somebody gave, or was given: one may decline it. Both are told.
pub fn end(tx: &mut Tx<'_>, who: Uuid, id: Uuid, now: DateTime<Utc>) -> Result<()> {
    let own = delegations_of(tx, who, people::today(now))?;
    let ended = own.into_iter().find(|one| one.id == id).ok_or(Error::NotFound)?;
    let open = delegations::table.find(id).filter(delegations::revoked_at.is_null());
    if diesel::update(open).set(delegations::revoked_at.eq(now)).execute(&mut **tx)? == 0 {
        return Err(Error::NotFound);
    }
    tell(tx, &ended, ["delegation-ended"; 2], now)
}

impl Delegation {
    fn is(&self, other: &Self) -> bool {
        let told = |one: &Self| (one.account_id, one.delegate_id, one.procedure_id, one.starts_on, one.ends_on);
        told(self) == told(other) && self.role == other.role
    }

    /// What it is for, in words.
    pub fn scope(&self, db: &mut PgConnection, lang: Lang) -> Result<String> {
        let Some(procedure) = self.procedure_id else { return Ok(text(lang, "people-scope-all", &[])) };
        let revision = procedures::in_force(db, procedure)?;
        let title = revision.title(lang.code()).to_owned();
        let Some(name) = &self.role else { return Ok(title) };
        let role = revision.workflow.definition().roles.get(name);
        let role = role.map_or(name.as_str(), |role| revision.said(&role.label, lang.code())).to_owned();
        Ok(text(lang, "people-scope-role", &[("procedure", title.into()), ("role", role.into())]))
    }
}

/// Writes to both: the first letter goes to who gives, the other to who receives.
fn tell(tx: &mut Tx<'_>, told: &Delegation, letters: [&str; 2], now: DateTime<Utc>) -> Result<()> {
    let both = people(tx, &[told.account_id, told.delegate_id])?;
    let person = |id: Uuid| both.iter().find(|person| person.id == id).ok_or(Error::NotFound);
    let (giver, delegate) = (person(told.account_id)?, person(told.delegate_id)?);
    let mut mails = Vec::new();
    for (to, letter) in [giver, delegate].into_iter().zip(letters) {
        let lang = Lang::from_code(&to.language).unwrap_or_default();
        let fact = |key: &str, value: String| json!({ "label": text(lang, key, &[]), "value": value });
        let named = |person: &Person| format!("{} ({})", person.name(), person.email);
        let facts = json!([
            fact("people-delegation-giver", named(giver)),
            fact("people-delegation-delegate", named(delegate)),
            fact("people-delegation-scope", told.scope(tx, lang)?),
            fact("people-absence-from", day(lang, told.starts_on)),
            fact("people-absence-until", day(lang, told.ends_on)),
        ]);
        let data = json!({ "from": giver.name(), "facts": facts, "path": "/compte/absences" });
        let key = format!("delegation:{}:{letter}:{}", told.id, to.id);
        mails.push(Effect::mail(key, &to.email, letter, lang.code(), &data));
    }
    outbox::enqueue(tx, &mails, now)
}

/// Two clicks at once of one person wait for each other.
fn alone(tx: &mut Tx<'_>, account: Uuid) -> Result<()> {
    accounts::table.find(account).select(accounts::id).for_update().first::<Uuid>(&mut **tx)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_begins_today_at_the_earliest_and_lasts_a_year_at_most() {
        let date = |text: &str| text.parse::<NaiveDate>().unwrap();
        let told = |from: &str, until: &str| match Period::new(date(from), date(until), date("2026-12-01")) {
            Ok(_) => "",
            Err(error) => error.code(),
        };
        assert_eq!(told("2026-12-01", "2026-12-01"), "");
        assert_eq!(told("2026-12-01", "2027-12-01"), "");
        assert_eq!(told("2026-11-30", "2026-12-05"), "absence-past");
        assert_eq!(told("2026-12-05", "2026-12-04"), "absence-order");
        assert_eq!(told("2027-11-30", "2027-12-02"), "absence-long");
    }
}
