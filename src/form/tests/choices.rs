//! Lists of choices: an answer of one's own, groups, a second list that follows the first, the author's sentences.

use super::*;

fn merged(form: &Form, sent: &[(&str, &str)]) -> Value {
    form.merge(&json!({}), &pairs(sent), None)
}

#[test]
fn an_answer_of_ones_own_is_taken_beside_the_list() {
    let form = simple(json!({"status": {"title": "Situation", "anyOf": [
        {"enum": ["Marié", "Célibataire"]}, {"type": "string", "maxLength": 10}]}}));
    for (sent, kept) in [
        (vec![("/status", "Marié"), ("/status", "")], json!({"status": "Marié"})),
        (vec![("/status", "#other"), ("/status", " Séparé ")], json!({"status": "Séparé"})),
        (vec![("/status", "Marié"), ("/status", "Séparé")], json!({"status": "Marié"})),
        (vec![("/status", "")], json!({})),
    ] {
        assert_eq!(merged(&form, &sent), kept, "{sent:?}");
    }
    let element = find(view(&form, 1, &json!({"status": "Séparé"})), "status");
    let last = element.options.last().unwrap();
    assert_eq!((element.component, last.label.as_str(), last.selected), ("radios", "Autre", true));
    assert_eq!((element.parts[0].name.as_str(), element.parts[0].value.as_str()), ("/status", "Séparé"));
    assert_eq!(errors(&form, &json!({"status": "Séparé"})), []);
    assert_eq!(errors(&form, &json!({"status": "Séparé depuis peu"})), [("/status".to_owned(), "maxLength")]);
}

#[test]
fn other_chosen_and_not_yet_written_stays_chosen_and_is_no_answer() {
    let schema = json!({"type": "object", "required": ["status"], "properties": {
        "status": {"title": "Situation", "anyOf": [{"enum": ["a", "b"]}, {"type": "string"}]}}});
    let form = compiled(&Definition { schema, ..Definition::default() });
    let draft = merged(&form, &[("/status", "#other"), ("/status", "")]);
    let element = find(view(&form, 1, &draft), "status");
    assert!(element.options.last().unwrap().selected);
    assert_eq!(element.parts[0].value, "");
    assert_eq!(errors(&form, &draft), [("/status".to_owned(), "required")]);
}

#[test]
fn several_answers_may_hold_some_of_ones_own() {
    let form = simple(json!({"needs": {"title": "Besoins", "type": "array", "items": {
        "anyOf": [{"enum": ["a", "b"]}, {"type": "string"}]}}}));
    let sent = [("/needs", ""), ("/needs", "b"), ("/needs", "Rampe"), ("/needs", " ")];
    let draft = merged(&form, &sent);
    assert_eq!(draft, json!({"needs": ["b", "Rampe"]}));
    let element = find(view(&form, 1, &draft), "needs");
    let written: Vec<&str> = element.parts.iter().map(|part| part.value.as_str()).collect();
    assert_eq!((element.component, written), ("checkboxes", vec!["Rampe", ""]));
    assert_eq!(errors(&form, &draft), []);
}

#[test]
fn choices_stand_in_groups() {
    let form = simple(json!({"food": {"title": "Repas", "oneOf": [
        {"const": "none", "title": "Aucun"},
        {"title": "Viandes", "oneOf": [{"const": "beef", "title": "Bœuf"}, {"const": "pork", "title": "Porc"}]},
        {"title": "Légumes", "enum": ["leek", "carrot"]}]}}));
    let element = find(view(&form, 1, &json!({"food": "pork"})), "food");
    let options: Vec<(&str, Option<&str>, bool)> =
        element.options.iter().map(|at| (at.label.as_str(), at.opens.as_deref(), at.closes)).collect();
    let expected = [
        ("Aucun", None, false),
        ("Bœuf", Some("Viandes"), false),
        ("Porc", None, true),
        ("leek", Some("Légumes"), false),
        ("carrot", None, true),
    ];
    assert_eq!(options, expected);
    assert!(element.options[2].selected);
    assert_eq!(errors(&form, &json!({"food": "carrot"})), []);
    assert_eq!(errors(&form, &json!({"food": "Viandes"})), [("/food".to_owned(), "enum")]);
}

