//! What is looked at again, and what only once.

use super::*;

fn workflow() -> Workflow {
    let no = json!({">=": [{"var": "tasks.ballot.count_no"}, 1]});
    let mut document = small(
        json!({
            "draft": {"label": "a", "on": {"submit": {"label": "x", "roles": ["applicant"], "target": "review"}}},
            "review": {"label": "b", "always": [{"guard": no, "target": "end"}], "onDone": "second",
                "tasks": {"ballot": {"label": "x", "role": "instructor", "instances": 3, "outcomes": ["yes", "no"]}}},
            "second": {"label": "c", "on": {"confirm": {"label": "x", "roles": ["instructor"], "exclude": ["transition:confirm"],
                "actions": [{"do": "set", "data": "level", "to": {"+": [{"var": "data.level"}, 1]}}]}}},
        }),
        json!({}),
    );
    document["states"]["second"]["always"] = json!([{"guard": {"==": [{"var": "data.level"}, 3]}, "target": "end"}]);
    parse(document)
}

fn take(
    workflow: &Workflow,
    snapshot: &mut Snapshot,
    command: &Command,
    who: &str,
    outcome: &str,
) -> Result<(), Refusal> {
    let input = json!({ "outcome": outcome });
    let inputs = Inputs { input: &input, ..valid() };
    let actor = Actor::new(who, ["applicant", "instructor"]);
    *snapshot = workflow.step(snapshot, command, &actor, &inputs, noon(1))?.snapshot;
    Ok(())
}

fn votes(outcomes: &[&str]) -> (Workflow, Snapshot) {
    let workflow = workflow();
    let mut snapshot = workflow.start(&Map::new(), &valid(), noon(1)).unwrap().snapshot;
    take(&workflow, &mut snapshot, &press("submit"), "lea", "").unwrap();
    for (part, outcome) in outcomes.iter().enumerate() {
        let command = Command::Task { name: "ballot".to_owned(), part };
        take(&workflow, &mut snapshot, &command, &format!("voter {part}"), outcome).unwrap();
    }
    (workflow, snapshot)
}

#[test]
fn automatic_branches_see_each_ballot() {
    assert_eq!(votes(&["yes", "no"]).1.state, "end", "the third is not waited for");
    assert_eq!(votes(&["yes", "yes"]).1.state, "review");
    // They come before what follows the work.
    assert_eq!(votes(&["yes", "yes", "no"]).1.state, "end");
    assert_eq!(votes(&["yes", "yes", "yes"]).1.state, "second");
}

#[test]
fn a_button_may_ask_for_somebody_else_the_second_time() {
    let (workflow, mut snapshot) = votes(&["yes", "yes", "yes"]);
    take(&workflow, &mut snapshot, &press("confirm"), "ana", "").unwrap();
    assert_eq!(take(&workflow, &mut snapshot, &press("confirm"), "ana", ""), Err(Refusal::Excluded));
    take(&workflow, &mut snapshot, &press("confirm"), "bob", "").unwrap();
    assert_eq!(snapshot.state, "end");
}
