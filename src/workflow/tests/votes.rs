//! Votes: who has a ballot, what they come to, whose reasons they are.

use super::tasks::{Case, council, council_document, person};
use super::*;

#[test]
fn a_member_who_took_part_before_leaves_the_denominator() {
    let order = json!({"/states/draft/on/submit/target": "before", "/states/before": {"label": "z", "tasks": {
        "analysis": {"label": "Analyse", "role": "instructor", "outcomes": ["good", "bad"]}}, "onDone": "review"}});
    let mut case = Case::submitted(council(order));
    case.does("analysis", 0, &Actor::new("cyd", ["instructor"]), "good").unwrap();
    // The analysis of the review itself is another opening.
    case.does("analysis", 0, &person("dan", "instructor"), "good").unwrap();
    let recused: Vec<bool> = case.snapshot.tasks["ballot"].parts.iter().map(|part| part.recused).collect();
    assert_eq!(recused, [false, false, true]);
    case.votes(&[(0, "ana", "for"), (1, "bob", "abstain")]);
    assert_eq!(case.outcome("ballot"), Some("for"));
}

#[test]
fn whose_alone_a_part_is_may_be_replaced_by_who_hands_out_the_work() {
    let mut case = Case::submitted(council(json!({})));
    let replace = |part| Command::Replace { name: "ballot".to_owned(), part };
    let by = |who: &str| json!({ "person": who });
    let (head, why) = (person("bob", "member"), json!({"motivation": "Partie."}));
    assert_eq!(case.take(&replace(0), &person("dan", "instructor"), by("eve")), Err(Refusal::WrongRole));
    assert_eq!(case.take(&replace(0), &head, by("cyd")), Err(Refusal::Excluded), "one ballot each");
    let step = case.take(&replace(0), &head, by("eve")).unwrap();
    assert!(
        matches!(&step.effects[..], [Effect::HandPart { part: 0, person, .. }] if person == "eve"),
        "{:?}",
        step.effects
    );
    assert_eq!(case.does("ballot", 0, &person("ana", "member"), "for"), Err(Refusal::WrongRole));
    case.votes(&[(0, "eve", "for")]);
    // A ballot that was cast stays so.
    for input in [by("fay"), why.clone()] {
        assert_eq!(case.take(&replace(0), &head, input), Err(Refusal::NotEnabled));
    }
    // A seat that nobody takes leaves the vote, and what is left may settle it.
    assert_eq!(case.take(&replace(2), &head, json!({})), Err(Refusal::MotivationRequired));
    case.take(&replace(2), &head, why).unwrap();
    case.votes(&[(1, "bob", "for")]);
    assert_eq!(case.outcome("ballot"), Some("for"));
    for name in ["replace:ballot:0", "task:ballot:0", "recuse:ballot:0"] {
        assert_eq!(Command::of_button(name), Command::Transition { name: name.to_owned() });
    }
    assert_eq!(Command::named("replace:ballot:0"), replace(0));
    // What anybody of the role may do is nobody's to hand on so.
    let mine = Command::Replace { name: "analysis".to_owned(), part: 0 };
    assert_eq!(case.take(&mine, &person("dan", "instructor"), by("eve")), Err(Refusal::WrongRole));
}

#[test]
fn a_tie_is_broken_by_one_ballot_more() {
    for (casting, outcome) in [("for", "for"), ("against", "rejected")] {
        let mut case = Case::submitted(council(json!({})));
        case.votes(&[(0, "ana", "for"), (1, "bob", "against"), (2, "cyd", "abstain")]);
        assert_eq!(case.outcome("ballot"), None);
        assert_eq!(case.does("ballot", 3, &person("ana", "member"), casting), Err(Refusal::WrongRole));
        case.does("ballot", 3, &person("fay", "chair"), casting).unwrap();
        assert_eq!(case.outcome("ballot"), Some(outcome));
    }
}

