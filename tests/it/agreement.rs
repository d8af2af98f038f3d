//! The verdict on a document is that of another validator, Python's jsonschema, and so are the places of what is wrong.

use super::corpus::{of_kind, sample, schemas};
use crate::support::dice::Dice;
use crate::support::mutations::{mutate, mutate_schema, mutate_text};
use crate::support::sampled;
use guichet::form::{Context, Definition, Form};
use guichet::procedures::imports::{self, Format};
use rand::rngs::StdRng;
use rand::{Rng, RngExt, SeedableRng};
use serde_json::{Map, Value, json};
use std::cell::Cell;
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// Mutated documents, over all forms.
const MUTATED: usize = 10_000;

/// Schemas made of each form of the corpus, but of the longest, in characters.
const MUTATED_SCHEMAS: usize = 12;
const LONGEST: usize = 20_000;
/// Documents made for each form of Form.io.
const MADE: u64 = 6;
/// Texts of each format.
const FORMATTED: usize = 400;

/// Formats on which both must agree. Left out: `regex` and `iri-reference`, which no form of ours asks; `time`, which is a time
/// of day without a zone here; and those of [`STRICTER`].
const AGREED: [&str; 8] = ["date", "date-time", "ipv4", "ipv6", "uri", "uri-reference", "iri", "json-pointer"];

/// Formats of which the other takes more than the standards do, or than an address that mail can be sent to (`a@b`).
const STRICTER: [&str; 5] = ["email", "uuid", "hostname", "duration", "uri-template"];

