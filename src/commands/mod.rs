//! What the binary does. Exit codes: 0 done, 1 the answer is no (a file has errors, a chain is broken, a command
//! failed), 2 it was called or set up wrongly.
#![warn(clippy::print_stdout, clippy::print_stderr)]

mod audit;
mod convert;
mod demo;
mod diagram;
mod dossier;
mod output;
mod procedure;
mod serve;
mod user;

use crate::config::{Config, Mode};
use crate::embedded::{Embedded, Options};
use crate::web::Lang;
use clap::{Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "guichet", version, about = "Online administrative procedures: forms, approval workflows, dossiers")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// A whole site to try: embedded database, shipped procedures, demonstration accounts
    Demo,
    /// The site, and the jobs that go with it
    Serve {
        /// Leave the jobs to `guichet worker`
        #[arg(long)]
        without_jobs: bool,
    },
    /// The jobs only: mails, timers, upkeep
    Worker,
    /// Brings the database's schema up to date
    Migrate {
        /// Takes the last migration back instead
        #[arg(long)]
        down: bool,
    },
    /// Publishes procedures; a new content makes a new revision. With --from, writes a procedure from another product's form
    Import {
        #[arg(required = true)]
        files: Vec<PathBuf>,
        #[command(flatten)]
        convert: convert::Convert,
    },
    /// Prints a procedure's current file
    Export { slug: String },
    /// Prints a workflow, or a procedure's, in the language of another tool
    ExportWorkflow {
        file: PathBuf,
        /// Mermaid's stateDiagram-v2, W3C SCXML, or BPMN 2.0 with its drawing
        #[arg(long, value_name = "FORMAT", value_parser = diagram::format)]
        to: &'static crate::workflow::export::Format,
        /// Of the names
        #[arg(long, default_value = "fr")]
        lang: String,
    },
    /// Checks procedures, forms or workflows: every problem with its JSON Pointer
    Check {
        #[arg(required = true)]
        files: Vec<PathBuf>,
        #[arg(long)]
        json: bool,
        /// Of the sentences
        #[arg(long, default_value = "en")]
        lang: String,
    },
    /// Draws a page of a form as HTML
    Render {
        file: PathBuf,
        #[arg(long, default_value_t = 1)]
        page: usize,
        #[arg(long)]
        answers: Option<PathBuf>,
        #[arg(long, default_value = "fr")]
        lang: String,
    },
    /// Validates answers: prints valid, errors, visible fields, values
    Validate {
        file: PathBuf,
        answers: PathBuf,
        /// Of the messages
        #[arg(long, default_value = "en")]
        lang: String,
        /// As it always is
        #[arg(long)]
        json: bool,
    },
    /// Runs a scenario on a workflow: prints one configuration per step
    Simulate { file: PathBuf, scenario: PathBuf },
    /// Runs the cases and scenarios that a procedure brings, or the scenarios of a workflow
    Test {
        #[arg(required = true)]
        files: Vec<PathBuf>,
        #[arg(long)]
        json: bool,
    },
    /// Shows a dossier
    #[command(subcommand)]
    Dossier(DossierCommand),
    /// Verifies the history of every dossier
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Accounts
    #[command(subcommand)]
    User(UserCommand),
}

#[derive(Subcommand)]
enum DossierCommand {
    /// Number, state, phase, revision, answers, files, events
    Show {
        number: String,
        #[arg(long)]
        json: bool,
    },
}

#[derive(Subcommand)]
enum AuditCommand {
    /// Recomputes every hash from content, and runs every step again
    Verify,
}

#[derive(Subcommand)]
enum UserCommand {
    /// Makes an account with a confirmed address. The password is read from standard input
    Add(user::Add),
}

/// Runs the command of the command line.
pub fn run() -> ExitCode {
    // Two libraries speak TLS: they must agree on who does the arithmetic, before either begins.
    let _ = rustls::crypto::ring::default_provider().install_default();
    match dispatch(Cli::parse().command) {
        Ok(code) => code,
        Err(failure) => {
            // Where even that can't be told, the exit code tells it.
            let _ = output::aside(format_args!("guichet: {}", failure.message));
            ExitCode::from(failure.code)
        }
    }
}

