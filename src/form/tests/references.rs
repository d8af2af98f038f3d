//! External references in a form: uploaded lists, and services whose answers are handed in.

use super::*;
use chrono::DateTime;

const SCHOOLS: &str = "uai;nom;commune;eleves\n1A;École des Marronniers;Nantes;212\n2B;École Jean Moulin;Vertou;187\n3C;École Jean Moulin;Angers;143\n";

fn definition(reference: Value, others: Value) -> Definition {
    let mut properties = json!({
        "x": {"title": "X", "$ref": "../types/reference.json", "reference": reference},
        "town": {"title": "Commune", "type": "string"},
        "count": {"title": "Nombre", "type": "integer", "readOnly": true},
        "day": {"title": "Jour", "type": "string", "format": "date"},
        "file": {"title": "Pièce", "$ref": "../types/file.json"},
        "rows": {"title": "Lignes", "type": "array", "items": {"type": "object", "properties": {
            "city": {"title": "Ville", "type": "string"}}}}
    });
    properties.as_object_mut().unwrap().extend(others.as_object().unwrap().clone());
    let files = Files::from([("ecoles.csv".to_owned(), SCHOOLS.as_bytes().to_vec())]);
    Definition { schema: json!({"type": "object", "properties": properties}), files, ..Definition::default() }
}

fn schools() -> Form {
    let fill = json!({"/town": "commune", "/count": "eleves"});
    compiled(&definition(
        json!({"file": "ecoles.csv", "label": "/nom", "fill": fill, "show": {"commune": "Ville"}}),
        json!({}),
    ))
}

fn service(more: Value) -> Form {
    let mut reference = json!({"url": "https://api.example.fr/v1/x?q={query}", "list": "/found", "label": "/name",
        "data": {"town": "/seat/town", "day": "/since", "count": "/n"},
        "fill": {"/town": "town", "/day": "day", "/count": "count"}});
    reference.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    compiled(&definition(reference, json!({})))
}

fn problems(reference: Value) -> Vec<(String, &'static str)> {
    let found = Form::compile(&definition(reference, json!({})), &["fr".to_owned()]).unwrap_err();
    let errors = found.into_iter().filter(|problem| problem.severity == Severity::Error);
    errors.map(|problem| (problem.pointer.replace("/schema/properties/x", ""), problem.code)).collect()
}

/// What a page posts, and what the service answers to its only question.
fn posted(
    form: &Form,
    before: &Value,
    typed: &[(&str, &str)],
    reply: Option<Reply>,
) -> (Value, Vec<(String, Vec<Choice>)>) {
    let pairs = pairs(typed);
    let questions = form.questions(before, &pairs, None);
    assert_eq!(questions.len(), usize::from(reply.is_some()), "{questions:?}");
    let replies: Vec<_> = questions.into_iter().zip(reply).collect();
    form.settle((&Past::none(before), ""), form.merge(before, &pairs, None), &replies, None)
}

fn found() -> Value {
    let entry = |id: &str, town: &str| json!({"id": id, "name": "Martin", "seat": {"town": town}, "since": "2001-02-03", "n": 4});
    json!({"found": [entry("1", "Nantes"), entry("2", "Rezé"), {"name": "sans identifiant"}, {"id": {}, "name": "x"}, 7]})
}

