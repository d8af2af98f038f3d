//! The tasks of a person: theirs, and those that are for whoever of their groups takes them.

use crate::app::App;
use crate::dossiers::people::today;
use crate::procedures::{self, words};
use crate::web::i18n::text;
use crate::web::pagination::{After, SIZE, Slice};
use crate::web::{Account, Instructor, Lang, Page};
use crate::{Error, Result};
use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Date, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Somebody, by whose delegation `$1` may do a task `t` on the day `$2`.
macro_rules! delegation {
    () => {
        "delegations d WHERE t.delegable AND d.delegate_id = $1 AND d.revoked_at IS NULL AND $2 BETWEEN d.starts_on AND d.ends_on
           AND (d.procedure_id IS NULL OR d.procedure_id = t.procedure_id) AND (d.role IS NULL OR d.role = t.role)"
    };
}

/// The tasks `t` of each row `a`, by urgency, after `$3` and `$4`, `$5` at most; `owner` is of whose they are, when `$1` acts for
/// them. Each row reads its own part of an index, already in order; the dossiers are read of those that are shown.
macro_rules! listed {
    ($of:literal, $mine:literal, $theirs:expr) => {
        concat!(
            "WITH colleagues AS (SELECT $1::uuid AS id UNION SELECT d.account_id FROM delegations d
               WHERE d.delegate_id = $1 AND d.revoked_at IS NULL AND $2 BETWEEN d.starts_on AND d.ends_on)
             SELECT t.id, t.urgency, t.due_at, t.name, t.place, t.owner, dossiers.number, dossiers.applicant_name,
                    dossiers.revision_id
             FROM (SELECT t.* FROM (",
            $of,
            ") a CROSS JOIN LATERAL (
               SELECT t.*, theirs.account_id AS owner FROM tasks t
               LEFT JOIN LATERAL (SELECT d.account_id FROM ",
            delegation!(),
            $theirs,
            " LIMIT 1) theirs ON NOT a.own
               WHERE t.status = 'open' AND ",
            $mine,
            " AND (a.own OR theirs.account_id IS NOT NULL) AND (t.urgency, t.id) > ($3, $4)
               ORDER BY t.urgency, t.id LIMIT $5) t ORDER BY t.urgency, t.id LIMIT $5) t
             JOIN dossiers ON dossiers.id = t.dossier_id ORDER BY t.urgency, t.id"
        )
    };
}

/// The tasks that they took, were given or that are theirs alone; and those of whom they act for.
pub const OWN: &str =
    listed!("SELECT id, id = $1 AS own FROM colleagues", "t.assignee_id = a.id", " AND d.account_id = a.id");

/// The tasks that nobody has taken, of their groups and of the groups of whom they act for.
pub const FREE: &str = listed!(
    "SELECT m.group_id AS id, bool_or(c.id = $1) AS own
     FROM colleagues c JOIN group_members m ON m.account_id = c.id GROUP BY m.group_id",
    "t.assignee_id IS NULL AND t.group_id = a.id",
    " AND EXISTS (SELECT FROM group_members m WHERE m.group_id = a.id AND m.account_id = d.account_id)"
);

#[derive(QueryableByName)]
#[diesel(check_for_backend(diesel::pg::Pg))]
struct Found {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Timestamptz)]
    urgency: DateTime<Utc>,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    due_at: Option<DateTime<Utc>>,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    place: String,
    #[diesel(sql_type = Nullable<SqlUuid>)]
    owner: Option<Uuid>,
    #[diesel(sql_type = Text)]
    number: String,
    #[diesel(sql_type = Text)]
    applicant_name: String,
    #[diesel(sql_type = SqlUuid)]
    revision_id: Uuid,
}

/// A task of a list.
#[derive(Debug, Serialize)]
struct Row {
    href: String,
    label: String,
    number: String,
    applicant: String,
    procedure: String,
    due: Option<String>,
    is_late: bool,
    /// Of whose it is, when they act for them.
    on_behalf: Option<String>,
}

/// Which list.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    file: String,
    apres: Option<String>,
}

#[derive(Serialize)]
struct View {
    tabs: Vec<Tab>,
    is_free: bool,
    rows: Vec<Row>,
    next: Option<String>,
}

#[derive(Serialize)]
struct Tab {
    text: String,
    href: &'static str,
    current: bool,
}

/// The name of the list of what nobody has taken.
const FREE_NAME: &str = "a-prendre";

/// GET `/taches`.
pub async fn show(
    app: Data<App>,
    page: Page,
    Instructor(who): Instructor,
    wanted: Query<Wanted>,
) -> Result<HttpResponse> {
    let (lang, now, wanted) = (page.lang, app.now(), wanted.into_inner());
    let is_free = wanted.file == FREE_NAME;
    let after = After { apres: wanted.apres }.key();
    let slice = app.db.read(move |db| tasks(db, &who, is_free, after, (lang, now))).await?;
    let tab = |key: &str, href, current| Tab { text: text(lang, key, &[]), href, current };
    let name = if is_free { FREE_NAME } else { "" };
    let view = View {
        tabs: vec![
            tab("review-tasks-own", "/taches", !is_free),
            tab("review-tasks-free", "/taches?file=a-prendre", is_free),
        ],
        is_free,
        rows: slice.rows,
        next: slice.next.map(|place| format!("/taches?file={name}&apres={place}")),
    };
    page.render("review/queue.html", &view)
}

fn tasks(
    db: &mut PgConnection,
    who: &Account,
    is_free: bool,
    after: Option<(DateTime<Utc>, Uuid)>,
    (lang, now): (Lang, DateTime<Utc>),
) -> Result<Slice<Row>> {
    let (urgency, id) = after.unwrap_or((DateTime::UNIX_EPOCH, Uuid::nil()));
    let most = i64::try_from(SIZE + 1).map_err(Error::internal)?;
    let found: Vec<Found> = diesel::sql_query(if is_free { FREE } else { OWN })
        .bind::<SqlUuid, _>(who.id)
        .bind::<Date, _>(today(now))
        .bind::<Timestamptz, _>(urgency)
        .bind::<SqlUuid, _>(id)
        .bind::<BigInt, _>(most)
        .load(db)?;
    let slice = Slice::of(found, |row| (row.urgency, row.id));
    let owners = super::work::named(db, slice.rows.iter().filter_map(|row| row.owner).collect())?;
    let told = |row: Found| {
        let revision = procedures::revision(db, row.revision_id)?;
        let task = revision.workflow.definition().task(&row.place, &row.name);
        let pour = row.owner.map(|id| format!("?pour={id}")).unwrap_or_default();
        Ok(Row {
            href: format!("/instruction/dossiers/{}/tasks/{}{pour}", row.number, row.name),
            label: task.map_or(&*row.name, |task| revision.said(&task.label, lang.code())).to_owned(),
            procedure: revision.title(lang.code()).to_owned(),
            due: row.due_at.map(|due| words::due(&revision, due, lang)),
            is_late: row.due_at.is_some_and(|due| due < now),
            on_behalf: row.owner.and_then(|id| owners.get(&id).cloned()),
            number: row.number,
            applicant: row.applicant_name,
        })
    };
    let rows = slice.rows.into_iter().map(told).collect::<Result<_>>()?;
    Ok(Slice { rows, next: slice.next })
}
