//! Kinds whose answers are entries of lists, short and long.

use super::*;

/// What a field of a list draws for a value.
fn drawn(kind: &'static dyn Kind, value: &Value, lang: &str) -> Element {
    let mut element = Element::default();
    kind.draw(&field(kind), Some(value), lang, &mut element);
    element
}

#[test]
fn what_names_no_entry_is_kept_with_the_entries_that_it_may_mean() {
    let element = drawn(&commune::Commune, &json!("saint denis"), "fr");
    assert_eq!((element.value.as_str(), element.source), ("saint denis", Some("communes")));
    let first = &element.options[0];
    let hint = first.hint.as_deref();
    assert_eq!((first.value.as_str(), first.label.as_str()), ("97411|97400", "Saint-Denis (97400)"));
    assert_eq!((hint, first.selected), (Some("La Réunion"), false));
    assert_eq!(element.options.len(), crate::reference::LIMIT);
    assert!(drawn(&commune::Commune, &nantes(), "fr").options.is_empty(), "nothing left to choose");
    let element = drawn(&country::COUNTRY, &json!("DE"), "en");
    assert_eq!((element.value.as_str(), element.options.len()), ("Germany", 0));
    assert!(drawn(&country::COUNTRY, &json!("guin"), "fr").options.iter().any(|choice| choice.label == "Guinée"));
}

#[test]
fn short_lists_are_drawn_whole() {
    let element = drawn(&departement::DEPARTEMENT, &json!("2A"), "fr");
    assert_eq!((element.options.len(), element.source), (109, None));
    let chosen: Vec<&str> = element.options.iter().filter(|at| at.selected).map(|at| at.label.as_str()).collect();
    assert_eq!(chosen, ["Corse-du-Sud (2A)"]);
    let regions = drawn(&region::REGION, &json!("52"), "fr").options;
    assert_eq!(regions[0].label, "Auvergne-Rhône-Alpes");
    assert!(regions.iter().any(|choice| choice.selected && choice.label == "Pays de la Loire"));
}

#[test]
fn an_answer_says_of_its_commune_what_the_list_says() {
    let kind = &commune::Commune;
    assert_eq!(kind.fault(&field(kind), &nantes()), None);
    assert_eq!(kind.fault(&field(kind), &json!("Nantes")), None, "its type is wrong already");
    for (part, wrong) in [("departement", "75"), ("postal_code", "75001"), ("code", "99999"), ("name", "Rezé")] {
        let mut forged = nantes();
        forged[part] = json!(wrong);
        assert_eq!(kind.fault(&field(kind), &forged), Some(Code::Reference), "{part}");
    }
}

#[test]
fn long_choices_are_searched_by_typing() {
    let choices = |count: usize| {
        (0..count).map(|n| Offered {
            value: json!(n),
            key: n.to_string(),
            label: Words::from("x"),
            hint: None,
            group: None,
        })
    };
    let mut field = Field::new(Template::default());
    let mut drawn = |count: usize, format: Option<&str>, search: Option<bool>| {
        field.choices = choices(count).collect();
        (field.options.format, field.options.search) = (format.map(str::to_owned), search);
        let mut element = Element::default();
        choice::Choice.draw(&field, None, "fr", &mut element);
        (choice::Choice.component(&field), element.source)
    };
    assert_eq!(drawn(5, None, None), ("radios", None));
    assert_eq!(drawn(20, None, None), ("select", None));
    assert_eq!(drawn(21, None, None), ("select", Some("options")));
    assert_eq!(drawn(21, None, Some(false)), ("select", None));
    assert_eq!(drawn(3, None, Some(true)), ("select", Some("options")));
    assert_eq!(drawn(3, Some("autocomplete"), None), ("select", Some("options")));
    assert_eq!(drawn(30, Some("select"), None), ("select", None));
    assert_eq!(drawn(30, Some("radio"), None), ("radios", None));
}

#[test]
fn communes_and_countries_are_suggested_for_an_address_and_any_text_is_taken() {
    for (part, source) in [(3, "communes"), (4, "pays")] {
        let mut element = Element::default();
        let kind = address::Address.parts()[part].kind.unwrap();
        let field = field(kind);
        kind.draw(&field, Some(&json!("Ixelles")), "fr", &mut element);
        assert_eq!((element.value.as_str(), element.source, element.open), ("Ixelles", Some(source), true));
        assert_eq!(kind.component(&field), "autocomplete");
        assert!(element.options.is_empty());
    }
}

#[test]
fn a_school_is_searched_and_any_number_that_is_right_is_taken() {
    let element = drawn(&uai::Uai, &json!("clemenceau nantes"), "fr");
    assert_eq!((element.source, element.open), (Some("etablissements"), true));
    assert_eq!(element.options[0].value, "0440021J");
    assert!(drawn(&uai::Uai, &json!("0440021J"), "fr").value.starts_with("LYCÉE CLEMENCEAU"));
    let primary = drawn(&uai::Uai, &json!("0440500E"), "fr");
    assert_eq!((primary.value.as_str(), primary.options.len()), ("0440500E", 0), "not of the list, and right");
    let cells = |value: &str| uai::Uai.cells(&field(&uai::Uai), &json!(value), "fr");
    assert_eq!(cells("0440021J"), ["0440021J", "LYCÉE CLEMENCEAU", "NANTES"].map(|text| Cell::text(text.to_owned())));
    assert_eq!(cells("0440500E"), ["0440500E", "", ""].map(|text| Cell::text(text.to_owned())));
}
