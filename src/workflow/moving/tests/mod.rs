mod walk;

use super::*;
use crate::workflow::work::Status;
use crate::workflow::{Actor, Command, People, Workflow};
use chrono::{NaiveDate, TimeDelta};
use serde_json::{Map, Value, json};

/// Two regions of which one has a task, then a vote, then a decision; a clock that the wait for documents stops.
fn circuit() -> Value {
    let button = |target: &str| json!({"label": "x", "roles": ["agent"], "target": target});
    json!({
        "workflow": "1.0", "id": "circuit", "label": "Circuit", "initial": "draft",
        "roles": {"applicant": {"label": "Usager", "kind": "applicant"}, "agent": {"label": "Agent"},
            "member": {"label": "Membre", "kind": "people"}},
        "data": {"level": {"type": "number", "default": 1}},
        "deadlines": {"limit": {"label": "Délai", "duration": "P2M", "start": ["hearing"], "suspendIn": ["asking"],
            "resume": "continue", "onExpiry": {"target": "granted"}}},
        "states": {
            "draft": {"label": "a", "phase": "draft", "on": {"submit": {"label": "x", "roles": ["applicant"], "target": "hearing"}}},
            "hearing": {"label": "b", "type": "parallel", "on": {"ask": button("asking")}, "onDone": "council", "states": {
                "law": {"label": "Droit", "initial": "reading", "states": {
                    "reading": {"label": "c", "tasks": {"study": {"label": "Étude", "role": "agent", "outcomes": ["good", "bad"],
                        "due": {"delay": "P10D", "outcome": "good"}}}, "onDone": "read"},
                    "read": {"label": "d", "type": "final", "phase": "review"}}},
                "site": {"label": "Lieu", "initial": "visiting", "states": {
                    "visiting": {"label": "e", "on": {"visit": button("visited")}, "after": [{"delay": "P20D", "target": "visited"}]},
                    "visited": {"label": "f", "type": "final", "phase": "review"}}}}},
            "asking": {"label": "g", "phase": "waiting", "applicantMay": "edit",
                "on": {"answer": {"label": "x", "roles": ["applicant"], "target": "hearing"}}},
            "council": {"label": "h", "tasks": {"ballot": {"label": "Vote", "role": "member", "instances": "each_member",
                "outcomes": ["for", "against"], "exclude": ["task:study"],
                "vote": {"favorable": "for", "quorum": "1/2", "majority": "simple", "tie": "reject"}}},
                "onDone": [{"guard": {"==": [{"var": "tasks.ballot.outcome"}, "for"]}, "target": "granted"}, {"target": "denied"}]},
            "granted": {"label": "i", "type": "final", "phase": "accepted", "decision": {"outcome": "accepted", "motivation": "none"}},
            "denied": {"label": "j", "type": "final", "phase": "refused", "decision": {"outcome": "refused"}}},
    })
}

/// Every name of a state, a region or a task, and what it becomes.
const NAMES: [(&str, &str); 11] = [
    ("hearing", "examen"),
    ("asking", "attente"),
    ("council", "commission"),
    ("law", "droit"),
    ("site", "lieu"),
    ("reading", "lecture"),
    ("visiting", "visite"),
    ("granted", "accorde"),
    ("denied", "refuse"),
    ("study", "etude"),
    ("ballot", "scrutin"),
];

fn renamed(value: &Value) -> Value {
    let text = NAMES.iter().fold(value.to_string(), |text, (old, new)| text.replace(old, new));
    serde_json::from_str(&text).unwrap()
}

fn parse(document: &Value) -> Workflow {
    Workflow::parse(document).unwrap()
}

fn edited(edit: impl FnOnce(&mut Value)) -> Value {
    let mut document = circuit();
    edit(&mut document);
    document
}

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A dossier, by the first version.
struct Case {
    document: Value,
    workflow: Workflow,
    snapshot: Snapshot,
    people: People,
    now: DateTime<Utc>,
}

impl Case {
    fn new() -> Self {
        let (document, now) = (circuit(), moment("2026-01-15T09:00:00Z"));
        let workflow = parse(&document);
        let members = ["ana", "bob", "cyd"].map(str::to_owned).to_vec();
        let mut case = Self {
            snapshot: workflow.start(&Map::new(), &Inputs::default(), now).unwrap().snapshot,
            people: People::from([("member".to_owned(), members)]),
            document,
            workflow,
            now,
        };
        case.take(&press("submit"), &applicant(), "").unwrap();
        case
    }

