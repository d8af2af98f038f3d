//! `guichet demo`: a whole site to try, with nothing to set up.

use super::{Database, Failure, block_on, output, procedure, serve};
use crate::accounts::{self, NewAccount, membership, passwords};
use crate::app::App;
use crate::config::Config;
use crate::procedures::publish;
use crate::schema::{groups, procedures};
use crate::{Result, db};
use diesel::prelude::*;
use std::path::PathBuf;
use std::process::ExitCode;
use uuid::Uuid;

/// The password of every demonstration account.
const PASSWORD: &str = "guichet-demo-2026";

/// (address, given name, family name, role)
const PEOPLE: &[(&str, &str, &str, Role)] = &[
    ("citoyenne@demo.test", "Amina", "Benali", Role::Citizen),
    ("citoyen@demo.test", "Yann", "Le Goff", Role::Citizen),
    ("instructeur@demo.test", "Paul", "Mercier", Role::Instructor),
    ("instructrice@demo.test", "Inès", "Roche", Role::Instructor),
    ("directrice@demo.test", "Hélène", "Faure", Role::Director),
    ("commission1@demo.test", "Luc", "Perrin", Role::Committee),
    ("commission2@demo.test", "Maud", "Garnier", Role::Committee),
    ("commission3@demo.test", "Omar", "Diallo", Role::Committee),
    ("commission4@demo.test", "Rose", "Chevalier", Role::Committee),
    ("commission5@demo.test", "Noé", "Bertin", Role::Committee),
    ("responsable@demo.test", "Claire", "Dumas", Role::Official),
    ("admin@demo.test", "Alex", "Martin", Role::Administrator),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Citizen,
    Instructor,
    /// Signs: the files of the procedures name her.
    Director,
    /// Votes, likewise.
    Committee,
    Official,
    Administrator,
}

/// Starts the site; a second run finds everything in place.
pub fn run(config: Config) -> Result<ExitCode, Failure> {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn".into());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    output::line("Starting the database…")?;
    let database = Database::open(&config)?;
    db::migrate(&database.url)?;
    let app = App::new(config, &database.url)?;
    block_on(async {
        for file in shipped()? {
            output::line(procedure::import_one(&app, &file, None).await?)?;
        }
        let hash = passwords::hash(PASSWORD.to_owned()).await?;
        let now = app.now();
        app.db.write(move |tx| people(tx, &hash, now)).await?;
        let base = app.config.base_url.clone();
        serve::serve(app, true, |address| welcome(&base, address)).await
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The procedures that come with Guichet: `forms/*/procedure.json`.
fn shipped() -> Result<Vec<PathBuf>, Failure> {
    let folders = std::fs::read_dir("forms").map_err(|error| Failure::new(format!("forms/: {error}")))?;
    let mut files: Vec<PathBuf> =
        folders.flatten().map(|folder| folder.path().join("procedure.json")).filter(|file| file.exists()).collect();
    files.sort();
    Ok(files)
}

fn people(tx: &mut db::Tx<'_>, hash: &str, now: chrono::DateTime<chrono::Utc>) -> Result<()> {
    // The file of a procedure names who holds the other roles.
    let receiving = groups::table.filter(groups::role.is_null()).select(groups::id);
    let receiving: Vec<Uuid> = receiving.load(&mut **tx)?;
    let all_procedures: Vec<Uuid> = procedures::table.select(procedures::id).load(&mut **tx)?;
    for (email, given_name, family_name, role) in PEOPLE {
        let new = NewAccount {
            email: (*email).to_owned(),
            given_name: (*given_name).to_owned(),
            family_name: (*family_name).to_owned(),
            password_hash: hash.to_owned(),
            language: "fr".to_owned(),
        };
        let id = accounts::provide(tx, new, *role == Role::Administrator, now)?;
        match role {
            Role::Instructor => {
                receiving.iter().try_for_each(|group| membership::add(tx, *group, id).map(drop))?;
            }
            Role::Official => {
                all_procedures.iter().try_for_each(|procedure| publish::put_in_charge(tx, *procedure, id))?;
            }
            Role::Citizen | Role::Director | Role::Committee | Role::Administrator => {}
        }
    }
    Ok(())
}

fn welcome(base: &str, address: &str) -> Result<(), Failure> {
    output::line(format_args!("\nGuichet listens on {address}. Open {base}\n\nAccounts (password: {PASSWORD}):"))?;
    for (email, given_name, family_name, role) in PEOPLE {
        let role = match role {
            Role::Citizen => "",
            Role::Instructor => "instructor",
            Role::Director => "director: signs",
            Role::Committee => "committee: votes",
            Role::Official => "official",
            Role::Administrator => "administrator",
        };
        output::line(format_args!("  {email:24} {given_name} {family_name:12} {role}"))?;
    }
    output::line(format_args!("\nMails: {base}/dev/mail\nStop with Ctrl-C."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;
    use std::collections::BTreeSet;

    /// The demonstration accounts that hold a role of a procedure; none for a service outside.
    fn holders<'f>(file: &'f Value, role: &str) -> BTreeSet<&'f str> {
        match file["roles"].get(role) {
            Some(Value::Array(people)) => people.iter().filter_map(Value::as_str).collect(),
            _ => PEOPLE.iter().filter(|person| person.3 == Role::Instructor).map(|person| person.0).collect(),
        }
    }

    fn tasks(state: &Value) -> Vec<(&String, &Value)> {
        let own = state["tasks"].as_object().into_iter().flatten();
        let inner = state["states"].as_object().into_iter().flatten().flat_map(|(_, region)| {
            region["states"].as_object().into_iter().flatten().flat_map(|(_, state)| tasks(state))
        });
        own.chain(inner).collect()
    }

    /// Whoever is kept from a task leaves somebody to do it.
    #[test]
    fn the_people_of_the_demonstration_can_do_all_the_work() {
        let files = shipped().unwrap_or_default();
        assert!(!files.is_empty());
        for path in files {
            let file: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
            let named = file["roles"].as_object().into_iter().flatten().flat_map(|(_, people)| people.as_array());
            let named: Vec<&str> = named.flatten().filter_map(Value::as_str).collect();
            let unknown: Vec<&&str> = named
                .iter()
                .filter(|email| email.ends_with("@demo.test") && !PEOPLE.iter().any(|person| person.0 == **email))
                .collect();
            assert!(unknown.is_empty(), "{}: {unknown:?}", path.display());
            let states = file["workflow"]["states"].as_object().into_iter().flatten();
            let all: Vec<(&String, &Value)> = states.flat_map(|(_, state)| tasks(state)).collect();
            for (name, task) in &all {
                let role = task["role"].as_str().unwrap();
                if file["workflow"]["roles"][role]["kind"] == "external" {
                    continue;
                }
                let people = holders(&file, role);
                let excluded = task["exclude"].as_array().into_iter().flatten().filter_map(Value::as_str);
                let others =
                    excluded.filter_map(|rule| all.iter().find(|(known, _)| rule.strip_prefix("task:") == Some(known)));
                let gone = others
                    .filter(|(_, other)| !holders(&file, other["role"].as_str().unwrap()).is_disjoint(&people))
                    .count();
                let parts = task["instances"].as_u64().and_then(|parts| usize::try_from(parts).ok()).unwrap_or(1);
                assert!(people.len() >= gone + parts, "{}: nobody is left for {name}", path.display());
            }
        }
    }
}
