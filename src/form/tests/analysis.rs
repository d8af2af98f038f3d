//! What `check` says of rules that work and can't mean anything.

use super::*;

fn told(definition: Value) -> Vec<(String, &'static str)> {
    let definition = Definition::bare(definition).unwrap();
    let found = Form::problems(&definition, &["fr".to_owned()]).into_iter();
    found.map(|problem| (problem.pointer, problem.code)).collect()
}

fn questions() -> Value {
    json!({"type": "object", "properties": {
        "kind": {"title": "K", "type": "string", "oneOf": [
            {"const": "person", "title": "P"}, {"const": "company", "title": "C"}
        ]},
        "age": {"title": "A", "type": "integer", "minimum": 0, "maximum": 120},
        "siret": {"title": "S", "type": "string", "format": "siret"},
        "name": {"title": "N", "type": "string"},
        "yes": {"title": "Y", "type": "boolean"},
        "rows": {"title": "R", "type": "array", "items": {"type": "object", "properties": {
            "link": {"title": "L", "enum": ["child", "parent"]},
            "born": {"title": "B", "type": "string", "format": "date"},
            "name": {"title": "N", "type": "string"}
        }}}
    }})
}

fn control(name: &str, rule: Option<(&str, Value)>) -> Value {
    let mut control = json!({"type": "Control", "scope": format!("#/properties/{name}")});
    if let Some((effect, condition)) = rule {
        control["rule"] = json!({"effect": effect, "condition": condition});
    }
    control
}

fn is_equal(name: &str, value: &str) -> Value {
    json!({"scope": format!("#/properties/{name}"), "schema": {"const": value}})
}

/// A form where each of these questions has a rule.
fn ruled(rules: Vec<(&str, &str, Value)>) -> Value {
    let names = ["kind", "age", "siret", "name", "yes", "rows"];
    let controls = names.iter().map(|name| {
        let rule = rules.iter().find(|(ruled, ..)| ruled == name);
        control(name, rule.map(|(_, effect, condition)| (*effect, condition.clone())))
    });
    json!({"schema": questions(), "ui": {"type": "VerticalLayout", "elements": controls.collect::<Vec<_>>()}})
}

#[track_caller]
fn says(definition: Value, pointer: &str, code: &'static str) {
    assert_eq!(told(definition), [(pointer.to_owned(), code)]);
}

#[test]
fn a_rule_of_an_element_is_looked_into() {
    let with = |logic: Value| ruled(vec![("name", "SHOW", json!({ "logic": logic }))]);
    let at = "/ui/elements/3/rule/condition/logic";
    says(with(json!({"==": [{"var": "form.kind"}, "compagny"]})), at, "rule-value");
    says(
        with(json!({"or": [{"==": [{"var": "form.kind"}, "company"]}, {">": [{"var": "form.age"}, "18"]}]})),
        &format!("{at}/or/1"),
        "rule-type",
    );
    says(
        with(json!({"and": [{"==": [{"var": "kind"}, "company"]}, {"==": [{"var": "form.kind"}, "person"]}]})),
        at,
        "rule-never",
    );
    says(with(json!({"or": [{"<": [{"var": "age"}, 18]}, {"!": {"<": [{"var": "age"}, 18]}}]})), at, "rule-always");
    says(
        with(json!({"some": [{"var": "form.rows"}, {"==": [{"var": "link"}, "sister"]}]})),
        &format!("{at}/some/1"),
        "rule-value",
    );
    says(with(json!({"in": ["sister", {"var": "form.rows.link"}]})), at, "rule-value");
    assert_eq!(told(with(json!({"in": ["child", {"var": "form.rows.link"}]}))), []);
    assert_eq!(told(with(json!({"some": [{"var": "form.rows"}, {"==": [{"var": "name"}, "x"]}]}))), []);
}

#[test]
fn conditions_of_json_forms_are_looked_into() {
    let with = |condition: Value| ruled(vec![("name", "SHOW", condition)]);
    let at = "/ui/elements/3/rule/condition";
    says(with(is_equal("kind", "compagny")), at, "rule-value");
    says(with(json!({"scope": "#/properties/kind", "expectedValue": true})), at, "rule-type");
    says(
        with(json!({"scope": "#/properties/age", "schema": {"minimum": 10, "maximum": 5}, "failWhenUndefined": true})),
        at,
        "rule-never",
    );
    let both =
        |name: &str| json!({"type": name, "conditions": [is_equal("kind", "person"), is_equal("kind", "company")]});
    says(with(both("AND")), at, "rule-never");
    assert_eq!(told(with(both("OR"))), []);
    let not = json!({"scope": "#/properties/kind", "schema": {"not": {"const": "person"}}});
    says(with(json!({"type": "OR", "conditions": [is_equal("kind", "person"), not]})), at, "rule-always");
    let inner = json!({"type": "OR", "conditions": [is_equal("kind", "x"), is_equal("kind", "person")]});
    says(with(json!({"type": "AND", "conditions": [inner]})), &format!("{at}/conditions/0/conditions/0"), "rule-value");
    // What isn't said as a rule is left alone.
    let pattern = json!({"scope": "#/properties/siret", "schema": {"pattern": "^a"}});
    assert_eq!(
        told(with(
            json!({"type": "AND", "conditions": [pattern, {"scope": "#/properties/siret", "schema": {"not": {"pattern": "^a"}}}]})
        )),
        []
    );
}

