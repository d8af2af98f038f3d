//! What a field of files takes: the keyword `file`.

use super::*;
use crate::form::words::tests::exists;

fn definition(file: Value) -> Definition {
    let schema = json!({"type": "object", "properties": {
        "x": {"title": "X", "$ref": "../types/file.json", "file": file}
    }});
    Definition { schema, ..Definition::default() }
}

fn form(file: Value) -> Form {
    Form::compile(&definition(file), &[]).unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn rule(file: Value) -> FileRule {
    form(file).file_rule("/x", None).unwrap()
}

#[test]
fn what_an_author_writes_is_taken() {
    let usual = rule(json!({}));
    assert_eq!((usual.accept.len(), usual.max_size), (0, 20_000_000));
    let given =
        rule(json!({"accept": [".pdf", "image/*", "CSV", "image/jpg", ".jpeg"], "maxSize": 5, "template": "a.csv"}));
    assert_eq!(given.accept, ["application/pdf", "image/*", "text/csv", "image/jpeg"]);
    assert_eq!((given.max_size, given.template.as_deref()), (5, Some("a.csv")));
}

#[test]
fn what_means_nothing_is_told() {
    for (file, at, code) in [
        (json!([".pdf"]), "", "file-rule"),
        (json!({"maxsize": 5}), "/maxsize", "unknown-key"),
        (json!({"accept": ".pdf"}), "/accept", "file-accept-list"),
        (json!({"accept": []}), "/accept", "file-accept-list"),
        (json!({"accept": ["application/pdf", "application/pfd"]}), "/accept/1", "file-accept"),
        (json!({"accept": [7]}), "/accept/0", "file-accept"),
        (json!({"maxSize": "10MB"}), "/maxSize", "file-size"),
        (json!({"maxSize": 0}), "/maxSize", "file-size"),
        (json!({"nature": "xyz"}), "/nature", "file-nature"),
        (json!({"template": "../a.csv"}), "/template", "file-template"),
    ] {
        let problems = Form::problems(&definition(file.clone()), &[]);
        let told: Vec<_> = problems.iter().map(|problem| (problem.pointer.as_str(), problem.code)).collect();
        assert_eq!(told, [(format!("/schema/properties/x/file{at}").as_str(), code)], "{file}");
        assert!(exists(&format!("form-problem-{code}")), "{code}");
        assert!(problems.iter().all(|problem| problem.severity == Severity::Error), "{file}");
        // It was published before anybody looked: the dossiers of then still open.
        let published = Form::published(&definition(file.clone()), &[]);
        assert_eq!(published.file_rule("/x", None).unwrap().max_size, 20_000_000, "{file}");
    }
    let items = json!({"type": "object", "properties": {"x": {"title": "X", "type": "array",
        "items": {"$ref": "../types/file.json", "file": {"nature": "xyz"}}}}});
    let problems = Form::problems(&Definition { schema: items, ..Definition::default() }, &[]);
    assert_eq!(problems[0].pointer, "/schema/properties/x/items/file/nature");
}

#[test]
fn an_identity_document_is_a_picture_of_both_sides() {
    let identity = rule(json!({"nature": "identity"}));
    assert_eq!(identity.accept, ["application/pdf", "image/jpeg", "image/png", "image/webp", "image/heic"]);
    assert_eq!(identity.max_size, 10_000_000);
    let given = rule(json!({"nature": "identity", "accept": [".pdf"], "maxSize": 15_000_000}));
    assert_eq!((given.accept, given.max_size), (vec!["application/pdf"], 15_000_000));
    let element = |file: Value, lang: &str| {
        let (form, draft) = (form(file), json!({}));
        let evaluation = form.evaluate(&draft, &Context::default());
        let options = ViewOptions { lang, ..ViewOptions::default() };
        form.page_view(1, &draft, &evaluation, &BTreeMap::new(), &options).unwrap().elements.remove(0)
    };
    let identity = element(json!({"nature": "identity"}), "fr");
    assert_eq!(identity.accepted, "PDF, JPEG, PNG, WebP, HEIC");
    assert!(identity.wanted.unwrap().contains("le recto et le verso dans un seul fichier"));
    assert!(element(json!({"nature": "identity"}), "en").wanted.unwrap().contains("both sides"));
    assert!(element(json!({"nature": "bank_details"}), "en").wanted.unwrap().contains("IBAN"));
    let other = element(json!({"accept": [".odt", "image/*"]}), "fr");
    assert_eq!((other.accepted.as_str(), other.wanted), ("ODT, images", None));
}

#[test]
fn a_table_does_not_name_identity_documents() {
    let answers = json!({"x": {"id": "0199a5c4-7c1e-7a10-8000-000000000001", "name": "passeport-durand.jpg", "size": 3, "type": "image/jpeg"}});
    let cell = |file: Value| {
        let form = form(file);
        let evaluation = form.evaluate(&answers, &Context::default());
        form.rows(None, &evaluation, "fr").remove(0).cells.remove("/x").unwrap()
    };
    assert_eq!(cell(json!({"nature": "identity"})), Cell::Boolean(true));
    assert_eq!(cell(json!({"nature": "bank_details"})), Cell::Text("passeport-durand.jpg".to_owned()));
}
