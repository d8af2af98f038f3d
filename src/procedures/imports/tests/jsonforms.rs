use super::*;

#[test]
fn a_layout_that_leads_nowhere_gives_way_to_the_form_s_own() {
    let schema = json!({"type": "object", "properties": {"nom": {"type": "string"}}});
    for scope in [json!("#/properties/x"), json!(null), json!("x")] {
        let source = json!({"schema": schema, "uischema": {"type": "Control", "scope": scope}});
        let found = imported(Format::Jsonforms, &source);
        assert!(found.procedure["form"].get("ui").is_none(), "{scope}");
        assert!(found.losses.iter().any(|loss| loss.code == "refused" && loss.place() == "/form/ui"), "{scope}");
    }
}
