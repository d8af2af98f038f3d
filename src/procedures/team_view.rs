//! The people of a procedure as its officials read them: who is in which group, who holds which role, and what the circuit
//! can't do with them.

use super::check::Problem;
use super::{Procedure, Revision};
use crate::Result;
use crate::rules::Text;
use crate::schema::{accounts, expected_members, group_members, groups, role_holders, team_changes};
use crate::web::Lang;
use crate::web::i18n::text;
use crate::workflow::{self, People, Role, RoleKind};
use chrono::{DateTime, FixedOffset, Utc};
use diesel::prelude::*;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Changes that the page tells of.
const LAST: i64 = 30;

#[derive(Serialize)]
pub struct Group {
    pub id: Uuid,
    pub key: String,
    pub label: String,
    /// Whether it receives dossiers; the others hold one role.
    pub receives: bool,
    pub members: Vec<Member>,
    pub expected: Vec<String>,
}

#[derive(Serialize)]
pub struct Member {
    pub id: Uuid,
    pub name: String,
    pub email: String,
    pub manager: bool,
}

#[derive(Serialize)]
pub struct RoleRow {
    pub name: String,
    pub label: String,
    /// Who holds it, in words.
    pub holder: String,
    /// To whom it may be given: value, words, and whether it is theirs.
    pub choices: Vec<Choice>,
    /// Whether it is an outside service that is written to, and where.
    pub outside: bool,
    pub emails: String,
    /// Whether the procedure's file names who holds it: publishing again puts that back.
    pub from_file: bool,
}

#[derive(Serialize)]
pub struct Choice {
    pub value: String,
    pub label: String,
    pub selected: bool,
}

/// A change that was made, in words.
#[derive(Serialize)]
pub struct Line {
    pub at: DateTime<FixedOffset>,
    pub by: String,
    pub text: String,
}

/// The people of a procedure.
pub struct Team<'t> {
    revision: &'t Revision,
    lang: Lang,
    pub groups: Vec<Group>,
    bound: BTreeMap<String, (Option<Uuid>, Vec<String>)>,
}

impl<'t> Team<'t> {
    pub fn of(db: &mut PgConnection, procedure: &Procedure, revision: &'t Revision, lang: Lang) -> Result<Self> {
        let bound: Vec<(String, Option<Uuid>, Vec<String>)> = role_holders::table
            .filter(role_holders::procedure_id.eq(procedure.id))
            .select((role_holders::role, role_holders::group_id, role_holders::emails))
            .load(db)?;
        let bound = bound.into_iter().map(|(role, group, emails)| (role, (group, emails))).collect();
        Ok(Self { groups: all_groups(db, procedure, revision, lang)?, revision, lang, bound })
    }

    fn said<'s>(&'s self, text: &'s Text) -> &'s str {
        self.revision.said(text, self.lang.code())
    }

    fn words(&self, key: &str, args: &[(&str, &str)]) -> String {
        let args: Vec<_> = args.iter().map(|(name, value)| (*name, (*value).to_owned().into())).collect();
        text(self.lang, key, &args)
    }

    fn group(&self, id: Uuid) -> Option<&Group> {
        self.groups.iter().find(|group| group.id == id)
    }

    /// The groups to which dossiers go by the file in force.
    fn receiving(&self) -> impl Iterator<Item = &Group> {
        let named = &self.revision.definition.routing.groups;
        self.groups.iter().filter(|group| group.receives && named.iter().any(|known| known.id == group.key))
    }

    /// The group that a role is bound to.
    fn bound(&self, name: &str) -> Option<&Group> {
        let (group, _) = self.bound.get(name).filter(|_| self.revision.binds_roles())?;
        self.group((*group)?)
    }

    /// The roles of the workflow that people hold.
    pub fn roles(&self) -> Vec<RoleRow> {
        let roles = self.revision.workflow.definition().roles.iter();
        let held = roles.filter(|(_, role)| role.kind.is_administration() || role.kind == RoleKind::External);
        held.map(|(name, role)| self.role(name, role)).collect()
    }

