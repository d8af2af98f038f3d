//! Who holds the roles of a procedure's workflow: a group of its own routing, people that the file names, or an outside service.
//! The file says who first holds them; a procedure's people are then changed on its page.

use super::check::Problem;
use super::definition::Definition;
use crate::accounts::{self, membership};
use crate::db::Tx;
use crate::schema::{groups, role_holders};
use crate::workflow::{self, Definition as Workflow, People, Role, RoleKind};
use crate::{Error, Result};
use diesel::prelude::*;
use serde::Deserialize;
use uuid::Uuid;

/// Who first holds a role.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Holders {
    /// The members of one of the procedure's groups, by its id.
    Group(String),
    /// People, by their addresses.
    People(Vec<String>),
}

/// What is wrong with who holds the roles of a workflow, which stands at `within` in the file.
pub(super) fn problems(definition: &Definition, workflow: &Workflow, within: &str) -> Vec<Problem> {
    let mut found = Vec::new();
    for (name, holders) in &definition.roles {
        let role = workflow.roles.get(name).filter(|role| is_bound(role.kind));
        let here = format!("/roles/{name}");
        match (role, holders) {
            (None, _) => found.push(Problem::error(here, "role-unknown", vec![("name", name.clone())])),
            (_, Holders::Group(group)) if !definition.routing.groups.iter().any(|known| known.id == *group) => {
                found.push(Problem::error(here, "group-unknown", vec![("name", group.clone())]));
            }
            (Some(role), Holders::People(people)) => found.extend(too_few(&here, name, role, people)),
            _ => {}
        }
    }
    let unbound = workflow.roles.iter().filter(|(name, role)| {
        let has_others = role.kind == RoleKind::People || (role.kind == RoleKind::External && role.from.is_none());
        has_others && !definition.roles.contains_key(*name)
    });
    found.extend(unbound.map(|(name, _)| Problem::warning("/roles", "role-unbound", vec![("name", name.to_owned())])));
    found.extend(unmet(definition, workflow, within));
    found
}

/// The separations of duties that the people whom the file names can't meet. Those that nobody could meet are told without.
fn unmet(definition: &Definition, workflow: &Workflow, within: &str) -> Vec<Problem> {
    let named = definition.roles.iter().filter_map(|(name, holders)| {
        let role = workflow.roles.get(name).filter(|role| role.kind.is_administration())?;
        let Holders::People(people) = holders else { return None };
        // Fewer than the circuit counts on is told as such.
        let enough = too_few("", name, role, people).is_none();
        enough.then(|| (name.clone(), people.iter().map(|email| accounts::normalised(email)).collect()))
    });
    let before = workflow::unmet(workflow, &People::new());
    let met = |problem: &workflow::Problem| !before.iter().any(|known| known.pointer == problem.pointer);
    let unmet = workflow::unmet(workflow, &named.collect()).into_iter().filter(met);
    unmet.map(|problem| Problem::of_workflow(problem, within)).collect()
}

/// Whether somebody is to be named for it.
fn is_bound(kind: RoleKind) -> bool {
    kind.is_administration() || kind == RoleKind::External
}

/// The workflow counts on so many.
fn too_few(here: &str, name: &str, role: &Role, people: &[String]) -> Option<Problem> {
    let need = role.min.unwrap_or(1);
    let args = || vec![("name", name.to_owned()), ("need", need.to_string()), ("count", people.len().to_string())];
    let few = u32::try_from(people.len()).is_ok_and(|count| count < need);
    few.then(|| Problem::warning(here, "role-few", args()))
}

/// Binds the roles that a file names. People are added to who already holds a role: whom an official took out since stays so
/// only as long as the file does not name them.
pub(super) fn place(tx: &mut Tx<'_>, definition: &Definition, workflow: &Workflow, procedure: Uuid) -> Result<()> {
    for (name, holders) in &definition.roles {
        let Some(role) = workflow.roles.get(name) else { continue };
        match holders {
            Holders::Group(key) => {
                let group = super::group_by_key(tx, procedure, key)?;
                bind(tx, procedure, name, Some(group), &[])?;
            }
            Holders::People(people) if role.kind == RoleKind::External => bind(tx, procedure, name, None, people)?,
            Holders::People(people) => {
                let group = group_of(tx, procedure, name, role)?;
                bind(tx, procedure, name, Some(group), &[])?;
                people.iter().try_for_each(|email| membership::expect(tx, group, email).map(drop))?;
            }
        }
    }
    // Nobody of the file holds it yet: its page has where to name them.
    let nobody = workflow
        .roles
        .iter()
        .filter(|(name, role)| role.kind == RoleKind::People && !definition.roles.contains_key(*name));
    for (name, role) in nobody {
        let group = group_of(tx, procedure, name, role)?;
        let known = role_holders::table.find((procedure, name)).count().get_result::<i64>(&mut **tx)?;
        if known == 0 {
            bind(tx, procedure, name, Some(group), &[])?;
        }
    }
    Ok(())
}

/// Binds a role to a group, or to an outside service.
pub(super) fn bind(tx: &mut Tx<'_>, procedure: Uuid, role: &str, group: Option<Uuid>, emails: &[String]) -> Result<()> {
    let emails: Vec<String> = emails.iter().map(|email| accounts::normalised(email)).collect();
    diesel::insert_into(role_holders::table)
        .values((
            role_holders::procedure_id.eq(procedure),
            role_holders::role.eq(role),
            role_holders::group_id.eq(group),
            role_holders::emails.eq(&emails),
        ))
        .on_conflict((role_holders::procedure_id, role_holders::role))
        .do_update()
        .set((role_holders::group_id.eq(group), role_holders::emails.eq(&emails)))
        .execute(&mut **tx)?;
    Ok(())
}

/// The group that the holders of a role make. No group that receives dossiers has a colon in its id.
pub(super) fn group_of(tx: &mut Tx<'_>, procedure: Uuid, name: &str, role: &Role) -> Result<Uuid> {
    let label = serde_json::to_value(&role.label).map_err(Error::internal)?;
    let found = diesel::insert_into(groups::table)
        .values((
            groups::id.eq(Uuid::now_v7()),
            groups::procedure_id.eq(procedure),
            groups::key.eq(format!("role:{name}")),
            groups::label.eq(&label),
            groups::role.eq(name),
        ))
        .on_conflict((groups::procedure_id, groups::key))
        .do_update()
        .set(groups::label.eq(&label))
        .returning(groups::id)
        .get_result(&mut **tx)?;
    Ok(found)
}