#[test]
fn an_uploaded_list_is_read_without_asking_anybody() {
    let form = schools();
    let (draft, _) = posted(&form, &json!({}), &[("/x", "ecole des marronniers")], None);
    let data = json!({"nom": "École des Marronniers", "commune": "Nantes", "eleves": "212"});
    assert_eq!(draft["x"], json!({"id": "1A", "label": "École des Marronniers", "data": data}));
    assert_eq!((&draft["town"], &draft["count"]), (&json!("Nantes"), &json!(212)));
    assert!(errors(&form, &draft).is_empty());
    let lines = form.summary(&draft, &form.evaluate(&draft, &Context::default()), "fr");
    assert_eq!(lines[0].groups[0].rows[0].lines, ["École des Marronniers", "Ville\u{a0}: Nantes"]);

    // Two are called the same: the page asks which one, and keeps what was typed.
    let (draft, _) = posted(&form, &json!({}), &[("/x", "Jean Moulin")], None);
    assert_eq!(draft["x"], "Jean Moulin");
    assert_eq!(errors(&form, &draft), [("/x".to_owned(), "type")]);
    assert_eq!(find(view(&form, 1, &draft), "x").options.len(), 2);
    let (draft, _) = posted(&form, &draft, &[("/x", "Jean Moulin"), ("/x", "3C"), ("/town", "")], None);
    assert_eq!((&draft["x"]["id"], &draft["town"]), (&json!("3C"), &json!("Angers")));
    // The page posted again changes nothing, though its label alone names two.
    let again = posted(&form, &draft, &[("/x", "École Jean Moulin"), ("/town", "Trélazé")], None).0;
    assert_eq!((&again["x"]["id"], &again["town"], &again["count"]), (&json!("3C"), &json!("Trélazé"), &json!(143)));
    // What nobody types goes with the entry that said it; what a person may correct stays.
    let gone = posted(&form, &again, &[("/x", "")], None).0;
    assert_eq!((gone.get("x"), gone.get("count"), &gone["town"]), (None, None, &json!("Trélazé")));
    let forged = json!({"x": {"id": "1A", "label": "Autre"}});
    assert_eq!(errors(&form, &forged), [("/x".to_owned(), "reference")]);
}

#[test]
fn what_a_service_says_is_mapped_and_what_it_adds_is_dropped() {
    let form = service(json!({}));
    let reply = || Some(Reply::Answer(found()));
    let (draft, offers) = posted(&form, &json!({}), &[("/x", "martin")], reply());
    assert_eq!(draft, json!({"x": "martin"}), "two are called so");
    let values: Vec<_> = offers[0].1.iter().map(|choice| choice.value.as_str()).collect();
    assert_eq!((offers[0].0.as_str(), values), ("/x", vec!["1", "2"]));
    let (draft, _) = posted(&form, &draft, &[("/x", "martin"), ("/x", "2")], reply());
    let data = json!({"town": "Rezé", "day": "2001-02-03", "count": 4});
    assert_eq!(draft["x"], json!({"id": "2", "label": "Martin", "data": data}));
    assert_eq!((&draft["town"], &draft["day"], &draft["count"]), (&json!("Rezé"), &json!("2001-02-03"), &json!(4)));
    assert!(errors(&form, &draft).is_empty());
    assert_eq!(form.filled(&json!({}), &draft), ["/x", "/town", "/day", "/count"]);
    // Confirmed: not asked again. Chosen from outside of the answer: not believed.
    posted(&form, &draft, &[("/x", "Martin")], None);
    assert_eq!(posted(&form, &json!({}), &[("/x", "martin"), ("/x", "99")], reply()).0["x"], "martin");
    // What is typed at the same time stays.
    let (draft, _) = posted(&form, &json!({}), &[("/x", "1"), ("/town", "Bouguenais")], reply());
    assert_eq!((&draft["x"]["id"], &draft["town"]), (&json!("1"), &json!("Bouguenais")));
}

#[test]
fn a_service_that_is_down_is_marked_and_may_forbid_to_submit() {
    let (accepts, refuses) = (service(json!({})), service(json!({"whenDown": "refuse"})));
    for (form, expected) in [(&accepts, vec![]), (&refuses, vec![("/x".to_owned(), "unverified")])] {
        let (draft, _) = posted(form, &json!({}), &[("/x", "Martin")], Some(Reply::Down));
        assert_eq!(draft["x"], json!({"id": "Martin", "label": "Martin", "unverified": true}));
        assert_eq!(errors(form, &draft), expected);
        assert!(find(view(form, 1, &draft), "x").notice.is_some());
        // Asked again as soon as the page is posted again.
        let (draft, _) = posted(form, &draft, &[("/x", "Martin"), ("/x", "1")], Some(Reply::Answer(found())));
        assert_eq!(draft["x"]["id"], "1");
        let (draft, _) = posted(form, &json!({}), &[("/x", "Martin")], Some(Reply::Absent));
        assert_eq!((&draft["x"], errors(form, &draft)), (&json!("Martin"), vec![("/x".to_owned(), "type")]));
    }
}

