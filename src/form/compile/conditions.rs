//! Conditions of JSON Forms as rules, for who looks into them.

use super::Shape;
use super::analysis::{Analysis, Noted, Stands};
use super::fields::{resolve, resolve_any};
use super::names::{Scopes, domain};
use crate::form::pointer::Template;
use crate::rules::analysis::{Domain, Kinds, Purpose, ground};
use serde_json::{Map, Value, json};

/// Reads the conditions of an element.
pub(super) struct Reader<'a, 'c, 's> {
    pub(super) analysis: &'a mut Analysis,
    pub(super) scopes: Scopes<'c, 's>,
}

impl Reader<'_, '_, '_> {
    /// Notes a condition and its parts. Returns it as a rule.
    pub(super) fn condition(&mut self, source: &Value, pointer: &str, stands: Stands) -> Value {
        let (rule, at, is_written, parts) = if let Some(rule) = source.get("logic") {
            (ground(rule, &self.scopes, &mut self.analysis.domains), format!("{pointer}/logic"), true, 0)
        } else if let Some(Value::Array(conditions)) = source.get("conditions") {
            let before = self.analysis.noted.len();
            let parts = conditions.iter().enumerate();
            let parts: Vec<Value> = parts
                .map(|(n, part)| self.condition(part, &format!("{pointer}/conditions/{n}"), Stands::Within))
                .collect();
            let all = source.get("type").is_some_and(|name| name == "AND");
            // Nothing is all true, and none of it is.
            let rule = if parts.is_empty() { Value::from(all) } else { json!({if all { "and" } else { "or" }: parts}) };
            (rule, pointer.to_owned(), false, self.analysis.noted.len() - before)
        } else {
            (self.value(source, pointer), pointer.to_owned(), false, 0)
        };
        let noted = Noted { pointer: at, rule: rule.clone(), purpose: Purpose::Condition, is_written, stands, parts };
        self.analysis.noted.push(noted);
        rule
    }

    /// `{"scope": …, "schema": …}`; what can't be said as a rule may be true or false.
    fn value(&mut self, source: &Value, pointer: &str) -> Value {
        let scope = source.get("scope").and_then(Value::as_str).unwrap_or_default();
        // The scope that the form reads; one in which the answer is asked only sometimes says nothing for sure.
        let nearest = self.scopes.list.iter().rev().find(|(shape, base)| resolve_any(shape, base, scope).is_some());
        let found = nearest.and_then(|(shape, base)| resolve(shape, base, scope));
        let said = found.and_then(|(shape, template)| self.said(source, shape, &template));
        said.unwrap_or_else(|| {
            let name = format!("?{pointer}");
            self.analysis.domains.insert(name.clone(), Domain::truth());
            json!({ "var": name })
        })
    }

    fn said(&mut self, source: &Value, shape: &Shape, template: &Template) -> Option<Value> {
        let name = template.pointer(&[]);
        let domain = domain(shape);
        let is_number = domain.is_of(Kinds::NUMBER);
        self.analysis.domains.insert(name.clone(), domain);
        let expected = source.get("expectedValue").map(|expected| json!({ "const": expected }));
        let schema = expected.as_ref().or_else(|| source.get("schema"))?.as_object()?;
        let test = Tested { name: &name, is_number };
        let needs_value = source.get("failWhenUndefined") == Some(&Value::Bool(true));
        let rule = test.schema(schema)?;
        // A blank answer is taken away: it is absent.
        Some(if needs_value { json!({"and": [{"!": [{"missing": [name]}]}, rule]}) } else { rule })
    }
}

/// The answer that a schema looks at.
struct Tested<'a> {
    name: &'a str,
    is_number: bool,
}

