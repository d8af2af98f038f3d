//! Who is left to take a seat of a vote.

use super::tasks::{Case, council, council_document, person};
use super::*;

const BALLOT: &str = "/states/review/tasks/ballot";

/// The council, with its vote written otherwise and without a time that would end it.
fn voting(more: Value) -> Value {
    let mut changes = json!({"/states/review/tasks/analysis/required": false, format!("{BALLOT}/due"): null});
    changes.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let mut document = council_document(changes);
    document["states"]["review"]["tasks"]["ballot"].as_object_mut().unwrap().retain(|_, value| !value.is_null());
    document
}

fn seats(count: u32) -> Value {
    voting(json!({format!("{BALLOT}/instances"): count}))
}

fn case(document: Value, members: &[&str]) -> Case {
    Case::of(parse(document), members, true)
}

impl Case {
    fn recuses(&mut self, task: &str, part: usize, who: &str) -> Step {
        let command = Command::Recuse { name: task.to_owned(), part };
        self.take(&command, &person(who, "member"), json!({"motivation": "Parent."})).unwrap()
    }

    fn counts(&self) -> (usize, usize) {
        let parts = &self.snapshot.tasks["ballot"].parts;
        (parts.iter().filter(|part| !part.recused).count(), parts.iter().filter(|part| part.is_open()).count())
    }
}

fn given_up(step: &Step) -> Vec<usize> {
    let part = |effect: &Effect| if let Effect::DropPart { part, .. } = effect { Some(*part) } else { None };
    step.effects.iter().filter_map(part).collect()
}

#[test]
fn a_seat_that_nobody_is_left_for_leaves_the_vote() {
    let mut case = case(seats(3), &["ana", "bob", "cyd", "dee"]);
    assert_eq!(given_up(&case.recuses("ballot", 0, "ana")), [0_usize; 0], "there are three others");
    assert_eq!(given_up(&case.recuses("ballot", 0, "bob")), [2]);
    assert_eq!(case.counts(), (2, 2));
    assert_eq!(case.does("ballot", 0, &person("ana", "member"), "for"), Err(Refusal::Excluded));
    case.votes(&[(0, "cyd", "for"), (1, "dee", "for")]);
    assert_eq!((case.outcome("ballot"), case.state()), (Some("for"), "signature"));
}

#[test]
fn the_quorum_is_of_the_seats_that_are_left() {
    let strict =
        |quorum: Value| voting(json!({format!("{BALLOT}/instances"): 3, format!("{BALLOT}/vote/quorum"): quorum}));
    for (quorum, outcome) in [(json!("2/3"), "for"), (json!(2), "no_quorum")] {
        let mut case = case(strict(quorum), &["ana", "bob", "cyd"]);
        case.recuses("ballot", 0, "ana");
        case.recuses("ballot", 0, "bob");
        if outcome == "for" {
            case.votes(&[(0, "cyd", "for")]);
        }
        assert_eq!((case.outcome("ballot"), case.counts().0), (Some(outcome), 1));
    }
}

#[test]
fn who_has_left_the_role_leaves_the_vote() {
    let mut case = case(seats(3), &["ana", "bob", "cyd"]);
    case.votes(&[(0, "ana", "for"), (1, "bob", "against")]);
    assert_eq!(case.counts(), (3, 1));
    case.people.insert("member".to_owned(), vec!["ana".to_owned(), "bob".to_owned()]);
    // It is noticed with the next thing that is done.
    let step = case.does("analysis", 0, &person("dan", "instructor"), "good").unwrap();
    assert_eq!((given_up(&step), case.counts()), (vec![2], (3, 1)), "as many for as against: the chair decides");
    case.does("ballot", 3, &person("fay", "chair"), "for").unwrap();
    assert_eq!((case.outcome("ballot"), case.state()), (Some("for"), "signature"));
}

#[test]
fn it_is_looked_at_when_somebody_leaves() {
    let mut case = case(seats(3), &["ana", "bob", "cyd"]);
    case.votes(&[(0, "ana", "for")]);
    let look = |case: &mut Case, actor: &Actor| case.take(&Command::Seats, actor, Value::Null);
    assert_eq!(look(&mut case, &Actor::system()), Err(Refusal::NotEnabled), "all are still there");
    case.people.insert("member".to_owned(), vec!["ana".to_owned()]);
    assert_eq!(look(&mut case, &instructor()), Err(Refusal::WrongRole));
    let step = look(&mut case, &Actor::system()).unwrap();
    assert_eq!((given_up(&step), case.outcome("ballot"), case.state()), (vec![1, 2], Some("for"), "signature"));
    assert_eq!(Command::of_button("seats:all"), press("seats:all"));
}