fn dispatch(command: Command) -> Result<ExitCode, Failure> {
    match command {
        Command::Demo => demo::run(Config::load(Mode::Demo)?),
        Command::Serve { without_jobs } => serve::run(Config::load(Mode::Serve)?, !without_jobs),
        Command::Worker => serve::work(Config::load(Mode::Serve)?),
        Command::Migrate { down } => migrate(&Config::load(Mode::Tool)?, down),
        Command::Import { files, convert } => match convert.from {
            Some(format) => convert::run(format, &files, &convert),
            None => procedure::import(Config::load(Mode::Tool)?, &files),
        },
        Command::Export { slug } => procedure::export(Config::load(Mode::Tool)?, slug),
        Command::ExportWorkflow { file, to, lang } => diagram::export(&file, to, &lang),
        Command::Check { files, json, lang } => procedure::check(&files, json, &lang),
        Command::Render { file, page, answers, lang } => procedure::render(&file, page, answers.as_deref(), &lang),
        Command::Validate { file, answers, lang, json: _ } => procedure::validate(&file, &answers, &lang),
        Command::Simulate { file, scenario } => procedure::simulate(&file, &scenario),
        Command::Test { files, json } => procedure::test(&files, json),
        Command::Dossier(DossierCommand::Show { number, json }) => {
            dossier::show(Config::load(Mode::Tool)?, &number, json)
        }
        Command::Audit(AuditCommand::Verify) => audit::verify(Config::load(Mode::Tool)?),
        Command::User(UserCommand::Add(add)) => user::add(Config::load(Mode::Tool)?, add),
    }
}

/// Why a command stopped, in one line for a person, and its exit code.
pub struct Failure {
    message: String,
    code: u8,
}

impl Failure {
    fn new(message: impl ToString) -> Self {
        Self { message: message.to_string(), code: 1 }
    }

    /// The command was called wrongly.
    fn misuse(message: impl ToString) -> Self {
        Self { message: message.to_string(), code: 2 }
    }
}

impl From<crate::Error> for Failure {
    fn from(error: crate::Error) -> Self {
        Self::new(error)
    }
}

impl From<crate::config::Invalid> for Failure {
    fn from(error: crate::config::Invalid) -> Self {
        Self::misuse(error)
    }
}

impl From<crate::embedded::Error> for Failure {
    fn from(error: crate::embedded::Error) -> Self {
        Self::misuse(error)
    }
}

/// The language that an option names.
fn language(option: &str, code: &str) -> Result<Lang, Failure> {
    let known = || Lang::ALL.map(Lang::code).join(", ");
    Lang::from_code(code).ok_or_else(|| Failure::misuse(format!("{option} {code:?}: not one of {}", known())))
}

/// The database that the settings name, or the embedded one, which stops with the value.
struct Database {
    url: String,
    _server: Option<Embedded>,
}

impl Database {
    fn open(config: &Config) -> Result<Self, Failure> {
        if let Some(url) = &config.database_url {
            return Ok(Self { url: url.expose().to_owned(), _server: None });
        }
        let server = Embedded::start(&config.data, Options::default())?;
        Ok(Self { url: server.url("guichet"), _server: Some(server) })
    }
}

fn migrate(config: &Config, down: bool) -> Result<ExitCode, Failure> {
    let database = Database::open(config)?;
    if down {
        output::line(format_args!("reverted {}", crate::db::revert(&database.url)?))?;
    } else {
        let done = crate::db::migrate(&database.url)?;
        output::line(format_args!("{} migration(s) applied", done.len()))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Runs an asynchronous command on one thread.
fn block_on<T>(work: impl Future<Output = T>) -> T {
    actix_web::rt::System::new().block_on(work)
}
