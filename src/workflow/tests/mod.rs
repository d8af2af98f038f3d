//! The engine on the standard workflow and on small ones made for a point.

mod again;
mod clocks;
mod invokes;
mod replay;
mod seats;
mod sentences;
mod tasks;
mod votes;

use super::*;
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::json;

const STANDARD: &str = include_str!("../../../forms/workflows/standard.json");

fn standard() -> Workflow {
    Workflow::parse(&serde_json::from_str(STANDARD).unwrap()).unwrap()
}

/// Two roles, a draft, an end, and whatever a test adds.
fn small(states: Value, global: Value) -> Value {
    let mut document = json!({
        "workflow": "1.0", "id": "small", "label": "Petit",
        "roles": {"applicant": {"label": "Usager", "kind": "applicant"}, "instructor": {"label": "Instructeur"}},
        "data": {"level": {"type": "number", "default": 1}, "note": {"type": "string"}},
        "initial": "draft",
        "states": {"end": {"label": "Fin", "type": "final", "phase": "closed"}},
        "on": global,
    });
    for (name, state) in states.as_object().unwrap() {
        document["states"][name] = state.clone();
    }
    document
}

fn parse(document: Value) -> Workflow {
    Workflow::parse(&document).unwrap()
}

fn noon(day: u32) -> DateTime<Utc> {
    NaiveDate::from_ymd_opt(2026, 1, day).unwrap().and_hms_opt(12, 0, 0).unwrap().and_utc()
}

fn applicant() -> Actor {
    Actor::new("lea", ["applicant"])
}

fn instructor() -> Actor {
    Actor::new("paul", ["instructor"])
}

fn valid() -> Inputs<'static> {
    Inputs { valid: true, today: NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(), ..Inputs::default() }
}

fn press(name: &str) -> Command {
    Command::Transition { name: name.to_owned() }
}

/// A dossier that tests move.
struct Dossier {
    workflow: Workflow,
    snapshot: Snapshot,
    now: DateTime<Utc>,
}

impl Dossier {
    fn new(workflow: Workflow) -> Self {
        let now = noon(1);
        let snapshot = workflow.start(&Map::new(), &valid(), now).unwrap().snapshot;
        Self { workflow, snapshot, now }
    }

    fn take(&mut self, command: Command, actor: &Actor, input: Value) -> Result<Step, Refusal> {
        let inputs = Inputs { input: &input, ..valid() };
        let step = self.workflow.step(&self.snapshot, &command, actor, &inputs, self.now)?;
        self.snapshot = step.snapshot.clone();
        Ok(step)
    }

    fn press(&mut self, name: &str, actor: &Actor) -> Step {
        self.take(press(name), actor, json!({"motivation": "Parce que.", "message": "À revoir", "fields": ["/a"]}))
            .unwrap()
    }
}

fn templates(step: &Step) -> Vec<&str> {
    step.effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Notify { template, .. } => Some(template.as_str()),
            _ => None,
        })
        .collect()
}

#[test]
fn from_submission_to_decision_and_back() {
    let mut dossier = Dossier::new(standard());
    assert_eq!(dossier.snapshot.data["declarative"], "none");
    let step = dossier.press("deposer", &applicant());
    assert_eq!(
        (step.trail.as_slice(), templates(&step)),
        (["en_construction".to_owned()].as_slice(), vec!["depot", "nouveau_dossier"])
    );
    let step = dossier.press("passer_en_instruction", &instructor());
    assert_eq!(step.effects[0], Effect::Assign { to: "me".to_owned() });
    let step = dossier.press("refuser", &instructor());
    let decision = step.decision.unwrap();
    assert_eq!(
        (decision.outcome.as_str(), decision.motivation.as_deref(), decision.tacit),
        ("refused", Some("Parce que."), false)
    );
    assert!(!step.reopened);
    let step = dossier.press("repasser_en_instruction", &instructor());
    assert!(step.reopened && step.decision.is_none());
    assert_eq!(dossier.workflow.phase(&dossier.snapshot.state), "review");
}

#[test]
fn refusals() {
    let mut dossier = Dossier::new(standard());
    let mut refused = |name: &str, actor: &Actor, input: Value| dossier.take(press(name), actor, input).unwrap_err();
    assert_eq!(refused("accepter", &instructor(), json!({})), Refusal::NotEnabled);
    assert_eq!(refused("nothing", &instructor(), json!({})), Refusal::NotEnabled);
    assert_eq!(refused("deposer", &instructor(), json!({})), Refusal::WrongRole);
    let (snapshot, now) = (dossier.snapshot.clone(), dossier.now);
    for inputs in [Inputs { valid: false, ..valid() }, Inputs { ineligible: true, ..valid() }] {
        let refused = dossier.workflow.step(&snapshot, &press("deposer"), &applicant(), &inputs, now);
        assert_eq!(refused, Err(Refusal::Guard));
    }
    dossier.press("deposer", &applicant());
    dossier.press("passer_en_instruction", &instructor());
    for input in [json!({}), json!({"motivation": "  "}), json!({"motivation": 3}), Value::Null] {
        assert_eq!(dossier.take(press("refuser"), &instructor(), input), Err(Refusal::MotivationRequired));
    }
    assert!(dossier.take(press("accepter"), &instructor(), json!({})).is_ok(), "an acceptance need not say why");
}