#[test]
fn what_somebody_does_meanwhile_keeps_them_from_the_vote() {
    for (instances, given) in [(json!("each_member"), vec![2]), (json!(3), vec![2])] {
        let mut case = case(voting(json!({format!("{BALLOT}/instances"): instances})), &["ana", "bob", "cyd"]);
        case.votes(&[(0, "ana", "for")]);
        let step = case.does("analysis", 0, &Actor::new("cyd", ["instructor", "member"]), "good").unwrap();
        assert_eq!((given_up(&step), case.outcome("ballot")), (given, None));
        case.votes(&[(1, "bob", "for")]);
        assert_eq!(case.outcome("ballot"), Some("for"));
    }
    // By a button, too; that may end the vote.
    let button = json!({format!("{BALLOT}/exclude"): ["transition:note"], "/states/review/on":
        {"note": {"label": "x", "roles": ["instructor"]}}});
    let mut case = case(voting(button), &["ana", "bob"]);
    case.votes(&[(0, "ana", "for")]);
    let step = case.take(&press("note"), &Actor::new("bob", ["instructor"]), Value::Null).unwrap();
    assert_eq!((step.trail.as_slice(), case.outcome("ballot")), (["signature".to_owned()].as_slice(), Some("for")));
}

#[test]
fn whoever_holds_a_role_that_keeps_from_it_has_no_seat() {
    let document = voting(json!({format!("{BALLOT}/exclude"): ["role:director"]}));
    let mut case = case(document, &["ana"]);
    let mut of = |directors: &[&str]| {
        case.people.insert("member".to_owned(), vec!["ana".to_owned(), "bob".to_owned()]);
        case.people.insert("director".to_owned(), directors.iter().map(|name| (*name).to_owned()).collect());
        let inputs = Inputs { people: &case.people, ..valid() };
        let start = case.workflow.start(&Map::new(), &inputs, case.now).unwrap().snapshot;
        let step = case.workflow.step(&start, &press("submit"), &applicant(), &inputs, case.now).unwrap();
        let recused: Vec<bool> = step.snapshot.tasks["ballot"].parts.iter().map(|part| part.recused).collect();
        (recused, step.snapshot.tasks["ballot"].outcome.clone(), step.snapshot.state)
    };
    assert_eq!(of(&["bob"]), (vec![false, true], None, "review".to_owned()));
    // Where all are kept from it, nobody can be waited for.
    let none = Some("no_quorum".to_owned());
    assert_eq!(of(&["bob", "ana"]), (vec![true, true], none, "end".to_owned()));
}

#[test]
fn a_vote_that_all_recuse_from_has_no_quorum() {
    for instances in [json!("each_member"), json!(2)] {
        let mut case = case(voting(json!({format!("{BALLOT}/instances"): instances})), &["ana", "bob"]);
        case.recuses("ballot", 0, "ana");
        assert!(case.snapshot.tasks["ballot"].is_open());
        let part = case.snapshot.tasks["ballot"].parts.iter().position(|part| part.is_open()).unwrap();
        let step = case.recuses("ballot", part, "bob");
        assert_eq!((case.outcome("ballot"), step.trail.as_slice()), (Some("no_quorum"), ["end".to_owned()].as_slice()));
        let ended = |effect: &Effect| {
            matches!(effect, Effect::EndTask { task, status, .. } if task == "ballot"
            && *status == crate::workflow::work::Status::Done)
        };
        assert!(step.effects.iter().any(ended), "nobody's silence: {:?}", step.effects);
    }
}

#[test]
fn a_tie_that_nobody_is_left_to_break_is_no_majority() {
    let tied = |document: Value| {
        let mut case = case(document, &["ana", "bob"]);
        case.people.insert("chair".to_owned(), vec!["fay".to_owned()]);
        case
    };
    let recuse = Command::Recuse { name: "ballot".to_owned(), part: 2 };
    let mut late = tied(voting(json!({})));
    late.votes(&[(0, "ana", "for"), (1, "bob", "against")]);
    assert_eq!(late.outcome("ballot"), None);
    late.take(&recuse, &person("fay", "chair"), json!({"motivation": "Parente."})).unwrap();
    assert_eq!((late.outcome("ballot"), late.state()), (Some("rejected"), "end"));
    let mut before = tied(voting(json!({"/states/review/tasks/analysis/required": true})));
    before.does("analysis", 0, &Actor::new("fay", ["instructor", "chair"]), "good").unwrap();
    before.votes(&[(0, "ana", "for"), (1, "bob", "against")]);
    assert_eq!((before.outcome("ballot"), before.state()), (Some("rejected"), "end"));
}