    fn inputs<'a>(&'a self, input: &'a Value) -> Inputs<'a> {
        let today: NaiveDate = self.now.date_naive();
        Inputs { input, people: &self.people, valid: true, today, ..Inputs::default() }
    }

    fn take(&mut self, command: &Command, actor: &Actor, outcome: &str) -> Result<Step, Refusal> {
        let input = json!({ "outcome": outcome, "motivation": "x" });
        let step = self.workflow.step(&self.snapshot, command, actor, &self.inputs(&input), self.now)?;
        self.snapshot = step.snapshot.clone();
        Ok(step)
    }

    fn council() -> Self {
        let mut case = Self::new();
        case.take(&press("visit"), &agent("dan"), "").unwrap();
        case.take(&task("study", 0), &agent("dan"), "good").unwrap();
        assert_eq!(case.snapshot.state, "council");
        case
    }

    fn try_move(&self, document: &Value, mapping: Value) -> Result<Step, Unmoved> {
        let (workflow, data) = (parse(document), Map::new());
        let old = Version { document: &self.document, workflow: &self.workflow, data: &data };
        let new = Version { document, workflow: &workflow, data: &data };
        let mapping = serde_json::from_value(mapping).unwrap();
        move_to((old, new), &mapping, &self.snapshot, &self.inputs(&Value::Null), self.now)
    }

    fn moved(&mut self, document: Value, mapping: Value) -> Step {
        let step = self.try_move(&document, mapping).unwrap();
        self.snapshot = step.snapshot.clone();
        (self.workflow, self.document) = (parse(&document), document);
        step
    }
}

fn press(name: &str) -> Command {
    Command::Transition { name: name.to_owned() }
}

fn task(name: &str, part: usize) -> Command {
    Command::Task { name: name.to_owned(), part }
}

fn applicant() -> Actor {
    Actor::new("lea", ["applicant"])
}

fn agent(who: &str) -> Actor {
    Actor::new(who, ["agent", "member"])
}

fn missing(parts: &[Missing]) -> Unmoved {
    Unmoved::Missing(parts.iter().cloned().collect())
}

fn ends(step: &Step, name: &str) -> usize {
    step.effects.iter().filter(|effect| matches!(effect, Effect::EndTask { task, .. } if task == name)).count()
}

#[test]
fn what_is_worded_anew_moves_nothing() {
    let words = edited(|document| {
        document["states"]["hearing"]["label"] = json!("Examen");
        document["states"]["hearing"]["states"]["law"]["states"]["reading"]["tasks"]["study"]["label"] =
            json!("Analyse");
        document["deadlines"]["limit"]["legalBasis"] = json!("CRPA");
    });
    let mut case = Case::new();
    let before = case.snapshot.clone();
    let step = case.moved(words, json!({}));
    assert_eq!(case.snapshot, before);
    assert!(step.trail.is_empty() && ends(&step, "study") == 0);
}

#[test]
fn what_changed_where_a_dossier_stands_must_be_mapped_and_nothing_else() {
    let mut case = Case::new();
    let button = json!({"label": "x", "roles": ["agent"], "target": "denied"});
    let elsewhere = edited(|document| document["states"]["council"]["on"] = json!({ "close": button.clone() }));
    assert!(case.try_move(&elsewhere, json!({})).is_ok());
    let here = edited(|document| {
        document["states"]["hearing"]["on"]["close"] = button.clone();
        document["states"]["hearing"]["states"]["law"]["states"]["reading"]["tasks"]["study"]["outcomes"] =
            json!(["good"]);
        document["deadlines"]["limit"]["duration"] = json!("P3M");
    });
    let parts = [Missing::State("hearing".into()), Missing::Task("study".into()), Missing::Deadline("limit".into())];
    assert_eq!(case.try_move(&here, json!({})), Err(missing(&parts)));
    let mapping =
        json!({"states": {"hearing": ["hearing"]}, "tasks": {"study": "study"}, "deadlines": {"limit": "limit"}});
    let due = case.snapshot.timers["expiry:limit"];
    case.moved(here, mapping);
    assert_eq!(case.snapshot.timers["expiry:limit"], due, "the clock that runs keeps its length");
    case.take(&press("close"), &agent("dan"), "").unwrap();
    assert_eq!(case.snapshot.state, "denied");
    assert_eq!(case.try_move(&circuit(), json!({})), Err(Unmoved::Closed));
}

