//! Files made to hurt: each is refused or served, by each command and by the site, in little time and memory.

mod schemas;
mod site;
mod sources;

use guichet::procedures::imports::Format;
use schemas::{hostile, object};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What one command or one request may take: milliseconds of processor, and kilobytes beyond what it takes for a form of one
/// question, which are mostly the program itself.
const TIME: f64 = 200.0;
const MEMORY: u64 = 50 << 10;

/// Without optimisation the same work takes this many times longer. Memory is the same.
const SLOWER: f64 = 15.0;

/// An optimised program, where one is named (`GUICHET_BIN`); else the one of the tests.
fn program() -> (PathBuf, bool) {
    match std::env::var_os("GUICHET_BIN").map(PathBuf::from) {
        Some(named) => (named, true),
        None => (PathBuf::from(env!("CARGO_BIN_EXE_guichet")), false),
    }
}

#[derive(Debug, serde::Deserialize)]
struct Taken {
    code: Option<i32>,
    milliseconds: f64,
    kilobytes: u64,
    told: String,
}

/// Runs a command in a process of its own, and measures it.
fn run(arguments: &[String]) -> Taken {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracle/measure.py");
    let output = Command::new("python3").arg(script).arg(program().0).args(arguments).output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{arguments:?}: {output:?}"))
}

/// Why a command took too much, when it did; `spared` is what the same command takes of memory for little.
fn excess(command: &[String], spared: u64) -> Option<String> {
    let time = if program().1 { TIME } else { TIME * SLOWER };
    let found = run(command);
    let is_clean = matches!(found.code, Some(0 | 1)) && !found.told.contains("internal error");
    let beyond = found.kilobytes.saturating_sub(spared);
    let is_fair = is_clean && found.milliseconds <= time && beyond <= MEMORY;
    (!is_fair).then(|| format!("{command:?}: {} ms, {beyond} kB\n  {}", found.milliseconds, found.told))
}

/// A file of this run.
fn written(name: &str, content: &Value) -> String {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    std::fs::write(&path, content.to_string()).unwrap();
    path.to_str().unwrap().to_owned()
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

#[test]
fn nothing_hostile_takes_more_than_its_share() {
    let commands = |schema: &str, answers: &str| -> [Vec<String>; 3] {
        [
            words(&["check", schema]),
            words(&["render", schema, "--answers", answers]),
            words(&["validate", schema, answers]),
        ]
    };
    let plain = written("plain.json", &object(json!({"a": {"type": "string"}})));
    let spared = commands(&plain, &written("plain-answers.json", &json!({}))).map(|command| run(&command).kilobytes);
    let mut failures = Vec::new();
    for (name, schema, answers) in hostile() {
        let schema = written(&format!("{name}.json"), &schema);
        let answers = written(&format!("{name}-answers.json"), &answers);
        let taken = commands(&schema, &answers);
        failures.extend(taken.iter().zip(spared).filter_map(|(command, spared)| excess(command, spared)));
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// The name of a format, as the command takes it.
fn named(format: Format) -> &'static str {
    match format {
        Format::Rjsf => "rjsf",
        Format::Jsonforms => "jsonforms",
        Format::Formio => "formio",
        Format::Ds => "ds",
    }
}

#[test]
fn nothing_hostile_is_imported_at_more_than_its_cost() {
    let import = |format: Format, file: &str| words(&["import", "--from", named(format), file, "--output", "-"]);
    let mut failures = Vec::new();
    for (format, plain, all) in sources::sources() {
        let plain = run(&import(format, &written(&format!("plain-{}.json", named(format)), &plain)));
        assert_eq!(plain.code, Some(0), "{format:?}: {}", plain.told);
        for (name, source) in all {
            let file = written(&format!("{name}-{}.json", named(format)), &source);
            failures.extend(excess(&import(format, &file), plain.kilobytes));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
