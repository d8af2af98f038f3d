//! Outside work: what is asked has the shape of its service, reads what is there.

use super::outline::{Outline, Place, members};
use super::references::length;
use crate::form::Answers;
use crate::workflow::invoke::Request;
use crate::workflow::problem::Problem;
use serde_json::Value;

pub(super) fn check(document: &Value, outline: &Outline<'_>, answers: Option<&Answers>) -> Vec<Problem> {
    let names = Names { document, outline, answers };
    let initial = document.get("initial").and_then(Value::as_str).unwrap_or_default();
    let mut found = Vec::new();
    for state in &outline.states {
        for call in state.each("invoke") {
            found.extend(names.request(&call));
            let lengths = [call.get("timeout"), call.get("retry").and_then(|retry| retry.get("backoff"))];
            found.extend(lengths.into_iter().flatten().filter_map(|at| length(&at)));
            // A draft is nobody's but its applicant's: no step is taken when it begins.
            if state.pointer == format!("/states/{initial}") {
                found.push(problem("E-invoke-initial", &call.pointer, call.text("id").unwrap_or_default()));
            }
        }
    }
    found
}

/// What a request may read.
struct Names<'d> {
    document: &'d Value,
    outline: &'d Outline<'d>,
    answers: Option<&'d Answers>,
}

impl Names<'_> {
    fn request(&self, call: &Place<'_>) -> Vec<Problem> {
        let at = format!("{}/with", call.pointer);
        let (service, with) = (&call.value["service"], call.get("with").map(|with| with.value));
        match Request::read(service, with.unwrap_or(&Value::Null)) {
            Err(fault) => {
                vec![problem("E-invoke", if with.is_some() { &at } else { &call.pointer }, &fault.to_string())]
            }
            Ok(request) => {
                let unknown = request.names().into_iter().filter(|name| !self.has(name));
                let strayed = request.strayed().map(|path| problem("E-path", &format!("{at}/path"), path));
                unknown.map(|name| problem("E-variable", &at, &name)).chain(strayed).collect()
            }
        }
    }

    fn has(&self, path: &str) -> bool {
        let Some((root, rest)) = path.split_once('.') else { return false };
        let name = rest.split('.').next().unwrap_or(rest);
        match root {
            "form" => self.answers.is_none_or(|answers| answers.have(path)),
            "data" => {
                let declared = members(self.document, "data").is_some_and(|data| data.contains_key(name));
                let calls = || self.outline.states.iter().flat_map(|state| state.each("invoke"));
                declared || calls().any(|call| call.text("result") == Some(name))
            }
            "applicant" | "dossier" => true,
            _ => false,
        }
    }
}

fn problem(code: &'static str, pointer: &str, name: &str) -> Problem {
    Problem::new(code, pointer, vec![("name", name.to_owned())])
}
