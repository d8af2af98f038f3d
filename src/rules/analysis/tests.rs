use super::*;
use crate::rules::{Context, Rule};
use proptest::prelude::*;
use serde_json::{Map, json};

/// Variables by the schema of each; the others are unknown.
struct Schemas(Value);

impl Names for Schemas {
    fn find(&self, path: &str, rows: Rows<'_>) -> (String, Domain) {
        let path = match rows {
            Rows::Of(rows) if path.is_empty() => format!("{rows}.*"),
            Rows::Of(rows) => format!("{rows}.*.{path}"),
            _ => path.to_owned(),
        };
        let domain = match &self.0[&path] {
            _ if path == "today" => Domain::today(),
            Value::Object(schema) if schema.contains_key("items") => {
                let longest = schema.get("maxItems").and_then(Value::as_u64);
                Domain::list(Domain::of_schema(schema["items"].as_object().unwrap()), longest)
            }
            Value::Object(schema) => Domain::of_schema(schema),
            _ => Domain::any(),
        };
        (path, domain)
    }
}

fn schemas() -> Value {
    json!({
        "form.kind": {"type": "string", "enum": ["a", "b", "c"]},
        "form.age": {"type": "integer", "minimum": 0, "maximum": 120},
        "form.price": {"type": "number", "exclusiveMinimum": 0},
        "form.name": {"type": "string", "maxLength": 10},
        "form.born": {"type": "string", "format": "date"},
        "form.died": {"type": "string", "format": "date"},
        "form.yes": {"type": "boolean"},
        "form.tags": {"type": "array", "items": {"enum": ["x", "y", "z"]}, "maxItems": 3},
        "form.rows.*.age": {"type": "integer", "minimum": 0},
        "form.rows.*.kind": {"enum": ["k", "l"]},
        "form.either": {"type": ["string", "number"]},
        "form.home": {"type": "object"},
    })
}

fn told(rule: Value, purpose: Purpose) -> Vec<(&'static str, String)> {
    assert!(Rule::compile(&rule).is_ok(), "{rule}");
    let mut domains = Domains::default();
    let grounded = ground(&rule, &Schemas(schemas()), &mut domains);
    let found = faults(&grounded, purpose, &domains, &mut Budget::default());
    found.into_iter().map(|fault| (fault.code, fault.pointer)).collect()
}

fn var(name: &str) -> Value {
    json!({ "var": format!("form.{name}") })
}

#[track_caller]
fn says(rule: Value, code: &'static str, pointer: &str) {
    assert_eq!(told(rule.clone(), Purpose::Condition), [(code, pointer.to_owned())], "{rule}");
}

#[track_caller]
fn is_silent(rule: Value) {
    assert_eq!(told(rule.clone(), Purpose::Condition), [], "{rule}");
}

#[test]
fn kinds_that_never_agree() {
    for rule in [
        json!({">": [var("name"), 3]}),
        json!({"==": [var("age"), "18"]}),
        json!({"==": [var("yes"), "true"]}),
        json!({"<": [var("born"), 2020]}),
        json!({"<": [var("born"), var("age")]}),
        json!({"<": [var("yes"), true]}),
        json!({"in": ["x", var("age")]}),
        json!({"in": [var("age"), ["1", "2"]]}),
        json!({"in": [3, var("tags")]}),
        json!({"==": [var("tags"), "x"]}),
        json!({"<": [{"if": [var("yes"), var("name"), "b"]}, 3]}),
    ] {
        says(rule, "rule-type", "");
    }
    says(json!({"==": [{"+": [var("age"), var("name")]}, 3]}), "rule-type", "/==/0");
    says(json!({">": [{"-": [var("born"), 18]}, 0]}), "rule-type", "/>/0");
    says(json!({">": [{"-": [var("yes")]}, 0]}), "rule-type", "/>/0");
    says(json!({">": [{"+": var("tags")}, 0]}), "rule-type", "/>/0");
    says(json!({">": [{"length": var("age")}, 0]}), "rule-type", "/>/0");
    says(json!({"some": [var("name"), true]}), "rule-type", "");
    says(json!({"some": [var("rows"), {"==": [{"var": "age"}, "4"]}]}), "rule-type", "/some/1");
    assert_eq!(told(json!({"+": [var("age"), "1"]}), Purpose::Value(Kinds::NUMBER))[0].0, "rule-type");
    assert_eq!(told(json!({"+": [var("age"), 1]}), Purpose::Value(Kinds::TEXT)), [("rule-type", String::new())]);
}

