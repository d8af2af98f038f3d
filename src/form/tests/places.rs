//! Communes, départements, countries and addresses in a form.

use super::*;

fn form() -> Form {
    let definition = serde_json::from_value(json!({
        "schema": {
            "type": "object",
            "properties": {
                "town": {"title": "Commune", "$ref": "../types/commune.json"},
                "old": {"title": "Département de naissance", "type": "string", "format": "departement"},
                "land": {"title": "Pays", "$ref": "../types/country.json"},
                "group": {"title": "Intercommunalité", "$ref": "../types/epci.json"},
                "area": {"title": "Région", "$ref": "../types/region.json"},
                "home": {"title": "Adresse", "$ref": "../types/address.json"},
                "local": {"title": "Vous êtes du département", "type": "string"},
                "sent": {"title": "Envoyé à", "type": "string", "format": "departement", "readOnly": true,
                    "calculate": {"var": "form.town.departement"}}
            },
            "required": ["town"]
        },
        "ui": {"type": "VerticalLayout", "elements": [
            {"type": "Control", "scope": "#/properties/town"},
            {"type": "Control", "scope": "#/properties/old"},
            {"type": "Control", "scope": "#/properties/land"},
            {"type": "Control", "scope": "#/properties/group"},
            {"type": "Control", "scope": "#/properties/area"},
            {"type": "Control", "scope": "#/properties/home"},
            {"type": "Control", "scope": "#/properties/local", "rule": {"effect": "SHOW", "condition":
                {"logic": {"and": [
                    {"==": [{"var": "form.town.departement"}, "44"]},
                    {"==": [{"var": "form.home.commune"}, "44109"]}
                ]}}}},
            {"type": "Control", "scope": "#/properties/sent"}
        ]}
    }));
    compiled(&definition.unwrap())
}

fn filled(form: &Form, typed: &[(&str, &str)]) -> Value {
    form.merge(&json!({}), &pairs(typed), None)
}

#[test]
fn what_is_typed_becomes_an_answer_that_rules_read() {
    let form = form();
    let draft = filled(
        &form,
        &[
            ("/town", "vertou"),
            ("/old", "2A"),
            ("/land", "allemagne"),
            ("/group", "244400404"),
            ("/area", "52"),
            ("/home/street", "1 rue du Calvaire"),
            ("/home/postal_code", "44000"),
            ("/home/city", "Nantes"),
        ],
    );
    let checked = form.check(&draft, &Context::default());
    assert_eq!(errors(&form, &draft), []);
    let values = &checked.values;
    assert_eq!(values["town"]["code"], "44215");
    assert_eq!((&values["town"]["region"], &values["land"]), (&json!("52"), &json!("DE")));
    assert_eq!((&values["home"]["commune"], &values["sent"]), (&json!("44109"), &json!("44")));
    let evaluation = form.evaluate(&draft, &Context::default());
    assert!(form.is_visible("/local", &evaluation));
    let rows: Vec<String> = form.summary(&checked.values, &evaluation, "en")[0].groups[0]
        .rows
        .iter()
        .map(|row| row.lines.join(", "))
        .collect();
    let expected = [
        "Vertou (44120)",
        "Corse-du-Sud (2A)",
        "Germany",
        "Nantes Métropole (44)",
        "Pays de la Loire",
        "1 rue du Calvaire, 44000 Nantes",
        "",
        "Loire-Atlantique (44)",
    ];
    assert_eq!(rows, expected);
}

#[test]
fn what_names_nothing_is_kept_and_refused_in_words() {
    let form = form();
    let typed = [("/town", "Saint-Denis"), ("/old", "99"), ("/land", "Guin"), ("/group", "x"), ("/area", "00")];
    let draft = filled(&form, &typed);
    assert_eq!(draft["town"], "Saint-Denis");
    let told: Vec<(String, String)> =
        form.check(&draft, &Context::default()).errors.into_iter().map(|error| (error.pointer, error.key)).collect();
    let expected = [
        ("/town", "form-error-type-commune"),
        ("/old", "form-error-format-departement"),
        ("/land", "form-error-format-country"),
        ("/group", "form-error-format-epci"),
        ("/area", "form-error-format-region"),
    ];
    assert_eq!(told, expected.map(|(pointer, key)| (pointer.to_owned(), key.to_owned())));
    let element = &view(&form, 1, &draft).elements[0];
    assert_eq!((element.component, element.value.as_str()), ("autocomplete", "Saint-Denis"));
    let picked = element.options[3].value.clone();
    let draft = form.merge(&draft, &pairs(&[("/town", "Saint-Denis"), ("/town", &picked)]), None);
    assert_eq!(draft["town"]["name"], "Saint-Denis");
    assert!(view(&form, 1, &draft).elements[0].options.is_empty());
}