#[test]
fn what_is_typed_never_leaves_its_place_in_an_address() {
    let asked = |url: &str, typed: &str| {
        let form = compiled(&definition(json!({ "url": url }), json!({})));
        form.questions(&json!({}), &pairs(&[("/x", typed)]), None).pop().map(|question| question.address)
    };
    let exact = "https://api.example.fr/x/{id}/y";
    assert_eq!(
        asked(exact, "a/../b?c#d&e=f é").as_deref(),
        Some("https://api.example.fr/x/a%2F%2E%2E%2Fb%3Fc%23d%26e%3Df%20%C3%A9/y")
    );
    assert_eq!((asked(exact, ".."), asked(exact, "."), asked(exact, " ")), (None, None, None));
    assert_eq!(asked("https://a.fr/?q={query}", "@evil.test").as_deref(), Some("https://a.fr/?q=%40evil%2Etest"));
}

#[test]
fn rows_are_filled_each_for_itself() {
    let row = json!({"title": "Enfants", "type": "array", "items": {"type": "object", "properties": {
        "school": {"title": "École", "$ref": "../types/reference.json", "reference":
            {"file": "ecoles.csv", "label": "/nom", "fill": {"/rows/*/city": "commune"}}},
        "city": {"title": "Ville", "type": "string"}}}});
    let form = compiled(&definition(json!({"file": "ecoles.csv"}), json!({"rows": row})));
    let draft = json!({"rows": [{"city": "Brest"}, {}]});
    let (draft, _) = posted(&form, &draft, &[("/rows/1/school", "1A")], None);
    assert_eq!((&draft["rows"][0], &draft["rows"][1]["city"]), (&json!({"city": "Brest"}), &json!("Nantes")));
}

/// A form whose rows ask a service, and what it answers to whoever chose the first entry.
fn row_service() -> (Form, Reply) {
    let fill = json!({"/rows/*/city": "town", "/rows/*/count": "count"});
    let row = json!({"title": "Lignes", "type": "array", "items": {"type": "object", "properties": {
        "entry": {"title": "Entrée", "$ref": "../types/reference.json", "reference":
            {"url": "https://api.example.fr/v1/x?q={query}", "list": "/found", "label": "/name",
                "data": {"town": "/seat/town", "count": "/n"}, "fill": fill}},
        "city": {"title": "Ville", "type": "string"},
        "count": {"title": "Nombre", "type": "integer", "readOnly": true}}}});
    (compiled(&definition(json!({"file": "ecoles.csv"}), json!({"rows": row}))), Reply::Answer(found()))
}

