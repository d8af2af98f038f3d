//! Human work: parallel tasks and regions, separation of duties, silence.

use super::*;
use crate::workflow::work::Work;
use proptest::prelude::*;

/// A review by two tasks, one of which is a vote of three; a signature by somebody else.
pub(super) fn council(more: Value) -> Workflow {
    parse(council_document(more))
}

pub(super) fn council_document(more: Value) -> Value {
    let mut document = small(
        json!({
            "draft": {"label": "a", "on": {"submit": {"label": "x", "roles": ["applicant"], "target": "review"}}},
            "review": {"label": "b", "tasks": {
                "analysis": {"label": "Analyse", "role": "instructor", "outcomes": ["good", "bad"]},
                "ballot": {"label": "Vote", "role": "member", "instances": "each_member", "outcomes": ["for", "against", "abstain"],
                    "exclude": ["task:analysis"], "due": {"delay": "P10D"},
                    "vote": {"favorable": "for", "abstain": "abstain", "quorum": "1/2", "majority": "simple", "tie": "role:chair"}}},
                "onDone": [
                    {"guard": {"==": [{"var": "tasks.ballot.outcome"}, "for"]}, "target": "signature"},
                    {"guard": {"!=": [{"var": "tasks.ballot.outcome"}, "for"]}, "target": "end"}]},
            "signature": {"label": "c", "tasks": {"sign": {"label": "Signer", "role": "director", "outcomes": ["grant", "refuse"],
                "exclude": ["task:analysis", "transition:hurry"]}}, "onDone": "end",
                "on": {"hurry": {"label": "x", "roles": ["instructor"], "exclude": ["role:chair"]}}},
        }),
        json!({}),
    );
    for role in ["member", "chair", "director"] {
        document["roles"][role] = json!({"label": "x", "kind": "people"});
    }
    for (pointer, value) in more.as_object().unwrap() {
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        document.pointer_mut(parent).unwrap()[key] = value.clone();
    }
    if document.pointer("/states/review/tasks/analysis").is_none() {
        document["states"]["signature"]["tasks"]["sign"]["exclude"] = json!([]);
    }
    document
}

pub(super) struct Case {
    pub(super) workflow: Workflow,
    pub(super) snapshot: Snapshot,
    pub(super) now: DateTime<Utc>,
    pub(super) people: People,
    /// Whether these are all who may take a seat.
    pub(super) knows: bool,
}

pub(super) fn person(id: &str, role: &str) -> Actor {
    Actor::new(id, [role])
}

impl Case {
    /// Three members, of whom the third instructs as well.
    pub(super) fn submitted(workflow: Workflow) -> Self {
        Self::of(workflow, &["ana", "bob", "cyd"], true)
    }

    pub(super) fn of(workflow: Workflow, members: &[&str], knows: bool) -> Self {
        let people = members.iter().map(|name| (*name).to_owned()).collect();
        let people = People::from([("member".to_owned(), people)]);
        let now = "2026-01-15T09:00:00Z".parse().unwrap();
        let snapshot = workflow.start(&Map::new(), &valid(), now).unwrap().snapshot;
        let mut case = Self { workflow, snapshot, now, people, knows };
        case.take(&press("submit"), &applicant(), Value::Null).unwrap();
        case
    }

    pub(super) fn take(&mut self, command: &Command, actor: &Actor, input: Value) -> Result<Step, Refusal> {
        let inputs = Inputs { input: &input, people: &self.people, knows_holders: self.knows, ..valid() };
        let step = self.workflow.step(&self.snapshot, &Command::named(&command.name()), actor, &inputs, self.now)?;
        let kept = serde_json::to_string(&step.snapshot).unwrap();
        self.snapshot = serde_json::from_str(&kept).unwrap();
        assert_eq!(self.snapshot, step.snapshot);
        Ok(step)
    }

    pub(super) fn does(&mut self, task: &str, part: usize, actor: &Actor, outcome: &str) -> Result<Step, Refusal> {
        let command = Command::Task { name: task.to_owned(), part };
        self.take(&command, actor, json!({"outcome": outcome}))
    }

    pub(super) fn votes(&mut self, ballots: &[(usize, &str, &str)]) {
        for (part, who, outcome) in ballots {
            self.does("ballot", *part, &person(who, "member"), outcome).unwrap();
        }
    }

    pub(super) fn state(&self) -> &str {
        &self.snapshot.state
    }

    pub(super) fn outcome(&self, task: &str) -> Option<&str> {
        self.snapshot.tasks[task].outcome.as_deref()
    }
}

