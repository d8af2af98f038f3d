//! Clocks as the engine moves them: what starts, suspends, ends them, and what follows when their time is over.

use super::*;
use crate::civil::Territory;
use crate::workflow::deadline::{Ledger, Op};

/// A decision within two months, which silence makes a refusal; a month to reply, which starts with it.
fn permit(more: Value) -> Workflow {
    let button = |who: &str, target: &str| json!({"label": "x", "roles": [who], "target": target});
    let asking = |reason: &str| {
        json!({"label": "x", "roles": ["instructor"], "target": "waiting",
            "actions": [{"do": "request_correction", "reason": reason}]})
    };
    let mut document = small(
        json!({
            "draft": {"label": "a", "phase": "draft", "on": {"submit": button("applicant", "review")}},
            "review": {"label": "b", "on": {"grant": button("instructor", "granted"), "ask": asking("incorrect"), "lack": asking("incomplete"),
                "more": {"label": "x", "roles": ["instructor"], "guard": {"==": [{"var": "deadlines.decision.extensions"}, 0]},
                    "actions": [{"do": "deadline", "deadline": "decision", "op": "extend", "by": "P1M"}]}}},
            "waiting": {"label": "c", "phase": "waiting", "on": {"answer": button("applicant", "@return"), "lack": asking("incomplete")}},
            "silent": {"label": "d", "on": {"reply": button("applicant", "review"), "close": button("instructor", "end")}},
            "granted": {"label": "e", "type": "final", "phase": "accepted", "decision": {"outcome": "accepted"}},
        }),
        json!({"again": {"from": ["granted"], "label": "x", "roles": ["instructor"], "kind": "reopen", "target": "review"}}),
    );
    document["deadlines"] = json!({
        "decision": {"label": "Décision", "duration": "P2M", "start": ["review"], "suspendIn": ["waiting"],
            "resume": "by_reason", "onExpiry": {"target": "silent"}},
        "reply": {"label": "Réponse", "duration": "P1M", "start": ["silent"], "onExpiry": {"target": "end"}},
    });
    document["states"]["end"]["decision"] = json!({"outcome": "refused", "tacit": true, "motivation": "none"});
    for (pointer, value) in more.as_object().unwrap() {
        *document.pointer_mut(pointer).unwrap() = value.clone();
    }
    parse(document)
}

/// A dossier of the permit, with a clock on the wall.
struct Case {
    workflow: Workflow,
    snapshot: Snapshot,
    now: DateTime<Utc>,
    territory: Territory,
}

impl Case {
    fn new(workflow: Workflow) -> Self {
        let now = "2026-01-15T09:00:00Z".parse().unwrap();
        let snapshot = workflow.start(&Map::new(), &valid(), now).unwrap().snapshot;
        Self { workflow, snapshot, now, territory: Territory::default() }
    }

    /// Submitted on 15 January.
    fn submitted(more: Value) -> Self {
        let mut case = Self::new(permit(more));
        case.press("submit", &applicant()).unwrap();
        case
    }

    fn at(&mut self, moment: &str) -> &mut Self {
        self.now =
            if moment.contains('T') { moment.parse().unwrap() } else { format!("{moment}T09:00:00Z").parse().unwrap() };
        self
    }

    fn take(&mut self, command: &Command, actor: &Actor, input: Value) -> Result<Step, Refusal> {
        let today = self.territory.date(self.now);
        let inputs = Inputs { input: &input, today, territory: self.territory, ..valid() };
        let step = self.workflow.step(&self.snapshot, command, actor, &inputs, self.now)?;
        self.snapshot = step.snapshot.clone();
        Ok(step)
    }

    fn press(&mut self, name: &str, actor: &Actor) -> Result<Step, Refusal> {
        self.take(&press(name), actor, json!({"motivation": "Motif", "message": "Message"}))
    }

    fn fire(&mut self) -> Step {
        let id = self.snapshot.due(self.now).expect("something is due").to_owned();
        self.take(&Command::named(&id), &Actor::system(), Value::Null).unwrap()
    }

    /// The timer that is to fire first.
    fn waiting(&self) -> Option<&str> {
        self.snapshot.due(self.now)
    }

    fn due(&self, name: &str) -> String {
        let deadline = self.workflow.definition().deadlines.get(name).unwrap();
        let reading = deadline.read(&self.snapshot.deadlines[name], self.territory, self.territory.date(self.now));
        reading.unwrap().due.to_string()
    }

    fn ops(&self, name: &str) -> Vec<(String, Op)> {
        let rows = self.snapshot.deadlines.get(name).map(Ledger::rows).unwrap_or_default();
        rows.iter().map(|row| (row.on.to_string(), row.op.clone())).collect()
    }
}

