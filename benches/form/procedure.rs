//! A form of 200 questions on ten pages, with a condition on each, and the answers that show them all.

use serde_json::{Map, Value, json};

const PAGES: usize = 10;

/// The questions of a page, in the order that they are asked; of some of them, the answer.
fn questions(page: usize) -> Vec<(&'static str, Value, Value)> {
    let amounts = json!({"+": [{"var": format!("form.page_{page}.costs.amount")}]});
    let choice = |values: [(&str, &str); 4]| -> Vec<Value> {
        values.iter().map(|(value, title)| json!({"const": value, "title": title})).collect()
    };
    let kinds = choice([
        ("person", "Un particulier"),
        ("company", "Une entreprise"),
        ("club", "Une association"),
        ("town", "Une commune"),
    ]);
    let needs =
        choice([("room", "Une salle"), ("tables", "Des tables"), ("power", "L’électricité"), ("guards", "Des agents")]);
    let cost = json!({"type": "object", "required": ["label", "amount"], "properties": {
        "label": {"title": "Dépense", "type": "string", "maxLength": 100},
        "amount": {"title": "Montant", "type": "number", "format": "money", "minimum": 0},
        "paid_on": {"title": "Payée le", "type": "string", "format": "date"},
    }});
    vec![
        ("kind", json!({"type": "string", "oneOf": kinds}), json!("company")),
        ("name", json!({"type": "string", "minLength": 2, "maxLength": 200}), json!("Boulangerie du Port")),
        ("siret", json!({"type": "string", "format": "siret"}), json!("73282932000074")),
        ("born_on", json!({"type": "string", "format": "date"}), json!("1980-02-28")),
        ("headcount", json!({"type": "integer", "minimum": 0, "maximum": 10_000}), json!(12)),
        ("turnover", json!({"type": "number", "format": "money", "minimum": 0}), json!(125_000.5)),
        ("is_member", json!({"type": "boolean"}), json!(true)),
        ("email", json!({"type": "string", "format": "email"}), json!("contact@exemple.test")),
        ("phone", json!({"type": "string", "format": "phone"}), json!("+33240418000")),
        ("iban", json!({"type": "string", "format": "iban"}), json!("FR7630006000011234567890189")),
        ("about", json!({"type": "string", "maxLength": 4_000}), json!("Un projet décrit en quelques lignes.")),
        (
            "needs",
            json!({"type": "array", "uniqueItems": true, "items": {"type": "string", "oneOf": needs}}),
            json!(["room", "power"]),
        ),
        (
            "commune",
            json!({"$ref": "../types/commune.json"}),
            json!({"code": "44109", "name": "Nantes", "postal_code": "44000", "departement": "44", "region": "52", "epci": "244400404"}),
        ),
        (
            "address",
            json!({"$ref": "../types/address.json"}),
            json!({"street": "2 rue de l’Hôtel-de-Ville", "postal_code": "44000", "city": "Nantes", "commune": "44109"}),
        ),
        (
            "costs",
            json!({"type": "array", "maxItems": 50, "items": cost}),
            json!([{"label": "Salle", "amount": 300}, {"label": "Tables", "amount": 80.5, "paid_on": "2026-03-01"}]),
        ),
        ("total", json!({"type": "number", "format": "money", "calculate": amounts}), json!(380.5)),
        ("starts_at", json!({"type": "string", "format": "time"}), json!("14:30")),
        ("country", json!({"$ref": "../types/country.json"}), json!("FR")),
        ("site", json!({"type": "string", "format": "uri"}), json!("https://exemple.test/projet")),
        ("agrees", json!({"type": "boolean", "const": true}), json!(true)),
    ]
}

/// When the n-th question of a page is asked: always, for the answers of [`answers`].
fn condition(page: usize, n: usize) -> Value {
    let var = |name: &str| json!({"var": format!("form.page_{page}.{name}")});
    match n % 5 {
        0 => json!({"==": [var("kind"), "company"]}),
        1 => json!({"in": [var("kind"), ["company", "club"]]}),
        2 => {
            json!({"and": [{"!=": [var("kind"), "person"]}, {"or": [{"<": [var("born_on"), {"var": "today"}]}, {"!": [var("name")]}]}]})
        }
        3 => json!({">=": [{"-": [{"var": "today"}, "1980-02-28"]}, 6_574]}),
        _ => json!({"or": [{"==": [var("kind"), "town"]}, {"!": [{"==": [var("kind"), "person"]}]}]}),
    }
}

/// The form, as `form.schema` and `form.ui` of a procedure. Returns it with how many questions and conditions it has.
pub fn two_hundred_fields() -> (Value, usize, usize) {
    let (mut pages, mut categories, mut fields, mut rules) = (Map::new(), Vec::new(), 0, 0);
    for page in 0..PAGES {
        let (mut properties, mut controls) = (Map::new(), Vec::new());
        for (n, (name, mut schema, _)) in questions(page).into_iter().enumerate() {
            schema["title"] = json!(format!("Question {n} de la page {page}"));
            schema["description"] = json!("Ce qu’il faut savoir pour y répondre.");
            properties.insert(name.to_owned(), schema);
            let mut control =
                json!({"type": "Control", "scope": format!("#/properties/page_{page}/properties/{name}")});
            // The first answer decides of the others; those that conditions read are always asked.
            if !["kind", "born_on"].contains(&name) {
                control["rule"] = json!({"effect": "SHOW", "condition": {"logic": condition(page, n)}});
                rules += 1;
            }
            controls.push(control);
            fields += 1;
        }
        let required = ["kind", "name", "email", "address", "agrees"];
        pages.insert(format!("page_{page}"), json!({"type": "object", "required": required, "properties": properties}));
        let group = json!({"type": "Group", "label": "La suite", "elements": controls.split_off(10),
            "rule": {"effect": "HIDE", "condition": {"logic": {"==": [{"var": format!("form.page_{page}.kind")}, "person"]}}}});
        let mut category = json!({"type": "Category", "label": format!("Page {page}"), "elements": controls});
        category["elements"].as_array_mut().unwrap().push(group);
        rules += 1;
        if page > 0 {
            category["rule"] = json!({"effect": "SHOW", "condition": {"logic": {"var": "form.page_0.kind"}}});
            rules += 1;
        }
        categories.push(category);
    }
    let checks: Vec<Value> = (0..PAGES)
        .map(|page| {
            let today = json!({"<=": [{"var": format!("form.page_{page}.born_on")}, {"var": "today"}]});
            json!({"rule": today, "message": "Cette date est à venir.", "pointers": [format!("/page_{page}/born_on")]})
        })
        .collect();
    let form = json!({
        "schema": {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "properties": pages},
        "ui": {"type": "Categorization", "elements": categories},
        "checks": checks,
        "eligibility": [{"rule": {">": [{"var": "form.page_0.headcount"}, 250]}, "message": "L’aide va aux petites entreprises."}],
    });
    (form, fields, rules)
}

/// An answer to each question.
pub fn answers() -> Value {
    let page = |page| -> Map<String, Value> {
        questions(page).into_iter().map(|(name, _, answer)| (name.to_owned(), answer)).collect()
    };
    (0..PAGES).map(|n| (format!("page_{n}"), Value::Object(page(n)))).collect::<Map<_, _>>().into()
}