#[test]
fn an_answer_is_there_only_where_it_is_asked() {
    let company = || ("siret", "SHOW", is_equal("kind", "company"));
    let asks = |logic: Value| ("name", "SHOW", json!({ "logic": logic }));
    let at = "/ui/elements/3/rule/condition/logic";
    // A SIRET is asked of companies only.
    let person = json!({"and": [{"==": [{"var": "form.kind"}, "person"]}, {"var": "form.siret"}]});
    says(ruled(vec![company(), asks(person.clone())]), at, "rule-never");
    assert_eq!(told(ruled(vec![asks(person)])), []);
    assert_eq!(told(ruled(vec![company(), asks(json!({"!": {"var": "form.siret"}}))])), []);
    // And through another question.
    let far = vec![
        company(),
        ("age", "HIDE", json!({"logic": {"!": {"var": "form.siret"}}})),
        asks(json!({"and": [{"==": [{"var": "form.kind"}, "person"]}, {">": [{"var": "form.age"}, 3]}]})),
    ];
    says(ruled(far), at, "rule-never");
}

#[test]
fn an_element_is_seen_only_with_what_it_stands_in() {
    let page = |shown: (&str, Value), elements: Value| {
        json!({"type": "Category", "label": "Page", "elements": elements,
        "rule": {"effect": shown.0, "condition": shown.1}})
    };
    let form = |page: Value| {
        json!({"schema": questions(), "ui": {"type": "Categorization", "elements": [
        {"type": "Category", "label": "First", "elements": [control("kind", None), control("age", None), control("siret", None), control("yes", None), control("rows", None)]}, page]}})
    };
    let of_companies = || ("SHOW", is_equal("kind", "company"));
    let name = |effect: &str, value: &str| json!([control("name", Some((effect, is_equal("kind", value))))]);
    let at = "/ui/elements/1/elements/0/rule/condition";
    says(form(page(of_companies(), name("SHOW", "person"))), at, "rule-never");
    says(form(page(of_companies(), name("HIDE", "company"))), at, "rule-always");
    says(form(page(of_companies(), name("ENABLE", "person"))), at, "rule-never");
    // Saying the same twice is no fault, nor is hiding what is not there.
    assert_eq!(told(form(page(of_companies(), name("SHOW", "company")))), []);
    assert_eq!(told(form(page(of_companies(), name("HIDE", "person")))), []);
    // The page is never seen: what stands in it isn't told again.
    let never = ("SHOW", json!({"logic": {"==": [{"var": "form.name"}, null]}}));
    says(
        form(page(never, json!([control("yes", Some(("SHOW", is_equal("kind", "person"))))]))).pointer("/ui").map_or(
            Value::Null,
            |ui| {
                let mut ui = ui.clone();
                ui["elements"][0]["elements"] = json!([
                    control("kind", None),
                    control("age", None),
                    control("siret", None),
                    control("name", None),
                    control("rows", None)
                ]);
                json!({"schema": questions(), "ui": ui})
            },
        ),
        "/ui/elements/1/rule/condition/logic",
        "rule-never",
    );
}

#[test]
fn a_row_looks_at_itself() {
    let detail = |rule: Value| {
        let born =
            json!({"type": "Control", "scope": "#/properties/born", "rule": {"effect": "SHOW", "condition": rule}});
        let detail =
            json!({"type": "VerticalLayout", "elements": [control("link", None), born, control("name", None)]});
        let mut form = ruled(vec![]);
        form["ui"]["elements"][5]["options"] = json!({ "detail": detail });
        form
    };
    let at = "/ui/elements/5/options/detail/elements/1/rule/condition";
    let both = json!({"and": [{"==": [{"var": "link"}, "child"]}, {"==": [{"var": "link"}, "parent"]}]});
    says(detail(json!({ "logic": both })), &format!("{at}/logic"), "rule-never");
    says(detail(is_equal("link", "sister")), at, "rule-value");
    // Where a row has no name, that of the document is read: nothing is sure of it.
    assert_eq!(told(detail(json!({"logic": {"==": [{"var": "name"}, 3]}}))), []);
    // Another row may be of another kind.
    let other = json!({"and": [{"==": [{"var": "link"}, "child"]}, {"in": ["parent", {"var": "form.rows.link"}]}]});
    assert_eq!(told(detail(json!({ "logic": other }))), []);
}

