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
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/workflow/check");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut sources: Vec<String> =
        files.filter(|path| path.is_file()).map(|path| std::fs::read_to_string(path).unwrap()).collect();
    sources.push(include_str!("../mod.rs").to_owned());
    let codes: BTreeSet<&str> = sources
        .iter()
        .flat_map(|source| source.split('"'))
        .filter(|word| word.starts_with("E-") || word.starts_with("W-"))
        .collect();
    assert!(codes.len() > 30, "{codes:?}");
    let told: BTreeSet<&str> = french.iter().filter_map(|key| key.strip_prefix("workflow-problem-")).collect();
    assert_eq!(codes, told);
    let page = include_str!("../../../docs/CHECKS.md");
    let untold: Vec<_> = codes.iter().filter(|code| !page.contains(&format!("`{code}`"))).collect();
    assert!(untold.is_empty(), "docs/CHECKS.md has no {untold:?}");
}
