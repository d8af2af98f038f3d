//! Schemas that stand within another one under an address of their own (JSON Schema 2020-12, §9.3). A reference to one of them,
//! by address or by anchor, becomes a reference to the place where it stands: who reads the schema then follows one kind.

use super::keywords::{LISTS, NAMED, SINGLE, VALUES};
use super::safety::shipped;
use super::weight;
use crate::form::pointer::escape;
use crate::form::problem::Problems;
use jsonschema::{Draft, Uri, uri};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::{Map, Value, json};
use std::borrow::Cow;
use std::collections::HashMap;
use std::rc::Rc;

/// The address of a schema that has none.
const NOWHERE: &str = "json-schema:///";

/// What stands as it is in a fragment.
const FRAGMENT: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'~').remove(b'-').remove(b'.').remove(b'_').remove(b'$');

/// A schema whose references are JSON Pointers from its root, or name a shipped type.
pub(crate) struct Unbundled<'s> {
    pub(crate) schema: Cow<'s, Value>,
    /// The references that could not be followed.
    pub(super) strays: Vec<Stray>,
}

/// A reference that can't be followed.
pub(super) struct Stray {
    /// Its place in the schema.
    pub(super) pointer: String,
    /// `ref-remote`: out of the file; `ref-unknown`: to nothing; `ref-dynamic`: to one place or another.
    pub(super) code: &'static str,
    pub(super) reference: String,
}

/// The schema as it is read, its references followed home. What leads out of it, or weighs too much, is a problem.
pub(super) fn followed<'s>(whole: &'s Value, problems: &mut Problems) -> Option<Unbundled<'s>> {
    let found = unbundled(whole);
    let mut stays = true;
    for Stray { pointer, code, reference } in found.strays.iter().filter(|stray| stray.code != "ref-unknown") {
        stays = false;
        problems.error(&format!("/schema{pointer}"), code, vec![("ref", reference.clone())]);
    }
    if stays && weight::weigh(&found.schema).is_err() {
        stays = false;
        problems.error("/schema", "heavy", vec![]);
    }
    stays.then_some(found)
}

/// Finds the schemas that have an address, and what refers to them.
pub(crate) fn unbundled(schema: &Value) -> Unbundled<'_> {
    let nowhere = uri::from_str(NOWHERE).unwrap_or_else(|_| unreachable!("{NOWHERE} is an address"));
    let mut bundle = Bundle::default();
    bundle.resources.insert(nowhere.as_str().to_owned(), String::new());
    bundle
        .look(schema, &Place { path: String::new(), base: Rc::new(nowhere), draft: Draft::default(), is_schema: true });
    let mut found = Unbundled { schema: Cow::Borrowed(schema), strays: Vec::new() };
    for reference in &bundle.references {
        match bundle.target(reference, schema) {
            Ok(Some(target)) if !reference.is_at(&target) => {
                let written = format!("#{}", utf8_percent_encode(&target, FRAGMENT));
                if let Some(Value::Object(fields)) = found.schema.to_mut().pointer_mut(&reference.path) {
                    replace(fields, reference.keyword, written);
                }
            }
            Ok(_) => {}
            Err(code) => found.strays.push(Stray {
                pointer: format!("{}/{}", reference.path, reference.keyword),
                code,
                reference: reference.written.to_owned(),
            }),
        }
    }
    // Under an address of its own, a pointer would count from there.
    for (path, keyword) in &bundle.names {
        if let Some(Value::Object(fields)) = found.schema.to_mut().pointer_mut(path) {
            fields.shift_remove(*keyword);
        }
    }
    found
}

#[derive(Default)]
struct Bundle<'s> {
    /// Where the schemas stand that have an address.
    resources: HashMap<String, String>,
    /// Where the names stand that a schema with an address gives. The recursive anchor of 2019-09 has the empty name.
    anchors: HashMap<(String, String), Anchor>,
    /// How many schemas give a dynamic name.
    dynamic: HashMap<String, usize>,
    references: Vec<Reference<'s>>,
    /// The keywords that give an address or a name, with the place of their schema.
    names: Vec<(String, &'static str)>,
}

struct Anchor {
    path: String,
    is_dynamic: bool,
}

/// A keyword that refers to a schema.
struct Reference<'s> {
    /// The place of what it stands in.
    path: String,
    keyword: &'s str,
    written: &'s str,
    base: Rc<Uri<String>>,
}