#[test]
fn a_state_is_left_when_all_that_is_required_of_it_is_done() {
    let mut case = Case::submitted(council(json!({})));
    let opened: Vec<_> = case.snapshot.tasks.iter().map(|(name, work)| (name.as_str(), work.parts.len())).collect();
    assert_eq!(opened, [("analysis", 1), ("ballot", 3)]);
    case.votes(&[(0, "ana", "for"), (1, "bob", "for")]);
    assert_eq!(
        (case.outcome("ballot"), case.state()),
        (Some("for"), "review"),
        "two of three: the third changes nothing"
    );
    let late = case.does("ballot", 2, &person("cyd", "member"), "against");
    assert_eq!(late, Err(Refusal::NotEnabled));
    let step = case.does("analysis", 0, &person("dan", "instructor"), "good").unwrap();
    assert_eq!(step.trail, ["signature"]);
    let step = case.does("sign", 0, &person("eve", "director"), "grant").unwrap();
    assert_eq!(step.trail, ["end"]);
    assert_eq!(case.does("sign", 0, &person("eve", "director"), "grant"), Err(Refusal::NotEnabled));
}

#[test]
fn nobody_does_what_is_not_theirs() {
    let mut case = Case::submitted(council(json!({})));
    assert_eq!(case.does("analysis", 0, &person("dan", "director"), "good"), Err(Refusal::WrongRole));
    assert_eq!(case.does("analysis", 0, &person("dan", "instructor"), "maybe"), Err(Refusal::Outcome));
    assert_eq!(case.does("analysis", 1, &person("dan", "instructor"), "good"), Err(Refusal::NotEnabled));
    assert_eq!(case.does("nothing", 0, &person("dan", "instructor"), "good"), Err(Refusal::NotEnabled));
    assert_eq!(
        case.does("ballot", 0, &person("bob", "member"), "for"),
        Err(Refusal::WrongRole),
        "that ballot is Ana's"
    );
    // Who analysed may not sign, whatever other roles they have; nor on behalf of somebody, nor by somebody.
    case.does("analysis", 0, &person("dan", "instructor"), "good").unwrap();
    case.votes(&[(0, "ana", "for"), (1, "bob", "for")]);
    let for_dan = Actor { on_behalf: Some("dan".to_owned()), ..person("eve", "director") };
    let by_dan = Actor { on_behalf: Some("eve".to_owned()), ..person("dan", "director") };
    for actor in [person("dan", "director"), for_dan, by_dan] {
        assert_eq!(case.does("sign", 0, &actor, "grant"), Err(Refusal::Excluded), "{actor:?}");
    }
    let chair = Actor::new("fay", ["instructor", "chair"]);
    assert_eq!(case.take(&press("hurry"), &chair, Value::Null), Err(Refusal::Excluded));
    case.take(&press("hurry"), &person("gus", "instructor"), Value::Null).unwrap();
    assert_eq!(case.does("sign", 0, &person("gus", "director"), "grant"), Err(Refusal::Excluded));
    assert!(case.does("sign", 0, &person("eve", "director"), "grant").is_ok());
}

#[test]
fn somebody_may_say_that_they_had_better_not() {
    let mut case = Case::submitted(council(json!({})));
    let recuse = |name: &str, part| Command::Recuse { name: name.to_owned(), part };
    let why = json!({"motivation": "Mon frère."});
    assert_eq!(case.take(&recuse("ballot", 0), &person("ana", "member"), json!({})), Err(Refusal::MotivationRequired));
    assert_eq!(case.take(&recuse("ballot", 0), &person("bob", "member"), why.clone()), Err(Refusal::WrongRole));
    case.take(&recuse("ballot", 0), &person("ana", "member"), why.clone()).unwrap();
    assert_eq!(case.does("ballot", 0, &person("ana", "member"), "for"), Err(Refusal::NotEnabled));
    case.votes(&[(1, "bob", "for")]);
    assert_eq!(case.outcome("ballot"), None, "one of two: the other may still settle it otherwise");
    // What anybody of the role may do stays open to the others.
    case.take(&recuse("analysis", 0), &person("dan", "instructor"), why).unwrap();
    assert_eq!(case.does("analysis", 0, &person("dan", "instructor"), "good"), Err(Refusal::Excluded));
    assert!(case.does("analysis", 0, &person("ivy", "instructor"), "good").is_ok());
}