#[test]
fn calculations_checks_and_eligibility_are_looked_into() {
    let mut form = ruled(vec![("age", "SHOW", is_equal("kind", "person"))]);
    form["schema"]["properties"]["total"] =
        json!({"title": "T", "type": "number", "calculate": {"+": [{"var": "form.age"}, {"var": "form.name"}]}});
    form["ui"]["elements"].as_array_mut().unwrap().push(control("total", None));
    says(form.clone(), "/schema/properties/total/calculate", "rule-type");
    form["schema"]["properties"]["total"]["calculate"] = json!({"cat": [{"var": "form.age"}]});
    says(form.clone(), "/schema/properties/total/calculate", "rule-type");
    form["schema"]["properties"]["total"]["calculate"] = json!({"if": [{"<": [{"var": "form.age"}, 0]}, 1, 2]});
    says(form.clone(), "/schema/properties/total/calculate/if/0", "rule-never");
    form["schema"]["properties"]["total"]["calculate"] = json!({"if": [{"<": [{"var": "form.age"}, 18]}, 1, 2]});
    assert_eq!(told(form.clone()), []);
    let rule = |rule: Value| json!({"rule": rule, "message": "M", "pointers": ["/age"]});
    form["checks"] = json!([rule(json!({"or": [{"missing": ["form.age"]}, {">=": [{"var": "form.age"}, 0]}]}))]);
    says(form.clone(), "/checks/0/rule", "rule-always");
    // What a person isn't asked, a company can't answer.
    form["checks"] =
        json!([rule(json!({"!": [{"and": [{"==": [{"var": "kind"}, "company"]}, {">": [{"var": "age"}, 3]}]}]}))]);
    says(form.clone(), "/checks/0/rule", "rule-always");
    form["checks"] = json!([]);
    form["eligibility"] = json!([{"rule": {"==": [{"var": "form.age"}, 130]}, "message": "M"}]);
    says(form.clone(), "/eligibility/0/rule", "rule-value");
    form["eligibility"] = json!([{"rule": {"<": [{"var": "age"}, 18]}, "message": "M"}]);
    assert_eq!(told(form.clone()), []);
    // A bare name is one of the document, as anywhere else.
    let compiled = Form::compile(&Definition::bare(form).unwrap(), &[]).unwrap();
    assert_eq!(compiled.check(&json!({"kind": "person", "age": 5}), &Context::default()).ineligible.len(), 1);
}

#[test]
fn a_form_that_was_published_is_served_whatever_is_said_of_its_rules() {
    let form = ruled(vec![("age", "SHOW", json!({"logic": {">": [{"var": "form.name"}, 3]}}))]);
    assert!(Form::compile(&Definition::bare(form).unwrap(), &[]).is_ok());
}

/// An answer that is asked in several ways may be of any; a computed one may be what will be refused.
#[test]
fn what_may_be_of_several_kinds_is_not_judged_by_one() {
    let value = |schema: Value| json!({"type": "object", "title": "B", "properties": {"value": schema}});
    let schema = json!({"type": "object", "properties": {"name": {"title": "N", "type": "string"}},
        "oneOf": [value(json!({"title": "V", "type": "integer"})), value(json!({"title": "V", "type": "string"}))]});
    let rule = json!({"effect": "SHOW", "condition": {"logic": {"==": [{"var": "form.value"}, "x"]}}});
    let name = json!({"type": "Control", "scope": "#/properties/name", "rule": rule});
    let all = json!({"type": "Control", "scope": "#"});
    let found = told(json!({"schema": schema, "ui": {"type": "VerticalLayout", "elements": [name, all]}}));
    assert!(!found.iter().any(|(_, code)| code.starts_with("rule-")), "{found:?}");
    let mut form = ruled(vec![("name", "SHOW", json!({"logic": {"==": [{"var": "form.half"}, 0.5]}}))]);
    form["schema"]["properties"]["half"] =
        json!({"title": "H", "type": "integer", "readOnly": true, "calculate": {"/": [{"var": "form.age"}, 2]}});
    let found = told(form);
    assert!(!found.iter().any(|(_, code)| code.starts_with("rule-")), "{found:?}");
}
