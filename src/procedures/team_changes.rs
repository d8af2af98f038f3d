//! What an official changes of the people of a procedure, each change kept: who comes, who leaves, who hands out the work of a
//! group, who holds a role.

use super::{Procedure, Revision, roles};
use crate::accounts::{membership, normalised};
use crate::db::Tx;
use crate::outbox::{self, Effect};
use crate::schema::{accounts, dossiers, group_members, groups, role_holders, tasks, team_changes};
use crate::web::{Account, Lang};
use crate::workflow::{Role, RoleKind};
use crate::{Error, Result};
use chrono::{DateTime, Utc};
use diesel::prelude::*;
use diesel::sql_types::{Array, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use serde_json::json;
use uuid::Uuid;

/// The kind of the effect that looks for seats of votes that nobody is left for, since the holders of a role are others: `{group}`.
pub const SEATS: &str = "seats";

/// A change under way: whose procedure, by whom, when.
pub struct Change<'c> {
    pub procedure: &'c Procedure,
    pub revision: &'c Revision,
    pub by: &'c Account,
    pub now: DateTime<Utc>,
}

/// Who holds a role from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holder {
    /// The group that receives a dossier.
    Received,
    /// A group of its own.
    Own,
    /// One of the groups that receive dossiers.
    Group(Uuid),
    /// An outside service, by its addresses.
    Outside(Vec<String>),
}