#[test]
fn kinds_that_may_agree() {
    for rule in [
        json!({">": [var("either"), 3]}),
        json!({"==": [var("either"), "3"]}),
        json!({"<": [var("nowhere"), 3]}),
        json!({">": [{"-": [{"var": "today"}, var("born")]}, 6574]}),
        json!({"<=": [var("born"), {"var": "today"}]}),
        json!({"<": [var("born"), "2020"]}),
        json!({"in": ["abc", var("name")]}),
        json!({"in": [var("kind"), ["a", "b"]]}),
        json!({"==": [{"+": [var("nowhere")]}, 3]}),
        json!({"==": [{"cat": [var("age"), "x"]}, "3x"]}),
        json!({">": [{"length": var("tags")}, 2]}),
    ] {
        is_silent(rule);
    }
}

#[test]
fn values_that_a_question_never_has() {
    says(json!({"==": [var("kind"), "d"]}), "rule-value", "");
    says(json!({"!=": ["A", var("kind")]}), "rule-value", "");
    says(json!({"in": [var("kind"), ["a", "d"]]}), "rule-value", "");
    says(json!({"in": ["w", var("tags")]}), "rule-value", "");
    says(json!({">": [var("age"), 150]}), "rule-value", "");
    says(json!({"==": [var("age"), 1.5]}), "rule-value", "");
    says(json!({"==": [var("price"), 0]}), "rule-value", "");
    says(json!({"==": [var("name"), "longer than ten"]}), "rule-value", "");
    says(json!({"<": [var("born"), "31/12/2020"]}), "rule-value", "");
    says(json!({"!": [{"some": [var("rows"), {"==": [{"var": "kind"}, "m"]}]}]}), "rule-value", "/!/0/some/1");
    is_silent(json!({">": [var("price"), 0]}));
    is_silent(json!({">=": [var("age"), 0]}));
    is_silent(json!({"==": [var("kind"), "b"]}));
}

#[test]
fn never_true() {
    for rule in [
        json!({"and": [{"==": [var("kind"), "a"]}, {"==": [var("kind"), "b"]}]}),
        json!({"and": [{">": [var("age"), 10]}, {"<": [var("age"), 5]}]}),
        // Whole years: none lies between.
        json!({"and": [{">": [var("age"), 10]}, {"<": [var("age"), 11]}]}),
        json!({"and": [{">": [var("born"), "2020-01-01"]}, {"<": [var("born"), "2020-01-02"]}]}),
        json!({"and": [{"in": [var("kind"), ["a", "b"]]}, {"==": [var("kind"), "c"]}]}),
        json!({"and": [var("yes"), {"!": var("yes")}]}),
        json!({"and": [{"missing": ["form.name"]}, {"==": [var("name"), "x"]}]}),
        // A comparison with a blank is false.
        json!({"==": [var("name"), null]}),
        json!({"!=": [var("name"), ""]}),
        json!({"==": [{"length": var("tags")}, 0]}),
        json!({">": [{"length": var("tags")}, 3]}),
        json!({"and": [{"<": [var("born"), var("died")]}, {">": [var("born"), var("died")]}]}),
        json!({"and": [{"==": [var("born"), var("died")]}, {"<": [var("born"), "2000-01-01"]}, {">": [var("died"), "2000-01-01"]}]}),
        json!({"and": [{">=": [{"-": [{"var": "today"}, var("born")]}, 6574]}, {"<": [{"-": [{"var": "today"}, var("born")]}, 6574]}]}),
        json!({"and": [{"in": ["x", var("tags")]}, {"!": var("tags")}]}),
        json!({"==": [{"if": [var("yes"), 1, 2]}, 3]}),
        json!(false),
    ] {
        says(rule, "rule-never", "");
    }
    let inner = json!({"and": [{"==": [{"var": "kind"}, "k"]}, {"==": [{"var": "kind"}, "l"]}]});
    says(json!({"none": [var("rows"), inner]}), "rule-never", "/none/1");
    says(json!({"or": [var("yes"), {"==": [var("name"), null]}]}), "rule-never", "/or/1");
}

#[test]
fn always_true() {
    for rule in [
        json!({"or": [{"==": [var("yes"), true]}, {"!": [{"==": [var("yes"), true]}]}]}),
        json!({"!": [{"and": [{">": [var("age"), 10]}, {"<": [var("age"), 5]}]}]}),
        json!({"or": [{"<": [var("age"), 10]}, {">=": [var("age"), 10]}, {"missing": ["form.age"]}]}),
        json!({"or": [{"in": [var("kind"), ["a", "b", "c"]]}, {"!": var("kind")}]}),
        json!({"<": [1, 2]}),
        json!(true),
    ] {
        says(rule, "rule-always", "");
    }
}

