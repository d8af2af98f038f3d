//! The circuits of the procedures that come with the product: what their scenarios try, what they name, how silence is told, and
//! that together they use the language.

use crate::support::story::library;
use guichet::web::Lang;
use guichet::web::i18n::has;
use guichet::workflow::Workflow;
use serde_json::Value;
use std::collections::BTreeSet;

/// The files of the procedures, by slug.
fn shipped() -> Vec<(String, Value)> {
    let read = |slug: String| {
        let path = format!("{}/forms/{slug}/procedure.json", env!("CARGO_MANIFEST_DIR"));
        let file: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        (slug, file)
    };
    library().into_iter().map(read).collect()
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The states with what they are called, those within regions included.
fn states(circuit: &Value) -> Vec<(String, &Value)> {
    let mut found = Vec::new();
    for (name, state) in members(&circuit["states"]) {
        found.push((name.clone(), state));
        for (region, machine) in members(&state["states"]) {
            let inner = members(&machine["states"]);
            found.extend(inner.map(|(inside, state)| (format!("{name}.{region}.{inside}"), state)));
        }
    }
    found
}

fn tasks(circuit: &Value) -> Vec<(String, &Value)> {
    let mut found = Vec::new();
    for (_, state) in states(circuit) {
        found.extend(members(&state["tasks"]).map(|(name, task)| (name.clone(), task)));
    }
    found
}

/// Every object within a document.
fn objects(value: &Value) -> Vec<&Value> {
    match value {
        Value::Object(fields) => std::iter::once(value).chain(fields.values().flat_map(objects)).collect(),
        Value::Array(items) => items.iter().flat_map(objects).collect(),
        _ => Vec::new(),
    }
}

/// No dossier rests in it.
fn is_passing(state: &Value) -> bool {
    list(&state["always"]).any(|branch| branch.get("guard").is_none())
}

/// The ways that nobody presses: what follows work, timers, automatic branches. Those of passing states are seen by where they
/// lead.
fn unpressed(circuit: &Value) -> BTreeSet<String> {
    let rests = |name: &str| !is_passing(&circuit["states"][name]);
    let mut ways = BTreeSet::new();
    for (name, state) in members(&circuit["states"]).filter(|(name, _)| rests(name)) {
        let timers = list(&state["after"]);
        let done = list(&state["onDone"]).chain(Some(&state["onDone"]).filter(|done| !done.is_array()));
        let targets = done.chain(timers).map(|way| way.get("target").unwrap_or(way)).map(text);
        let told = targets.filter(|target| !target.is_empty() && rests(target) && target != name);
        ways.extend(told.map(|target| format!("{name} leads to {target}")));
    }
    ways
}

/// What scenarios should try of a circuit, beside its buttons.
fn to_try(circuit: &Value) -> BTreeSet<String> {
    let mut wanted: BTreeSet<String> =
        states(circuit).into_iter().filter(|(_, state)| !is_passing(state)).map(|(name, _)| name).collect();
    for (name, task) in tasks(circuit) {
        wanted.extend(list(&task["outcomes"]).map(|outcome| format!("{name} is {}", text(outcome))));
        wanted.extend(task["due"].get("outcome").map(|_| format!("silence on {name}")));
    }
    let decides = members(&circuit["deadlines"]).filter(|(_, clock)| clock.get("onExpiry").is_some());
    wanted.extend(decides.map(|(name, _)| format!("{name} is over")));
    wanted.extend(unpressed(circuit));
    wanted
}

/// What they try.
fn tried(circuit: &Value) -> BTreeSet<String> {
    let workflow = Workflow::parse(circuit).unwrap();
    let mut found = BTreeSet::from([text(&circuit["initial"]).to_owned()]);
    for scenario in &workflow.definition().scenarios {
        let run = workflow.run(scenario);
        assert_eq!(run.failures, [], "{}", scenario.name);
        let mut left = text(&circuit["initial"]).to_owned();
        for seen in &run.configurations {
            found.insert(format!("{left} leads to {}", seen.state));
            found.extend(seen.inner.iter().cloned().chain([seen.state.clone()]));
            left.clone_from(&seen.state);
            for (name, facts) in &seen.tasks {
                let counts = members(facts).filter(|(_, count)| count.as_u64().is_some_and(|count| count > 0));
                let outcomes = counts.filter_map(|(fact, _)| fact.strip_prefix("count_"));
                found.extend(outcomes.map(|outcome| format!("{name} is {outcome}")));
                // A vote that somebody took part in is done, though ballots are missing.
                let silent = facts["status"] == "tacit";
                found.extend(silent.then(|| format!("silence on {name}")));
            }
            let over = seen.deadlines.iter().filter(|(_, clock)| clock["phase"] == "expired");
            found.extend(over.map(|(name, _)| format!("{name} is over")));
        }
    }
    found
}

#[test]
fn scenarios_try_every_state_outcome_silence_and_end_of_a_clock() {
    for (slug, file) in shipped() {
        let tried = tried(&file["workflow"]);
        let left: Vec<String> = to_try(&file["workflow"]).into_iter().filter(|one| !tried.contains(one)).collect();
        assert!(left.is_empty(), "{slug}: nothing tries\n{}", left.join("\n"));
    }
}

/// Letters, documents, agents' forms and groups stand where a circuit names them.
#[test]
fn what_a_circuit_names_is_in_its_procedure() {
    for (slug, file) in shipped() {
        let circuit = &file["workflow"];
        let groups: BTreeSet<&str> = list(&file["routing"]["groups"]).map(|group| text(&group["id"])).collect();
        for action in objects(circuit) {
            let template = text(&action["template"]);
            let is_there = match text(&action["do"]) {
                "notify" => {
                    let ours = |lang| has(lang, &format!("mails-{template}-subject"));
                    file["messages"].get(template).is_some() || Lang::ALL.into_iter().all(ours)
                }
                "document" => file["documents"].get(template).is_some(),
                _ => true,
            };
            assert!(is_there, "{slug}: {action}");
        }
        let named = members(&circuit["forms"]).filter_map(|(_, form)| text(form).strip_prefix("form:"));
        let named: BTreeSet<&str> = named.collect();
        assert_eq!(named, members(&file["forms"]).map(|(name, _)| name.as_str()).collect(), "{slug}");
        for (name, role) in members(&circuit["roles"]) {
            let holders = &file["roles"][name];
            let is_held = match text(&role["kind"]) {
                "applicant" => holders.is_null(),
                "people" => !list(holders).collect::<Vec<_>>().is_empty(),
                "external" => role.get("from").is_some() != holders.is_array(),
                // One that is not bound is the dossier's own group.
                _ => holders.is_null() || groups.contains(text(holders)),
            };
            assert!(is_held, "{slug}: {name} is held by {holders}");
        }
        assert!(members(&file["roles"]).all(|(name, _)| circuit["roles"].get(name).is_some()), "{slug}");
    }
}

/// What the procedure says of silence, its clock does.
#[test]
fn silence_means_what_the_procedure_says_after_the_time_that_it_says() {
    for (slug, file) in shipped() {
        let circuit = &file["workflow"];
        let ends = |outcome: &str| {
            let tacit = |state: &Value| state["decision"]["tacit"] == true && state["decision"]["outcome"] == outcome;
            states(circuit).iter().any(|(_, state)| tacit(state))
        };
        let clock = &circuit["deadlines"]["decision"];
        let usual = list(&clock["duration"]).last().map_or(&clock["duration"], |last| &last["duration"]);
        match text(&file["silence"]["means"]) {
            "none" => assert!(clock.is_null() && !ends("accepted") && !ends("refused"), "{slug}"),
            means => {
                assert_eq!(usual, &file["silence"]["delay"], "{slug}");
                assert!(ends(if means == "acceptance" { "accepted" } else { "refused" }), "{slug}");
                // Missing documents start the clock of an acceptance anew, and stop that of a refusal (CRPA L114-5).
                let resume = if means == "acceptance" { "restart" } else { "continue" };
                assert_eq!(clock["resume"], resume, "{slug}");
                assert!(!list(&clock["suspendIn"]).collect::<Vec<_>>().is_empty(), "{slug}");
            }
        }
    }
}

#[test]
fn together_they_use_the_language() {
    let shipped = shipped();
    let circuits: Vec<&Value> = shipped.iter().map(|(_, file)| &file["workflow"]).collect();
    let works: Vec<&Value> = circuits.iter().flat_map(|circuit| tasks(circuit)).map(|(_, task)| task).collect();
    let any_task = |holds: &dyn Fn(&Value) -> bool| works.iter().any(|task| holds(task));
    let any_state = |holds: &dyn Fn(&Value) -> bool| {
        circuits.iter().flat_map(|circuit| states(circuit)).any(|(_, state)| holds(state))
    };
    let is_silent = |task: &Value| task["due"].get("outcome").is_some();
    let compares = |guard: &Value| objects(guard).iter().any(|rule| list(&rule["<"]).any(Value::is_number));
    let tacit = |outcome: &str| {
        any_state(&|state| state["decision"]["tacit"] == true && state["decision"]["outcome"] == outcome)
    };
    let used = [
        ("a vote with a quorum", any_task(&|task| task["vote"].get("quorum").is_some())),
        ("a secret vote", any_task(&|task| task["vote"]["secret"] == true)),
        ("a casting vote", any_task(&|task| text(&task["vote"]["tie"]).starts_with("role:"))),
        ("a vote until the end", any_task(&|task| task["vote"]["early"] == false)),
        ("four eyes", any_task(&|task| task.get("exclude").is_some())),
        ("thresholds", any_state(&|state| list(&state["onDone"]).any(|branch| compares(&branch["guard"])))),
        (
            "opinions side by side whose silence counts",
            any_state(&|state| members(&state["tasks"]).filter(|(_, task)| is_silent(task)).count() > 1),
        ),
        ("regions", any_state(&|state| state["type"] == "parallel")),
        ("the same work by several", any_task(&|task| task["instances"].is_u64())),
        ("silence that accepts", tacit("accepted")),
        ("silence that refuses", tacit("refused")),
        ("suspension", circuits.iter().any(|circuit| circuit["deadlines"]["decision"].get("suspendIn").is_some())),
        (
            "an expert named by the form",
            circuits.iter().any(|circuit| members(&circuit["roles"]).any(|(_, role)| role.get("from").is_some())),
        ),
        ("an automatic decision", any_state(&|state| state.get("always").is_some())),
    ];
    let missing: Vec<&str> = used.iter().filter(|(_, is_used)| !is_used).map(|(name, _)| *name).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