#[test]
fn a_commune_that_misses_is_asked_as_one() {
    assert_eq!(errors(&form(), &json!({})), [("/town".to_owned(), "required")]);
}

#[test]
fn a_commune_from_elsewhere_is_what_the_list_says_or_refused() {
    let form = form();
    let draft = filled(&form, &[("/town", "44000 Nantes")]);
    assert_eq!(errors(&form, &draft), []);
    let mut forged = draft;
    forged["town"]["departement"] = json!("75");
    assert_eq!(errors(&form, &forged), [("/town".to_owned(), "reference")]);
    forged["town"] = json!({"code": "00000", "name": "Nulle part", "departement": "75", "region": "11"});
    assert_eq!(errors(&form, &forged), [("/town".to_owned(), "format")]);
}

#[test]
fn the_commune_of_an_address_is_never_believed() {
    let form = form();
    let town = filled(&form, &[("/town", "vertou")])["town"].clone();
    let address = json!({"street": "1 rue X", "postal_code": "75001", "city": "Paris", "commune": "44109"});
    let values = form.check(&json!({"town": town, "home": address}), &Context::default()).values;
    assert_eq!(values["home"]["commune"], "75056");
}

#[test]
fn a_town_that_is_not_of_its_postal_code_is_told_beside_it_and_in_the_summary() {
    let form = form();
    let address = |code, city| [("/home/street", "1 rue X"), ("/home/postal_code", code), ("/home/city", city)];
    let blank = json!({});
    let draft = filled(&form, &address("44310", "St Colombin"));
    assert!(errors(&form, &draft).iter().all(|(pointer, _)| pointer == "/town"), "never a refusal");
    let view = view(&form, 1, &draft);
    let parts = &view.elements[5].parts;
    let noticed: Vec<&str> = parts.iter().filter(|part| part.notice.is_some()).map(|part| part.name.as_str()).collect();
    assert_eq!(noticed, ["/home/city"]);
    let labels: Vec<&str> = parts[3].options.iter().map(|option| option.label.as_str()).collect();
    let expected = ["Saint-Colomban", "Saint-Philbert-de-Grand-Lieu", "Saint-Lumine-de-Coutais", "La Limouzinière"];
    assert_eq!(labels, expected, "the likest first");
    let evaluation = form.evaluate(&draft, &Context::default());
    let summary = form.summary(&draft, &evaluation, "fr");
    let row = summary[0].groups[0].rows.iter().find(|row| row.id == "home").unwrap();
    assert!(row.notice.as_ref().unwrap().starts_with("Cette commune n’a pas été reconnue."));
    assert_eq!(row.lines, ["1 rue X", "44310 St Colombin"], "documents have the address alone");

    // It is news once.
    assert!(form.has_news(1, &blank, &draft, &evaluation) && !form.has_news(1, &draft, &draft, &evaluation));
    assert!(!form.has_news(2, &blank, &draft, &evaluation));

    // What is picked is the name; another text is taken whatever was picked before.
    let pick = parts[3].options[0].value.clone();
    let with = |typed: &str| form.merge(&draft, &pairs(&[("/home/city", typed), ("/home/city", &pick)]), None);
    assert_eq!(
        (&with("St Colombin")["home"]["city"], &with("Ailleurs")["home"]["city"]),
        (&json!("Saint-Colomban"), &json!("Ailleurs"))
    );
    let picked = with("St Colombin");
    assert_eq!(form.evaluate(&picked, &Context::default()).values["home"]["commune"], "44155");
    let told = (&draft, &evaluation);
    let evaluation = form.evaluate(&picked, &Context::default());
    let options = ViewOptions { lang: "fr", ..ViewOptions::default() };
    let changed = form.changed_elements(1, told, (&picked, &evaluation), &options, &Meanwhile::default());
    let changed: Vec<(&str, bool)> = changed.iter().map(|part| (&*part.name, part.notice.is_some())).collect();
    assert_eq!(changed, [("/home/city", false)], "the notice goes with what it was about");
}