#[test]
fn a_correction_comes_back_where_it_was_asked() {
    let mut dossier = Dossier::new(standard());
    dossier.press("deposer", &applicant());
    for (from, to) in [("en_construction", "corriger"), ("en_instruction", "lever")] {
        if from == "en_instruction" {
            dossier.press("passer_en_instruction", &instructor());
        }
        let step = dossier.press("demander_correction", &instructor());
        let request = Effect::RequestCorrection {
            reason: "incorrect".to_owned(),
            message: "À revoir".to_owned(),
            fields: vec!["/a".to_owned()],
        };
        assert_eq!(step.effects[0], request);
        assert_eq!(dossier.workflow.state("a_corriger").unwrap().applicant_may, May::EditRequested);
        let who = if to == "corriger" { applicant() } else { instructor() };
        let step = dossier.press(to, &who);
        assert_eq!(step.snapshot.state, from);
        assert_eq!(step.effects[0], Effect::ResolveCorrection);
        assert!(step.effects.iter().any(|effect| matches!(effect, Effect::CancelTimer { .. })));
        assert!(!step.snapshot.correcting && step.snapshot.timers.is_empty());
    }
}

#[test]
fn a_late_timer_of_a_left_state_does_nothing() {
    let mut dossier = Dossier::new(standard());
    dossier.press("deposer", &applicant());
    let timer = |step: &Step| {
        step.effects.iter().find_map(|effect| match effect {
            Effect::SetTimer { id, due } => Some((id.clone(), *due)),
            _ => None,
        })
    };
    let (late, due) = timer(&dossier.press("demander_correction", &instructor())).unwrap();
    assert_eq!(due, noon(16));
    dossier.press("corriger", &applicant());
    let (id, _) = timer(&dossier.press("demander_correction", &instructor())).unwrap();
    assert_ne!(id, late);
    assert_eq!(dossier.take(Command::named(&late), &Actor::system(), Value::Null), Err(Refusal::NotEnabled));
    assert_eq!(dossier.take(Command::named(&id), &Actor::system(), Value::Null), Err(Refusal::NotEnabled), "not yet");
    dossier.now = noon(16);
    assert_eq!(dossier.take(Command::named(&id), &instructor(), Value::Null), Err(Refusal::WrongRole));
    let step = dossier.take(Command::named(&id), &Actor::system(), Value::Null).unwrap();
    assert_eq!((templates(&step), step.trail.len()), (vec!["rappel_correction"], 0));
    assert_eq!(dossier.take(Command::named(&id), &Actor::system(), Value::Null), Err(Refusal::NotEnabled), "once");
}

#[test]
fn changes_to_a_submitted_dossier_stay_in_place() {
    let mut dossier = Dossier::new(standard());
    dossier.press("deposer", &applicant());
    let before = dossier.snapshot.clone();
    let step = dossier.press("modifier", &applicant());
    assert_eq!((step.snapshot, step.trail.len(), step.effects.len()), (before, 0, 0));
}

#[test]
fn a_procedure_gives_the_variables() {
    let workflow = standard();
    let data = Map::from_iter([("declarative".to_owned(), json!("accepte")), ("other".to_owned(), json!(1))]);
    let start = workflow.start(&data, &valid(), noon(1)).unwrap().snapshot;
    assert_eq!(Value::Object(start.data.clone()), json!({"declarative": "accepte"}));
    let step = workflow.step(&start, &press("deposer"), &applicant(), &valid(), noon(1)).unwrap();
    assert_eq!(step.trail, ["en_construction", "accepte"]);
    assert_eq!(step.decision.unwrap().outcome, "accepted");
}

