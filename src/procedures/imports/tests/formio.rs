use super::*;

/// Scripts are read in a time that goes with their length.
#[test]
fn endless_scripts_are_lost_and_told() {
    for script in
        ["(".repeat(15_000), "!".repeat(15_000), "show = ".repeat(2_000), "if(a){".repeat(2_000), "1+".repeat(9_000)]
    {
        let script = format!("show = {script}");
        let source =
            json!({"components": [{"type": "textfield", "key": "a", "label": "A", "customConditional": script}]});
        let found = imported(Format::Formio, &source);
        assert!(found.losses.iter().any(|loss| loss.code == "condition"), "{}", &script[..20]);
    }
}
