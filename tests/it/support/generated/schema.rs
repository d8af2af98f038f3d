//! From questions to JSON Schema.

use super::{Asked, Member, Object, Rest, Sometimes, Written};
use serde_json::{Map, Value, json};

/// The name of the schema that refers to itself.
const TREE: &str = "arbre";

/// The schema of a whole form, with what it refers to.
pub fn document(root: &Object) -> Value {
    let mut defs = Map::new();
    let mut schema = object(root, &mut defs);
    if !defs.is_empty() {
        schema["$defs"] = Value::Object(defs);
    }
    schema
}

type Defs = Map<String, Value>;

fn object(object: &Object, defs: &mut Defs) -> Value {
    let (beside, here): (Vec<&Member>, Vec<&Member>) =
        object.members.iter().partition(|member| member.written == Written::Beside);
    let mut schema = members(&here, defs);
    schema["type"] = json!("object");
    if !beside.is_empty() {
        schema["allOf"] = beside.iter().map(|member| members(&[member], defs)).collect();
    }
    for sometimes in &object.sometimes {
        add(&mut schema, sometimes, &object.members[sometimes.on].name, defs);
    }
    schema
}

fn add(schema: &mut Value, sometimes: &Sometimes, on: &str, defs: &mut Defs) {
    let then = members(&sometimes.then.iter().collect::<Vec<_>>(), defs);
    match &sometimes.value {
        Some(value) => {
            schema["if"] = json!({"properties": {on: {"const": value}}, "required": [on]});
            schema["then"] = then;
            if !sometimes.otherwise.is_empty() {
                schema["else"] = members(&sometimes.otherwise.iter().collect::<Vec<_>>(), defs);
            }
        }
        None => schema["dependentSchemas"] = json!({ on: then }),
    }
}

fn members(members: &[&Member], defs: &mut Defs) -> Value {
    let properties: Map<String, Value> =
        members.iter().map(|member| (member.name.clone(), asked(member, defs))).collect();
    let required: Vec<&str> = members.iter().filter(|member| member.required).map(|member| &*member.name).collect();
    json!({ "properties": properties, "required": required })
}

fn asked(member: &Member, defs: &mut Defs) -> Value {
    let mut schema = of(&member.asked, defs);
    if member.written == Written::Apart {
        let name = format!("d{}", defs.len());
        let reference = json!({"$ref": format!("#/$defs/{name}")});
        defs.insert(name, std::mem::replace(&mut schema, reference));
    }
    schema["title"] = json!(format!("Question {}", member.name));
    schema
}

fn of(asked: &Asked, defs: &mut Defs) -> Value {
    match asked {
        Asked::Scalar(scalar) => {
            let mut schema = scalar.schema.clone();
            // Where no layout says how it is drawn.
            if scalar.options.as_object().is_some_and(|options| !options.is_empty()) {
                schema["control"] = json!({ "options": scalar.options });
            }
            schema
        }
        Asked::Object(inner) => object(inner, defs),
        Asked::Tree => {
            let rows = json!({"type": "array", "title": "Branches", "items": {"$ref": format!("#/$defs/{TREE}")}});
            let name = json!({"type": "string", "title": "Nom"});
            let tree = json!({"type": "object", "properties": {"nom": name, "branches": rows}, "required": ["nom"]});
            defs.insert(TREE.to_owned(), tree);
            json!({"$ref": format!("#/$defs/{TREE}")})
        }
        Asked::Computed { name, .. } => {
            json!({"type": "integer", "readOnly": true, "calculate": {"+": [{"var": format!("form.{name}")}, 1]}})
        }
        Asked::List { items, least, most } => {
            json!({"type": "array", "items": of(items, defs), "minItems": least, "maxItems": most})
        }
        Asked::Tuple { places, rest } => {
            let schemas: Vec<Value> = places.iter().map(|place| of(place, defs)).collect();
            let mut schema = json!({"type": "array", "prefixItems": schemas, "items": false, "minItems": places.len()});
            if let Some(Rest { items, least, most }) = rest {
                schema["items"] = of(items, defs);
                schema["minItems"] = json!(places.len() + least);
                schema["maxItems"] = json!(places.len() + most);
            }
            schema
        }
        Asked::Names(entry) => json!({"type": "object", "additionalProperties": of(entry, defs)}),
        Asked::Branches { keyword, tag, branches } => {
            let schemas = branches.iter().enumerate().map(|(n, branch)| {
                let mut schema = object(branch, defs);
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