/// A place in the schema, and how what stands there is to be read.
struct Place {
    path: String,
    base: Rc<Uri<String>>,
    draft: Draft,
    /// Not within a keyword that no draft knows: what looks like an address there is none, though references may lead there.
    is_schema: bool,
}

impl Place {
    fn under(&self, name: &str, is_schema: bool) -> Self {
        let path = format!("{}/{}", self.path, escape(name));
        Self { path, base: self.base.clone(), draft: self.draft, is_schema: self.is_schema && is_schema }
    }
}

impl Reference<'_> {
    /// Whether it is written as the pointer of this place already.
    fn is_at(&self, target: &str) -> bool {
        let fragment = self.written.strip_prefix('#').filter(|_| self.keyword == "$ref");
        fragment.is_some_and(|fragment| decoded(fragment) == target)
    }

    fn fragment(&self) -> &str {
        self.written.split_once('#').map_or("", |(_, fragment)| fragment)
    }

    /// The address that it names, without the fragment.
    fn address(&self) -> Option<Uri<String>> {
        let address = self.written.split('#').next().unwrap_or_default();
        if address.is_empty() { Some((*self.base).clone()) } else { resolved(&self.base, address) }
    }
}

impl<'s> Bundle<'s> {
    fn look(&mut self, value: &'s Value, place: &Place) {
        match value {
            Value::Object(fields) => self.schema(fields, place),
            Value::Array(items) => {
                let items = items.iter().enumerate();
                items.for_each(|(n, item)| self.look(item, &place.under(&n.to_string(), true)));
            }
            _ => {}
        }
    }

    fn schema(&mut self, fields: &'s Map<String, Value>, place: &Place) {
        let Place { path, base, draft, is_schema } = place;
        let draft = fields.get("$schema").and_then(Value::as_str).map_or(*draft, Draft::from_schema_uri);
        let own = if *is_schema { self.identify(fields, path, base, draft) } else { None };
        let here =
            Place { path: path.clone(), base: own.map_or_else(|| base.clone(), Rc::new), draft, is_schema: *is_schema };
        for (keyword, value) in fields {
            let below = here.under(keyword, LISTS.contains(&&**keyword) || SINGLE.contains(&&**keyword));
            match (keyword.as_str(), value) {
                ("$ref" | "$dynamicRef" | "$recursiveRef", Value::String(written)) => self.references.push(Reference {
                    path: here.path.clone(),
                    keyword,
                    written,
                    base: here.base.clone(),
                }),
                (keyword, Value::Object(schemas)) if NAMED.contains(&keyword) => {
                    let is_schema = here.is_schema;
                    let below = Place { is_schema, ..below };
                    schemas.iter().for_each(|(name, schema)| self.look(schema, &below.under(name, true)));
                }
                (keyword, _) if VALUES.contains(&keyword) => {}
                _ => self.look(value, &below),
            }
        }
    }

    /// Notes the address and the names that a schema gives itself. Returns the address.
    fn identify(
        &mut self,
        fields: &Map<String, Value>,
        path: &str,
        base: &Uri<String>,
        draft: Draft,
    ) -> Option<Uri<String>> {
        // Until draft 7, nothing counts beside a reference, and an anchor is an address that is only a fragment.
        let is_old = matches!(draft, Draft::Draft4 | Draft::Draft6 | Draft::Draft7);
        let keyword = draft.id_keyword();
        let text = |keyword: &str| fields.get(keyword).and_then(Value::as_str);
        let id = text(keyword).filter(|_| !(is_old && fields.contains_key("$ref")));
        let old_anchor = id.filter(|_| is_old).and_then(|id| id.strip_prefix('#'));
        let own = id.filter(|_| old_anchor.is_none()).and_then(|id| resolved(base, id.trim_end_matches('#')));
        if let Some(own) = &own {
            self.resources.insert(own.as_str().to_owned(), path.to_owned());
        }
        if id.is_some() {
            self.names.push((path.to_owned(), keyword));
        }
        let is_recursive = fields.get("$recursiveAnchor") == Some(&Value::Bool(true));
        let modern = |name: Option<&'_ str>| name.filter(|_| !is_old).map(str::to_owned);
        let anchors = [
            (keyword, old_anchor.map(str::to_owned), false),
            ("$anchor", modern(text("$anchor")), false),
            ("$dynamicAnchor", modern(text("$dynamicAnchor")), true),
            ("$recursiveAnchor", modern(is_recursive.then_some("")), true),
        ];
        let address = own.as_ref().unwrap_or(base).as_str();
        for (keyword, name, is_dynamic) in anchors {
            if let Some(name) = name {
                self.names.push((path.to_owned(), keyword));
                if is_dynamic {
                    *self.dynamic.entry(name.clone()).or_default() += 1;
                }
                self.anchors.insert((address.to_owned(), name), Anchor { path: path.to_owned(), is_dynamic });
            }
        }
        own
    }

