//! The shape of a procedure's file: its published schema, and what an official reads when the file is otherwise.

use super::check::Problem;
use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use jsonschema::{PatternOptions, ValidationError, Validator};
use serde_json::{Value, json};
use std::sync::LazyLock;

/// Problems that are told: who sends another kind of file wants no long list.
const MOST: usize = 50;

/// The published schema of a procedure's file.
static SHAPE: LazyLock<Option<Validator>> = LazyLock::new(|| {
    let mut schema: Value = serde_json::from_str(include_str!("../../forms/procedure.schema.json")).ok()?;
    // A whole workflow has its own checker, which says more than its schema.
    *schema.pointer_mut("/properties/workflow")? = json!({ "type": ["string", "object"] });
    let options = jsonschema::draft202012::options().with_pattern_options(PatternOptions::regex()).offline();
    options.build(&schema).ok()
});

/// Where the file is not what its schema says.
pub(super) fn problems(file: &Value) -> Vec<Problem> {
    let Some(schema) = SHAPE.as_ref() else {
        return vec![unread("procedure.schema.json can't be read")];
    };
    schema.iter_errors(file).take(MOST).map(|error| problem(&error)).collect()
}

/// A file that can't be read at all, in the words of whoever reads it.
pub(super) fn unread(detail: impl ToString) -> Problem {
    of("", "other", detail.to_string())
}

/// `kind` chooses the sentence, `what` is named in it.
fn of(pointer: &str, kind: &str, what: String) -> Problem {
    Problem::error(pointer, "schema", vec![("kind", kind.to_owned()), ("what", what)])
}

fn problem(error: &ValidationError<'_>) -> Problem {
    let (kind, what) = match error.kind() {
        Kind::Required { property } => ("required", plain(property)),
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
            ("unknown", unexpected.join(", "))
        }
        Kind::Type { kind: TypeKind::Single(expected) } => ("type", expected.to_string()),
        Kind::Enum { options } => ("choice", options.as_array().map(|all| list(all)).unwrap_or_default()),
        Kind::Constant { expected_value } => ("choice", plain(expected_value)),
        Kind::Pattern { pattern } => ("pattern", pattern.clone()),
        Kind::MinItems { limit } | Kind::MinLength { limit } | Kind::MinProperties { limit } => {
            ("short", limit.to_string())
        }
        Kind::MaxItems { limit } | Kind::MaxLength { limit } | Kind::MaxProperties { limit } => {
            ("long", limit.to_string())
        }
        Kind::Minimum { limit } => ("low", limit.to_string()),
        Kind::Maximum { limit } => ("high", limit.to_string()),
        other => ("keyword", other.keyword().to_owned()),
    };
    of(&error.instance_path().to_string(), kind, what)
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn list(values: &[Value]) -> String {
    values.iter().map(plain).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::Lang;

    type Change<'c> = &'c dyn Fn(&mut Value);

    #[test]
    fn an_official_reads_what_is_wrong_in_words() {
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/procedures/attestation.json");
        let right: Value = serde_json::from_str(&std::fs::read_to_string(source).unwrap()).unwrap();
        assert_eq!(problems(&right), []);
        let told = |change: &dyn Fn(&mut Value), lang: Lang| {
            let mut file = right.clone();
            change(&mut file);
            problems(&file)
                .iter()
                .map(|problem| problem.told(lang).replace(['\u{a0}', '\u{202f}'], " "))
                .collect::<Vec<_>>()
        };
        let cases: [(Change<'_>, &str); 7] = [
            (&|file| drop(file.as_object_mut().unwrap().shift_remove("title")), "Il manque « title ». (/)"),
            (&|file| file["titel"] = json!("x"), "Ce qui suit n’est pas connu ici : titel. (/)"),
            (
                &|file| file["applicant"] = json!("x"),
                "Il faut l’une de ces valeurs : individual, organisation, any. (/applicant)",
            ),
            (&|file| file["languages"] = json!("fr"), "Il faut une liste, entre crochets. (/languages)"),
            (&|file| file["form"] = json!([]), "Il faut un objet, entre accolades. (/form)"),
            (&|file| file["duration_minutes"] = json!("dix"), "Il faut un nombre entier. (/duration_minutes)"),
            (&|file| file["title"] = json!(1), "La règle « anyOf » du schéma n’est pas respectée. (/title)"),
        ];
        for (change, expected) in cases {
            assert_eq!(told(change, Lang::Fr), [expected]);
            assert!(!told(change, Lang::En)[0].contains("{"), "{:?}", told(change, Lang::En));
        }
    }
}
