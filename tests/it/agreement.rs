//! The verdict on a document is that of another validator, Python's jsonschema, and so are the places of what is wrong.

use super::corpus::{sample, schemas};
use guichet::form::{Context, Definition, Form};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// Mutated documents, over all forms.
const MUTATED: usize = 10_000;

/// The other validator, in its own process.
struct Oracle {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Oracle {
    fn start() -> Self {
        let python = concat!(env!("CARGO_MANIFEST_DIR"), "/target/oracle/bin/python");
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracle/validate.py");
        let mut process = Command::new(python)
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the other validator: make oracle");
        let (input, output) = (process.stdin.take().unwrap(), BufReader::new(process.stdout.take().unwrap()));
        Self { process, input, output }
    }

    fn read(&mut self, schema: &Value) {
        writeln!(self.input, "{}", json!({ "schema": schema })).unwrap();
    }

    fn wrong(&mut self, document: &Value) -> BTreeSet<String> {
        writeln!(self.input, "{}", json!({ "document": document })).unwrap();
        self.input.flush().unwrap();
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap()
    }
}

impl Drop for Oracle {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn another_validator_says_the_same_of_mutated_documents() {
    let mut oracle = Oracle::start();
    let mut random = StdRng::seed_from_u64(20_261_123);
    let forms: Vec<_> = schemas()
        .into_iter()
        .filter_map(|(file, document)| {
            let mut definition = Definition::bare(document.clone()).unwrap();
            // What the layout hides is another matter.
            definition.ui = None;
            let form = Form::compile(&definition, &[]).ok()?;
            let start = sample(&document).cloned().unwrap_or_else(|| form.initial(&Context::default()));
            Some((file, definition.schema, form, start))
        })
        .collect();
    let Some(turns) = MUTATED.checked_div(forms.len()) else { return };
    let mut differences = Vec::new();
    for (file, schema, form, start) in &forms {
        oracle.read(&as_meant(schema));
        let mut document = start.clone();
        for turn in 0..=turns {
            if turn % 12 == 0 {
                document = start.clone();
            }
            let theirs = oracle.wrong(&document);
            let checked = form.validate(&document, &Context::default());
            // Formats are annotations to the other.
            let ours = checked.errors.iter().filter(|error| error.code != "format").map(|error| error.pointer.clone());
            let ours: BTreeSet<String> = ours.collect();
            if ours != theirs {
                differences.push(format!("{file}: {document}\n  ours {ours:?}\n  theirs {theirs:?}"));
            }
            mutate(&mut document, schema, &mut random, 0);
        }
    }
    assert!(differences.is_empty(), "{} differences\n{}", differences.len(), differences.join("\n"));
}

/// `dependencies` left the standard in 2019, yet validators still differ on it where no draft is named: ours, like those of the
/// forms that use it, takes it.
fn as_meant(schema: &Value) -> Value {
    let mut schema = schema.clone();
    if schema.get("dependencies").is_some() && schema.get("$schema").is_none() {
        schema["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    }
    schema
}

/// Changes one thing, somewhere.
fn mutate(value: &mut Value, schema: &Value, random: &mut StdRng, depth: usize) {
    let goes_down = depth < 5 && random.random_bool(0.6);
    match value {
        Value::Object(fields) if goes_down && !fields.is_empty() => {
            let names: Vec<String> = fields.keys().cloned().collect();
            let name = names.choose(random).unwrap();
            mutate(&mut fields[name.as_str()], schema, random, depth + 1);
        }
        Value::Array(items) if goes_down && !items.is_empty() => {
            let n = random.random_range(0..items.len());
            mutate(&mut items[n], schema, random, depth + 1);
        }
        Value::Object(fields) if random.random_bool(0.8) => {
            let known = schema["properties"].as_object().into_iter().flat_map(Map::keys);
            let known: Vec<&String> = known.collect();
            if let (Some(name), true) = (known.choose(random), random.random_bool(0.7)) {
                fields.insert((*name).clone(), any(random));
            } else if let Some(name) = fields.keys().next().cloned() {
                fields.shift_remove(&name);
            }
        }
        Value::Array(items) if random.random_bool(0.7) => {
            let more = items.first().cloned().unwrap_or_else(|| any(random));
            items.push(more);
        }
        // The document stays one of names.
        _ if depth == 0 => {}
        other => *other = any(random),
    }
}

fn any(random: &mut StdRng) -> Value {
    let values = [
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(7.5),
        json!(1e9),
        json!(""),
        json!("a"),
        json!("12345"),
        json!("2026-02-30"),
        json!("2026-02-28"),
        json!("a@b.fr"),
        json!([]),
        json!({}),
        json!(["a", "a"]),
        json!({"a": 1}),
    ];
    values.choose(random).unwrap().clone()
}