#[test]
fn sometimes_true() {
    for rule in [
        // A blank is neither below nor above.
        json!({"or": [{"<": [var("age"), 10]}, {">=": [var("age"), 10]}]}),
        json!({"and": [{">": [var("price"), 10]}, {"<": [var("price"), 11]}]}),
        json!({"and": [{"in": ["x", var("tags")]}, {"in": ["y", var("tags")]}]}),
        json!({"and": [{"<": [var("name"), "b"]}, {">": [var("name"), "a"]}]}),
        json!({"and": [{"<": [var("age"), var("price")]}, {"<": [var("price"), 0.5]}]}),
        json!({"and": [{"==": [var("born"), var("name")]}, {"<": [var("born"), "2000-01-01"]}]}),
        json!({"<=": [0, var("age"), 17]}),
        json!({"some": [var("rows"), {">": [{"var": "age"}, 5]}]}),
        var("home"),
        json!({"!": var("home")}),
        json!({"missing": ["form.home", "form.name"]}),
        json!({"if": [var("yes"), {"==": [var("kind"), "a"]}, true]}),
    ] {
        is_silent(rule);
    }
}

#[test]
fn a_value_is_looked_into() {
    let value = |rule: Value| told(rule, Purpose::Value(Kinds::ALL));
    assert_eq!(value(json!({"if": [{"==": [var("name"), null]}, 1, 2]})), [("rule-never", "/if/0".to_owned())]);
    assert_eq!(
        value(json!({"+": [{"if": [{"<": [var("age"), 0]}, 1, 2]}, 1]})),
        [("rule-never", "/+/0/if/0".to_owned())]
    );
    assert_eq!(value(json!({"<": [var("age"), 0]})), [("rule-never", String::new())]);
    assert_eq!(value(json!(3)), []);
    assert_eq!(value(json!({"and": [var("yes"), 3]})), []);
}

#[test]
fn what_is_too_long_to_try_is_not_told() {
    let names: Vec<Value> = (0..14).map(|n| json!({"!": {"var": format!("form.v{n}")}})).collect();
    let mut many = names.clone();
    many.push(json!({"and": names.iter().map(|not| json!({"!": [not]})).collect::<Vec<_>>()}));
    is_silent(json!({"or": many}));
    let mut domains = Domains::default();
    let rule = ground(&json!({"!": [{"==": [var("kind"), "a"]}]}), &Schemas(schemas()), &mut domains);
    assert_eq!(verdict(&rule, &domains, &mut Budget(1)), None);
    assert_eq!(verdict(&rule, &domains, &mut Budget(9)), Some(Verdict::Sometimes));
}

/// Small questions, and more values than a rule names.
fn questions() -> Vec<(&'static str, Value, Vec<Value>)> {
    let texts = || ["", "a", "aa", "ab", "b", "c", "\u{1}", "zz"].map(Value::from).to_vec();
    let numbers =
        |all: &[f64]| all.iter().map(|n| if n.fract() == 0.0 { json!(*n as i64) } else { json!(n) }).collect();
    let dates = || ["", "1999-12-31", "2000-01-01", "2000-01-02", "2000-01-03", "2024-02-29"].map(Value::from).to_vec();
    let lists = || {
        vec![json!([]), json!(["a"]), json!(["b"]), json!(["a", "b"]), json!(["c"]), json!([null, "a"]), json!([null])]
    };
    vec![
        ("t", json!({"type": "string"}), texts()),
        ("u", json!({"type": "string"}), texts()),
        ("e", json!({"enum": ["a", "b", "c"]}), vec![Value::Null, json!("a"), json!("b"), json!("c")]),
        ("n", json!({"type": "number"}), numbers(&[-1.0, -0.5, 0.0, 0.5, 1.0, 1.25, 1.5, 1.75, 2.0, 3.0])),
        ("i", json!({"type": "integer", "minimum": 0, "maximum": 3}), numbers(&[0.0, 1.0, 2.0, 3.0])),
        ("j", json!({"type": "integer"}), numbers(&[-1.0, 0.0, 1.0, 2.0, 3.0, 4.0])),
        ("d", json!({"type": "string", "format": "date"}), dates()),
        ("b", json!({"type": "boolean"}), vec![json!(true), json!(false)]),
        ("l", json!({"type": "array", "items": {"enum": ["a", "b", "c"]}}), lists()),
        ("o", json!({}), vec![json!({}), json!({"k": 1}), json!("a"), json!(1), json!([1]), json!(false)]),
    ]
}

fn constant() -> impl Strategy<Value = Value> {
    prop::sample::select(vec![
        json!("a"),
        json!("ab"),
        json!("b"),
        json!("c"),
        json!("2000-01-01"),
        json!("2000-01-03"),
        json!(0),
        json!(1),
        json!(1.5),
        json!(2),
        json!(true),
        json!(false),
        Value::Null,
        json!(""),
    ])
}