#[test]
fn silence_decides_on_the_due_date_whenever_it_is_noticed() {
    let mut case = Case::submitted(json!({}));
    assert_eq!(case.snapshot.timers.len(), 1);
    assert_eq!(case.snapshot.timers["expiry:decision"].to_rfc3339(), "2026-03-15T23:00:00+00:00", "midnight in Paris");
    assert_eq!(case.at("2026-03-15T22:59:00Z").waiting(), None, "until the end of the last day");
    // The machine stood still for three days.
    let step = case.at("2026-03-18").fire();
    assert_eq!(step.trail, ["silent"]);
    assert_eq!(case.ops("reply")[0].0, "2026-03-16", "what follows starts on its own day, not on that of the firing");
    assert_eq!(case.snapshot.entered_at.to_rfc3339(), "2026-03-15T23:00:00+00:00");
    assert_eq!(case.due("reply"), "2026-04-16");
    let decision = case.at("2026-04-20").fire().decision.unwrap();
    assert_eq!((decision.effective_on.to_string().as_str(), decision.tacit), ("2026-04-16", true));
    assert!(case.snapshot.timers.is_empty());
}

#[test]
fn nobody_acts_after_the_time_is_over() {
    let mut case =
        Case::submitted(json!({"/deadlines/decision": {"label": "x", "duration": "P2M", "start": ["review"],
        "remind": [{"before": "P14D", "to": ["instructor"]}], "onExpiry": {"target": "silent"}}}));
    assert_eq!(case.at("2026-03-02").waiting(), Some("reminder:decision:0"));
    assert!(case.press("ask", &instructor()).is_ok(), "a reminder holds nobody");
    assert!(case.press("answer", &applicant()).is_ok());
    assert_eq!(case.at("2026-03-16").press("grant", &instructor()), Err(Refusal::Overdue));
    let void = Command::Void { deadline: "decision".to_owned(), row: 0 };
    assert_eq!(case.take(&void, &instructor(), json!({"motivation": "x"})), Err(Refusal::Overdue));
    let late = Command::named("expiry:reply");
    assert_eq!(case.take(&late, &Actor::system(), Value::Null), Err(Refusal::Overdue), "the oldest comes first");
    assert_eq!(case.fire().effects.len(), 2, "the reminder, late, and its timer");
    assert_eq!(case.fire().trail, ["silent"]);
    assert_eq!(case.press("grant", &instructor()), Err(Refusal::NotEnabled));
    assert!(case.press("reply", &applicant()).is_ok());
}

#[test]
fn missing_documents_stop_the_clock_or_start_it_anew() {
    for (ask, again, due) in [
        ("ask", None, "2026-03-26"),
        ("lack", None, "2026-04-11"),
        // The second request, of what was missing, counts though the clock was stopped already.
        ("ask", Some("lack"), "2026-04-11"),
    ] {
        let mut case = Case::submitted(json!({}));
        case.at("2026-02-01").press(ask, &instructor()).unwrap();
        assert!(case.snapshot.timers.is_empty(), "a clock that is stopped does not run out");
        if let Some(again) = again {
            case.at("2026-02-05").press(again, &instructor()).unwrap();
        }
        case.at("2026-02-11").press("answer", &applicant()).unwrap();
        assert_eq!(case.due("decision"), due, "{ask} {again:?}");
        let over = case.snapshot.timers["expiry:decision"];
        assert_eq!(Territory::Metropole.date(over).pred_opt().unwrap().to_string(), due);
    }
}

#[test]
fn a_rule_reads_the_clock() {
    let mut case = Case::submitted(json!({}));
    let step = case.at("2026-02-01").press("more", &instructor()).unwrap();
    assert!(step.trail.is_empty());
    assert_eq!(case.due("decision"), "2026-04-15");
    assert_eq!(case.press("more", &instructor()), Err(Refusal::Guard), "once");
    let names: Vec<String> =
        case.workflow.offers(&case.snapshot, &instructor(), &valid()).into_iter().map(|o| o.name).collect();
    assert_eq!(names, ["grant", "ask", "lack"]);
}

#[test]
fn a_decision_ends_the_clock_and_reopening_does_not_start_it() {
    let mut case = Case::submitted(json!({}));
    let step = case.at("2026-02-01").press("grant", &instructor()).unwrap();
    assert_eq!(step.decision.unwrap().effective_on.to_string(), "2026-02-01");
    assert_eq!(case.ops("decision").last().unwrap().1, Op::Stop);
    assert!(step.effects.contains(&Effect::CancelTimer { id: "expiry:decision".to_owned() }));
    case.at("2026-06-01").press("again", &instructor()).unwrap();
    assert!(case.snapshot.timers.is_empty());
    // A definition may ask for more.
    let restart = json!([{"do": "deadline", "deadline": "decision", "op": "restart"}]);
    let mut again = permit_document_with_reopening(restart);
    again.at("2026-02-01").press("grant", &instructor()).unwrap();
    again.at("2026-06-01").press("again", &instructor()).unwrap();
    assert_eq!(again.due("decision"), "2026-08-01");
}

fn permit_document_with_reopening(actions: Value) -> Case {
    Case::submitted(json!({"/on/again": {"from": ["granted"], "label": "x", "roles": ["instructor"], "kind": "reopen",
        "target": "review", "actions": actions}}))
}