#[test]
fn a_vote_of_nobody_waits_for_somebody_to_be_named() {
    let mut case = case(voting(json!({})), &[]);
    assert_eq!((case.counts(), case.state()), ((1, 1), "review"));
    let named = ["ana", "bob", "cyd"].map(str::to_owned).to_vec();
    case.people.insert("member".to_owned(), named);
    // The first who votes does not decide alone.
    let step = case.does("ballot", 0, &person("bob", "member"), "for").unwrap();
    let opened = step.effects.iter().filter(|effect| matches!(effect, Effect::OpenTask { .. })).count();
    assert_eq!((opened, case.counts(), case.outcome("ballot")), (2, (3, 2), None));
    let people: Vec<_> = case.snapshot.tasks["ballot"].parts.iter().filter_map(|part| part.person.as_deref()).collect();
    assert_eq!(people, ["bob", "ana", "cyd"]);
    case.votes(&[(1, "ana", "for")]);
    assert_eq!(case.outcome("ballot"), Some("for"));
    // Seats that anybody may take wait as well, and so does an outside service whose address is not known.
    assert_eq!(super::seats::case(seats(2), &[]).counts(), (2, 2));
}

#[test]
fn time_ends_a_vote_of_nobody() {
    let mut case = Case::of(council(json!({})), &[], true);
    case.now = "2026-01-26T00:00:00Z".parse().unwrap();
    let id = case.snapshot.due(case.now).unwrap().to_owned();
    case.take(&Command::named(&id), &Actor::system(), Value::Null).unwrap();
    assert_eq!(case.outcome("ballot"), Some("no_quorum"));
}

#[test]
fn what_is_no_vote_waits_for_whoever_comes() {
    let task = json!({"label": "x", "role": "member", "instances": "each_member", "outcomes": ["good", "bad"]});
    let mut case = case(
        council_document(json!({"/states/review/tasks": {"read": task}, "/states/review/onDone": "end"})),
        &["ana"],
    );
    let step = case.recuses("read", 0, "ana");
    assert!(step.effects.iter().any(|effect| matches!(effect, Effect::OpenTask { part: 1, person: None, .. })));
    assert_eq!(case.does("read", 1, &person("ana", "member"), "good"), Err(Refusal::Excluded));
    case.does("read", 1, &person("bob", "member"), "good").unwrap();
    assert_eq!((case.state(), case.outcome("read")), ("end", Some("good")));
}

#[test]
fn whoever_was_recused_has_no_seat_the_next_time() {
    let leave = json!({"/on/pause": {"from": ["review"], "label": "x", "roles": ["instructor"], "target": "aside"},
        "/states/aside": {"label": "z", "on": {"back": {"label": "x", "roles": ["instructor"], "target": "@return"}}}});
    let mut case = case(voting(leave), &["ana", "bob"]);
    case.recuses("ballot", 0, "ana");
    for name in ["pause", "back"] {
        case.take(&press(name), &instructor(), Value::Null).unwrap();
    }
    assert_eq!(case.counts(), (1, 1));
}

/// Histories of before seats were given up do not tell who holds the roles: they lead where they led.
#[test]
fn older_histories_lead_where_they_led() {
    let mut each = Case::of(parse(voting(json!({}))), &["ana", "bob"], false);
    each.recuses("ballot", 0, "ana");
    each.recuses("ballot", 1, "bob");
    assert!(each.snapshot.tasks["ballot"].is_open());
    let mut three = Case::of(parse(seats(3)), &["ana", "bob", "cyd"], false);
    three.recuses("ballot", 0, "ana");
    three.votes(&[(0, "bob", "for")]);
    assert_eq!(three.counts(), (3, 2));
    let nobody = Case::of(parse(voting(json!({}))), &[], false);
    assert_eq!(nobody.counts(), (0, 0));
}

#[test]
fn a_scenario_tells_of_recusals() {
    let mut document = seats(2);
    document["roles"]["member"]["min"] = json!(3);
    document["scenarios"] = json!([{"name": "s", "steps": [
        {"do": "submit", "as": "applicant"},
        {"recuse": "ballot", "as": "member_1", "with": {}, "refused": "motivation-required"},
        {"recuse": "ballot", "as": "member_1"},
        {"task": "ballot", "as": "member_1", "outcome": "for", "refused": "exclude"},
        {"recuse": "ballot", "as": "member_2", "expect": "review"},
        {"task": "ballot", "as": "member_3", "outcome": "for", "expect": "signature"}]}]);
    let workflow = parse(document);
    assert_eq!(workflow.run(&workflow.definition().scenarios[0]).failures, []);
}