impl Tested<'_> {
    /// A schema as a rule, which gives the same for all answers that the question takes and for all blanks.
    fn schema(&self, schema: &Map<String, Value>) -> Option<Value> {
        let said: Option<Vec<Value>> = schema.iter().map(|(keyword, value)| self.keyword(keyword, value)).collect();
        match said?.as_slice() {
            [] => Some(Value::from(true)),
            [one] => Some(one.clone()),
            all => Some(json!({ "and": all })),
        }
    }

    fn keyword(&self, keyword: &str, value: &Value) -> Option<Value> {
        let var = json!({ "var": self.name });
        let bound = |operator: &str| {
            let is_said = self.is_number && value.is_number();
            is_said.then(|| json!({"or": [{"missing": [self.name]}, {operator: [var, value]}]}))
        };
        match (keyword, value) {
            ("const", value) if is_plain(value) => Some(json!({"==": [var, value]})),
            ("enum", Value::Array(values)) if values.iter().all(is_plain) => Some(json!({"in": [var, values]})),
            ("not", Value::Object(schema)) => Some(json!({"!": [self.schema(schema)?]})),
            ("minimum", _) => bound(">="),
            ("maximum", _) => bound("<="),
            ("exclusiveMinimum", _) => bound(">"),
            ("exclusiveMaximum", _) => bound("<"),
            _ => None,
        }
    }
}

/// Neither blank, nor a list, nor an object.
fn is_plain(value: &Value) -> bool {
    value.is_number() || value.is_boolean() || value.as_str().is_some_and(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;
    use crate::form::problem::Problems;
    use crate::form::{Definition, Form};
    use crate::rules::{Context, Rule};

    /// A condition as a rule says what the condition does, for each answer that a question takes and each way to leave it blank.
    #[test]
    fn a_condition_as_a_rule_holds_as_the_condition_does() {
        let schema = json!({"type": "object", "properties": {
            "kind": {"enum": ["person", "company"]}, "age": {"type": "integer", "minimum": 0}, "yes": {"type": "boolean"},
            "name": {"type": "string"}, "last": {"type": "string"}
        }});
        let root = read::schema(&schema, &mut Problems::default());
        let own = |condition: &Value| {
            let control = json!({"type": "Control", "scope": "#/properties/last"});
            let ui =
                json!({"type": "Group", "rule": {"effect": "SHOW", "condition": condition}, "elements": [control]});
            let definition = Definition::bare(json!({"schema": schema, "ui": ui})).unwrap();
            let form = Form::compile(&definition, &[]).unwrap();
            form.nodes.into_iter().find_map(|node| node.rule).unwrap()
        };
        let values = [
            ("kind", json!(["person", "company", null, ""])),
            ("age", json!([0, 5, 17, 18, 120, null, ""])),
            ("yes", json!([true, false, null, ""])),
            ("name", json!(["a", "b", null, ""])),
        ];
        let schemas = [
            json!({"const": "a"}),
            json!({"const": true}),
            json!({"const": 5}),
            json!({"enum": ["a", 5, false]}),
            json!({"minimum": 17}),
            json!({"maximum": 17}),
            json!({"exclusiveMinimum": 17, "exclusiveMaximum": 120}),
            json!({"not": {"const": "a"}}),
            json!({"not": {"minimum": 18}}),
            json!({"enum": [null, "a"]}),
            json!({"const": null}),
            json!({"type": "string"}),
            json!({}),
            json!({"not": {"enum": ["person"]}}),
            json!({"pattern": "a"}),
            json!({"const": ""}),
        ];
        let list = [(&root, Template::default())];
        let mut said = 0;
        for (name, answers) in &values {
            for (schema, needs_value) in schemas.iter().flat_map(|schema| [(schema, false), (schema, true)]) {
                let condition = json!({"scope": format!("#/properties/{name}"), "schema": schema, "failWhenUndefined": needs_value});
                let mut reader =
                    Reader { analysis: &mut Analysis::default(), scopes: Scopes { root: &root, list: &list } };
                let rule = reader.value(&condition, "");
                if rule == json!({"var": "?"}) {
                    continue;
                }
                said += 1;
                let rule = Rule::compile(&rule).unwrap();
                let own = own(&condition);
                // A page takes a blank answer away; what else can be blank fails no condition that needs a value.
                let mut answers = answers.as_array().unwrap().clone();
                answers.retain(|value| !needs_value || is_plain(value));
                let documents = answers.iter().map(|value| json!({ *name: value })).chain([json!({})]);
                for document in documents {
                    let context = json!({ format!("/{name}"): document[name] });
                    let context = Context::new(&context);
                    assert_eq!(
                        rule.is_true(&context),
                        own.condition.holds(&document, &[], &context),
                        "{name} {schema} {document}"
                    );
                }
            }
        }
        assert!(said > 60, "{said}");
    }
}