/// A decision has the reasons of who decides: neither those of one ballot, though it is the last, nor why somebody did not take part.
#[test]
fn what_is_written_with_a_ballot_is_the_reason_of_no_decision() {
    let reasons = |secret: bool, motivation: &str, input: Value| {
        let decision = json!({"outcome": "refused", "motivation": motivation});
        let ended = json!({"label": "Fin", "type": "final", "phase": "refused", "decision": decision});
        let more = json!({"/states/end": ended, "/states/review/tasks/analysis/required": false, "/states/review/tasks/ballot/vote/secret": secret});
        let mut case = Case::submitted(council(more));
        case.votes(&[(0, "ana", "against"), (1, "bob", "for")]);
        let step = case.take(&Command::named("task:ballot:2"), &person("cyd", "member"), input).unwrap();
        step.decision.unwrap().motivation
    };
    let input = json!({"outcome": "against", "motivation": "Parce que."});
    for motivation in ["required", "optional"] {
        assert_eq!(reasons(false, motivation, input.clone()), None);
        assert_eq!(reasons(true, motivation, input.clone()), None);
        // Nobody is asked for what would serve for nothing.
        assert_eq!(reasons(false, motivation, json!({"outcome": "against"})), None);
    }
}

/// Who does other work leaves the vote by it, and so may end it: what they wrote is of that work.
#[test]
fn what_takes_the_last_member_out_of_a_vote_is_the_reason_of_no_decision() {
    let decision = json!({"outcome": "refused", "motivation": "optional"});
    let ended = json!({"label": "Fin", "type": "final", "phase": "refused", "decision": decision});
    let late = "/states/review/tasks/ballot/vote/early";
    let more = json!({"/states/end": ended, "/states/review/tasks/analysis/required": false, late: false});
    let mut case = Case::submitted(council(more));
    case.votes(&[(0, "ana", "against"), (1, "bob", "against")]);
    let input = json!({"outcome": "bad", "motivation": "Mon analyse."});
    let step = case.take(&Command::named("task:analysis:0"), &Actor::new("cyd", ["instructor"]), input).unwrap();
    assert_eq!((case.outcome("ballot"), case.state()), (Some("rejected"), "end"));
    assert_eq!(step.decision.unwrap().motivation, None);
}

/// Those who did not vote in time still have their parts: the chair of a scenario breaks the tie, and does none of these.
#[test]
fn a_scenario_s_chair_breaks_the_tie() {
    let mut document = council_document(json!({"/states/review/tasks/analysis/required": false}));
    document["roles"]["member"]["min"] = json!(3);
    document["scenarios"] = json!([{"name": "s", "steps": [
        {"do": "submit", "as": "applicant"},
        {"task": "ballot", "as": "member_1", "outcome": "for"},
        {"task": "ballot", "as": "member_2", "outcome": "against"},
        {"wait": "P11D", "expect": "review"},
        {"task": "ballot", "as": "chair", "outcome": "for", "expect": "signature"}]}]);
    let workflow = parse(document);
    assert_eq!(workflow.run(&workflow.definition().scenarios[0]).failures, []);
}

#[test]
fn a_vote_ends_with_its_time_and_too_few_are_no_quorum() {
    for (ballots, outcome) in
        [(vec![(0, "ana", "for")], "no_quorum"), (vec![(0, "ana", "for"), (1, "bob", "abstain")], "for")]
    {
        let mut case = Case::submitted(council(json!({})));
        case.votes(&ballots);
        case.now = "2026-01-25T22:30:00Z".parse().unwrap();
        assert_eq!(case.snapshot.due(case.now), None, "until the end of the last day");
        case.now = "2026-01-26T00:00:00Z".parse().unwrap();
        let id = case.snapshot.due(case.now).unwrap().to_owned();
        case.take(&Command::named(&id), &Actor::system(), Value::Null).unwrap();
        assert_eq!(case.outcome("ballot"), Some(outcome));
        assert!(case.snapshot.timers.is_empty());
    }
}
