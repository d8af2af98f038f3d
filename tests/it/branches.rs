//! A form of which the schema says what to ask, in a real browser: a choice of branch, an `if`, a list of texts, names that
//! people choose, documents that are a list or a single value.

use super::support::browser::{Browser, Look};
use super::support::server::{Server, Setup};
use super::support::story::{CITIZEN, shown, site};
use serde_json::{Value, json};

fn form() -> Value {
    json!({"schema": {
        "type": "object", "required": ["contact"],
        "properties": {
            "contact": {"title": "Comment vous joindre ?", "oneOf": [
                {"title": "Par téléphone", "type": "object", "required": ["way", "number"], "properties": {
                    "way": {"const": "phone"}, "number": {"title": "Votre numéro", "type": "string", "format": "phone"}}},
                {"title": "Par courrier", "type": "object", "required": ["way", "city"], "properties": {
                    "way": {"const": "letter"}, "city": {"title": "Votre commune", "type": "string"}}}
            ]},
            "urgent": {"title": "Est-ce urgent ?", "type": "boolean"},
            "note": {"title": "Remarques", "type": "string"},
            "words": {"title": "Mots-clés", "type": "array", "items": {"title": "Mot-clé", "type": "string"}},
            "prices": {"title": "Tarifs", "type": "object", "additionalProperties": {"type": "number"}}
        },
        "if": {"properties": {"urgent": {"const": true}}, "required": ["urgent"]},
        "then": {"required": ["note"], "properties": {
            "reason": {"title": "Pourquoi est-ce urgent ?", "type": "string"},
            "country": {"title": "Dans quel pays ?", "type": "string", "default": "France"}
        }}
    }})
}

/// Publishes the procedure of tests with this form instead of its own.
fn publish(server: &Server, form: Value) {
    let source = std::fs::read_to_string("tests/it/procedures/attestation.json").unwrap();
    let mut procedure: Value = serde_json::from_str(&source).unwrap();
    procedure["slug"] = json!("branches");
    procedure["languages"] = json!(["fr"]);
    procedure["form"] = form;
    procedure["cases"] = json!([]);
    if let Some(groups) = procedure["routing"]["groups"].as_array_mut() {
        groups.iter_mut().for_each(|group| drop(group.as_object_mut().unwrap().shift_remove("rule")));
    }
    let file = server.folder.join("branches.json");
    std::fs::write(&file, procedure.to_string()).unwrap();
    server.must(&["import", file.to_str().unwrap()]);
}

async fn started(server: &Server, look: Look) -> (Browser, String) {
    let browser = Browser::open(&server.base, look).await;
    browser.goto("/demarches/branches").await;
    browser
        .follow("main form[action=\"/demarches/branches/dossiers\"] button[type=submit], main a[href^=\"/connexion\"]")
        .await;
    if browser.path().await == "/connexion" {
        browser.sign_in(CITIZEN).await;
        browser.goto("/demarches/branches").await;
        browser.follow("main form[action=\"/demarches/branches/dossiers\"] button[type=submit]").await;
    }
    let number = browser.path().await.split('/').nth(2).unwrap().to_owned();
    (browser, number)
}

/// The words beside the input for remarks.
async fn label(browser: &Browser) -> String {
    let label = browser.run("return document.querySelector('label[for=note]').textContent").await;
    label.as_str().unwrap_or_default().to_owned()
}

const SAVE: &str = "main button[name=_action][value=continue]:not([aria-hidden])";