#[test]
fn an_unlawful_request_is_taken_back_by_somebody_who_says_why() {
    let mut case = Case::submitted(json!({"/roles": {"applicant": {"label": "a", "kind": "applicant"},
        "instructor": {"label": "i"}, "director": {"label": "d", "kind": "people"}}}));
    case.at("2026-02-01").press("lack", &instructor()).unwrap();
    case.at("2026-02-11").press("answer", &applicant()).unwrap();
    let why = || json!({"motivation": "La pièce n’était pas exigible."});
    let void = |row| Command::Void { deadline: "decision".to_owned(), row };
    assert_eq!(case.take(&void(1), &applicant(), why()), Err(Refusal::WrongRole));
    // Whoever could not have asked for documents has no say in it.
    assert_eq!(case.take(&void(1), &Actor::new("dora", ["director"]), why()), Err(Refusal::WrongRole));
    assert_eq!(case.take(&void(1), &instructor(), json!({"motivation": " "})), Err(Refusal::MotivationRequired));
    for row in [0, 2, 9] {
        assert_eq!(case.take(&void(row), &instructor(), why()), Err(Refusal::NotEnabled), "{row}");
    }
    // On 20 March it shows that silence had refused on the 15th.
    let step = case.at("2026-03-20").take(&void(1), &instructor(), why()).unwrap();
    assert!(step.trail.is_empty(), "nothing follows in silence: what is due comes by its own event");
    assert_eq!(case.take(&void(1), &instructor(), why()), Err(Refusal::Overdue));
    let step = case.fire();
    assert_eq!((step.trail, case.ops("reply")[0].0.as_str()), (vec!["silent".to_owned()], "2026-03-16"));
    assert_eq!((Command::named(&void(1).name()), Command::of_button(&void(1).name())), (void(1), void(1)));
    assert_eq!(Command::of_button("expiry:decision"), press("expiry:decision"), "a person fires no timer");
}

#[test]
fn each_due_date_is_reminded_of_once() {
    let mut case =
        Case::submitted(json!({"/deadlines/decision": {"label": "x", "duration": "P2M", "start": ["review"],
        "remind": [{"before": "P14D", "to": ["instructor"]}]}}));
    case.at("2026-03-01");
    let told = case.fire().effects;
    let due = "2026-03-15".parse().unwrap();
    assert_eq!(told[0], Effect::Remind { to: vec!["instructor".to_owned()], deadline: "decision".to_owned(), due });
    assert_eq!(case.at("2026-03-05").waiting(), None);
    case.press("more", &instructor()).unwrap();
    assert_eq!(case.waiting(), None);
    assert_eq!(case.at("2026-04-01").waiting(), Some("reminder:decision:0"), "the due date has moved");
}

#[test]
fn days_begin_where_the_procedure_is() {
    let mut case = Case { territory: Territory::Reunion, ..Case::new(permit(json!({}))) };
    // It is the 16th there already.
    case.at("2026-01-15T20:30:00Z").press("submit", &applicant()).unwrap();
    assert_eq!(case.ops("decision")[0].0, "2026-01-16");
    assert_eq!(case.snapshot.timers["expiry:decision"].to_rfc3339(), "2026-03-16T20:00:00+00:00");
}

#[test]
fn what_falls_due_and_can_not_be_done_is_told_and_holds_nobody() {
    let mut case = Case::submitted(json!({
        "/states/silent": {"label": "d", "always": [{"target": "draft"}]},
        "/states/draft": {"label": "a", "on": {"submit": {"label": "x", "roles": ["applicant"], "target": "review"}},
            "always": [{"guard": {"==": [{"var": "deadlines.decision.phase"}, "expired"]}, "target": "silent"}]},
    }));
    let before = case.snapshot.clone();
    let step = case.at("2026-03-16").fire();
    assert_eq!((step.stuck, step.trail.len()), (Some(Refusal::Endless), 0));
    assert_eq!((case.snapshot.state.as_str(), case.waiting()), ("review", None));
    assert_eq!(case.snapshot.fired["expiry:decision"].to_string(), "2026-03-16");
    assert_eq!(before.data, case.snapshot.data);
    assert!(case.press("grant", &instructor()).is_ok());
    // A scenario tells it: a definition that ships with such a timer does not pass its own tests.
    let scenario = json!({"steps": [{"do": "submit", "as": "applicant"}, {"wait": "P3M"}]});
    let run = case.workflow.run(&serde_json::from_value(scenario).unwrap());
    assert_eq!(run.failures[0].got, "endless");
}

#[test]
fn a_length_is_the_one_of_the_day_of_the_start() {
    let by_rule = json!([{"when": {"==": [{"var": "data.level"}, 1]}, "duration": "P10D"}, {"duration": "P20D"}]);
    let case = Case::submitted(json!({"/deadlines/decision/duration": by_rule}));
    assert_eq!(case.due("decision"), "2026-01-25");
    let none = json!([{"when": {"==": [{"var": "data.level"}, 2]}, "duration": "P10D"}, {"duration": "P20D"}]);
    assert_eq!(Case::submitted(json!({"/deadlines/decision/duration": none})).due("decision"), "2026-02-04");
}
