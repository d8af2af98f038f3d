//! From questions to JSON Schema.

use super::{Asked, Member, Object, Rest, Sometimes};
use serde_json::{Map, Value, json};

pub fn object(object: &Object) -> Value {
    let mut schema = members(&object.members);
    schema["type"] = json!("object");
    for sometimes in &object.sometimes {
        add(&mut schema, sometimes, &object.members[sometimes.on].name);
    }
    schema
}

fn add(schema: &mut Value, sometimes: &Sometimes, on: &str) {
    match &sometimes.value {
        Some(value) => {
            schema["if"] = json!({"properties": {on: {"const": value}}, "required": [on]});
            schema["then"] = members(&sometimes.then);
            if !sometimes.otherwise.is_empty() {
                schema["else"] = members(&sometimes.otherwise);
            }
        }
        None => schema["dependentSchemas"] = json!({ on: members(&sometimes.then) }),
    }
}

fn members(members: &[Member]) -> Value {
    let properties: Map<String, Value> = members.iter().map(|member| (member.name.clone(), asked(member))).collect();
    let required: Vec<&str> = members.iter().filter(|member| member.required).map(|member| &*member.name).collect();
    json!({ "properties": properties, "required": required })
}

fn asked(member: &Member) -> Value {
    let mut schema = of(&member.asked);
    schema["title"] = json!(format!("Question {}", member.name));
    schema
}

fn of(asked: &Asked) -> Value {
    match asked {
        Asked::Scalar(scalar) => {
            let mut schema = scalar.schema.clone();
            // Where no layout says how it is drawn.
            if scalar.options.as_object().is_some_and(|options| !options.is_empty()) {
                schema["control"] = json!({ "options": scalar.options });
            }
            schema
        }
        Asked::Object(inner) => object(inner),
        Asked::List { items, least, most } => {
            json!({"type": "array", "items": of(items), "minItems": least, "maxItems": most})
        }
        Asked::Tuple { places, rest } => {
            let schemas: Vec<Value> = places.iter().map(of).collect();
            let mut schema = json!({"type": "array", "prefixItems": schemas, "items": false, "minItems": places.len()});
            if let Some(Rest { items, least, most }) = rest {
                schema["items"] = of(items);
                schema["minItems"] = json!(places.len() + least);
                schema["maxItems"] = json!(places.len() + most);
            }
            schema
        }
        Asked::Names(entry) => json!({"type": "object", "additionalProperties": of(entry)}),
        Asked::Branches { keyword, tag, branches } => {
            let schemas = branches.iter().enumerate().map(|(n, branch)| {
                let mut schema = object(branch);
                schema["title"] = json!(format!("Cas {n}"));
                if let (Some(tag), Some(required)) = (tag, schema["required"].as_array_mut()) {
                    required.push(json!(tag));
                    schema["properties"][tag] = json!({ "const": format!("cas-{n}") });
                }
                schema
            });
            json!({ *keyword: schemas.collect::<Vec<_>>() })
        }
    }
}