    fn role(&self, name: &str, role: &Role) -> RoleRow {
        let emails = self.bound.get(name).map(|(_, emails)| emails.join(", ")).unwrap_or_default();
        let outside = role.kind == RoleKind::External;
        let holder = match self.bound(name) {
            _ if outside && role.from.is_some() => self.words("people-holder-form", &[]),
            _ if outside && !emails.is_empty() => emails.clone(),
            Some(group) if group.receives => self.words("people-holder-group", &[("group", &group.label)]),
            Some(_) => self.words("people-holder-own", &[]),
            None if role.kind == RoleKind::Group => self.words("people-holder-received", &[]),
            None => self.words("people-holder-nobody", &[]),
        };
        RoleRow {
            name: name.to_owned(),
            label: self.said(&role.label).to_owned(),
            holder,
            choices: if outside { Vec::new() } else { self.choices(name, role) },
            outside: outside && role.from.is_none(),
            emails,
            from_file: self.revision.definition.roles.contains_key(name),
        }
    }

    /// A workflow whose roles are all held by whoever receives a dossier has none to give.
    fn choices(&self, name: &str, role: &Role) -> Vec<Choice> {
        if !self.revision.binds_roles() {
            return Vec::new();
        }
        let bound = self.bound(name);
        let mut found = Vec::new();
        if role.kind == RoleKind::Group {
            let label = self.words("people-holder-received", &[]);
            found.push(Choice { value: "received".to_owned(), label, selected: bound.is_none() });
        }
        let selected = bound.is_some_and(|group| !group.receives);
        found.push(Choice { value: "own".to_owned(), label: self.words("people-holder-own", &[]), selected });
        found.extend(self.receiving().map(|group| Choice {
            value: group.id.to_string(),
            label: self.words("people-holder-group", &[("group", &group.label)]),
            selected: bound.is_some_and(|own| own.id == group.id),
        }));
        found
    }

    /// What the circuit can't do with these people, once each.
    pub fn problems(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut people: Vec<(Option<&Group>, People)> = Vec::new();
        for received in self.receiving() {
            people.push((Some(received), People::new()));
        }
        if people.is_empty() {
            people.push((None, People::new()));
        }
        for (name, role) in self.revision.workflow.definition().roles.iter() {
            if role.kind.is_administration() {
                for (received, known) in &mut people {
                    let bound = self.bound(name);
                    let own = role.kind == RoleKind::Group && bound.is_none();
                    let group = if own { *received } else { bound };
                    let members: Vec<String> =
                        group.iter().flat_map(|group| &group.members).map(|member| member.id.to_string()).collect();
                    found.extend(self.few((name, role), group.filter(|_| own), members.len()));
                    known.insert(name.to_owned(), members);
                }
            } else if role.kind == RoleKind::External && role.from.is_none() {
                let is_bound = self.bound.get(name).is_some_and(|(_, emails)| !emails.is_empty());
                found.extend(
                    (!is_bound).then(|| self.words("people-problem-nobody", &[("role", self.said(&role.label))])),
                );
            }
        }
        let unmet = people.iter().flat_map(|(_, people)| workflow::unmet(self.revision.workflow.definition(), people));
        found.extend(unmet.map(|problem| Problem::of_workflow(problem, "").told(self.lang)));
        let mut seen = BTreeSet::new();
        found.retain(|problem| seen.insert(problem.clone()));
        found
    }