#[test]
fn the_end_of_the_work_is_told_once() {
    let note = json!({"label": "Note", "role": "instructor", "required": false});
    let more = json!({"/states/review/tasks/note": note, "/states/review/onDone": [
        {"guard": {"==": [{"var": "tasks.note.status"}, "done"]}, "target": "signature"},
        {"guard": {"==": [{"var": "tasks.ballot.outcome"}, "rejected"]}, "target": "end"}]});
    let mut case = Case::submitted(council(more));
    case.votes(&[(0, "ana", "for"), (1, "bob", "for")]);
    case.does("analysis", 0, &person("dan", "instructor"), "good").unwrap();
    assert_eq!(case.state(), "review", "no branch was open");
    case.does("note", 0, &person("dan", "instructor"), "done").unwrap();
    assert_eq!(case.state(), "review");
}

#[test]
fn silence_has_the_outcome_that_the_definition_says() {
    let due = json!({"/states/review/tasks/analysis/due": {"delay": "P1M", "outcome": "good", "remind": ["P7D"], "escalateTo": "director"}});
    let mut case = Case::submitted(council(due));
    case.votes(&[(0, "ana", "for"), (1, "bob", "for")]);
    case.now = "2026-02-09T09:00:00Z".parse().unwrap();
    let fire = |case: &mut Case| {
        let id = case.snapshot.due(case.now).unwrap().to_owned();
        case.take(&Command::named(&id), &Actor::system(), Value::Null).unwrap()
    };
    let told = |step: &Step| step.effects.iter().find(|effect| matches!(effect, Effect::Escalate { .. })).cloned();
    let nudge = Effect::Escalate { to: "instructor".to_owned(), task: "analysis".to_owned(), late: false };
    assert_eq!(told(&fire(&mut case)), Some(nudge));
    case.now = "2026-02-20T09:00:00Z".parse().unwrap();
    let late = case.does("analysis", 0, &person("dan", "instructor"), "bad");
    assert_eq!(late, Err(Refusal::Overdue), "the opinion is deemed given");
    let step = fire(&mut case);
    assert_eq!((step.trail.as_slice(), case.outcome("analysis")), (["signature".to_owned()].as_slice(), Some("good")));
    assert_eq!(case.snapshot.tasks["analysis"].status, crate::workflow::work::Status::Tacit);
    assert_eq!(case.snapshot.entered_at.to_rfc3339(), "2026-02-15T23:00:00+00:00");
    let escalated = Effect::Escalate { to: "director".to_owned(), task: "analysis".to_owned(), late: true };
    assert_eq!(told(&step), Some(escalated));
}

#[test]
fn silence_ends_what_nobody_is_left_to_do() {
    let due = json!({"/states/review/tasks": {"read": {"label": "x", "role": "member", "instances": "each_member",
        "outcomes": ["good", "bad"], "due": {"delay": "P5D", "outcome": "good"}}}, "/states/review/onDone": "end"});
    let mut case = Case::submitted(council(due));
    for (part, who) in [(0, "ana"), (1, "bob"), (2, "cyd")] {
        let recuse = Command::Recuse { name: "read".to_owned(), part };
        case.take(&recuse, &person(who, "member"), json!({"motivation": "Parent."})).unwrap();
    }
    assert_eq!(case.state(), "review");
    case.now = "2026-01-21T00:00:00Z".parse().unwrap();
    let id = case.snapshot.due(case.now).unwrap().to_owned();
    case.take(&Command::named(&id), &Actor::system(), Value::Null).unwrap();
    assert_eq!((case.state(), case.outcome("read")), ("end", Some("good")));
}

#[test]
fn leaving_cancels_what_is_open_and_coming_back_opens_it_anew() {
    let leave = json!({"/on/pause": {"from": ["review"], "label": "x", "roles": ["instructor"], "target": "aside"},
        "/states/aside": {"label": "z", "on": {"back": {"label": "x", "roles": ["instructor"], "target": "@return"}}}});
    let mut case = Case::submitted(council(leave));
    case.votes(&[(0, "ana", "for")]);
    let step = case.take(&press("pause"), &instructor(), Value::Null).unwrap();
    let ended = step.effects.iter().filter(|effect| matches!(effect, Effect::EndTask { .. })).count();
    assert_eq!((ended, case.snapshot.timers.len()), (2, 0));
    assert_eq!(case.does("ballot", 1, &person("bob", "member"), "for"), Err(Refusal::NotEnabled));
    case.take(&press("back"), &instructor(), Value::Null).unwrap();
    assert_eq!((case.state(), case.snapshot.tasks["ballot"].tally(ballot(&case.workflow)).missing()), ("review", 3));
}

fn ballot(workflow: &Workflow) -> &crate::workflow::vote::Vote {
    let review = workflow.definition().place("review").unwrap();
    review.tasks.get("ballot").unwrap().vote.as_ref().unwrap()
}