#[test]
fn a_state_that_is_gone_is_mapped_and_its_work_goes_on_elsewhere() {
    let mut case = Case::council();
    case.take(&task("ballot", 0), &agent("ana"), "for").unwrap();
    let gone = edited(|document| {
        let mut council = document["states"].as_object_mut().unwrap().shift_remove("council").unwrap();
        council["tasks"]["notice"] = json!({"label": "Avis", "role": "agent", "outcomes": ["seen"]});
        let ballot = council["tasks"].as_object_mut().unwrap().shift_remove("ballot").unwrap();
        council["tasks"]["poll"] = ballot;
        council["onDone"][0]["guard"] = json!({"==": [{"var": "tasks.poll.outcome"}, "for"]});
        document["states"]["committee"] = council;
        document["states"]["hearing"]["onDone"] = json!("committee");
    });
    let parts = [Missing::State("council".into()), Missing::Task("ballot".into())];
    assert_eq!(case.try_move(&gone, json!({})), Err(missing(&parts)));
    let step = case.moved(gone, json!({"states": {"council": ["committee"]}, "tasks": {"ballot": "poll"}}));
    let carried = Effect::CarryTask {
        from: "ballot".into(),
        task: "poll".into(),
        visit: case.snapshot.tasks["poll"].visit,
        place: "committee".into(),
        roles: vec![(1, "member".into()), (2, "member".into())],
    };
    assert!(step.effects.contains(&carried), "{:?}", step.effects);
    assert_eq!(case.snapshot.tasks["poll"].parts[0].outcome.as_deref(), Some("for"), "a ballot is never lost");
    // What kept people from a task keeps them from it still.
    assert_eq!(case.take(&task("poll", 1), &agent("dan"), "for"), Err(Refusal::WrongRole));
    case.take(&task("poll", 1), &agent("bob"), "for").unwrap();
    assert_eq!(case.snapshot.tasks["poll"].outcome.as_deref(), Some("for"));
    assert_eq!(case.snapshot.state, "committee", "the new task is waited for");
    case.take(&task("notice", 0), &agent("dan"), "seen").unwrap();
    assert_eq!(case.snapshot.state, "granted");
}

#[test]
fn a_task_that_is_no_more_is_cancelled_and_the_rest_is_not_held_up() {
    let mut case = Case::new();
    let without = edited(|document| {
        let reading = &mut document["states"]["hearing"]["states"]["law"]["states"]["reading"];
        reading["tasks"] = json!({"note": {"label": "Note", "role": "agent", "required": false, "outcomes": ["done"]}});
        document["states"]["council"]["tasks"]["ballot"]["exclude"] = json!(["task:note"]);
    });
    let step = case.moved(without, json!({"tasks": {"study": null}}));
    assert_eq!((ends(&step, "study"), case.snapshot.tasks["study"].status), (1, Status::Cancelled));
    assert!(case.snapshot.inner.contains(&"hearing.law.read".to_owned()), "{:?}", case.snapshot.inner);
    assert!(!case.snapshot.timers.keys().any(|id| id.starts_with("due:")), "{:?}", case.snapshot.timers);
}

#[test]
fn a_region_more_begins_and_one_less_is_left() {
    let mut case = Case::new();
    let more = edited(|document| {
        document["states"]["hearing"]["states"]["money"] = json!({"label": "Budget", "initial": "counting", "states": {
            "counting": {"label": "k", "entry": [{"do": "set", "data": "level", "to": {"+": [1, 1]}}], "on": {"count": {"label": "x", "roles": ["agent"], "target": "counted"}},
                "tasks": {"sum": {"label": "Somme", "role": "agent", "required": false}}, "after": [{"delay": "P3D", "target": "counted"}]},
            "counted": {"label": "l", "type": "final", "phase": "review"}}});
    });
    let step = case.moved(more, json!({}));
    assert_eq!(
        (step.trail.as_slice(), &case.snapshot.data["level"]),
        (["hearing.money.counting".to_owned()].as_slice(), &json!(2))
    );
    assert!(case.snapshot.tasks["sum"].is_open() && case.snapshot.timers.len() == 4, "{:?}", case.snapshot.timers);
    let visits: BTreeSet<u32> = case.snapshot.tasks.values().map(|work| work.visit).collect();
    assert_eq!(visits.len(), 2, "what is opened now is told apart");
    let less = edited(|document| {
        document["states"]["hearing"]["states"].as_object_mut().unwrap().shift_remove("site");
    });
    let parts = [
        Missing::State("hearing.money.counting".into()),
        Missing::State("hearing.site.visiting".into()),
        Missing::Task("sum".into()),
    ];
    assert_eq!(case.try_move(&less, json!({})), Err(missing(&parts)));
    let mapping =
        json!({"states": {"hearing.money.counting": [], "hearing.site.visiting": []}, "tasks": {"sum": null}});
    case.moved(less, mapping);
    assert_eq!(case.snapshot.inner, ["hearing.law", "hearing.law.reading"]);
    assert_eq!(case.snapshot.timers.len(), 2, "{:?}", case.snapshot.timers);
    case.take(&task("study", 0), &agent("dan"), "good").unwrap();
    assert_eq!(case.snapshot.state, "council");
}

