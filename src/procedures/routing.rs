//! What is wrong with the rules that lead a dossier to its group of instructors.

use super::check::Problem;
use super::definition::Routing;
use crate::form::{Answers, Problems};
use crate::rules::Rule;
use crate::rules::analysis::{Budget, Domains, Purpose, faults, ground};
use crate::workflow;
use serde_json::Value;
use std::collections::BTreeSet;

/// The names that they may read, beside the answers.
const KNOWN: [&str; 2] = ["applicant", "today"];

/// Everything wrong with a routing; `answers` are those of the form when it compiles.
pub(super) fn problems(routing: &Routing, answers: Option<&Answers>) -> Vec<Problem> {
    let (mut problems, mut seen, mut budget) = (Vec::new(), BTreeSet::new(), Budget::default());
    for (index, group) in routing.groups.iter().enumerate() {
        let here = format!("/routing/groups/{index}");
        if !seen.insert(&group.id) {
            let name = vec![("name", group.id.clone())];
            problems.push(Problem::error(format!("{here}/id"), "duplicate-group", name));
        }
        if let Some(rule) = &group.rule {
            problems.extend(of_rule(rule, &format!("{here}/rule"), answers, &mut budget));
        }
    }
    if let Some(name) = routing.default.as_ref().filter(|name| !seen.contains(name)) {
        problems.push(Problem::error("/routing/default", "group-unknown", vec![("name", name.clone())]));
    }
    problems
}

/// The groups that a workflow gives dossiers to and the procedure does not have. `within` is where the workflow stands in the file.
pub(super) fn unknown(routing: &Routing, workflow: &Value, within: &str) -> Vec<Problem> {
    let is_known = |name: &String| routing.groups.iter().any(|group| group.id == *name);
    let unknown = workflow::groups(workflow).into_iter().filter(|(_, name)| !is_known(name));
    let problem = |(pointer, name)| Problem::error(format!("{within}{pointer}"), "group-unknown", vec![("name", name)]);
    unknown.map(problem).collect()
}

/// A rule's problems are those of a form's rules.
fn of_rule(source: &Value, here: &str, answers: Option<&Answers>, budget: &mut Budget) -> Vec<Problem> {
    let mut found = Problems::default();
    match (Rule::compile(source), answers) {
        (Err(problems), _) => found.rule(here, problems),
        (Ok(_), None) => {}
        (Ok(rule), Some(answers)) => {
            let is_known = |path: &str| KNOWN.contains(&path.split('.').next().unwrap_or(path)) || answers.have(path);
            for path in rule.variables().iter().filter(|path| !is_known(path)) {
                found.error(here, "variable-unknown", vec![("variable", path.clone())]);
            }
            let mut domains = Domains::default();
            let grounded = ground(source, answers, &mut domains);
            if !found.has_errors() {
                found.faults(here, faults(&grounded, Purpose::Condition, &domains, budget));
            }
        }
    }
    found.found.into_iter().map(Problem::of_form).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::Definition;
    use serde_json::json;

    fn told(rule: Value) -> Vec<(String, bool)> {
        let schema = json!({"type": "object", "properties": {"theme": {"enum": ["sport", "culture"]}, "size": {"type": "integer"}}});
        let answers = Answers::of(&Definition::bare(schema).unwrap());
        let groups = json!({"groups": [{"id": "a", "label": "A", "rule": rule}], "default": "a"});
        let routing: Routing = serde_json::from_value(groups).unwrap();
        let found = problems(&routing, Some(&answers));
        assert!(found.iter().all(|problem| problem.pointer.starts_with("/routing/groups/0/rule")));
        found.into_iter().map(|problem| (problem.code.clone(), problem.blocks())).collect()
    }

    #[test]
    fn a_group_that_does_not_exist_is_told_where_dossiers_are_given_to_it() {
        let routing: Routing =
            serde_json::from_value(json!({"groups": [{"id": "a", "label": "A"}], "default": "a"})).unwrap();
        let gives = |to: &str| json!({"states": {"s": {"entry": [{"do": "assign", "to": to}]}}});
        for known in ["me", "nobody", "group:a"] {
            assert_eq!(unknown(&routing, &gives(known), ""), [], "{known}");
        }
        let found = &unknown(&routing, &gives("group:b"), "/workflow")[0];
        assert_eq!((&*found.code, &*found.pointer), ("group-unknown", "/workflow/states/s/entry/0/to"));
    }

    #[test]
    fn a_rule_that_leads_nowhere_is_told() {
        let one = |code: &str, blocks: bool| vec![(code.to_owned(), blocks)];
        let theme = json!({"var": "form.theme"});
        assert_eq!(told(json!({"==": [theme, "sport"]})), []);
        assert_eq!(told(json!({"==": [{"var": "applicant.kind"}, "x"]})), []);
        assert_eq!(told(json!({"==": [{"var": "form.them"}, "sport"]})), one("variable-unknown", true));
        assert_eq!(told(json!({"==": [{"var": "data.x"}, "sport"]})), one("variable-unknown", true));
        assert_eq!(told(json!({"eval": [theme]})), one("rule-operator", true));
        assert_eq!(told(json!({">": [{"var": "form.size"}, "12"]})), one("rule-type", true));
        assert_eq!(told(json!({"==": [theme, "sports"]})), one("rule-value", false));
        assert_eq!(
            told(json!({"and": [{"==": [theme, "sport"]}, {"==": [theme, "culture"]}]})),
            one("rule-never", false)
        );
    }
}
