//! Every code has its sentence, in French and in English.

use super::*;
use std::collections::BTreeSet;

#[test]
fn every_sentence_is_there_in_both_languages() {
    let locales = [include_str!("../../../locales/fr/workflow.ftl"), include_str!("../../../locales/en/workflow.ftl")];
    let keys = |locale: &str| -> BTreeSet<String> {
        locale.lines().filter_map(|line| line.split_once(" = ")).map(|(key, _)| key.to_owned()).collect()
    };
    let (french, english) = (keys(locales[0]), keys(locales[1]));
    assert_eq!(french, english);
    let refusals = Refusal::ALL.map(|refusal| format!("workflow-refusal-{}", refusal.code()));
    let phases = PHASES.map(|phase| format!("workflow-phase-{phase}"));
    for key in refusals.iter().chain(&phases) {
        assert!(french.contains(key), "{key}");
    }
    let sources = [
        include_str!("../check/analysis.rs"),
        include_str!("../check/deadlines.rs"),
        include_str!("../check/shape.rs"),
        include_str!("../check/unsupported.rs"),
        include_str!("../check/rules.rs"),
        include_str!("../check/references.rs"),
        include_str!("../check/flow.rs"),
        include_str!("../check/people.rs"),
        include_str!("../check/scenarios.rs"),
        include_str!("../check/texts.rs"),
        include_str!("../check/gaps.rs"),
    ];
    let codes: BTreeSet<&str> = sources
        .iter()
        .flat_map(|source| source.split('"'))
        .filter(|word| word.starts_with("E-") || word.starts_with("W-"))
        .collect();
    assert!(codes.len() > 30, "{codes:?}");
    let told: BTreeSet<&str> = french.iter().filter_map(|key| key.strip_prefix("workflow-problem-")).collect();
    assert_eq!(codes, told);
}
