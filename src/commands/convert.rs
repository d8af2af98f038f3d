//! Forms of other products as procedures: no database, no settings.

use super::procedure::{named, read};
use super::{Failure, output};
use crate::procedures::imports::{self, Format, Imported, Loss};
use crate::web::Lang;
use clap::Args;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// How `guichet import --from` writes.
#[derive(Debug, Args)]
pub struct Convert {
    /// Reads forms of another product and writes procedures, without publishing them
    #[arg(long, value_name = "FORMAT")]
    pub from: Option<Format>,
    /// Where to write; `-` for the standard output. By default `<slug>/procedure.json`, here
    #[arg(long, short, requires = "from")]
    output: Option<PathBuf>,
    /// Writes over what is there
    #[arg(long, requires = "from")]
    force: bool,
    /// Prints the file and the losses as JSON
    #[arg(long, requires = "from")]
    json: bool,
    /// Language of the source's texts where it doesn't say (ISO 639-1)
    #[arg(long, requires = "from", default_value = "fr", value_parser = language)]
    source_language: String,
    /// Language of the list of losses
    #[arg(long, requires = "from", default_value = "en")]
    lang: String,
}

fn language(code: &str) -> Result<String, String> {
    let is_code = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_lowercase());
    if is_code { Ok(code.to_owned()) } else { Err("two lower-case letters, as fr".to_owned()) }
}

/// Writes a procedure for each file, with the list of what has no equivalent.
pub fn run(format: Format, files: &[PathBuf], how: &Convert) -> Result<ExitCode, Failure> {
    let lang = super::language("--lang", &how.lang)?;
    if how.output.is_some() && files.len() != 1 {
        return Err(Failure::misuse("--output takes one file at a time"));
    }
    let mut done = Vec::new();
    for file in files {
        let source = read(file)?;
        let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let imported = imports::read(format, &source, &stem, &how.source_language);
        let imported = imported.map_err(|refused| named(file, refused.told(lang)))?;
        let written = write(&imported, how)?;
        let losses: Vec<Value> = imported.losses.iter().map(|loss| loss.to_json(lang)).collect();
        if !how.json {
            told(file, &written, &imported, how, lang)?;
        }
        done.push(json!({ "file": written, "losses": losses }));
    }
    if how.json {
        let report = if done.len() == 1 { done.remove(0) } else { Value::Array(done) };
        if is_piped(how) {
            output::aside(format_args!("{report:#}"))?
        } else {
            output::line(format_args!("{report:#}"))?
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Whether the procedure goes to the standard output: the report then goes beside it.
fn is_piped(how: &Convert) -> bool {
    how.output.as_deref() == Some(Path::new("-"))
}

/// Writes the procedure's file. Returns its path.
fn write(imported: &Imported, how: &Convert) -> Result<String, Failure> {
    let content = format!("{:#}\n", imported.procedure);
    let slug = imported.procedure["slug"].as_str().unwrap_or_default();
    let path = how.output.clone().unwrap_or_else(|| Path::new(slug).join("procedure.json"));
    if is_piped(how) {
        output::text(&content)?;
        return Ok("-".to_owned());
    }
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|error| named(folder, error))?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(how.force).truncate(how.force).create_new(!how.force);
    let mut file = options.open(&path).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => named(&path, "it is there already: --force writes over it"),
        _ => named(&path, error),
    })?;
    file.write_all(content.as_bytes()).map_err(|error| named(&path, error))?;
    Ok(path.display().to_string())
}

/// How many places are named for one sentence.
const PLACES: usize = 3;

/// The list of losses, each sentence once with its places.
fn told(source: &Path, written: &str, imported: &Imported, how: &Convert, lang: Lang) -> Result<(), Failure> {
    let mut lines = vec![format!("{}: {written}, {} loss(es)", source.display(), imported.losses.len())];
    let mut by_sentence: BTreeMap<(imports::Outcome, &str, String), Vec<&Loss>> = BTreeMap::new();
    for loss in &imported.losses {
        by_sentence.entry((loss.outcome(), loss.code, loss.told(lang))).or_default().push(loss);
    }
    for ((outcome, _, sentence), losses) in by_sentence {
        let places: Vec<&str> = losses.iter().take(PLACES).map(|loss| loss.place()).collect();
        let more = losses.len().saturating_sub(PLACES);
        let more = if more > 0 { format!(", +{more}") } else { String::new() };
        lines.push(format!("  {}: {sentence} ({}{more})", outcome.code(), places.join(", ")));
    }
    let text = lines.join("\n");
    if is_piped(how) { output::aside(text) } else { output::line(text) }
}
