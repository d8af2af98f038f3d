//! The SCXML test cases of the npm package `@scion-scxml/test-framework`: those of W3C and those of SCION. A case is a
//! document, and after the start and after each event the innermost states that are expected to be active.
//!
//! Of its 316 cases, 102 need nothing but a chart: 93 without conditions, 4 with constant ones, 5 with `In()`. The others are
//! counted in `docs/STATECHARTS.md` by what they need.
//!
//! The package brings a runner of test servers, with its own dependencies. Only its cases are read: `overrides` in
//! `package.json` puts a small package in the place of each dependency.

use super::scxml::{Element, features, translate};
use super::simple::{Running, Simple, SimpleChart};
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Cases that were found when the package was chosen, and those of them that are run.
const CASES: usize = 316;
const RUN: usize = 102;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Expected {
    initial_configuration: BTreeSet<String>,
    events: Vec<Sent>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sent {
    event: Named,
    next_configuration: BTreeSet<String>,
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

struct Case {
    name: String,
    document: Element,
    expected: PathBuf,
}

/// The documents of the package that come with what is expected of them.
fn cases() -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("node_modules/@scion-scxml/test-framework/test");
    let mut found = Vec::new();
    for folder in fs::read_dir(root).expect("the package of test cases: make assets") {
        for file in fs::read_dir(folder.unwrap().path()).unwrap().map(|file| file.unwrap().path()) {
            let expected = file.with_extension("json");
            if file.extension().is_some_and(|extension| extension == "scxml") && expected.exists() {
                let folder = file.parent().unwrap().file_name().unwrap().display();
                let name = format!("{folder}/{}", file.file_stem().unwrap().display());
                found.push(Case { name, document: Element::read(&fs::read_to_string(file).unwrap()), expected });
            }
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    assert_eq!(found.len(), CASES, "the package holds other cases than when these numbers were written");
    found
}

/// The innermost states and all those that they stand in, in document order. Read from the chart in JSON, so that the kernel
/// has no part in what is expected of it.
fn whole(chart: &Value, innermost: &BTreeSet<String>) -> Vec<String> {
    fn walk(state: &Value, innermost: &BTreeSet<String>) -> Option<Vec<String>> {
        let name = state["name"].as_str().unwrap();
        let inside: Vec<String> =
            state["states"].as_array().unwrap().iter().filter_map(|child| walk(child, innermost)).flatten().collect();
        let active = innermost.contains(name) || !inside.is_empty();
        active.then(|| [vec![name.to_owned()], inside].concat())
    }
    walk(chart, innermost).expect("some state of the chart is expected to be active").split_off(1)
}

/// Every configuration that is not the expected one.
fn differences(case: &Case) -> Vec<String> {
    let expected: Expected = serde_json::from_str(&fs::read_to_string(&case.expected).unwrap()).unwrap();
    let json = translate(&case.document);
    let chart = SimpleChart::new(serde_json::from_value(json.clone()).unwrap())
        .unwrap_or_else(|faults| panic!("{}: {faults:?}", case.name));
    let mut running = Running::start(&chart, &mut Simple).unwrap();
    let mut found = Vec::new();
    let mut compare = |after: &str, innermost: &BTreeSet<String>, running: &Running<'_>| {
        let (expected, active) = (whole(&json, innermost), running.configuration().active);
        if active != expected {
            found.push(format!("{} after {after}: {active:?} instead of {expected:?}", case.name));
        }
    };
    compare("the start", &expected.initial_configuration, &running);
    for Sent { event, next_configuration } in &expected.events {
        running.send(&event.name, &mut Simple).unwrap();
        compare(&event.name, next_configuration, &running);
    }
    found
}

#[test]
fn the_cases_that_need_no_data_are_in_the_expected_configurations() {
    let (mut run, mut found) = (0, Vec::new());
    for case in cases().iter().filter(|case| features(&case.document).is_empty()) {
        run += 1;
        found.extend(differences(case));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert_eq!(run, RUN);
}

/// A row for each feature, the most wanted first.
fn told() -> String {
    let mut wanted: BTreeMap<&str, usize> = BTreeMap::new();
    let cases = cases();
    let mut left_out = 0;
    for case in &cases {
        let features = features(&case.document);
        left_out += usize::from(!features.is_empty());
        features.into_iter().for_each(|feature| *wanted.entry(feature).or_default() += 1);
    }
    let meaning = |feature: &str| match feature {
        "cond" => "a condition in ECMAScript, more than `true`, `false`, `In('a')` or its negation".to_owned(),
        element => format!("`<{element}>`"),
    };
    let mut rows: Vec<_> = wanted.into_iter().collect();
    rows.sort_by_key(|(feature, count)| (std::cmp::Reverse(*count), *feature));
    let mut told = format!(
        "\nOf {CASES} cases {} are run and {left_out} left out. A case may need several things.\n\n| what a case needs | cases left out |\n|---|---|\n",
        cases.len() - left_out
    );
    rows.iter().for_each(|(feature, count)| writeln!(told, "| {} | {count} |", meaning(feature)).unwrap());
    told + "\n"
}

#[test]
fn what_is_left_out_is_told_in_the_documentation() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/STATECHARTS.md");
    let written = fs::read_to_string(path).unwrap();
    let (begin, end) = ("<!-- left out -->\n", "<!-- end of left out -->");
    let (from, to) = (written.find(begin).unwrap() + begin.len(), written.find(end).unwrap());
    let mut told_so = written.clone();
    told_so.replace_range(from..to, &told());
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(path, &told_so).unwrap();
    } else {
        let hint = "UPDATE_DOCS=1 cargo test --test it -- what_is_left_out";
        assert!(written == told_so, "docs/STATECHARTS.md isn't what the package holds: {hint}");
    }
}