#[test]
fn a_clock_keeps_its_rows_under_its_new_name() {
    let mut case = Case::new();
    let other = edited(|document| {
        let limit = document["deadlines"].as_object_mut().unwrap().shift_remove("limit").unwrap();
        document["deadlines"]["decision"] = limit;
    });
    let due = case.snapshot.timers["expiry:limit"];
    assert_eq!(case.try_move(&other, json!({})), Err(missing(&[Missing::Deadline("limit".into())])));
    let step = case.moved(other, json!({"deadlines": {"limit": "decision"}}));
    assert_eq!(case.snapshot.timers.get("expiry:decision"), Some(&due));
    let rows = step.effects.iter().filter(|effect| matches!(effect, Effect::Ledger { .. })).count();
    assert_eq!(rows, 2, "the row of its start, and the stop of the former name");
    assert_eq!(case.snapshot.deadlines["limit"].rows().len(), 2);

    let mut case = Case::new();
    let none = edited(|document| {
        document.as_object_mut().unwrap().shift_remove("deadlines");
    });
    case.moved(none, json!({"deadlines": {"limit": null}}));
    assert_eq!(case.snapshot.deadlines["limit"].rows().last().map(|row| &row.op), Some(&Op::Stop));
    assert!(!case.snapshot.timers.contains_key("expiry:limit"));
}

#[test]
fn a_clock_runs_again_where_nothing_stops_it() {
    let mut case = Case::new();
    case.now = moment("2026-01-25T09:00:00Z");
    case.snapshot.timers.retain(|id, _| !id.starts_with("due:"));
    case.take(&press("ask"), &agent("dan"), "").unwrap();
    assert!(!case.snapshot.timers.contains_key("expiry:limit"));
    let back = edited(|document| {
        document["states"].as_object_mut().unwrap().shift_remove("asking");
        document["states"]["hearing"]["on"].as_object_mut().unwrap().shift_remove("ask");
        document["deadlines"]["limit"]["suspendIn"] = json!([]);
    });
    case.now = moment("2026-02-04T09:00:00Z");
    let mut answered = Case { snapshot: case.snapshot.clone(), now: case.now, ..Case::new() };
    answered.take(&press("answer"), &applicant(), "").unwrap();
    let mapping = json!({"states": {"asking": ["hearing"]}, "deadlines": {"limit": "limit"}});
    let step = case.moved(back, mapping);
    let resumed = |effect: &Effect| matches!(effect, Effect::Ledger { row, .. } if row.op == Op::Resume);
    assert!(step.effects.iter().any(resumed));
    assert_eq!(
        case.snapshot.timers["expiry:limit"], answered.snapshot.timers["expiry:limit"],
        "as if it had been left"
    );
    assert!(case.snapshot.tasks["study"].is_open(), "where the dossier is led, the work is begun");
}

#[test]
fn moving_decides_nothing_and_goes_nowhere_unknown() {
    let case = Case::new();
    let decides = edited(|document| document["states"]["hearing"]["always"] = json!([{"target": "granted"}]));
    assert_eq!(case.try_move(&decides, json!({"states": {"hearing": ["hearing"]}})), Err(Unmoved::Decides));
    let map = |states: Value| case.try_move(&circuit(), json!({ "states": states }));
    for states in [
        json!({"hearing": ["granted"]}),
        json!({"hearing": ["nowhere"]}),
        json!({"hearing": ["council"]}),
        json!({"hearing.law.reading": ["hearing.law.reading", "hearing.law.read"]}),
    ] {
        assert_eq!(map(states.clone()), Err(Unmoved::Configuration), "{states}");
    }
    let mut case = Case::council();
    case.take(&task("ballot", 0), &agent("ana"), "against").unwrap();
    let fewer = edited(|document| document["states"]["council"]["tasks"]["ballot"]["outcomes"] = json!(["for"]));
    let mapping = json!({"tasks": {"ballot": "ballot"}});
    assert_eq!(case.try_move(&fewer, mapping), Err(Unmoved::Outcome("ballot".into())));
}