#[test]
fn a_row_that_moved_while_a_service_answered_is_filled_where_it_stands() {
    let (form, reply) = row_service();
    let me = |page: &str| Writer {
        id: page.into(),
        name: String::new(),
        page: page.into(),
        at: DateTime::UNIX_EPOCH.fixed_offset(),
    };
    let shown = json!({"rows": [{"city": "Brest"}, {"city": "Lyon"}]});
    let page = pairs(&[("/rows/0/city", "Brest"), ("/rows/1/entry", "1"), ("/rows/1/city", "Lyon")]);
    let settled = |past: &Past| {
        let questions = form.questions(past.shown(), &page, None);
        assert_eq!((questions.len(), questions[0].pointer.as_str()), (1, "/rows/1/entry"));
        let replies: Vec<_> = questions.into_iter().map(|question| (question, reply.clone())).collect();
        form.settle((past, "mine"), form.merge_since(past, &page, None, &me("mine")), &replies, None)
    };
    let same = settled(&Past::none(&shown)).0;
    assert_eq!((&same["rows"][1]["city"], &same["rows"][1]["count"]), (&json!("Nantes"), &json!(4)));
    assert_eq!(same["rows"][0], json!({"city": "Brest"}));

    // Somebody takes the first row away.
    let mut now = shown.clone();
    let removed = form.remove_row(&mut now, "/rows/0", None);
    let change = Change::between(&shown, &now, me("other"), removed);
    let (draft, offers) = settled(&Past::none(&shown).then(&change, &now));
    assert_eq!((draft["rows"].as_array().map(Vec::len), offers), (Some(1), vec![]));
    assert_eq!((&draft["rows"][0]["entry"]["id"], &draft["rows"][0]["city"]), (&json!("1"), &json!("Nantes")));

    // Somebody writes in the row itself: it stays, what nobody types is filled. The same page wrote it: it is filled.
    let written = json!({"rows": [{"city": "Brest"}, {"city": "Villeurbanne"}]});
    for (writer, city) in [("other", "Villeurbanne"), ("mine", "Nantes")] {
        let change = Change::between(&shown, &written, me(writer), None);
        let past = Past::none(&shown).then(&change, &written);
        let asked = pairs(&[("/rows/1/entry", "1")]);
        let replies: Vec<_> = form.questions(&shown, &asked, None).into_iter().map(|q| (q, reply.clone())).collect();
        let draft = form.settle((&past, "mine"), form.merge_since(&past, &asked, None, &me("mine")), &replies, None).0;
        assert_eq!((&draft["rows"][1]["city"], &draft["rows"][1]["count"]), (&json!(city), &json!(4)), "{writer}");
    }
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    let url = "https://api.example.fr/?q={query}";
    for (reference, expected) in [
        (json!({}), ("/reference", "reference-source")),
        (json!({"file": "ecoles.csv", "url": url}), ("/reference", "reference-source")),
        (json!({"file": "autre.csv"}), ("/reference/file", "reference-file-missing")),
        (json!({"file": "ecoles.csv", "label": "/name"}), ("/reference/label", "reference-column")),
        (json!({"file": "ecoles.csv", "data": {"a": "/b"}}), ("/reference/data/a", "reference-column")),
        (json!({"url": "http://api.example.fr/?q={query}"}), ("/reference/url", "reference-insecure")),
        (json!({"url": "https://api.example.fr/"}), ("/reference/url", "reference-url")),
        (json!({"url": "https://{query}.example.fr/"}), ("/reference/url", "reference-url")),
        (json!({"url": "https://a@{id}/{id}"}), ("/reference/url", "reference-url")),
        (json!({"url": url, "data": {"a": "b"}}), ("/reference/data/a", "reference-pointer")),
        (json!({"url": url, "list": "results"}), ("/reference/list", "reference-pointer")),
        (json!({"url": url, "show": {"a": "A"}}), ("/reference/show/a", "reference-name")),
        (
            json!({"url": url, "data": {"a": "/a"}, "fill": {"/town": "b"}}),
            ("/reference/fill/~1town", "reference-name"),
        ),
        (
            json!({"url": url, "data": {"a": "/a"}, "fill": {"/nothing": "a"}}),
            ("/reference/fill/~1nothing", "reference-target"),
        ),
        (
            json!({"url": url, "data": {"a": "/a"}, "fill": {"/file": "a"}}),
            ("/reference/fill/~1file", "reference-target"),
        ),
        (
            json!({"url": url, "data": {"a": "/a"}, "fill": {"/rows/*/city": "a"}}),
            ("/reference/fill/~1rows~1*~1city", "reference-target-row"),
        ),
        (
            json!({"url": url, "data": {"a": "/a"}, "fill": {"/rows/0/city": "a"}}),
            ("/reference/fill/~1rows~10~1city", "reference-target"),
        ),
        (json!({"url": url, "whenDown": "maybe"}), ("/reference/whenDown", "reference-when-down")),
        (
            json!({"url": url, "data": {"a": "/b"}, "example": [{"id": 1, "label": "x"}]}),
            ("/reference/data/a", "reference-pointer"),
        ),
        (json!({"url": url, "list": "/x", "example": []}), ("/reference/example", "reference-example")),
        (json!({"url": url, "pointer": "/x"}), ("/reference/pointer", "unknown-key")),
    ] {
        let found = problems(reference.clone());
        assert!(found.contains(&(expected.0.to_owned(), expected.1)), "{reference}: {found:?}");
    }
    let mut twice = definition(json!({"file": "ecoles.csv"}), json!({}));
    twice.files.insert("ecoles.csv".to_owned(), b"a;b\n1;2\n1;3\n;4\n".to_vec());
    let codes: Vec<_> = Form::compile(&twice, &[]).unwrap_err().into_iter().map(|problem| problem.code).collect();
    assert!(
        codes.contains(&"reference-file-key-duplicate") && codes.contains(&"reference-file-key-missing"),
        "{codes:?}"
    );
    assert_eq!(problems(Value::Null), [(String::new(), "reference-missing")]);
}

