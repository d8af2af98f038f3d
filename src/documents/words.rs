//! The words of documents, by the names that templates give them.

use crate::web::Lang;
use crate::web::i18n::text;
use serde_json::{Map, Value};

/// The messages `documents-<name>` under their names.
pub(super) fn words(lang: Lang, names: &[&str]) -> Value {
    let all = names.iter().map(|name| ((*name).to_owned(), Value::from(text(lang, &format!("documents-{name}"), &[]))));
    Value::Object(all.collect::<Map<_, _>>())
}
