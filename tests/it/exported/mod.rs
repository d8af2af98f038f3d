//! Definitions for other tools, read by these tools: bpmn-moddle and bpmnlint, SCION, Mermaid.

mod drawn;
mod generated;

use crate::support::browser::{Browser, Look};
use crate::support::{example, pages};
use guichet::workflow::circuit::Circuit;
use guichet::workflow::export::Format;
use serde_json::{Map, Value, json};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Definitions made at random.
const GENERATED: u64 = 60;

/// Definitions by name: the shipped one, the examples, one with everything, and others at random.
fn definitions() -> Vec<(String, Value)> {
    let mut found = vec![("everything".to_owned(), serde_json::from_str(include_str!("everything.json")).unwrap())];
    let shipped = include_str!("../../../forms/workflows/standard.json");
    found.push(("shipped".to_owned(), serde_json::from_str(shipped).unwrap()));
    let names = ["standard", "association-subsidy", "building-permit"];
    found.extend(names.iter().map(|name| ((*name).to_owned(), example(&format!("{name}.workflow.json")))));
    found.extend((0..GENERATED).map(|seed| (format!("generated {seed}"), generated::definition(seed))));
    found
}

fn exported(definition: &Value, format: &str) -> String {
    let circuit = Circuit::read(definition, "fr", "fr").unwrap_or_else(|problems| panic!("{problems:?}\n{definition}"));
    Format::named(format).unwrap().write(&circuit)
}

fn all(format: &str) -> Map<String, Value> {
    definitions().into_iter().map(|(name, definition)| (name, exported(&definition, format).into())).collect()
}

/// What a script of this folder makes of a value.
fn node(script: &str, given: &Value) -> Value {
    let path = format!("{}/tests/it/exported/{script}", env!("CARGO_MANIFEST_DIR"));
    let mut command = Command::new("node");
    let mut child =
        command.arg(path).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(given.to_string().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn bpmn_is_read_without_warning_and_nothing_is_to_be_said_of_it() {
    let mut documents = all("bpmn");
    assert_eq!(node("bpmn.mjs", &Value::Object(documents.clone())), json!([]));
    // A flow that leads nowhere is seen.
    documents.retain(|name, _| name == "everything");
    let broken = documents["everything"].as_str().unwrap().replacen("targetRef=\"", "targetRef=\"no-", 1);
    assert_ne!(node("bpmn.mjs", &json!({ "broken": broken })), json!([]));
}

/// The innermost states, after the start and after each event.
fn run(name: &str, definition: &Value, events: &[&str]) -> Value {
    let document = json!({ name: { "text": exported(definition, "scxml"), "events": events } });
    node("scxml.mjs", &document)[name].take()
}

#[test]
fn scxml_begins_where_the_definition_does() {
    let definitions = definitions();
    let documents: Map<String, Value> = definitions
        .iter()
        .map(|(name, definition)| (name.clone(), json!({ "text": exported(definition, "scxml"), "events": [] })))
        .collect();
    let told = node("scxml.mjs", &Value::Object(documents));
    for (name, definition) in &definitions {
        assert_eq!(told[name], json!([[definition["initial"]]]), "{name}");
    }
}

#[test]
fn scxml_goes_as_the_definition_does() {
    let (_, definition) = definitions().into_iter().next().unwrap();
    let events = [
        "command.send",
        "check--read.fine",
        "command.ask",
        "command.answer",
        "check--read.fine",
        "check--sign.done",
        "both-left-one--look.seen",
        "command.left_done",
        "deadline.silence",
        "command.reopen",
        "after.check.0",
    ];
    let both = |left: &str, right: &str| json!([format!("both-left-{left}"), format!("both-right-{right}")]);
    let expected = json!([
        ["end"],
        ["check--read-open", "check--sign-open"],
        ["check--read-closed", "check--sign-open"],
        ["state"],
        // It comes back to where it came from, and begins anew.
        ["check--read-open", "check--sign-open"],
        ["check--read-closed", "check--sign-open"],
        both("one--look-open", "here"),
        both("two", "here"),
        both("three", "there"),
        ["silent"],
        ["check--read-open", "check--sign-open"],
        ["late"],
    ]);
    assert_eq!(run("everything", &definition, &events), expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn mermaid_reads_and_draws_every_definition() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("node_modules/@mermaid-js/tiny/dist/mermaid.tiny.js");
    let documents = Value::Object(all("mermaid")).to_string();
    let base = pages::serve(move |path| match path {
        "/" => Some((
            "text/html; charset=utf-8",
            b"<!doctype html><title>m</title><script src=\"mermaid.js\"></script>".to_vec(),
        )),
        "/mermaid.js" => Some(("text/javascript", std::fs::read(&script).unwrap())),
        "/documents" => Some(("application/json", documents.clone().into_bytes())),
        _ => None,
    });
    let browser = Browser::open(&base, Look { width: 1280, javascript: true }).await;
    browser.goto("/").await;
    let faults = browser
        .run(
            "return (async () => {
                mermaid.initialize({ startOnLoad: false });
                const documents = await (await fetch('/documents')).json();
                const faults = [];
                let count = 0;
                for (const [name, text] of Object.entries(documents)) {
                    try {
                        await mermaid.parse(text);
                        if (name.startsWith('generated ') && ++count > 10) continue;
                        const { svg } = await mermaid.render('m' + Math.random().toString().slice(2), text);
                        if (name === 'everything' && !svg.includes('#quot; &lt;b&gt; %% ; fin') && !svg.includes('\" &lt;b&gt; %% ; fin')) faults.push(svg);
                    } catch (error) { faults.push(name + ': ' + error.message + '\\n' + text); }
                }
                return faults;
            })()",
        )
        .await;
    assert_eq!(faults, json!([]));
    let broken =
        browser.run("return mermaid.parse('stateDiagram-v2\\n a --> : x').then(() => true, () => false)").await;
    assert_eq!(broken, json!(false));
    browser.close().await;
}