#[test]
fn who_gives_an_answer_is_not_believed_about_its_entry() {
    let form = service(json!({}));
    let forged = json!({"id": "1", "label": "Autre", "data": {"town": "Nulle part", "count": 9}});
    let marked = json!({"id": "1", "label": "Autre", "unverified": true});
    let ways =
        [Given::Value(forged.clone()), Given::Value(marked), Given::Value(json!(1)), Given::Typed("1".to_owned())];
    let ways = ways.map(|given| vec![("/x".to_owned(), given)]);
    for given in ways.into_iter().chain([form.given_in(&json!({"x": forged}))]) {
        let prefilled = form.prefill(given, &Context::default());
        assert_eq!((&prefilled.draft, prefilled.filled), (&json!({"x": "1"}), vec!["/x".to_owned()]));
        assert_eq!(errors(&form, &prefilled.draft), [("/x".to_owned(), "type")]);
        // The service is asked as soon as the page is saved.
        let page = [("/x", "1"), ("/town", "")];
        let (draft, _) = posted(&form, &prefilled.draft, &page, Some(Reply::Answer(found())));
        assert_eq!((&draft["x"]["label"], &draft["x"]["data"]["count"]), (&json!("Martin"), &json!(4)));
        assert_eq!((&draft["town"], &draft["count"]), (&json!("Nantes"), &json!(4)));
    }
    for nothing in [json!({"label": "Autre", "data": {"town": "Nantes"}}), json!({"id": {}, "label": "x"}), json!([1])]
    {
        let prefilled = form.prefill(vec![("/x".to_owned(), Given::Value(nothing))], &Context::default());
        assert_eq!((prefilled.refused[0].error.code, prefilled.draft), ("reference", json!({})));
    }

    // A list that is here tells the rest by itself.
    let form = schools();
    let given = |id: &str| form.given_in(&json!({"x": {"id": id, "label": "Autre", "data": {"commune": "Paris"}}}));
    let Prefilled { draft, filled, .. } = form.prefill(given("1A"), &Context::default());
    assert_eq!(&draft["x"]["label"], &json!("École des Marronniers"));
    assert_eq!(filled, ["/x", "/town", "/count"], "what the entry fills is told with it");
    assert_eq!(
        (&draft["x"]["data"]["commune"], &draft["town"], &draft["count"]),
        (&json!("Nantes"), &json!("Nantes"), &json!(212))
    );
    let unknown = form.prefill(given("9Z"), &Context::default());
    assert_eq!((unknown.refused[0].error.code, unknown.draft), ("reference", json!({})));
}

#[test]
fn a_copy_keeps_what_the_same_service_confirmed() {
    let former = service(json!({}));
    let entry = json!({"id": "2", "label": "Martin", "data": {"town": "Rezé", "day": "2001-02-03", "count": 4}});
    let answers = json!({"x": entry, "town": "Bouguenais", "count": 4});
    let copied = |form: &Form, answers: &Value| form.take_over(&former, answers, &Context::default()).draft;
    let all = json!({"x": entry, "town": "Bouguenais", "day": "2001-02-03", "count": 4});
    assert_eq!(copied(&former, &answers), all);
    // Of another service, or for something else, its word is not theirs.
    for changed in
        [json!({"url": "https://autre.example.fr/x?q={query}"}), json!({"data": {"town": "/seat/name"}, "fill": {}})]
    {
        assert_eq!(copied(&service(changed), &answers), json!({"x": "2", "town": "Bouguenais"}));
    }
    let unverified = json!({"x": {"id": "Martin", "label": "Martin", "unverified": true}});
    assert_eq!(copied(&former, &unverified), json!({"x": "Martin"}));
    // A list says what it says today.
    let list = schools();
    let old = json!({"x": {"id": "1A", "label": "Ancien nom", "data": {"commune": "Nantes"}}});
    let taken = list.take_over(&list, &old, &Context::default());
    assert_eq!((&taken.draft["x"]["label"], &taken.draft["count"]), (&json!("École des Marronniers"), &json!(212)));
}
