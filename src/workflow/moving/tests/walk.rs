//! Dossiers that go anywhere, moved at any moment.

use super::*;
use proptest::prelude::*;

#[derive(Debug, Clone)]
struct One {
    command: usize,
    actor: usize,
    outcome: usize,
    hours: i64,
}

fn walk() -> impl Strategy<Value = Vec<One>> {
    let one = (any::<usize>(), any::<usize>(), any::<usize>(), 0..120_i64)
        .prop_map(|(command, actor, outcome, hours)| One { command, actor, outcome, hours });
    prop::collection::vec(one, 0..30)
}

fn commands(snapshot: &Snapshot) -> Vec<Command> {
    let timers = snapshot.timers.keys().cloned().map(|id| Command::Timer { id });
    let parts = snapshot.tasks.iter().flat_map(|(name, work)| (0..work.parts.len()).map(|part| task(name, part)));
    ["ask", "answer", "visit"].map(press).into_iter().chain(timers).chain(parts).collect()
}

proptest! {
    /// At any moment of a dossier: a version that is alike changes nothing, and by a version where all has another name it goes
    /// on as it would have gone.
    #[test]
    fn a_dossier_goes_on_as_it_would_have(before in walk(), after in walk()) {
        let actors = [agent("ana"), agent("bob"), agent("cyd"), agent("dan"), applicant(), Actor::system()];
        let outcomes = ["good", "bad", "for", "against"];
        let mut case = Case::new();
        let go = |case: &mut Case, other: Option<&mut Case>, one: &One| {
            let known = commands(&case.snapshot);
            let command = &known[one.command % known.len()];
            let (actor, outcome) = (&actors[one.actor % actors.len()], outcomes[one.outcome % outcomes.len()]);
            case.now += TimeDelta::hours(one.hours);
            let done = case.take(command, actor, outcome).map(|step| step.decision);
            if let Some(other) = other {
                let name = NAMES.iter().fold(command.name().into_owned(), |text, (old, new)| text.replace(old, new));
                other.now = case.now;
                assert_eq!(other.take(&Command::named(&name), actor, outcome).map(|step| step.decision), done);
            }
        };
        before.iter().for_each(|one| go(&mut case, None, one));
        if case.workflow.state(&case.snapshot.state).unwrap().is_final() {
            return Ok(());
        }
        prop_assert_eq!(&case.try_move(&circuit(), json!({})).unwrap().snapshot, &case.snapshot);
        let places = ["hearing", "asking", "council", "hearing.law.reading", "hearing.law.read", "hearing.site.visiting", "hearing.site.visited"];
        let states: Map<String, Value> = places.iter().map(|place| ((*place).to_owned(), json!([renamed(&json!(place))]))).collect();
        let mapping = json!({"states": states, "tasks": {"study": "etude", "ballot": "scrutin"}, "deadlines": {"limit": "limit"}});
        let mut other = Case { snapshot: case.snapshot.clone(), people: case.people.clone(), document: case.document.clone(), workflow: case.workflow.clone(), now: case.now };
        other.moved(renamed(&circuit()), mapping);
        for one in &after {
            go(&mut case, Some(&mut other), one);
        }
        let sorted = |snapshot: &Value| { let mut inner = snapshot["inner"].clone(); if let Some(list) = inner.as_array_mut() { list.sort_by_key(Value::to_string) } inner };
        let (mut expected, mut found) = (renamed(&serde_json::to_value(&case.snapshot).unwrap()), serde_json::to_value(&other.snapshot).unwrap());
        (expected["inner"], found["inner"]) = (sorted(&expected), sorted(&found));
        prop_assert_eq!(found, expected);
    }
}
