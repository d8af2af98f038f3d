//! What the silence of the administration means, as the file tells citizens, beside what the circuit makes of it.

use super::check::Problem;
use super::definition::{Definition, SilenceMeans};
use crate::workflow::deadline::{Deadline, Length};
use crate::workflow::{Definition as Workflow, Duration};

/// Where the two differ. A citizen is told in their acknowledgement of receipt what silence means, and when (CRPA R112-11-1): a
/// circuit that then does the opposite, or nothing, makes it false.
pub(super) fn problems(definition: &Definition, workflow: &Workflow) -> Vec<Problem> {
    let Some(silence) = &definition.silence else { return Vec::new() };
    let clocks: Vec<&Deadline> = workflow.deadlines.iter().map(|(_, clock)| clock).collect();
    let with = |outcome: &str| -> Vec<&Deadline> {
        clocks.iter().copied().filter(|clock| workflow.silent_outcomes(clock).contains(outcome)).collect()
    };
    let (accepting, refusing) = (with("accepted"), with("refused"));
    let (said, opposite) = match silence.means {
        SilenceMeans::Acceptance => (&accepting, !refusing.is_empty()),
        SilenceMeans::Rejection => (&refusing, !accepting.is_empty()),
        // Many circuits refuse whoever does not answer them: that is no silence of the administration.
        SilenceMeans::None => (&refusing, !accepting.is_empty()),
    };
    if said.is_empty() && opposite {
        return vec![Problem::error("/silence/means", "silence-opposite", Vec::new())];
    }
    if said.is_empty() && silence.means == SilenceMeans::Acceptance {
        return vec![Problem::warning("/silence/means", "silence-unrecorded", Vec::new())];
    }
    let Some(told) = silence.delay.as_ref().and_then(|delay| delay.parse::<Duration>().ok()) else { return Vec::new() };
    let is_known = said.is_empty() || said.iter().any(|clock| lengths(clock).contains(&told));
    let differs = || Problem::warning("/silence/delay", "silence-delay", Vec::new());
    (!is_known).then(differs).into_iter().collect()
}

fn lengths(clock: &Deadline) -> Vec<Duration> {
    match &clock.duration {
        Length::Plain(duration) => vec![*duration],
        Length::ByRule(cases) => cases.iter().map(|case| case.duration).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// The codes that are found with this silence, where the end of a clock of two months has this outcome.
    fn found(silence: serde_json::Value, outcome: Option<&str>) -> Vec<(String, String, bool)> {
        let file = std::fs::read_to_string("tests/it/procedures/attestation.json").unwrap();
        let mut file: serde_json::Value = serde_json::from_str(&file).unwrap();
        file["silence"] = silence;
        let mut workflow: serde_json::Value =
            serde_json::from_str(include_str!("../../forms/workflows/standard.json")).unwrap();
        let decided = json!({"outcome": outcome.unwrap_or("closed"), "tacit": true, "motivation": "none"});
        workflow["states"]["silent"] = json!({"label": "x", "type": "final", "decision": decided});
        workflow["states"]["late"] =
            json!({"label": "x", "always": [{"guard": {"var": "form.x"}, "target": "late"}, {"target": "silent"}]});
        workflow["deadlines"] = json!({"reply": {"label": "x", "start": ["en_construction"], "onExpiry": {"target": "late"},
            "duration": [{"when": {"var": "form.x"}, "duration": "P3M"}, {"duration": "P2M"}]}});
        if outcome.is_none() {
            workflow["deadlines"] = json!({});
        }
        let definition = Definition::read(&file).unwrap();
        let all = problems(&definition, &serde_json::from_value(workflow).unwrap());
        all.iter().map(|problem| (problem.code.clone(), problem.pointer.clone(), problem.blocks())).collect()
    }

    fn one(code: &str, pointer: &str, blocks: bool) -> Vec<(String, String, bool)> {
        vec![(code.to_owned(), pointer.to_owned(), blocks)]
    }

    #[test]
    fn what_citizens_are_told_of_silence_is_what_the_circuit_does() {
        let accepts = || json!({"means": "acceptance", "delay": "P2M"});
        let rejects = || json!({"means": "rejection", "delay": "P3M"});
        assert_eq!(found(accepts(), Some("accepted")), []);
        assert_eq!(found(rejects(), Some("refused")), []);
        assert_eq!(found(accepts(), Some("refused")), one("silence-opposite", "/silence/means", true));
        assert_eq!(found(rejects(), Some("accepted")), one("silence-opposite", "/silence/means", true));
        assert_eq!(found(json!({"means": "none"}), Some("accepted")), one("silence-opposite", "/silence/means", true));
        // A clock that closes what nobody answered says nothing of it.
        assert_eq!(found(json!({"means": "none"}), Some("closed")), []);
        assert_eq!(found(json!({"means": "none"}), Some("refused")), []);
        assert_eq!(found(accepts(), Some("closed")), one("silence-unrecorded", "/silence/means", false));
        // A rejection needs nobody to record it: it may be contested from its date on.
        assert_eq!(found(rejects(), None), []);
        assert_eq!(found(accepts(), None), one("silence-unrecorded", "/silence/means", false));
        let long = json!({"means": "acceptance", "delay": "P6M"});
        assert_eq!(found(long, Some("accepted")), one("silence-delay", "/silence/delay", false));
    }
}