#[test]
fn a_task_that_there_is_no_need_for_holds_nothing() {
    let none = json!({"/states/review/tasks": {"only": {"label": "x", "role": "instructor", "when": {"==": [{"var": "data.level"}, 2]}}},
        "/states/review/onDone": "end"});
    assert_eq!(Case::submitted(council(none)).state(), "end");
    let optional = json!({"/states/review/tasks": {"only": {"label": "x", "role": "instructor", "required": false}},
        "/states/review/onDone": "end"});
    assert_eq!(Case::submitted(council(optional)).state(), "end");
    let one = json!({"/states/review/tasks": {"only": {"label": "x", "role": "instructor", "when": {"==": [{"var": "data.level"}, 1]}}},
        "/states/review/onDone": "end"});
    let mut case = Case::submitted(council(one));
    assert_eq!(case.state(), "review");
    case.take(&Command::Task { name: "only".to_owned(), part: 0 }, &instructor(), Value::Null).unwrap();
    assert_eq!(case.state(), "end", "the only outcome needs no naming");
}

#[test]
fn the_same_work_is_done_by_several_and_twice_by_nobody() {
    let two = json!({"/states/review/tasks": {"read": {"label": "x", "role": "instructor", "instances": 2, "outcomes": ["good", "bad", "odd"]}},
        "/states/review/onDone": [{"guard": {"and": [{"==": [{"var": "tasks.read.count_bad"}, 1]},
            {">": [{"var": "tasks.read.count_good"}, {"var": "tasks.read.count_odd"}]}]}, "target": "end"}]});
    let mut case = Case::submitted(council(two));
    case.does("read", 0, &person("dan", "instructor"), "good").unwrap();
    assert_eq!(case.does("read", 1, &person("dan", "instructor"), "bad"), Err(Refusal::Excluded));
    case.does("read", 1, &person("ivy", "instructor"), "bad").unwrap();
    assert_eq!((case.state(), case.outcome("read")), ("end", None), "they came to two things");
}

#[test]
fn regions_go_on_side_by_side() {
    let button = |target: &str| json!({"label": "x", "roles": ["instructor"], "target": target});
    let region = |name: &str| {
        json!({"label": name, "initial": "open", "states": {
        "open": {"label": "o", "on": {format!("close_{name}"): button("closed"), "stop": button("end")},
            "after": [{"delay": "P5D", "target": "closed"}]},
        "closed": {"label": "c", "type": "final", "phase": "review"}}})
    };
    let both = json!({"/states/review": {"label": "b", "type": "parallel", "states": {"one": region("one"), "two": region("two")},
        "onDone": "signature"}});
    let mut case = Case::submitted(council(both.clone()));
    assert_eq!(case.snapshot.inner, ["review.one", "review.one.open", "review.two", "review.two.open"]);
    let offers = |case: &Case| -> Vec<String> {
        let offers = case.workflow.offers(&case.snapshot, &instructor(), &valid());
        offers.into_iter().map(|offer| offer.name).collect()
    };
    assert_eq!(offers(&case), ["close_one", "stop", "close_two"]);
    let targets = case.workflow.offers(&case.snapshot, &instructor(), &valid()).into_iter().filter_map(|o| o.target);
    assert_eq!(targets.collect::<Vec<_>>(), ["review.one.closed", "end", "review.two.closed"]);
    let definition = case.workflow.definition();
    assert!(
        definition.button("review", "close_two").is_some() && definition.button("signature", "close_two").is_none()
    );
    case.take(&press("close_one"), &instructor(), Value::Null).unwrap();
    assert_eq!(case.snapshot.inner, ["review.one", "review.one.closed", "review.two", "review.two.open"]);
    assert_eq!(case.snapshot.timers.len(), 1, "that of the other region");
    case.now = "2026-01-21T09:00:00Z".parse().unwrap();
    let id = case.snapshot.due(case.now).unwrap().to_owned();
    case.take(&Command::named(&id), &Actor::system(), Value::Null).unwrap();
    assert_eq!((case.state(), case.snapshot.inner.len()), ("signature", 0));
    let mut case = Case::submitted(council(both));
    case.take(&press("stop"), &instructor(), Value::Null).unwrap();
    assert_eq!(case.state(), "end", "a way out of a region leaves the whole");
}