    /// The place that a reference leads to; none for a shipped type.
    fn target(&self, reference: &Reference<'_>, schema: &Value) -> Result<Option<String>, &'static str> {
        let address = reference.address();
        let found = address.as_ref().and_then(|address| Some((address, self.resources.get(address.as_str())?)));
        let Some((address, root)) = found else {
            return if shipped(reference.written).is_some() { Ok(None) } else { Err("ref-remote") };
        };
        let fragment = decoded(reference.fragment());
        if self.is_dynamic(reference, address, &fragment) {
            return Err("ref-dynamic");
        }
        if fragment.is_empty() || fragment.starts_with('/') {
            let path = format!("{root}{fragment}");
            return schema.pointer(&path).is_some().then_some(Some(path)).ok_or("ref-unknown");
        }
        let anchor = self.anchors.get(&(address.as_str().to_owned(), fragment.into_owned()));
        anchor.map(|anchor| Some(anchor.path.clone())).ok_or("ref-unknown")
    }

    /// Whether what led to a reference decides where it leads: other schemas give the same dynamic name.
    fn is_dynamic(&self, reference: &Reference<'_>, address: &Uri<String>, fragment: &str) -> bool {
        let may_move = match reference.keyword {
            "$dynamicRef" => !fragment.is_empty(),
            "$recursiveRef" => fragment.is_empty(),
            _ => false,
        };
        let given = self.anchors.get(&(address.as_str().to_owned(), fragment.to_owned()));
        may_move && given.is_some_and(|anchor| anchor.is_dynamic) && self.dynamic.get(fragment).is_some_and(|n| *n > 1)
    }
}

fn resolved(base: &Uri<String>, address: &str) -> Option<Uri<String>> {
    uri::resolve_against(&base.borrow(), address).ok()
}

/// What a reference within the form leads to: after [`unbundled`] it is a JSON Pointer from the root.
pub(crate) fn at<'v>(root: &'v Value, reference: &str) -> Option<&'v Value> {
    root.pointer(&decoded(reference.strip_prefix('#')?))
}

fn decoded(fragment: &str) -> Cow<'_, str> {
    percent_decode_str(fragment).decode_utf8_lossy()
}