#[test]
fn offers_are_what_may_be_pressed() {
    let mut dossier = Dossier::new(standard());
    let names = |dossier: &Dossier, actor: &Actor, inputs: Inputs<'_>| -> Vec<String> {
        dossier.workflow.offers(&dossier.snapshot, actor, &inputs).into_iter().map(|offer| offer.name).collect()
    };
    assert_eq!(names(&dossier, &applicant(), valid()), ["deposer"]);
    assert!(names(&dossier, &applicant(), Inputs { valid: false, ..valid() }).is_empty());
    assert!(names(&dossier, &instructor(), valid()).is_empty());
    dossier.press("deposer", &applicant());
    assert_eq!(names(&dossier, &applicant(), valid()), ["modifier", "se_desister"]);
    assert_eq!(names(&dossier, &instructor(), valid()), ["passer_en_instruction", "demander_correction"]);
    dossier.press("passer_en_instruction", &instructor());
    let offers = dossier.workflow.offers(&dossier.snapshot, &instructor(), &valid());
    let refuse = offers.iter().find(|offer| offer.name == "refuser").unwrap();
    assert_eq!((refuse.form.as_deref(), refuse.motivation), (Some("guichet:decision"), Some(Motivation::Required)));
    assert_eq!((refuse.kind, refuse.target.as_deref()), (Kind::Reject, Some("refuse")));
}

#[test]
fn some_buttons_may_be_pressed_on_many_dossiers() {
    let mut dossier = Dossier::new(standard());
    let buttons: Vec<(&str, &str)> =
        dossier.workflow.bulk_buttons().iter().map(|button| (button.state, button.name)).collect();
    let decisions = ["accepter", "refuser", "classer"].map(|name| ("en_instruction", name));
    assert_eq!(buttons, [&[("en_construction", "passer_en_instruction")][..], &decisions].concat());
    let refuse = dossier.workflow.bulk_buttons()[2];
    assert_eq!((refuse.form, refuse.motivation), (Some("guichet:decision"), Some(Motivation::Required)));
    dossier.press("deposer", &applicant());
    dossier.press("passer_en_instruction", &instructor());
    let is_bulk = |name: &str| dossier.workflow.is_bulk(&dossier.snapshot, name);
    assert!(is_bulk("refuser") && !is_bulk("demander_correction") && !is_bulk("repasser_en_construction"));
    // Within a region, beside the state's own.
    let regions = json!({"draft": {"label": "a", "on": {"go": {"label": "b", "roles": ["applicant"], "target": "both"}}},
        "both": {"label": "c", "type": "parallel", "onDone": "end", "states": {"r": {"label": "r", "initial": "one", "states": {
            "one": {"label": "d", "on": {"check": {"label": "e", "roles": ["instructor"], "target": "two", "bulk": true}}},
            "two": {"label": "f", "type": "final", "phase": "review"}}}}}});
    let workflow = parse(small(regions, json!({})));
    let inner = workflow.bulk_buttons();
    assert_eq!(inner.iter().map(|button| (button.state, button.name)).collect::<Vec<_>>(), [("both", "check")]);
}

/// What a button asks is what it does: itself, by the state that it leads to, by the branches from there.
#[test]
fn a_button_asks_for_what_it_leads_to() {
    let button = |target: &str| json!({"label": "x", "roles": ["instructor"], "target": target});
    let ask = json!({"do": "request_correction", "reason": "incomplete"});
    let named = json!({"do": "request_correction", "reason": "incorrect", "fields": {"cat": ["/a"]}});
    let decides = |how: &str| json!({"label": "x", "type": "final", "phase": "refused", "decision": {"outcome": "refused", "motivation": how}});
    let mut both = button("asked");
    both["actions"] = json!([named]);
    let mut ruled = button("open");
    ruled["actions"] = json!([named]);
    let document = small(
        json!({
            "draft": {"label": "a", "on": {"go": {"label": "x", "roles": ["applicant"], "target": "open"}}},
            "open": {"label": "b", "on": {"both": both, "ruled": ruled, "refuse": button("refused"), "silent": button("silent"),
                "branch": button("branch"), "end": button("end"), "stay": {"label": "x", "roles": ["instructor"]}}},
            "asked": {"label": "c", "entry": [ask], "on": {"back": {"label": "x", "roles": ["applicant"], "target": "@return"}}},
            "branch": {"label": "d", "always": [{"guard": {"==": [{"var": "data.level"}, 1]}, "target": "refused"}, {"target": "silent"}]},
            "refused": decides("required"),
            "silent": decides("none"),
        }),
        json!({}),
    );
    let mut dossier = Dossier::new(parse(document));
    dossier.press("go", &applicant());
    let offers = dossier.workflow.offers(&dossier.snapshot, &instructor(), &valid());
    let told: Vec<_> = offers
        .iter()
        .map(|offer| (&*offer.name, offer.motivation, offer.correction.map(|correction| correction.chooses)))
        .collect();
    let expected = [
        ("both", None, Some(true)),
        ("ruled", None, Some(false)),
        ("refuse", Some(Motivation::Required), None),
        ("silent", Some(Motivation::None), None),
        ("branch", Some(Motivation::Optional), None),
        ("end", None, None),
        ("stay", None, None),
    ];
    assert_eq!(told, expected);
}