/// Two levels: the first answer says which list the second one is of.
fn linked() -> Form {
    let list = |theme: &str, topics: [&str; 2]| {
        json!({"if": {"properties": {"theme": {"const": theme}}, "required": ["theme"]},
            "then": {"properties": {"topic": {"title": "Sujet", "enum": topics}}, "required": ["topic"]}})
    };
    let subject = json!({"title": "Objet", "type": "object", "required": ["theme"],
        "properties": {"theme": {"title": "Thème", "enum": ["road", "water"]}},
        "allOf": [list("road", ["hole", "sign"]), list("water", ["leak", "bill"])]});
    let schema = json!({"type": "object", "required": ["subject"], "properties": {"subject": subject}});
    let ui = json!({"type": "VerticalLayout", "elements": [{"type": "Control", "scope": "#/properties/subject"}]});
    compiled(&Definition { schema, ui: Some(ui), ..Definition::default() })
}

#[test]
fn a_second_list_follows_the_first() {
    let form = linked();
    let asked = |theme: &str| {
        let found = view(&form, 1, &json!({"subject": {"theme": theme}})).pick(&["subject-topic".to_owned()]);
        let seen = found.into_iter().filter(|element| !element.hidden);
        seen.flat_map(|element| element.options).map(|option| option.value).collect::<Vec<_>>()
    };
    assert_eq!(
        (asked("road"), asked("water")),
        (vec!["hole".into(), "sign".into()], vec!["leak".into(), "bill".into()])
    );
    assert!(asked("").is_empty());
    let told = |subject: Value| errors(&form, &json!({"subject": subject}));
    assert_eq!(told(json!({"theme": "water", "topic": "leak"})), []);
    assert_eq!(told(json!({"theme": "water", "topic": "hole"})), [("/subject/topic".to_owned(), "enum")]);
    assert_eq!(told(json!({"theme": "water"})), [("/subject/topic".to_owned(), "required")]);
    assert_eq!(told(json!({})), [("/subject/theme".to_owned(), "required")], "the second comes after the first");
    let answers = json!({"subject": {"theme": "water", "topic": "leak"}});
    let sections = form.summary(&answers, &form.evaluate(&answers, &Context::default()), "fr");
    let titles: Vec<&str> = sections.iter().flat_map(|section| &section.groups).map(|group| &*group.title).collect();
    assert_eq!(titles, ["Objet"], "under one title");
}

#[test]
fn authors_word_what_is_wrong() {
    let definition = serde_json::from_value(json!({
        "schema": {"type": "object", "required": ["plate", "code", "note"], "properties": {
            "plate": {"title": "Plaque", "type": "string", "pattern": "^[A-Z]+$", "minLength": 2, "examples": ["AB"],
                "description": "En capitales",
                "errorMessage": {"pattern": "Des capitales", "required": "La plaque manque"}},
            "code": {"title": "Code", "type": "string", "pattern": "^[0-9]+$", "errorMessage": "Des chiffres"},
            "note": {"title": "Note", "type": "string", "maxLength": 3}
        }},
        "translations": {"en": {"plate.error.pattern": "Capitals", "code.error.custom": "Digits"},
            "fr": {"note.error.maxLength": "Trois lettres au plus"}}
    }));
    let form = compiled(&definition.unwrap());
    let said = |draft: Value, lang: &str| {
        let errors = form.check(&draft, &Context::default()).errors;
        errors.iter().map(|error| error.said(lang).map(str::to_owned)).collect::<Vec<_>>()
    };
    let some = |text: &str| Some(text.to_owned());
    let wrong = json!({"plate": "ab", "code": "x", "note": "longue"});
    assert_eq!(said(wrong.clone(), "fr"), [some("Des capitales"), some("Des chiffres"), some("Trois lettres au plus")]);
    assert_eq!(said(wrong, "en")[..2], [some("Capitals"), some("Digits")]);
    assert_eq!(said(json!({}), "fr"), [some("La plaque manque"), None, None], "`custom` is not for what misses");
    assert_eq!(said(json!({"plate": "A", "code": "1", "note": "a"}), "fr"), [None]);
    let element = find(view(&form, 1, &json!({})), "plate");
    assert_eq!(element.hint.as_deref(), Some("En capitales. Exemple : AB"));
}