/// Writes a plain reference in the place of one of any kind.
fn replace(fields: &mut Map<String, Value>, keyword: &str, written: String) {
    if keyword == "$ref" || !fields.contains_key("$ref") {
        fields.shift_remove(keyword);
        fields.insert("$ref".to_owned(), Value::from(written));
    } else {
        fields.shift_remove(keyword);
        let members = fields.entry("allOf").or_insert_with(|| json!([]));
        members.as_array_mut().into_iter().for_each(|members| members.push(json!({ "$ref": written })));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strays(schema: &Value) -> Vec<(String, &'static str)> {
        unbundled(schema).strays.into_iter().map(|stray| (stray.pointer, stray.code)).collect()
    }

    #[test]
    fn a_schema_without_addresses_is_as_it_was() {
        let schema = json!({"properties": {"a": {"$ref": "#/$defs/%C3%A9"}, "b": {"$ref": "#"},
            "c": {"$ref": "../types/file.json"}, "$id": {"type": "string"}},
            "$defs": {"é": {"const": {"$id": "x", "$ref": "y"}}}});
        let found = unbundled(&schema);
        assert!(matches!(found.schema, Cow::Borrowed(_)));
        assert!(found.strays.is_empty());
    }

    #[test]
    fn addresses_are_followed_from_where_they_stand() {
        let schema = json!({
            "$id": "https://example.org/forms/main.json",
            "properties": {
                "a": {"$ref": "person"},
                "b": {"$ref": "https://example.org/forms/person#/properties/name"},
                "c": {"$ref": "person#town"},
                "d": {"$ref": "main.json#/$defs/x~1y"},
                "e": {"$ref": "/types/date"}
            },
            "$defs": {
                "person": {"$id": "person", "properties": {"name": {"$ref": "#/$defs/name"}, "town": {"$ref": "towns/#t"},
                    "me": {"$ref": "#"}},
                    "$defs": {"name": {"type": "string"}, "town": {"$anchor": "town", "type": "string"}}},
                "x/y": {"type": "integer"},
                "towns": {"$id": "towns/", "$defs": {"t": {"$anchor": "t"}, "date": {"$id": "/types/date"}}}
            }
        });
        let found = unbundled(&schema);
        assert_eq!(strays(&schema), []);
        let reference = |pointer: &str| found.schema.pointer(pointer).unwrap()["$ref"].as_str().unwrap().to_owned();
        assert_eq!(reference("/properties/a"), "#/$defs/person");
        assert_eq!(reference("/properties/b"), "#/$defs/person/properties/name");
        assert_eq!(reference("/properties/c"), "#/$defs/person/$defs/town");
        assert_eq!(reference("/properties/d"), "#/$defs/x~1y");
        assert_eq!(reference("/properties/e"), "#/$defs/towns/$defs/date");
        assert_eq!(reference("/$defs/person/properties/name"), "#/$defs/person/$defs/name");
        assert_eq!(reference("/$defs/person/properties/town"), "#/$defs/towns/$defs/t");
        assert_eq!(reference("/$defs/person/properties/me"), "#/$defs/person");
        let written = found.schema.to_string();
        assert!(!written.contains("$id") && !written.contains("$anchor"), "{written}");
    }

    #[test]
    fn each_draft_has_its_own_names() {
        let of_draft = |draft: &str, id: &str| {
            json!({"$schema": format!("http://json-schema.org/draft-0{draft}/schema#"), "properties": {"a": {"$ref": "#n"}},
                "definitions": {"n": {id: "#n"}, "m": {id: "m", "$ref": "#n"}}})
        };
        assert_eq!(unbundled(&of_draft("4", "id")).schema["properties"]["a"]["$ref"], "#/definitions/n");
        assert_eq!(unbundled(&of_draft("7", "$id")).schema["properties"]["a"]["$ref"], "#/definitions/n");
        // Beside a reference, an address is none.
        assert_eq!(unbundled(&of_draft("7", "$id")).schema["definitions"]["m"]["$id"], "m");
        assert_eq!(
            strays(&of_draft("4", "$id")),
            [("/properties/a/$ref".to_owned(), "ref-unknown"), ("/definitions/m/$ref".to_owned(), "ref-unknown")]
        );
    }

    #[test]
    fn what_leads_nowhere_is_told() {
        let schema = json!({
            "properties": {"a": {"$ref": "https://example.org/x"}, "b": {"$ref": "y#/properties/z"}, "c": {"$ref": "y#z"},
                "d": {"$ref": "odd"}},
            "$defs": {"y": {"$id": "y", "properties": {}}}, "x-kept": {"$id": "odd"}
        });
        let told = [("a", "ref-remote"), ("b", "ref-unknown"), ("c", "ref-unknown"), ("d", "ref-remote")];
        assert_eq!(strays(&schema), told.map(|(name, code)| (format!("/properties/{name}/$ref"), code)));
    }

    #[test]
    fn a_dynamic_reference_leads_to_one_place() {
        let list =
            json!({"$id": "list", "items": {"$dynamicRef": "#item"}, "$defs": {"any": {"$dynamicAnchor": "item"}}});
        let alone = json!({"$ref": "list", "$defs": {"list": list}});
        assert_eq!(unbundled(&alone).schema["$defs"]["list"]["items"], json!({"$ref": "#/$defs/list/$defs/any"}));
        let texts =
            json!({"$ref": "list", "$defs": {"list": list, "text": {"$dynamicAnchor": "item", "type": "string"}}});
        assert_eq!(strays(&texts), [("/$defs/list/items/$dynamicRef".to_owned(), "ref-dynamic")]);
        let tree = |more: Value| {
            json!({"$schema": "https://json-schema.org/draft/2019-09/schema", "$recursiveAnchor": true,
                "properties": {"up": {"$ref": "more"}, "under": {"$recursiveRef": "#", "$ref": "#"}}, "$defs": {"more": more}})
        };
        let whole = tree(json!({"$id": "more", "properties": {"a": {"$recursiveRef": "#"}}}));
        let found = unbundled(&whole).schema.into_owned();
        assert_eq!(found["properties"]["under"], json!({"$ref": "#", "allOf": [{"$ref": "#"}]}));
        assert_eq!(found["$defs"]["more"]["properties"]["a"], json!({"$ref": "#/$defs/more"}));
        let split = tree(json!({"$id": "more", "$recursiveAnchor": true}));
        assert_eq!(strays(&split), [("/properties/under/$recursiveRef".to_owned(), "ref-dynamic")]);
    }
}