#[test]
fn outside_work_is_answered_once_and_by_no_person() {
    let asks = json!({"/states/review": {"label": "b", "invoke": [{"id": "siret", "service": "http", "result": "note",
        "onDone": [{"guard": {"==": [{"var": "data.note"}, "known"]}, "target": "signature"}, {"target": "end"}], "onError": "end"}]}});
    let mut case = Case::submitted(council(asks));
    let answer = |done| Command::Answer { id: "siret".to_owned(), done };
    assert_eq!(case.take(&answer(true), &instructor(), Value::Null), Err(Refusal::WrongRole));
    assert_eq!(Command::of_button("answer:siret:1"), press("answer:siret:1"));
    case.take(&answer(true), &Actor::system(), json!({"result": "known"})).unwrap();
    assert_eq!((case.state(), &case.snapshot.data["note"]), ("signature", &json!("known")));
    assert_eq!(case.take(&answer(false), &Actor::system(), Value::Null), Err(Refusal::NotEnabled));
}

#[derive(Debug, Clone)]
struct Move {
    command: usize,
    actor: usize,
    outcome: usize,
    hours: i64,
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = (any::<usize>(), any::<usize>(), any::<usize>(), 0..200_i64)
        .prop_map(|(command, actor, outcome, hours)| Move { command, actor, outcome, hours });
    prop::collection::vec(one, 0..60)
}

proptest! {
    /// At random: what is refused changes nothing, nobody does what keeps them from it, a task ends once, and the history
    /// alone gives the same snapshot.
    #[test]
    fn work_goes_on_by_its_rules(
        moves in moves(), instances in prop::sample::select(vec![json!("each_member"), json!(2), json!(3)]), silent in any::<bool>(),
    ) {
        let due = if silent { json!({"delay": "P10D", "outcome": "abstain"}) } else { json!({"delay": "P900D"}) };
        let mut case = Case::submitted(council(json!({"/states/review/tasks/ballot/due": due, "/states/review/tasks/ballot/instances": instances})));
        case.people.insert("chair".to_owned(), vec!["fay".to_owned()]);
        let (start, people) = (case.snapshot.clone(), case.people.clone());
        let actors = [person("ana", "member"), person("bob", "member"), Actor::new("cyd", ["member", "director"]), person("fay", "chair"),
            person("dan", "instructor"), Actor::new("eve", ["instructor", "director"]), Actor::system()];
        let inputs: Vec<Value> = ["good", "for", "against", "abstain", "grant"].iter().map(|outcome| json!({"outcome": outcome, "motivation": "x"})).collect();
        let mut history = Vec::new();
        for one in &moves {
            case.now += chrono::TimeDelta::hours(one.hours);
            let timers = case.snapshot.timers.keys().cloned().map(|id| Command::Timer { id });
            let parts = ["analysis", "ballot", "sign"].into_iter().flat_map(|name| (0..4).flat_map(move |part| {
                [Command::Task { name: name.to_owned(), part }, Command::Recuse { name: name.to_owned(), part }]
            }));
            let commands: Vec<Command> = timers.chain(parts).chain([press("hurry")]).collect();
            let command = commands[one.command % commands.len()].clone();
            let (actor, input) = (actors[one.actor % actors.len()].clone(), &inputs[one.outcome % inputs.len()]);
            let before = case.snapshot.clone();
            match case.take(&command, &actor, input.clone()) {
                Ok(step) => {
                    let ended = step.effects.iter().filter(|effect| matches!(effect, Effect::EndTask { task, .. } if !before.tasks[task].is_open()));
                    prop_assert_eq!(ended.count(), 0, "a task that was over ends again");
                    history.push((command, actor, input, case.now));
                }
                Err(_) => prop_assert_eq!(&case.snapshot, &before),
            }
            let did = |task: &str| -> Vec<&String> {
                let parts = case.snapshot.tasks.get(task).map(|work| work.parts.as_slice()).unwrap_or_default();
                parts.iter().filter_map(|part| part.by.as_ref()).collect()
            };
            prop_assert!(did("sign").iter().all(|who| !did("analysis").contains(who)), "who analysed has signed");
            let ballot = case.snapshot.tasks.get("ballot").filter(|work| work.is_open());
            let inputs = Inputs { people: &case.people, ..valid() };
            let may = |actor: &Actor| {
                let duties = case.workflow.duties(&case.snapshot, actor, &inputs);
                duties.iter().any(|duty| duty.task == "ballot" && duty.refusal.is_none())
            };
            prop_assert!(ballot.is_none() || actors.iter().any(may), "nobody is left to vote: {:?}", ballot);
            prop_assert!(case.snapshot.state == "end" || case.snapshot.tasks.values().any(Work::is_open), "nobody can go on");
        }
        let entries = history.iter().map(|(command, actor, input, now)| Entry {
            command: command.clone(), actor: actor.clone(), inputs: Inputs { input, people: &people, ..valid() }, now: *now,
        });
        prop_assert_eq!(case.workflow.replay(start, entries).unwrap(), case.snapshot);
    }
}