#[test]
fn a_named_dossier_is_one_that_the_applicant_may_see() {
    let form = simple(json!({"former": {"title": "Ancien dossier", "type": "string", "format": "dossier-number"}}));
    let draft = json!({"former": "2026-000123-6"});
    assert_eq!(form.named_dossiers(&draft).into_iter().collect::<Vec<_>>(), ["2026-000123-6"]);
    let told = |known: Option<&[&str]>| {
        let dossiers = known.map(|known| known.iter().map(|number| (*number).to_owned()).collect());
        let context = Context { dossiers, ..Context::default() };
        form.check(&draft, &context).errors.into_iter().map(|error| error.key).collect::<Vec<_>>()
    };
    assert!(told(None).is_empty(), "nobody looked");
    assert!(told(Some(&["2026-000123-6"])).is_empty());
    assert_eq!(told(Some(&[])), ["form-error-dossier"]);
    assert!(form.named_dossiers(&json!({"former": "2026-000123-7"})).is_empty(), "its check character is wrong");
}

#[test]
fn titles_go_one_level_down_and_an_explanation_may_say_more() {
    let label =
        json!({"type": "Label", "text": "Avant", "options": {"help": "Après", "file": {"template": "notice.pdf"}}});
    let inner = json!({"type": "Group", "label": "Dedans", "elements": [label]});
    let bare = json!({"type": "VerticalLayout", "elements": [inner]});
    let ui = json!({"type": "VerticalLayout", "elements": [{"type": "Group", "label": "Dehors", "elements": [bare]}]});
    let schema = json!({"type": "object", "properties": {}});
    let form = compiled(&Definition { schema, ui: Some(ui), ..Definition::default() });
    let outer = view(&form, 1, &json!({})).elements.remove(0);
    let inner = &outer.parts[0];
    assert_eq!((outer.level, inner.level), (2, 3));
    let said = &inner.parts[0];
    assert_eq!((said.html.trim(), said.help.as_deref().map(str::trim)), ("<p>Avant</p>", Some("<p>Après</p>")));
    assert_eq!(said.template.as_deref(), Some("notice.pdf"));
}

#[test]
fn several_answers_stay_in_their_order_until_others_are_given() {
    let form = simple(json!({"days": {"type": "array", "items": {"enum": ["mon", "tue", "wed"]}}}));
    let draft = json!({"days": ["wed", "mon", "mon"]});
    assert_eq!(form.merge(&draft, &pairs(&[("/days", ""), ("/days", "mon"), ("/days", "wed")]), None), draft);
    let more = pairs(&[("/days", ""), ("/days", "mon"), ("/days", "tue"), ("/days", "wed")]);
    assert_eq!(form.merge(&draft, &more, None), json!({"days": ["mon", "tue", "wed"]}));
}

#[test]
fn choices_may_be_objects_lists_and_numbers_beside_their_texts() {
    let hall = json!({"name": "Mairie", "floor": 1});
    let annex = json!({"name": "Annexe", "floor": 0});
    let places = json!([{"const": hall, "title": "À la mairie"}, {"const": annex, "title": "À l’annexe"}]);
    let form = simple(json!({
        "place": {"title": "Lieu", "type": "object", "oneOf": places},
        "bare": {"title": "Lieu", "enum": [hall, annex]},
        "places": {"title": "Lieux", "type": "array", "uniqueItems": true, "items": {"enum": [hall, annex]}},
        "span": {"title": "Étages", "enum": [[0, 1], [1, 2]]},
        "mixed": {"title": "Nombre", "enum": [1, "1", true, "true"]}
    }));
    let document = json!({"place": annex, "bare": annex, "places": [hall, annex], "span": [1, 2], "mixed": "1"});
    let names = ["place", "bare", "places", "span", "mixed"];
    let drawn = names.map(|name| find(view(&form, 1, &document), name));
    let sent: Vec<(String, String)> = drawn
        .iter()
        .flat_map(|element| {
            element
                .options
                .iter()
                .filter(|option| option.selected)
                .map(move |option| (element.name.clone(), option.value.clone()))
        })
        .collect();
    assert_eq!(form.merge(&json!({}), &sent, None), document);
    assert_eq!(errors(&form, &document), []);
    let labels = drawn.map(|element| element.options[1].label.clone());
    assert_eq!(
        labels,
        ["À l’annexe", r#"{"name":"Annexe","floor":0}"#, r#"{"name":"Annexe","floor":0}"#, "[1,2]", "\"1\""]
    );
}
