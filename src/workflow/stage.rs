//! How far a dossier is, in simple words: « étape 2 sur 4 ».
//!
//! What is counted are four stages at most: writing, submission, examination, decision. A definition has those that its states'
//! phases name, and a dossier is at the same of them whatever way it took: going back goes back, and the number of stages never
//! grows. A state that waits for the applicant belongs to the stage that it was reached from.

use super::Workflow;

/// The stages, each with the phases that belong to it. The last is that of every end.
const STAGES: [(&str, &[&str]); 4] = [
    ("draft", &["draft"]),
    ("submitted", &["submitted"]),
    ("review", &["review"]),
    ("decision", &["accepted", "refused", "closed", "withdrawn"]),
];

/// Where a dossier is among the stages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// From 1.
    pub number: usize,
    /// The names of all, in order.
    pub names: Vec<&'static str>,
}

impl Workflow {
    /// The stage of a dossier in a state, that came there from another. None where stages say nothing: there is only one, or
    /// the state is not the definition's.
    pub fn stage(&self, state: &str, came_from: Option<&str>) -> Option<Stage> {
        let phase = match self.state(state)?.phase() {
            "waiting" => came_from.map_or("review", |from| self.phase(from)),
            phase => phase,
        };
        let phases: Vec<&str> = self.definition().states.iter().map(|(_, state)| state.phase()).collect();
        let has = |of: &[&str]| of.iter().any(|phase| phases.contains(phase));
        let known: Vec<_> = STAGES.iter().filter(|(_, of)| has(of)).collect();
        let number = known.iter().position(|(_, of)| of.contains(&phase))? + 1;
        let names: Vec<&'static str> = known.iter().map(|(name, _)| *name).collect();
        (names.len() > 1).then_some(Stage { number, names })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn standard() -> Value {
        serde_json::from_str(include_str!("../../forms/workflows/standard.json")).unwrap()
    }

    fn told(workflow: &Workflow, state: &str, from: Option<&str>) -> Option<(usize, usize)> {
        workflow.stage(state, from).map(|stage| (stage.number, stage.names.len()))
    }

    #[test]
    fn a_dossier_is_at_one_of_four_stages() {
        let workflow = Workflow::parse(&standard()).unwrap();
        for (state, from, number) in [
            ("brouillon", None, 1),
            ("en_construction", None, 2),
            ("a_corriger", Some("en_construction"), 2),
            ("a_corriger", Some("en_instruction"), 3),
            ("a_corriger", None, 3),
            ("en_instruction", None, 3),
            ("accepte", None, 4),
            ("desiste", None, 4),
        ] {
            assert_eq!(told(&workflow, state, from), Some((number, 4)), "{state}");
        }
        assert_eq!(told(&workflow, "unknown", None), None);
    }

    #[test]
    fn what_a_definition_has_not_is_not_counted_and_the_count_is_the_same_everywhere() {
        let mut document = standard();
        let states = document["states"].as_object_mut().unwrap();
        for (_, state) in states.iter_mut().filter(|(_, state)| state["phase"] == "submitted") {
            state["phase"] = json!("review");
        }
        let workflow = Workflow::parse(&document).unwrap();
        assert_eq!(told(&workflow, "en_construction", None), Some((2, 3)));
        let totals = workflow.definition().states.names().map(|name| told(&workflow, name, None).unwrap().1);
        assert!(totals.into_iter().all(|total| total == 3));
    }
}