#[tokio::test(flavor = "multi_thread")]
async fn a_branch_is_chosen_with_and_without_scripts() {
    let server = site(Setup::default());
    publish(&server, form());
    for (width, javascript) in [(375, true), (1280, false)] {
        let (browser, number) = started(&server, Look { width, javascript }).await;
        let page = format!("/dossiers/{number}/pages/1");
        browser.goto(&page).await;
        browser.inspect("branches").await;
        assert!(!browser.has("[name=\"/contact/city\"]").await);
        assert_eq!(label(&browser).await, "Remarques (facultatif)");
        assert!(!browser.has("[name=\"/country\"]").await);
        browser.choose("/contact#branch", "1").await;
        browser.choose("/urgent", "true").await;
        if !javascript {
            browser.follow(SAVE).await;
            browser.goto(&page).await;
        }
        browser.sees("Dans quel pays ?").await;
        assert_eq!(label(&browser).await, "Remarques");
        assert_eq!(browser.value("/country").await, "France");
        browser.fill("/note", "Merci").await;
        browser.fill("/contact/city", "Nantes").await;
        browser.fill("/reason", "La date approche").await;
        assert!(!browser.has("[name=\"/contact/number\"]").await);
        browser.inspect("branches-choisie").await;
        browser.act("add:/words").await;
        browser.fill("/words/0", "école").await;
        browser.act("add:/prices").await;
        browser.sees("Écrivez un nom").await;
        browser.fill("/prices#name", "Café crème").await;
        browser.act("add:/prices").await;
        browser.fill("/prices/Café crème", "2,5").await;
        browser.inspect("branches-noms").await;
        browser.follow(SAVE).await;
        browser.sees("Par courrier").await;
        assert!(!browser.body().await.contains("Votre choix"), "the question has words of its own");
        browser.inspect("branches-verification").await;
        let dossier = shown(&server, &number);
        let draft = &dossier["draft"];
        assert_eq!((&draft["note"], &draft["country"]), (&json!("Merci"), &json!("France")), "{dossier}");
        assert_eq!((&draft["contact"]["city"], &draft["words"]), (&json!("Nantes"), &json!(["école"])), "{dossier}");
        assert_eq!((&draft["prices"], draft.get("#name")), (&json!({"Café crème": 2.5}), None), "{dossier}");
        browser.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_answer_may_be_a_list() {
    let server = site(Setup::default());
    publish(
        &server,
        json!({"schema": {"title": "Vos véhicules", "type": "array", "minItems": 1, "items": {
            "type": "object", "required": ["plate"], "properties": {
                "plate": {"title": "Immatriculation", "type": "string"},
                "power": {"title": "Puissance", "type": "integer"}}
        }}}),
    );
    for (width, javascript) in [(375, true), (1280, false)] {
        let (browser, number) = started(&server, Look { width, javascript }).await;
        browser.goto(&format!("/dossiers/{number}/pages/1")).await;
        browser.fill("/0/plate", "AB-123-CD").await;
        browser.act("add:").await;
        browser.fill("/1/power", "5").await;
        browser.inspect("liste").await;
        browser.follow(SAVE).await;
        assert!(browser.has(".govuk-error-summary a[href=\"#1-plate\"]").await);
        browser.inspect("liste-erreur").await;
        browser.fill("/1/plate", "EF-456-GH").await;
        browser.follow(SAVE).await;
        browser.sees("EF-456-GH").await;
        let expected = json!([{"plate": "AB-123-CD"}, {"plate": "EF-456-GH", "power": 5}]);
        assert_eq!(sorted(&shown(&server, &number)["draft"]), sorted(&expected));
        browser.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_answer_of_several_is_wanted_across_pages() {
    let server = site(Setup::default());
    let control = |name: &str, options: Value| json!({"type": "Control", "scope": format!("#/properties/{name}"), "options": options});
    let page = |label: &str, elements: Value| json!({"type": "Category", "label": label, "elements": elements});
    let text = |title: &str| json!({"title": title, "type": "string"});
    let way = json!({"title": "Trajet", "type": "array", "prefixItems": [text("Départ"), text("Arrivée")], "items": text("Étape")});
    publish(
        &server,
        json!({
            "schema": {"type": "object", "properties": {"mail": text("Courriel"), "phone": text("Téléphone"), "way": way},
                "anyOf": [{"required": ["mail"]}, {"required": ["phone"]}]},
            "ui": {"type": "Categorization", "elements": [
                page("Un", json!([control("mail", json!({"suggestion": ["zoe@exemple.fr"]}))])),
                page("Deux", json!([control("phone", json!({})), control("way", json!({}))]))]}
        }),
    );
    for (width, javascript) in [(375, true), (1280, false)] {
        let (browser, number) = started(&server, Look { width, javascript }).await;
        let first = format!("/dossiers/{number}/pages/1");
        browser.goto(&first).await;
        browser.inspect("une-reponse-proposee").await;
        // The other question may still be answered.
        browser.follow(SAVE).await;
        browser.sees("Trajet").await;
        browser.follow(SAVE).await;
        browser.sees("Répondez à l’une au moins de ces questions").await;
        assert!(browser.has(".govuk-error-summary a[href=\"#phone\"]").await);
        assert!(browser.has(&format!(".govuk-error-summary a[href=\"{first}#mail\"]")).await);
        browser.inspect("une-reponse-erreur").await;
        browser.follow(&format!(".govuk-error-summary a[href=\"{first}#mail\"]")).await;
        browser.fill("/mail", "zoe@exemple.fr").await;
        browser.follow(SAVE).await;
        browser.fill("/way/0", "Nantes").await;
        browser.fill("/way/1", "Cholet").await;
        browser.act("add:/way").await;
        browser.fill("/way/2", "Clisson").await;
        browser.inspect("une-reponse-etape").await;
        browser.follow(SAVE).await;
        browser.sees("Clisson").await;
        let expected = json!({"mail": "zoe@exemple.fr", "way": ["Nantes", "Cholet", "Clisson"]});
        assert_eq!(sorted(&shown(&server, &number)["draft"]), sorted(&expected));
        browser.close().await;
    }
}

/// The names of objects are in no order.
fn sorted(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<String> =
                fields.iter().map(|(name, value)| format!("{name}: {}", sorted(value))).collect();
            fields.sort();
            format!("{fields:?}")
        }
        Value::Array(items) => format!("{:?}", items.iter().map(sorted).collect::<Vec<_>>()),
        other => other.to_string(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_whole_answer_may_be_one_value() {
    let server = site(Setup::default());
    publish(
        &server,
        json!({"schema": {"title": "Votre question", "type": "string", "minLength": 3, "maxLength": 2000}}),
    );
    for (width, javascript) in [(375, true), (1280, false)] {
        let (browser, number) = started(&server, Look { width, javascript }).await;
        browser.goto(&format!("/dossiers/{number}/pages/1")).await;
        browser.follow(SAVE).await;
        browser.sees("Votre question").await;
        browser.inspect("valeur-manquante").await;
        browser.goto(&format!("/dossiers/{number}/pages/1")).await;
        browser.fill("#", "Quand ouvrez-vous ?").await;
        browser.follow(SAVE).await;
        browser.sees("Quand ouvrez-vous ?").await;
        assert_eq!(shown(&server, &number)["draft"], json!("Quand ouvrez-vous ?"));
        browser.close().await;
    }
}