#[test]
fn exit_then_actions_then_entry_and_rules_see_what_was_set() {
    let set = |to: i32| json!({"do": "set", "data": "level", "to": {"+": [{"*": [{"var": "data.level"}, 10]}, to]}});
    let say = |template: &str| json!({"do": "message", "template": template});
    let mut dossier = Dossier::new(parse(small(
        json!({
            "draft": {"label": "a", "exit": [say("exit"), set(2)], "on": {"go": {"label": "b", "roles": ["applicant"], "target": "mid",
                "actions": [say("action"), set(3)]}}},
            "mid": {"label": "c", "entry": [say("entry"), set(4)], "always": [
                {"guard": {"!=": [{"var": "data.level"}, 1234]}, "target": "end"},
                {"guard": {"in": ["applicant", {"var": "actor.roles"}]}, "target": "end", "actions": [say("always")]}]},
        }),
        json!({}),
    )));
    let step = dossier.press("go", &applicant());
    let said: Vec<_> = step
        .effects
        .iter()
        .map(|effect| match effect {
            Effect::Message { template } => template.as_str(),
            _ => "?",
        })
        .collect();
    assert_eq!((said, &step.snapshot.data["level"]), (vec!["exit", "action", "entry", "always"], &json!(1234)));
}

#[test]
fn automatic_branches_that_do_not_end_are_refused() {
    let mut dossier = Dossier::new(parse(small(
        json!({
            "draft": {"label": "a", "on": {"go": {"label": "b", "roles": ["applicant"], "target": "one"}}},
            "one": {"label": "c", "always": [{"target": "two"}]},
            "two": {"label": "d", "always": [{"target": "one"}]},
        }),
        json!({}),
    )));
    assert_eq!(dossier.take(press("go"), &applicant(), Value::Null), Err(Refusal::Endless));
}

#[test]
fn the_day_of_a_scenario_is_that_of_paris() {
    let workflow = parse(small(
        json!({"draft": {"label": "Brouillon", "phase": "draft", "on": {"send": {
            "label": "Envoyer", "roles": ["applicant"],
            "guard": {"==": [{"var": "today"}, "2026-01-02"]}, "target": "end"}}}}),
        json!({}),
    ));
    let send = |wait: &str| json!({"steps": [{"wait": wait, "do": "send", "as": "applicant"}]});
    let reached =
        |wait: &str| workflow.run(&serde_json::from_value(send(wait)).unwrap()).configurations[0].state.clone();
    // A scenario begins at noon, UTC: an hour before midnight there, it is tomorrow in Paris.
    assert_eq!((reached("PT10H").as_str(), reached("PT11H").as_str()), ("draft", "end"));
}

#[test]
fn a_timer_moves_and_its_guard_is_read_when_it_fires() {
    let mut dossier = Dossier::new(parse(small(
        json!({"draft": {"label": "a", "after": [
            {"delay": "P1D", "guard": {"==": [{"var": "data.level"}, 2]}, "target": "end"},
            {"delay": {"duration": "P2M", "count": "calendar"}, "target": "end"}]}}),
        json!({}),
    )));
    let ids: Vec<String> = dossier.snapshot.timers.keys().cloned().collect();
    assert_eq!(dossier.snapshot.timers.values().copied().collect::<Vec<_>>()[1].to_string(), "2026-03-01 12:00:00 UTC");
    dossier.now = noon(2);
    let step = dossier.take(Command::named(&ids[0]), &Actor::system(), Value::Null).unwrap();
    assert_eq!((step.trail.len(), step.snapshot.timers.len()), (0, 1));
    dossier.now = "2026-03-01T12:00:00Z".parse().unwrap();
    let step = dossier.take(Command::named(&ids[1]), &Actor::system(), Value::Null).unwrap();
    assert_eq!((step.snapshot.state.as_str(), step.effects), ("end", vec![Effect::CancelTimer { id: ids[1].clone() }]));
}

#[test]
fn the_ways_back_of_two_states_do_not_mix() {
    let button = |target: &str| json!({"label": "x", "roles": ["instructor"], "target": target});
    let mut dossier = Dossier::new(parse(small(
        json!({
            "draft": {"label": "a", "on": {"ask": button("one"), "stop": button("end")}},
            "one": {"label": "b", "on": {"again": button("one"), "deeper": button("two"), "back": button("@return")}},
            "two": {"label": "c", "on": {"back": button("@return")}},
        }),
        json!({"pause": {"from": "*", "label": "x", "roles": ["instructor"], "target": "two"}}),
    )));
    for name in ["ask", "again", "deeper", "back", "back"] {
        dossier.press(name, &instructor());
    }
    assert_eq!(dossier.snapshot.state, "draft");
    dossier.press("stop", &instructor());
    assert_eq!(
        dossier.take(press("pause"), &instructor(), Value::Null),
        Err(Refusal::NotEnabled),
        "* leaves no final state"
    );
}
