//! A workflow for other tools.

use super::procedure::{named, read};
use super::{Failure, output};
use crate::procedures::{check::Problem, workflow_of};
use crate::web::Lang;
use crate::workflow::circuit::Circuit;
use crate::workflow::export::{FORMATS, Format};
use std::path::Path;
use std::process::ExitCode;

/// A format by its name.
pub fn format(name: &str) -> Result<&'static Format, String> {
    let known = || FORMATS.iter().map(|format| format.name).collect::<Vec<_>>().join(", ");
    Format::named(name).ok_or_else(|| format!("not one of {}", known()))
}

/// Prints the workflow of a file, or of the procedure in it.
pub fn export(file: &Path, to: &Format, lang: &str) -> Result<ExitCode, Failure> {
    let lang = super::language("--lang", lang)?;
    let document = read(file)?;
    let (workflow, within) = if document.get("procedure").is_some() {
        let within = if document["workflow"].is_object() { "/workflow" } else { "" };
        (workflow_of(&document)?, within)
    } else {
        (document.clone(), "")
    };
    let base = document["languages"][0].as_str().unwrap_or("fr");
    let circuit = Circuit::read(&workflow, lang.code(), base).map_err(|problems| {
        let problems = problems.into_iter().map(|problem| Problem::of_workflow(problem, within));
        let lines: Vec<String> = problems.map(|problem| format!("  {}", problem.line(Lang::En))).collect();
        named(file, format!("can't be exported\n{}", lines.join("\n")))
    })?;
    output::text(&to.write(&circuit))?;
    Ok(ExitCode::SUCCESS)
}
