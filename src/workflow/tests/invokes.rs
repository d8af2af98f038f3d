//! Outside work: its time, its end, what is no longer awaited.

use super::*;

/// A state that asks for something within two days, and what follows.
fn asking(more: Value) -> Workflow {
    let mut call = json!({"id": "register", "service": "http", "with": {"connector": "c", "path": "/x"}, "timeout": "P2D", "onDone": "end"});
    call.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let button = |target: &str| json!({"label": "x", "roles": ["instructor"], "target": target});
    parse(small(
        json!({
            "draft": {"label": "a", "on": {"submit": {"label": "x", "roles": ["applicant"], "target": "asking"}}},
            "asking": {"label": "b", "invoke": [call], "on": {"skip": button("by_hand")}},
            "by_hand": {"label": "c", "on": {"ask": button("asking"), "close": button("end")}},
        }),
        json!({}),
    ))
}

fn submitted(workflow: Workflow) -> Dossier {
    let mut dossier = Dossier::new(workflow);
    let step = dossier.press("submit", &applicant());
    assert!(step.effects.contains(&Effect::Invoke { id: "register".to_owned() }));
    dossier
}

fn answer(done: bool) -> Command {
    Command::Answer { id: "register".to_owned(), done }
}

impl Dossier {
    /// What has fallen due by a day happens.
    fn until(&mut self, day: u32) -> Vec<Effect> {
        self.now = noon(day);
        let mut effects = Vec::new();
        while let Some(id) = self.snapshot.due(self.now).map(str::to_owned) {
            effects.extend(self.take(Command::named(&id), &Actor::system(), Value::Null).unwrap().effects);
        }
        effects
    }
}

#[test]
fn an_answer_that_does_not_come_in_time_is_a_failure() {
    let mut dossier = submitted(asking(json!({"onError": "by_hand"})));
    assert_eq!(dossier.snapshot.timers.values().collect::<Vec<_>>(), [&noon(3)]);
    assert_eq!(dossier.until(2), []);
    // The machine may have stood still: what time does comes before the answer.
    dossier.now = noon(9);
    assert_eq!(dossier.take(answer(true), &Actor::system(), json!({"result": 1})), Err(Refusal::Overdue));
    dossier.until(9);
    assert_eq!((dossier.snapshot.state.as_str(), dossier.snapshot.entered_at), ("by_hand", noon(3)));
    assert_eq!(dossier.take(answer(true), &Actor::system(), Value::Null), Err(Refusal::NotEnabled));
}

#[test]
fn where_nothing_follows_a_failure_somebody_is_told_and_the_answer_still_counts() {
    let mut dossier = submitted(asking(json!({})));
    let effects = dossier.until(4);
    assert!(effects.contains(&Effect::Unanswered { id: "register".to_owned() }), "{effects:?}");
    assert_eq!((dossier.snapshot.state.as_str(), dossier.snapshot.timers.len()), ("asking", 0));
    assert_eq!(dossier.until(30), [], "it is told once");
    dossier.take(answer(true), &Actor::system(), Value::Null).unwrap();
    assert_eq!(dossier.snapshot.state, "end");
}

#[test]
fn who_leaves_the_state_awaits_nothing_and_asks_anew_when_they_come_back() {
    let mut dossier = submitted(asking(json!({"onError": "by_hand"})));
    let timer = dossier.snapshot.timers.keys().next().unwrap().clone();
    let step = dossier.press("skip", &instructor());
    assert!(step.effects.contains(&Effect::CancelTimer { id: timer.clone() }));
    assert_eq!((dossier.snapshot.invoked.len(), dossier.snapshot.timers.len()), (0, 0));
    assert_eq!(dossier.take(answer(true), &Actor::system(), Value::Null), Err(Refusal::NotEnabled));
    dossier.now = noon(2);
    let step = dossier.press("ask", &instructor());
    assert!(step.effects.contains(&Effect::Invoke { id: "register".to_owned() }));
    assert!(dossier.snapshot.timers.iter().all(|(id, due)| *id != timer && *due == noon(4)), "another visit");
    dossier.take(answer(true), &Actor::system(), Value::Null).unwrap();
    assert_eq!((dossier.snapshot.state.as_str(), dossier.snapshot.timers.len()), ("end", 0));
}