impl Change<'_> {
    /// A group of this procedure: its name, and what it is called in a language. Another's does not exist.
    fn group(&self, tx: &mut Tx<'_>, id: Uuid) -> Result<String> {
        let own = groups::table.filter(groups::id.eq(id).and(groups::procedure_id.eq(self.procedure.id)));
        Ok(own.select(groups::key).first(&mut **tx)?)
    }

    fn keep(&self, tx: &mut Tx<'_>, kind: &str, about: &str, whom: &str) -> Result<()> {
        diesel::insert_into(team_changes::table)
            .values((
                team_changes::id.eq(Uuid::now_v7()),
                team_changes::procedure_id.eq(self.procedure.id),
                team_changes::at.eq(self.now),
                team_changes::by_id.eq(self.by.id),
                team_changes::kind.eq(kind),
                team_changes::about.eq(about),
                team_changes::whom.eq(whom),
            ))
            .execute(&mut **tx)?;
        Ok(())
    }

    /// Puts somebody in a group, now or when their address has an account, and tells them. Whoever is in it stays.
    pub fn add(&self, tx: &mut Tx<'_>, group: Uuid, email: &str) -> Result<()> {
        let (key, email) = (self.group(tx, group)?, normalised(email));
        let known: Option<String> = accounts::table
            .filter(accounts::email.eq(&email).and(accounts::confirmed_at.is_not_null()))
            .select(accounts::language)
            .first(&mut **tx)
            .optional()?;
        if !membership::expect(tx, group, &email)? {
            return Ok(());
        }
        self.keep(tx, "added", &key, &email)?;
        let path = if known.is_some() { "/instruction" } else { "/inscription" };
        let lang = known.and_then(|code| Lang::from_code(&code)).unwrap_or(self.by.language);
        let data = json!({ "from": self.by.email, "procedure": self.revision.title(lang.code()), "path": path });
        let mail = format!("team:{group}:{email}:{}", self.now.timestamp_micros());
        outbox::enqueue(tx, &[Effect::mail(mail, &email, "team-added", lang.code(), &data)], self.now)
    }

    /// Expects an address no longer.
    pub fn forget(&self, tx: &mut Tx<'_>, group: Uuid, email: &str) -> Result<()> {
        let key = self.group(tx, group)?;
        membership::forget(tx, group, email)?;
        self.keep(tx, "removed", &key, email)
    }

    /// Takes somebody out of a group. What they had taken goes back to the others; of what is theirs alone, those who hand out
    /// the work are told.
    pub fn remove(&self, tx: &mut Tx<'_>, group: Uuid, account: Uuid) -> Result<()> {
        let key = self.group(tx, group)?;
        membership::remove(tx, group, account)?;
        let (email, given, family): (String, String, String) = accounts::table
            .find(account)
            .select((accounts::email, accounts::given_name, accounts::family_name))
            .first(&mut **tx)?;
        self.keep(tx, "removed", &key, &email)?;
        end_delegations(tx, account, self.now)?;
        let open = tasks::table.filter(tasks::status.eq("open").and(tasks::group_id.eq(group)));
        let own = open.filter(tasks::assignee_id.eq(account));
        let mut touched: Vec<Uuid> = own.select(tasks::dossier_id).distinct().load(&mut **tx)?;
        let in_charge = dossiers::table.filter(dossiers::group_id.eq(group).and(dossiers::assignee_id.eq(account)));
        let in_charge: Vec<Uuid> =
            in_charge.filter(dossiers::decided_at.is_null()).select(dossiers::id).load(&mut **tx)?;
        touched.extend(&in_charge);
        lock(tx, &touched)?;
        diesel::update(own.filter(tasks::person_id.is_null()))
            .set(tasks::assignee_id.eq(None::<Uuid>))
            .execute(&mut **tx)?;
        diesel::update(dossiers::table.filter(dossiers::id.eq_any(in_charge).and(dossiers::assignee_id.eq(account))))
            .set(dossiers::assignee_id.eq(None::<Uuid>))
            .execute(&mut **tx)?;
        self.look_at_seats(tx, group)?;
        let left: i64 = open.filter(tasks::person_id.eq(account)).count().get_result(&mut **tx)?;
        if left == 0 { Ok(()) } else { self.tell_left(tx, group, &format!("{given} {family}")) }
    }

    /// The votes of a group wait for none of those who left it.
    fn look_at_seats(&self, tx: &mut Tx<'_>, group: Uuid) -> Result<()> {
        let dedup_key = format!("{SEATS}:{group}:{}", Uuid::now_v7());
        outbox::enqueue(tx, &[Effect { dedup_key, kind: SEATS, payload: json!({ "group": group }) }], self.now)
    }

    /// Whoever hands out the work of a group hears that some of it waits for somebody who has left; this official, if nobody
    /// does.
    fn tell_left(&self, tx: &mut Tx<'_>, group: Uuid, who: &str) -> Result<()> {
        let managers: Vec<(String, String)> = group_members::table
            .inner_join(accounts::table)
            .filter(group_members::group_id.eq(group).and(group_members::manager))
            .select((accounts::email, accounts::language))
            .load(&mut **tx)?;
        let has_managers = !managers.is_empty();
        let to =
            if has_managers { managers } else { vec![(self.by.email.clone(), self.by.language.code().to_owned())] };
        let slug = &self.procedure.slug;
        let path =
            if has_managers { format!("/instruction/equipe/{slug}") } else { format!("/conception/{slug}/equipe") };
        let mails = to.into_iter().map(|(email, language)| {
            let data = json!({ "name": who, "procedure": self.revision.title(&language), "path": path });
            let key = format!("team-left:{group}:{email}:{}", self.now.timestamp_micros());
            Effect::mail(key, &email, "team-left", &language, &data)
        });
        outbox::enqueue(tx, &mails.collect::<Vec<_>>(), self.now)
    }

    /// Lets a member hand out the work of their group, or no longer.
    pub fn set_manager(&self, tx: &mut Tx<'_>, group: Uuid, account: Uuid, manager: bool) -> Result<()> {
        let key = self.group(tx, group)?;
        membership::set_manager(tx, group, account, manager)?;
        let email: String = accounts::table.find(account).select(accounts::email).first(&mut **tx)?;
        self.keep(tx, if manager { "manager" } else { "member" }, &key, &email)
    }

    /// Gives a role to others. The error is `holder-unknown` for what this role can't be given to.
    pub fn bind(&self, tx: &mut Tx<'_>, name: &str, holder: &Holder) -> Result<()> {
        let role = self.revision.workflow.definition().roles.get(name).ok_or(Error::NotFound)?;
        let bound = || role.kind.is_administration() && self.revision.binds_roles();
        let (group, whom) = match holder {
            Holder::Outside(emails) if role.kind == RoleKind::External && role.from.is_none() => {
                roles::bind(tx, self.procedure.id, name, None, emails)?;
                return self.keep(tx, "bound", name, &emails.join(", "));
            }
            Holder::Received if bound() && role.kind == RoleKind::Group => (None, String::new()),
            Holder::Own if bound() => {
                let group = roles::group_of(tx, self.procedure.id, name, role)?;
                (Some(group), self.group(tx, group)?)
            }
            Holder::Group(id) if bound() => (Some(*id), self.group(tx, *id)?),
            _ => return Err(Error::Invalid("holder-unknown")),
        };
        match group {
            Some(group) => roles::bind(tx, self.procedure.id, name, Some(group), &[])?,
            None => {
                diesel::delete(role_holders::table.find((self.procedure.id, name))).execute(&mut **tx)?;
            }
        }
        self.move_work(tx, name, role, group)?;
        self.keep(tx, "bound", name, &whom)
    }

    /// What is open of a role goes with it: its tasks to the queue of who holds it now, and the dossiers on which it may do
    /// something are theirs to read.
    fn move_work(&self, tx: &mut Tx<'_>, name: &str, role: &Role, group: Option<Uuid>) -> Result<()> {
        const MOVE: &str = "
            WITH moved AS (
                UPDATE tasks t SET group_id = coalesce($3, d.group_id), assignee_id = CASE WHEN t.person_id IS NOT NULL
                    OR EXISTS (SELECT FROM group_members m
                        WHERE m.group_id = coalesce($3, d.group_id) AND m.account_id = t.assignee_id) THEN t.assignee_id END
                FROM dossiers d
                WHERE d.id = t.dossier_id AND t.group_id = ANY($1) AND t.role = $2 AND t.status = 'open'
                RETURNING t.dossier_id, t.group_id)
            INSERT INTO concerned_groups SELECT DISTINCT dossier_id, group_id FROM moved WHERE group_id IS NOT NULL
            ON CONFLICT DO NOTHING";
        const STANDING: &str = "
            INSERT INTO concerned_groups SELECT d.id, $3 FROM dossiers d
            WHERE d.procedure_id = $1 AND d.submitted_at IS NOT NULL AND d.decided_at IS NULL AND d.state = ANY($2)
            ON CONFLICT DO NOTHING";
        let all: Vec<Uuid> =
            groups::table.filter(groups::procedure_id.eq(self.procedure.id)).select(groups::id).load(&mut **tx)?;
        let open = tasks::table.filter(tasks::status.eq("open").and(tasks::group_id.eq_any(&all)));
        let touched: Vec<Uuid> =
            open.filter(tasks::role.eq(name)).select(tasks::dossier_id).distinct().load(&mut **tx)?;
        lock(tx, &touched)?;
        diesel::sql_query(MOVE)
            .bind::<Array<SqlUuid>, _>(all)
            .bind::<Text, _>(name)
            .bind::<Nullable<SqlUuid>, _>(group)
            .execute(&mut **tx)?;
        let Some(group) = group.filter(|_| role.kind.is_administration()) else { return Ok(()) };
        self.look_at_seats(tx, group)?;
        let definition = self.revision.workflow.definition();
        let presses = |state: &str| {
            let inner = definition.states.get(state).into_iter().flat_map(|state| state.regions.iter());
            let inner = inner.flat_map(|(_, region)| region.states.iter()).flat_map(|(_, state)| state.on.iter());
            inner.chain(definition.transitions(state)).any(|(_, button)| button.roles.iter().any(|own| own == name))
        };
        let states: Vec<&str> = definition.states.names().filter(|state| presses(state)).collect();
        diesel::sql_query(STANDING)
            .bind::<SqlUuid, _>(self.procedure.id)
            .bind::<Array<Text>, _>(states)
            .bind::<SqlUuid, _>(group)
            .execute(&mut **tx)?;
        Ok(())
    }
}

/// One writer per dossier: a step that is under way ends first. In one order, so that nobody waits for another in a circle.
fn lock(tx: &mut Tx<'_>, ids: &[Uuid]) -> Result<()> {
    let rows = dossiers::table.filter(dossiers::id.eq_any(ids)).order(dossiers::id).select(dossiers::id);
    rows.for_update().load::<Uuid>(&mut **tx)?;
    Ok(())
}

/// Whoever has left acts for nobody whose colleague they are no more.
fn end_delegations(tx: &mut Tx<'_>, account: Uuid, now: DateTime<Utc>) -> Result<()> {
    const END: &str = "
        UPDATE delegations SET revoked_at = $2 WHERE delegate_id = $1 AND revoked_at IS NULL AND NOT EXISTS (
            SELECT FROM group_members m JOIN groups g ON g.id = m.group_id
            JOIN groups og ON og.procedure_id = g.procedure_id JOIN group_members om ON om.group_id = og.id
            WHERE m.account_id = $1 AND om.account_id = delegations.account_id)";
    diesel::sql_query(END).bind::<SqlUuid, _>(account).bind::<Timestamptz, _>(now).execute(&mut **tx)?;
    Ok(())
}
