//! `guichet user add`.

use super::{Database, Failure, block_on, output};
use crate::accounts::{self, NewAccount, membership, passwords};
use crate::app::App;
use crate::config::Config;
use crate::procedures::{self, publish};
use clap::Args;
use std::process::ExitCode;

#[derive(Args)]
pub struct Add {
    email: String,
    #[arg(long)]
    given_name: String,
    #[arg(long)]
    family_name: String,
    #[arg(long, default_value = "fr")]
    language: String,
    /// Administrator of the platform
    #[arg(long)]
    administrator: bool,
    /// In charge of this procedure (its slug); may be repeated
    #[arg(long)]
    official: Vec<String>,
    /// Instructor of a group, as `slug/group`; may be repeated
    #[arg(long)]
    instructor: Vec<String>,
}

/// Makes the account; the password is the first line of standard input.
pub fn add(config: Config, add: Add) -> Result<ExitCode, Failure> {
    let language = super::language("--language", &add.language)?;
    let mut password = String::new();
    std::io::stdin().read_line(&mut password).map_err(Failure::new)?;
    let password = password.trim_end_matches(['\r', '\n']).to_owned();
    if let Some(weakness) = passwords::weakness(&password, &[&add.email, &add.given_name, &add.family_name]) {
        return Err(Failure::new(format!("the password is {}", weakness.replace('-', " "))));
    }
    let database = Database::open(&config)?;
    crate::db::migrate(&database.url)?;
    let app = App::new(config, &database.url)?;
    let now = app.now();
    block_on(async {
        let password_hash = passwords::hash(password).await?;
        let email = accounts::normalised(&add.email);
        let new = NewAccount {
            email: email.clone(),
            given_name: add.given_name,
            family_name: add.family_name,
            password_hash,
            language: language.code().to_owned(),
        };
        let roles = move |tx: &mut crate::db::Tx<'_>| {
            let id = accounts::provide(tx, new, add.administrator, now)?;
            for slug in &add.official {
                let (procedure, _) = procedures::find(tx, slug)?;
                publish::put_in_charge(tx, procedure.id, id)?;
            }
            for named in &add.instructor {
                let (slug, group) = named.split_once('/').ok_or(crate::Error::NotFound)?;
                let (procedure, _) = procedures::find(tx, slug)?;
                let group = procedures::group_by_key(tx, procedure.id, group)?;
                membership::add(tx, group, id)?;
            }
            Ok(())
        };
        app.db.write(roles).await?;
        output::line(email)?;
        Ok(ExitCode::SUCCESS)
    })
}
