//! The engine is pure: its history is enough.

use super::*;
use proptest::prelude::*;

#[derive(Debug, Clone)]
struct Move {
    command: usize,
    role: usize,
    valid: bool,
    motivation: bool,
    hours: i64,
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = (any::<usize>(), 0..3usize, any::<bool>(), any::<bool>(), 0..600i64)
        .prop_map(|(command, role, valid, motivation, hours)| Move { command, role, valid, motivation, hours });
    prop::collection::vec(one, 0..60)
}

/// The standard workflow with a clock that two weeks end.
fn with_a_clock() -> Workflow {
    let mut document: Value = serde_json::from_str(STANDARD).unwrap();
    document["deadlines"] = json!({"silence": {"label": "Silence", "duration": "P14D", "start": ["en_construction"],
        "suspendIn": ["a_corriger"], "resume": "by_reason", "remind": [{"before": "P3D", "to": ["instructor"]}],
        "onExpiry": {"target": "accepte"}}});
    parse(document)
}

proptest! {
    /// Walks at random and remembers what passed; the history alone then gives the same snapshot, through JSON too.
    #[test]
    fn replaying_the_history_rebuilds_the_snapshot(
        moves in moves(),
        declarative in prop::sample::select(vec!["none", "en_instruction", "accepte"]),
        with_clock in any::<bool>(),
    ) {
        let workflow = if with_clock { with_a_clock() } else { standard() };
        let data = Map::from_iter([("declarative".to_owned(), json!(declarative))]);
        let start = workflow.start(&data, &valid(), noon(1)).unwrap().snapshot;
        let (why, nothing) = (json!({"motivation": "Motif", "message": "Message", "fields": ["/a"]}), Value::Null);
        let (mut snapshot, mut now, mut history) = (start.clone(), noon(1), Vec::new());
        for step in &moves {
            now += chrono::TimeDelta::hours(step.hours);
            let timers = snapshot.timers.keys().cloned().map(|id| Command::Timer { id });
            let mut commands: Vec<Command> =
                workflow.definition().transitions(&snapshot.state).map(|(name, _)| press(name)).chain(timers).collect();
            commands.push(press("nothing"));
            let command = commands[step.command % commands.len()].clone();
            let actor = [applicant(), instructor(), Actor::system()][step.role].clone();
            let inputs = Inputs { valid: step.valid, input: if step.motivation { &why } else { &nothing }, ..valid() };
            let offered = workflow.offers(&snapshot, &actor, &inputs).iter().any(|offer| press(&offer.name) == command);
            match workflow.step(&snapshot, &command, &actor, &inputs, now) {
                Ok(done) => {
                    let fired = matches!(command, Command::Timer { .. });
                    prop_assert!(offered || fired);
                    prop_assert_eq!(done.trail.last().map_or(&snapshot.state, |last| last), &done.snapshot.state);
                    prop_assert_eq!(done.reopened, workflow.state(&snapshot.state).unwrap().is_final());
                    let entered = workflow.state(&done.snapshot.state).unwrap();
                    prop_assert_eq!(done.decision.is_some(), entered.decision.is_some());
                    history.push(Entry { command: Command::named(&command.name()), actor, inputs, now });
                    let kept = serde_json::to_string(&done.snapshot).unwrap();
                    snapshot = serde_json::from_str(&kept).unwrap();
                    prop_assert_eq!(&snapshot, &done.snapshot);
                }
                Err(refusal) => {
                    let known = [Refusal::MotivationRequired, Refusal::Overdue];
                    prop_assert!(!offered || known.contains(&refusal));
                }
            }
        }
        prop_assert_eq!(workflow.replay(start, history).unwrap(), snapshot);
    }
}