fn variable() -> impl Strategy<Value = Value> {
    let names: Vec<&str> = questions().into_iter().map(|(name, ..)| name).collect();
    prop::sample::select(names).prop_map(|name| json!({ "var": format!("form.{name}") }))
}

fn side() -> impl Strategy<Value = Value> {
    let sum = (prop::sample::select(vec!["+", "-", "length", "min"]), variable()).prop_map(|(operator, of)| {
        if operator == "length" { json!({ operator: of }) } else { json!({operator: [of, 1]}) }
    });
    let chosen = (variable(), variable(), constant()).prop_map(|(when, a, b)| json!({"if": [when, a, b]}));
    let otherwise = (variable(), constant()).prop_map(|(of, value)| json!({"var": [of["var"], value]}));
    prop_oneof![4 => variable(), 4 => constant(), 1 => sum, 1 => chosen, 1 => otherwise]
}

fn condition() -> impl Strategy<Value = Value> {
    let compared = (prop::sample::select(vec!["==", "!=", "<", "<=", ">", ">="]), side(), side())
        .prop_map(|(operator, a, b)| json!({operator: [a, b]}));
    let between = (side(), side(), side()).prop_map(|(a, b, c)| json!({"<=": [a, b, c]}));
    let among = (side(), prop::collection::vec(constant(), 0..3)).prop_map(|(of, all)| json!({"in": [of, all]}));
    let holds = (side(), variable()).prop_map(|(of, all)| json!({"in": [of, all]}));
    let missing = variable().prop_map(|of| json!({"missing": [of["var"]]}));
    let leaf = prop_oneof![5 => compared, 1 => between, 2 => among, 2 => holds, 1 => missing, 1 => variable()];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(|all| json!({ "and": all })),
            prop::collection::vec(inner.clone(), 1..4).prop_map(|all| json!({ "or": all })),
            inner.clone().prop_map(|one| json!({"!": [one]})),
            prop::collection::vec(inner, 3).prop_map(|all| json!({ "if": all })),
        ]
    })
}

/// The documents that answer the questions that a rule reads, each blank too: all of them, or many.
fn documents(rule: &Rule) -> Vec<Value> {
    const MOST: usize = 1_000;
    let read: Vec<_> =
        questions().into_iter().filter(|(name, ..)| rule.variables().contains(&format!("form.{name}"))).collect();
    let all: Vec<Vec<Value>> =
        read.iter().map(|(.., values)| values.iter().cloned().chain([Value::Null]).collect()).collect();
    let size: usize = all.iter().map(Vec::len).product();
    let step = (size / MOST).max(1);
    let document = |mut n: usize| {
        let mut answers = Map::new();
        for ((name, ..), values) in read.iter().zip(&all) {
            answers.insert((*name).to_owned(), values[n % values.len()].clone());
            n /= values.len();
        }
        json!({"form": answers})
    };
    (0..size).step_by(step).map(document).collect()
}

proptest! {
    /// What is said to be never or always true is, for every document that is tried.
    #[test]
    fn what_is_said_is_so(source in condition()) {
        let rule = Rule::compile(&source).unwrap();
        let schemas = questions().into_iter().map(|(name, schema, _)| (format!("form.{name}"), schema)).collect::<Map<_, _>>();
        let mut domains = Domains::default();
        let grounded = ground(&source, &Schemas(Value::Object(schemas)), &mut domains);
        let said = verdict(&grounded, &domains, &mut Budget::default());
        for document in documents(&rule).iter().filter(|_| said.is_some()) {
            let holds = rule.is_true(&Context::new(document));
            prop_assert!(said != Some(Verdict::Never) || !holds, "{} holds for {}", source, document);
            prop_assert!(said != Some(Verdict::Always) || holds, "{} fails for {}", source, document);
        }
        // Of kinds that clash, a comparison never holds; with `!=`, it is the same as asking whether both are there.
        let mut found = Vec::new();
        kinds::of(&grounded, "", &domains, &mut found);
        for fault in found.iter().filter(|fault| fault.code == "rule-type") {
            let Some(part) = source.pointer(&fault.pointer) else { continue };
            let (operator, _) = operation(part).unwrap();
            let part = Rule::compile(part).unwrap();
            for document in documents(&part) {
                let value = part.value(&Context::new(&document));
                let is_idle = if operator == "!=" { true } else { value.is_null() || value == false };
                prop_assert!(is_idle, "{} gives {} for {}", source, value, document);
            }
        }
    }
}