    fn few(&self, (name, role): (&str, &Role), group: Option<&Group>, count: usize) -> Option<String> {
        let need = usize::try_from(role.min.unwrap_or(1)).unwrap_or(usize::MAX);
        let label = Some(self.said(&role.label)).filter(|label| !label.is_empty()).unwrap_or(name);
        let where_from = group.map_or("", |group| &group.label);
        let (count_told, need_told) = (count.to_string(), need.to_string());
        let args = [("role", label), ("group", where_from), ("count", &*count_told), ("need", &*need_told)];
        let key = match (count, group) {
            (0, Some(_)) => "people-problem-nobody-in",
            (0, None) => "people-problem-nobody",
            (_, Some(_)) => "people-problem-few-in",
            (_, None) => "people-problem-few",
        };
        (count < need).then(|| self.words(key, &args))
    }

    /// The last changes, the last first.
    pub fn changes(&self, db: &mut PgConnection, procedure: &Procedure) -> Result<Vec<Line>> {
        type Row = (DateTime<Utc>, String, String, String, String, String);
        let rows: Vec<Row> = team_changes::table
            .inner_join(accounts::table)
            .filter(team_changes::procedure_id.eq(procedure.id))
            .order(team_changes::id.desc())
            .limit(LAST)
            .select((
                team_changes::at,
                accounts::given_name,
                accounts::family_name,
                team_changes::kind,
                team_changes::about,
                team_changes::whom,
            ))
            .load(db)?;
        let line = |(at, given, family, kind, about, whom): Row| {
            let key = if kind == "bound" && whom.is_empty() { "received" } else { &kind };
            Line {
                at: self.revision.local(at),
                by: format!("{given} {family}"),
                text: self.words(
                    &format!("people-change-{key}"),
                    &[("about", &self.named(&about)), ("whom", &self.named(&whom))],
                ),
            }
        };
        Ok(rows.into_iter().map(line).collect())
    }

    /// A group or a role by its label, where it is one.
    fn named(&self, name: &str) -> String {
        let group = self.groups.iter().find(|group| group.key == name).map(|group| group.label.clone());
        let role = self.revision.workflow.definition().roles.get(name).map(|role| self.said(&role.label).to_owned());
        group.or(role).unwrap_or_else(|| name.to_owned())
    }
}

fn all_groups(db: &mut PgConnection, procedure: &Procedure, revision: &Revision, lang: Lang) -> Result<Vec<Group>> {
    let rows: Vec<(Uuid, String, serde_json::Value, Option<String>)> = groups::table
        .filter(groups::procedure_id.eq(procedure.id))
        .order((groups::role.is_not_null(), groups::key))
        .select((groups::id, groups::key, groups::label, groups::role))
        .load(db)?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.0).collect();
    let members: Vec<(Uuid, bool, Uuid, String, String, String)> = group_members::table
        .inner_join(accounts::table)
        .filter(group_members::group_id.eq_any(&ids))
        .order((accounts::family_name, accounts::given_name, accounts::id))
        .select((
            group_members::group_id,
            group_members::manager,
            accounts::id,
            accounts::given_name,
            accounts::family_name,
            accounts::email,
        ))
        .load(db)?;
    let expected: Vec<(Uuid, String)> = expected_members::table
        .filter(expected_members::group_id.eq_any(&ids))
        .order(expected_members::email)
        .select((expected_members::group_id, expected_members::email))
        .load(db)?;
    let group = |(id, key, label, role): (Uuid, String, serde_json::Value, Option<String>)| {
        let label: Option<Text> = serde_json::from_value(label).ok();
        let label = label.map(|label| revision.said(&label, lang.code()).to_owned());
        let own = members.iter().filter(|row| row.0 == id);
        Group {
            label: label.filter(|label| !label.is_empty()).unwrap_or_else(|| key.clone()),
            receives: role.is_none(),
            members: own
                .map(|(_, manager, id, given, family, email)| Member {
                    id: *id,
                    name: format!("{given} {family}"),
                    email: email.clone(),
                    manager: *manager,
                })
                .collect(),
            expected: expected.iter().filter(|(group, _)| *group == id).map(|(_, email)| email.clone()).collect(),
            id,
            key,
        }
    };
    Ok(rows.into_iter().map(group).collect())
}