/// Texts of these formats.
const TEXTS: [(&str, &[&str]); 13] = [
    ("date", &["2026-02-28", "2024-02-29", "0001-01-01"]),
    ("date-time", &["2026-02-28T14:30:00Z", "2026-02-28T14:30:00.25+02:00"]),
    ("ipv4", &["192.168.0.1", "0.0.0.0"]),
    ("ipv6", &["2001:db8::1", "::ffff:192.168.0.1", "::"]),
    ("uri", &["https://www.exemple.fr/a?b=c#d", "mailto:a@b.fr", "urn:isbn:0451450523"]),
    ("uri-reference", &["/a/b", "//exemple.fr/a", "#d", "a:b"]),
    ("iri", &["https://www.été.fr/à?b=c#d"]),
    ("json-pointer", &["/a~1b/~0", "", "/é/0"]),
    ("email", &["zoe@exemple.fr", "a.b+c@d-e.example"]),
    ("uuid", &["0199a5c4-7c1e-7a10-8000-000000000001"]),
    ("hostname", &["www.exemple.fr", "a-b.fr", "xn--t-9fab.fr"]),
    ("duration", &["P1Y2M3DT4H5M6S", "PT1H", "P4W"]),
    ("uri-template", &["https://exemple.fr/{a}/{?b,c}", "{+path}"]),
];

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

    /// Gives it a schema; answers whether it is one.
    fn read(&mut self, schema: &Value) -> bool {
        let formats = [AGREED.as_slice(), &STRICTER].concat();
        self.asked(&json!({ "schema": schema, "formats": formats })) == json!(true)
    }

    fn wrong(&mut self, document: &Value) -> BTreeSet<String> {
        serde_json::from_value(self.asked(&json!({ "document": document }))).unwrap()
    }

    fn asked(&mut self, message: &Value) -> Value {
        writeln!(self.input, "{message}").unwrap();
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

/// A form, its schema, and a document to begin with.
struct Tried {
    file: String,
    schema: Value,
    form: Form,
    /// It has rules: what they hide is absent from what is judged, what they compute is in it.
    has_rules: bool,
    /// Documents of which they changed something.
    hidden: Cell<usize>,
    start: Value,
}

impl Tried {
    fn new(file: &str, definition: Definition, start: Option<&Value>) -> Option<Self> {
        let definition = Definition { schema: as_meant(&definition.schema), ..definition };
        let form = Form::compile(&definition, &[]).ok()?;
        let start = start.cloned().unwrap_or_else(|| form.initial(&Context::default()));
        let computes = definition.schema.to_string().contains(r#""calculate":"#);
        let has_rules = computes || definition.ui.is_some_and(|ui| ui.to_string().contains(r#""rule":"#));
        Some(Self { file: file.to_owned(), schema: definition.schema, form, has_rules, hidden: Cell::new(0), start })
    }

    /// Where our verdict on a document is not the other's.
    fn difference(&self, document: &Value, oracle: &mut Oracle) -> Option<String> {
        let places = |document: &Value| -> (Value, BTreeSet<String>) {
            let checked = self.form.validate(document, &Context::default());
            (checked.values, checked.errors.into_iter().map(|error| error.pointer).collect())
        };
        let (seen, ours) = places(document);
        self.hidden.set(self.hidden.get() + usize::from(seen != *document));
        let theirs = oracle.wrong(&seen);
        let told =
            |what: &str| Some(format!("{}: {document}\n  {what}\n  ours {ours:?}\n  theirs {theirs:?}", self.file));
        if !self.has_rules && seen != *document {
            return told("isn't judged as it stands");
        }
        if places(&seen) != (seen.clone(), ours.clone()) {
            return told("is judged otherwise without what is hidden");
        }
        if ours == theirs { None } else { told("is judged otherwise") }
    }

    /// The same of documents, each another one with one change more.
    fn differences(&self, turns: usize, random: &mut StdRng, oracle: &mut Oracle) -> Vec<String> {
        self.differences_from(&self.start, turns, random, oracle)
    }

    fn differences_from(&self, start: &Value, turns: usize, random: &mut StdRng, oracle: &mut Oracle) -> Vec<String> {
        let (mut found, mut document) = (Vec::new(), start.clone());
        for turn in 0..=turns {
            if turn % 12 == 0 {
                document = start.clone();
            }
            found.extend(self.difference(&document, oracle));
            mutate(&mut document, &self.schema, random, 0);
        }
        found
    }
}

/// A form with nothing but its schema.
fn bare(schema: &Value) -> Definition {
    Definition { schema: schema.clone(), ..Definition::default() }
}

fn corpus() -> Vec<Tried> {
    let read = |(file, document): (String, Value)| {
        Tried::new(&file, Definition::bare(document.clone()).unwrap(), sample(&document))
    };
    schemas().into_iter().filter_map(read).collect()
}

#[test]
fn another_validator_says_the_same_of_mutated_documents() {
    let (mut oracle, mut random) = (Oracle::start(), StdRng::seed_from_u64(20_261_123));
    let forms = corpus();
    let Some(turns) = MUTATED.checked_div(forms.len()) else { return };
    let mut differences = Vec::new();
    for tried in &forms {
        assert!(oracle.read(&tried.schema), "{}", tried.file);
        differences.extend(tried.differences(turns, &mut random, &mut oracle));
    }
    assert!(differences.is_empty(), "{} differences\n{}", differences.len(), differences.join("\n"));
    let hidden: usize = forms.iter().map(|tried| tried.hidden.get()).sum();
    assert!(forms.is_empty() || hidden >= 10, "{hidden}");
}

/// The forms of the product, with the answers of their cases, and those of Form.io, with documents made for them: forms
/// whose layouts have many rules. Their cross-checks, which no schema says, are another matter.
fn ruled() -> Vec<(Tried, Vec<Value>)> {
    let mut found = Vec::new();
    let tried = |file: &str, procedure: &Value| {
        let definition: Definition = serde_json::from_value(procedure["form"].clone()).unwrap();
        let schema = with_types(&definition.schema);
        let definition = Definition { schema, checks: Vec::new(), eligibility: Vec::new(), ..definition };
        Tried::new(file, definition, None).unwrap_or_else(|| panic!("{file}"))
    };
    for folder in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/forms")).unwrap() {
        let file = folder.unwrap().path().join("procedure.json");
        let Ok(text) = std::fs::read_to_string(&file) else { continue };
        let procedure: Value = serde_json::from_str(&text).unwrap();
        let cases = procedure["cases"].as_array().unwrap().iter().map(|case| case["answers"].clone());
        found.push((tried(&file.display().to_string(), &procedure), cases.collect()));
    }
    for (file, source) in of_kind("formio") {
        let imported = imports::read(Format::Formio, &source, "source", "en").unwrap_or_else(|_| panic!("{file}"));
        let tried = tried(&file, &imported.procedure);
        let made = (0..MADE).map(|seed| {
            let mut bytes = vec![0; 20_000];
            StdRng::seed_from_u64(seed).fill_bytes(&mut bytes);
            sampled::document(&tried.schema, &mut Dice::new(&bytes))
        });
        let made = made.collect();
        found.push((tried, made));
    }
    found
}

/// A schema with the types that the product ships in it, under addresses of their own.
fn with_types(schema: &Value) -> Value {
    let text = schema.to_string();
    let mut types = Map::new();
    for (reference, _) in text.match_indices("../types/") {
        let name = text[reference..].split(['"', '/']).nth(2).unwrap().strip_suffix(".json").unwrap();
        let file = format!("{}/forms/types/{name}.json", env!("CARGO_MANIFEST_DIR"));
        let mut own: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        own["$id"] = json!(format!("https://types.example/{name}.json"));
        types.insert(name.to_owned(), own);
    }
    let mut schema: Value = serde_json::from_str(&text.replace("../types/", "https://types.example/")).unwrap();
    let mut defs = schema["$defs"].as_object().cloned().unwrap_or_default();
    defs.extend(types);
    schema["$defs"] = Value::Object(defs);
    schema
}

#[test]
fn another_validator_says_the_same_where_rules_hide_and_compute() {
    let (mut oracle, mut random) = (Oracle::start(), StdRng::seed_from_u64(20_261_130));
    let (mut differences, mut hidden) = (Vec::new(), 0);
    for (tried, starts) in ruled() {
        assert!(oracle.read(&tried.schema), "{}", tried.file);
        for start in starts {
            differences.extend(tried.differences_from(&start, 4, &mut random, &mut oracle));
        }
        hidden += tried.hidden.get();
    }
    assert!(differences.is_empty(), "{} differences\n{}", differences.len(), differences.join("\n"));
    assert!(hidden > 100, "{hidden}");
}

#[test]
fn another_validator_says_the_same_of_mutated_schemas() {
    let (mut oracle, mut random) = (Oracle::start(), StdRng::seed_from_u64(20_261_125));
    let forms = corpus();
    let (mut taken, mut differences) = (0, Vec::new());
    // The longest forms would take all the time.
    let short = forms.iter().filter(|tried| tried.schema.to_string().len() < LONGEST);
    for tried in short {
        for _ in 0..MUTATED_SCHEMAS {
            let mut schema = tried.schema.clone();
            for _ in 0..random.random_range(1..4) {
                mutate_schema(&mut schema, &mut random);
            }
            let Some(mutant) = Tried::new(&format!("{}: {schema}", tried.file), bare(&schema), Some(&tried.start))
            else {
                continue;
            };
            taken += 1;
            if oracle.read(&schema) {
                differences.extend(mutant.differences(6, &mut random, &mut oracle));
            } else {
                differences.push(format!("{}: a schema to us only", mutant.file));
            }
        }
    }
    assert!(differences.is_empty(), "{} differences\n{}", differences.len(), differences.join("\n"));
    assert!(forms.is_empty() || taken > 500, "{taken}");
}

/// Schemas within schemas, under addresses of their own, of several drafts.
fn bundles() -> Vec<Tried> {
    let towns = json!({"$id": "towns/", "$defs": {"name": {"$anchor": "name", "type": "string", "maxLength": 6}}});
    let person = json!({"$id": "person", "type": "object", "required": ["name"],
        "properties": {"name": {"$ref": "#/$defs/name"}, "town": {"$ref": "towns/#name"}, "friend": {"$ref": "#"}},
        "$defs": {"name": {"type": "string", "minLength": 2}, "towns": towns}});
    let modern = json!({"$id": "https://example.org/forms/main", "type": "object",
        "properties": {"who": {"$ref": "person"}, "name": {"$ref": "/forms/person#/$defs/name"}, "town": {"$ref": "towns/#name"}},
        "$defs": {"name": {"type": "integer"}, "person": person}});
    let old = json!({"$schema": "http://json-schema.org/draft-07/schema#", "$id": "https://example.org/old", "type": "object",
        "properties": {"who": {"$ref": "person"}, "name": {"$ref": "#name"}, "place": {"$ref": "person#/definitions/place"}},
        "definitions": {"name": {"$id": "#name", "type": "integer"},
            "person": {"$id": "person", "type": "object", "properties": {"name": {"$ref": "#/definitions/name"}},
                "definitions": {"name": {"type": "string"}, "place": {"items": [{"type": "number"}, {"type": "number"}]}}}}});
    let mixed = json!({"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object",
        "properties": {"place": {"$ref": "https://example.org/place"}},
        "$defs": {"place": {"$schema": "http://json-schema.org/draft-07/schema#", "$id": "https://example.org/place",
            "type": "object", "properties": {"a": {"type": "number"}}, "dependencies": {"a": {"properties": {"b": {"type": "integer"}}}}}}});
    let list = json!({"$id": "list", "type": "array", "items": {"$dynamicRef": "#item"},
        "$defs": {"item": {"$dynamicAnchor": "item", "type": "string"}}});
    let dynamic = json!({"type": "object", "properties": {"all": {"$ref": "list"}}, "$defs": {"list": list}});
    let who = json!({"name": "Zoé", "town": "Rennes", "friend": {"name": "Al", "friend": {"name": "Bo"}}});
    let tried = [
        ("modern", modern, json!({"who": who, "name": "Zoé", "town": "Rennes"})),
        ("old", old, json!({"who": {"name": "Zoé"}, "name": 1, "place": [1, 2, "x"]})),
        ("mixed", mixed, json!({"place": {"a": 1, "b": 2}})),
        ("dynamic", dynamic, json!({"all": ["a", "b"]})),
    ];
    let tried =
        tried.into_iter().map(|(name, schema, start)| Tried::new(name, bare(&schema), Some(&start)).expect(name));
    tried.collect()
}

#[test]
fn another_validator_says_the_same_of_bundled_schemas() {
    let (mut oracle, mut random) = (Oracle::start(), StdRng::seed_from_u64(20_261_201));
    let mut differences = Vec::new();
    for tried in bundles() {
        assert!(oracle.read(&tried.schema), "{}", tried.file);
        assert!(
            tried.difference(&tried.start, &mut oracle).is_none() && oracle.wrong(&tried.start).is_empty(),
            "{}",
            tried.file
        );
        differences.extend(tried.differences(300, &mut random, &mut oracle));
    }
    assert!(differences.is_empty(), "{} differences\n{}", differences.len(), differences.join("\n"));
}

#[test]
fn another_validator_says_the_same_of_formats() {
    let (mut oracle, mut random) = (Oracle::start(), StdRng::seed_from_u64(20_261_126));
    let mut differences = Vec::new();
    for (format, texts) in TEXTS {
        let schema = json!({"type": "object", "properties": {"x": {"type": "string", "format": format}}});
        let form = Form::compile(&Definition { schema: schema.clone(), ..Definition::default() }, &[]).unwrap();
        let tried =
            Tried { file: format.to_owned(), schema, form, has_rules: false, hidden: Cell::new(0), start: json!({}) };
        assert!(oracle.read(&tried.schema));
        for turn in 0..FORMATTED {
            let mut text: Vec<char> = texts[turn % texts.len()].chars().collect();
            for _ in 0..turn / texts.len() % 4 {
                mutate_text(&mut text, &mut random);
            }
            let text: String = text.into_iter().collect();
            // Python has no leap second.
            if format == "date-time" && text.contains(":60") {
                continue;
            }
            let document = json!({ "x": text });
            let takes = |form: &Form| form.validate(&document, &Context::default()).is_valid();
            let is_refused_only = STRICTER.contains(&format) && !takes(&tried.form);
            if !is_refused_only {
                differences.extend(tried.difference(&document, &mut oracle));
            }
        }
    }
    assert!(differences.is_empty(), "{} differences\n{}", differences.len(), differences.join("\n"));
}

/// `dependencies` left the standard in 2019, yet validators still differ on it where no draft is named: ours, like those of the
/// forms that use it, takes it. A list of `items` tells that a schema is older than 2020.
fn as_meant(schema: &Value) -> Value {
    let mut schema = schema.clone();
    if schema.to_string().contains(r#""items":[{"#) && schema.get("$schema").is_none() {
        schema["$schema"] = json!("https://json-schema.org/draft/2019-09/schema");
    }
    if schema.get("dependencies").is_some() && schema.get("$schema").is_none() {
        schema["$schema"] = json!("http://json-schema.org/draft-07/schema#");
    }
    keep_agreed(&mut schema);
    schema
}

/// Leaves out the formats on which validators are free to differ.
fn keep_agreed(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            let is_agreed = |name: &str| AGREED.contains(&name);
            if fields.get("format").and_then(Value::as_str).is_some_and(|name| !is_agreed(name)) {
                fields.shift_remove("format");
            }
            fields.values_mut().for_each(keep_agreed);
        }
        Value::Array(items) => items.iter_mut().for_each(keep_agreed),
        _ => {}
    }
}
