//! Buttons that ask for a form of the procedure's own, in the example circuits, as they stand; and for whom a
//! button is pressed.

use crate::clocks::{eventually, rows};
use crate::people::{id, name};
use crate::support::browser::{Browser, Look};
use crate::support::double::Double;
use crate::support::example;
use crate::support::http::{Answer, Visitor};
use crate::support::server::{Server, Setup};
use crate::support::story::{self, CITIZEN, INSTRUCTOR, OTHER};
use crate::tasks::{COLLEAGUE, does, state};
use diesel::{RunQueryDsl, sql_query};
use reqwest::StatusCode;
use serde_json::{Value, json};

const STRANGER: &str = "etrangere@exemple.test";
const DIRECTORS: [&str; 2] = ["directrice@exemple.test", "directeur@exemple.test"];
const MEMBERS: [&str; 5] =
    ["un@exemple.test", "deux@exemple.test", "trois@exemple.test", "quatre@exemple.test", "cinq@exemple.test"];

/// A form of one page.
fn form(properties: &Value, required: &[&str]) -> Value {
    json!({"schema": {"type": "object", "properties": properties, "required": required}})
}

/// What an agent is asked with a decision: reasons, a mark, any number of lines.
fn decision() -> Value {
    let line = json!({"type": "object", "properties": {"label": {"title": "Pièce", "type": "string"}}});
    form(
        &json!({
            "motivation": {"title": "Motif détaillé", "type": "string", "maxLength": 2000},
            "score": {"title": "Note", "type": "integer", "minimum": 0, "maximum": 20},
            "lines": {"title": "Pièces vues", "type": "array", "items": line},
        }),
        &["score"],
    )
}

/// What an agent is asked with a request for documents: the page itself asks for the message and for the fields.
fn request() -> Value {
    form(&json!({"kind": {"title": "Nature du manque", "type": "string", "enum": ["plan", "notice"]}}), &["kind"])
}

/// A site on which an example circuit runs as it stands, with the procedure that it wants around it.
fn site(file: &str, setup: Setup, change: impl FnOnce(&mut Value)) -> Server {
    let workflow = example(file);
    let server = story::site(setup);
    server.import("inscription-cantine");
    server.user(COLLEAGUE, &["--instructor", "attestation/population"]);
    server.user(STRANGER, &["--instructor", "inscription-cantine/restauration"]);
    story::republish(&server, |procedure| {
        procedure["workflow"] = workflow;
        procedure["languages"] = json!(["fr"]);
        procedure["opening"] = json!({"draft_months": 24});
        let properties = json!({"name": {"title": "Votre nom", "type": "string"}, "siret": {"title": "SIRET", "type": "string"},
            "amount": {"title": "Montant", "type": "number"}});
        let controls =
            ["name", "siret", "amount"].map(|name| json!({"type": "Control", "scope": format!("#/properties/{name}")}));
        procedure["form"] = json!({
            "schema": {"type": "object", "properties": properties, "required": ["name", "siret", "amount"]},
            "ui": {"type": "Categorization", "elements": [{"type": "Category", "label": "Demande", "elements": controls}]},
        });
        change(procedure);
    });
    server
}

async fn filed(citizen: &Visitor) -> String {
    let number = story::start(citizen).await;
    let fields = [("/name", "Zoé"), ("/siret", "21499990600016"), ("/amount", "800"), ("_action", "continue")];
    let saved = citizen.post(&format!("/dossiers/{number}/pages/1"), &fields).await;
    assert_eq!(saved.location, Some(format!("/dossiers/{number}/verification")), "{}", saved.body);
    story::submit(citizen, &number).await;
    number
}

fn address(number: &str, button: &str) -> String {
    format!("/instruction/dossiers/{number}/transitions/{button}")
}

/// Sends the page of a button as it was drawn, with this in it.
async fn sends(who: &Visitor, page: &Answer, address: &str, fields: &[(&str, &str)]) -> Answer {
    let (key, rev) = (page.hidden("key"), page.hidden("rev"));
    let mut all = vec![("key", key.as_str()), ("rev", &rev)];
    all.extend_from_slice(fields);
    who.post(address, &all).await
}

/// Opens the page of a button, and sends it.
async fn fills(who: &Visitor, number: &str, button: &str, fields: &[(&str, &str)]) -> Answer {
    let address = address(number, button);
    let page = who.get(&address).await;
    assert_eq!(page.status, StatusCode::OK, "{button}: {}", page.body);
    sends(who, &page, &address, fields).await
}

fn delegate(server: &Server, from: &str, to: &str) {
    let sql = format!(
        "INSERT INTO delegations (id, account_id, delegate_id, starts_on, ends_on, created_at)
         SELECT gen_random_uuid(), a.id, b.id, current_date - 10, current_date + 10, now()
         FROM accounts a, accounts b WHERE a.email = '{from}' AND b.email = '{to}'"
    );
    assert_eq!(sql_query(sql).execute(&mut server.database.connect()).unwrap(), 1);
}

fn texts(names: &[&str]) -> Value {
    names.iter().map(|name| ((*name).to_owned(), json!({"title": name, "body": "Fait."}))).collect()
}

fn mails(names: &[&str]) -> Value {
    names.iter().map(|name| ((*name).to_owned(), json!({"subject": name, "body": "Bonjour."}))).collect()
}

fn standard(procedure: &mut Value) {
    procedure["data"] = json!({"declarative": "none", "silence": "none"});
    let message = json!({"title": "Ce qui manque", "type": "string"});
    procedure["forms"] = json!({
        "motivation_et_justificatif": decision(),
        "demande_de_correction": form(&json!({"message": message, "urgent": {"title": "Urgent ?", "type": "boolean"}}), &["message"]),
    });
    procedure["documents"] = texts(&["attestation"]);
    procedure["messages"] = mails(&["accepte", "refuse", "sans_suite", "en_instruction", "nouveau_dossier"]);
}

/// Decided: 422 with all that is wrong at once and nothing lost, 409, once however often it is sent, told in the history.
#[tokio::test(flavor = "multi_thread")]
async fn a_decision_is_taken_with_the_form_of_its_button() {
    let server = site("standard.workflow.json", Setup::default(), standard);
    let (citizen, agent) =
        (Visitor::signed_in(&server.base, CITIZEN).await, Visitor::signed_in(&server.base, INSTRUCTOR).await);
    let number = filed(&citizen).await;
    let dossier = format!("/instruction/dossiers/{number}");
    story::act(&agent, &number, "passer_en_instruction", &[]).await;
    let screen = agent.get(&dossier).await;
    let refuse = address(&number, "refuser");
    assert!(screen.shows(&format!("href=\"{refuse}\"")), "{}", screen.body);
    let page = agent.get(&refuse).await;
    assert!(page.shows("Motif détaillé") && page.shows("Refusé") && page.shows("Zoé"), "{}", page.body);
    assert!(!page.shows("name=\"motivation\""), "the form asks why");
    assert!(!page.shows("Motif détaillé <span"), "a refusal can't do without: it is not optional");
    assert!(agent.get(&address(&number, "accepter")).await.shows("Motif détaillé <span"));
    assert!(
        !page.shows("name=\"on_behalf\"") && !page.shows("Pour qui"),
        "who stands in for nobody is not asked for whom"
    );

    // Without the form's inputs nothing goes through; all that is wrong is told at once.
    for fields in [vec![], vec![("motivation", "Je refuse.")], vec![("/motivation", " ")]] {
        let refused = sends(&agent, &page, &refuse, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}: {}", refused.body);
        assert!(refused.shows("href=\"#score\"") && refused.shows("href=\"#motivation\""), "{}", refused.body);
        assert!(refused.shows("la loi demande"), "{}", refused.body);
    }
    let wrong = [("/motivation", "Hors délai."), ("/score", "50"), ("/lines/1/label", "Bail")];
    let refused = sends(&agent, &page, &refuse, &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.shows("Hors délai.") && refused.shows("value=\"50\"") && refused.shows("value=\"Bail\""));
    assert!(refused.shows("href=\"#score\"") && !refused.shows("href=\"#motivation\""), "{}", refused.body);
    assert_eq!(state(&server, &number), "en_instruction");

    // Rows come and go; nothing that was typed does, and nothing is decided.
    let typed = [("/motivation", "Hors délai."), ("/score", "4"), ("/lines/0/label", ""), ("/lines/1/label", "Bail")];
    let more = sends(&agent, &page, &refuse, &[&typed[..], &[("_action", "add:/lines")]].concat()).await;
    assert_eq!(more.status, StatusCode::OK);
    assert!(
        more.shows("name=\"/lines/2/label\"") && more.shows("value=\"Bail\"") && more.shows("Hors délai."),
        "{}",
        more.body
    );
    let less = sends(&agent, &more, &refuse, &[&typed[..], &[("_action", "remove:/lines/0")]].concat()).await;
    assert!(less.shows("name=\"/lines/0/label\"") && !less.shows("name=\"/lines/1/label\""), "{}", less.body);
    assert_eq!(state(&server, &number), "en_instruction");

    // Somebody was first.
    let late = agent.get(&refuse).await;
    let asked =
        fills(&agent, &number, "demander_correction", &[("/message", "Il manque le bail."), ("fields", "/name")]);
    assert_eq!(asked.await.location.as_deref(), Some(dossier.as_str()));
    assert!(citizen.get(&format!("/dossiers/{number}")).await.shows("Il manque le bail."));
    let fields = rows(&server, "SELECT fields::text AS told FROM corrections");
    assert_eq!(fields, ["[\"/name\"]"]);
    let conflict = sends(&agent, &late, &refuse, &typed).await;
    assert_eq!(conflict.status, StatusCode::CONFLICT);
    assert!(
        conflict.shows("Hors délai.") && conflict.shows("Bail"),
        "what was typed is there to copy: {}",
        conflict.body
    );
    assert!(conflict.shows("Copiez-le") && !conflict.shows("name=\"/score\""), "{}", conflict.body);
    story::act(&agent, &number, "lever", &[]).await;
    let conflict = sends(&agent, &late, &refuse, &typed).await;
    assert_eq!(conflict.status, StatusCode::CONFLICT);
    assert!(conflict.shows("value=\"Hors délai.\"") && conflict.shows("value=\"4\""), "{}", conflict.body);

    // Sent twice, it is done once.
    let page = agent.get(&refuse).await;
    for _ in 0..2 {
        let done = sends(&agent, &page, &refuse, &typed).await;
        assert_eq!(done.location.as_deref(), Some(dossier.as_str()), "{}", done.body);
    }
    assert_eq!(state(&server, &number), "refuse");
    let kept = rows(&server, "SELECT content->'input'->>'answers' AS told FROM events WHERE command = 'refuser'");
    assert_eq!(kept.len(), 1);
    let answers: Value = serde_json::from_str(&kept[0]).unwrap();
    assert_eq!((&answers["score"], &answers["motivation"]), (&json!(4), &json!("Hors délai.")));
    let screen = agent.get(&dossier).await;
    assert!(screen.shows("Note</dt>") && screen.shows("Bail"), "the history tells what was answered: {}", screen.body);
    let own = citizen.get(&format!("/dossiers/{number}")).await;
    assert!(own.shows("Hors délai.") && !own.shows("Pièces vues"), "the citizen reads the reasons: {}", own.body);
    let gone = agent.get(&refuse).await;
    assert!(gone.status == StatusCode::OK && gone.shows("n’est pas possible"), "{}", gone.body);
    assert!(server.must(&["audit", "verify"]).contains(" 0 broken"));
}

/// The page is nobody's but the group's: a stranger learns nothing of it, and changes nothing.
#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_a_button_is_the_group_s_own() {
    let server = site("standard.workflow.json", Setup::default(), standard);
    let (citizen, agent) =
        (Visitor::signed_in(&server.base, CITIZEN).await, Visitor::signed_in(&server.base, INSTRUCTOR).await);
    let number = filed(&citizen).await;
    let ask = address(&number, "demander_correction");
    let page = agent.get(&ask).await;
    let fields = [("/message", "Il manque le bail.")];
    for (email, status) in
        [(STRANGER, StatusCode::NOT_FOUND), (OTHER, StatusCode::FORBIDDEN), (CITIZEN, StatusCode::FORBIDDEN)]
    {
        let visitor = Visitor::signed_in(&server.base, email).await;
        let read = visitor.get(&ask).await;
        assert_eq!(read.status, status, "{email}");
        assert!(!read.shows("Ce qui manque"), "{email}");
        for fields in [&fields[..], &[], &[("_action", "add:/lines")]] {
            assert_eq!(sends(&visitor, &page, &ask, fields).await.status, status, "{email} {fields:?}");
        }
        let unwanted = [("_action", "forget"), ("_unsent", "2026-01-01T00:00:00+00:00")];
        let address = sends(&visitor, &page, &ask, &unwanted).await.location.unwrap_or_default();
        assert!(!address.contains("transitions"), "{email}: nobody learns what the circuit asks");
    }
    let anonymous = Visitor::new(&server.base);
    let asked = anonymous.get(&ask).await;
    assert_eq!(asked.location, Some(guichet::web::sign_in_to(&ask)));
    assert_eq!(agent.get(&address(&number, "nulle_part")).await.status, StatusCode::NOT_FOUND);
    let plain = agent.get(&address(&number, "passer_en_instruction")).await;
    assert_eq!(plain.location, Some(format!("/instruction/dossiers/{number}#passer_en_instruction")));
    // A task is done on its own page, and not by the address of buttons.
    assert_eq!(sends(&agent, &page, &address(&number, "task:analysis:0"), &[]).await.status, StatusCode::CONFLICT);
    assert_eq!(
        (state(&server, &number).as_str(), rows(&server, "SELECT 'x' AS told FROM corrections").len()),
        ("en_construction", 0)
    );
}

/// What is sent after the session has ended stands on the same page, unsent.
#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_was_sent_too_late_waits_on_its_page() {
    let server = site("standard.workflow.json", Setup::default(), standard);
    let (citizen, agent) =
        (Visitor::signed_in(&server.base, CITIZEN).await, Visitor::signed_in(&server.base, INSTRUCTOR).await);
    let number = filed(&citizen).await;
    story::act(&agent, &number, "passer_en_instruction", &[]).await;
    let accept = address(&number, "accepter");
    let page = agent.get(&accept).await;
    sql_query("DELETE FROM sessions").execute(&mut server.database.connect()).unwrap();
    let typed = |score: &'static str| {
        [("/motivation", "Dossier complet."), ("/score", score), ("/lines/1/label", "Bail"), ("on_behalf", "")]
    };
    // Of two, the later answers count.
    for score in ["3", "18"] {
        let kept = sends(&agent, &page, &accept, &typed(score)).await;
        assert_eq!(kept.location, Some(guichet::web::sign_in_to(&accept)), "{}", kept.body);
    }
    agent.sign_in(INSTRUCTOR).await;
    let screen = agent.get(&format!("/instruction/dossiers/{number}")).await;
    assert!(screen.shows("n’est pas parti"), "{}", screen.body);
    let page = agent.get(&accept).await;
    assert!(
        page.shows("value=\"Dossier complet.\"") && page.shows("value=\"18\"") && page.shows("value=\"Bail\""),
        "{}",
        page.body
    );
    assert!(page.shows("Rien n’est parti"));
    let mark = page.hidden("_unsent");
    let sent = [&typed("18")[..], &[("_unsent", &mark)]].concat();
    assert_eq!(sends(&agent, &page, &accept, &sent).await.status, StatusCode::SEE_OTHER);
    assert_eq!(state(&server, &number), "accepte");
    assert_eq!(server.database.count("SELECT count(*) FROM unsent_texts"), 0);
}

/// A director is away: whoever stands in for her presses her button, and every trace says for whom.
#[tokio::test(flavor = "multi_thread")]
async fn a_subsidy_is_sent_back_for_a_director_who_is_away() {
    let double = Double::start(|url| url.path().starts_with("/base/associations/").then(|| json!({"known": true})));
    let connectors = json!({"api_entreprise": {"url": format!("http://{}/base", double.host)}}).to_string();
    let setup = Setup { environment: vec![("GUICHET_CONNECTORS", connectors)], ..Setup::default() };
    let server = site("association-subsidy.workflow.json", setup, |procedure| {
        let nothing = form(&json!({"text": {"title": "Texte", "type": "string"}}), &[]);
        procedure["forms"] = json!({"analyse": nothing, "bulletin": nothing, "mandat": nothing, "decision": decision(), "correction": request()});
        procedure["roles"] =
            json!({"committee": MEMBERS, "chair": [MEMBERS[0]], "director": DIRECTORS, "finance": [OTHER]});
        procedure["documents"] = texts(&["arrete_attribution"]);
        procedure["messages"] = mails(&["ack", "siret_failed", "reminder", "granted", "refused"]);
        procedure["silence"]["means"] = json!("rejection");
    });
    for email in DIRECTORS {
        server.user(email, &[]);
    }
    name(&server, DIRECTORS[0], ["Lise", "Absente"]);
    name(&server, DIRECTORS[1], ["Max", "Présent"]);
    name(&server, STRANGER, ["Ada", "Remplaçante"]);
    let (citizen, agent) =
        (Visitor::signed_in(&server.base, CITIZEN).await, Visitor::signed_in(&server.base, INSTRUCTOR).await);
    let number = filed(&citizen).await;
    eventually(|| (state(&server, &number) == "instruction").then_some(())).await;

    // What is missing is asked for: by the form what, by the page the rest.
    let ask = address(&number, "ask_complement");
    let page = agent.get(&ask).await;
    assert!(
        page.shows("Nature du manque") && page.shows("name=\"message\"") && page.shows("name=\"fields\""),
        "{}",
        page.body
    );
    for fields in
        [vec![], vec![("message", "  ")], vec![("/kind", "plan"), ("message", " ")], vec![("message", "Le plan ?")]]
    {
        let refused = sends(&agent, &page, &ask, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert_eq!(refused.shows("href=\"#message\""), !fields.contains(&("message", "Le plan ?")), "{}", refused.body);
        assert_eq!(refused.shows("href=\"#kind\""), !fields.contains(&("/kind", "plan")), "{}", refused.body);
    }
    let asked =
        fills(&agent, &number, "ask_complement", &[("/kind", "plan"), ("message", "Le plan ?"), ("fields", "/amount")]);
    assert_eq!(asked.await.status, StatusCode::SEE_OTHER);
    assert_eq!(state(&server, &number), "complement");
    let own = citizen.get(&format!("/dossiers/{number}")).await;
    assert!(own.shows("Le plan ?") && own.shows("Montant"), "{}", own.body);
    let corrected = [("/amount", "900"), ("_action", "continue")];
    let saved = citizen.post(&format!("/dossiers/{number}/pages/1"), &corrected).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    story::submit(&citizen, &number).await;
    eventually(|| (state(&server, &number) == "instruction").then_some(())).await;
    let done = does(&agent, &number, "analysis", &[("outcome", "ineligible")]).await;
    assert_eq!((done.status, state(&server, &number).as_str()), (StatusCode::SEE_OTHER, "signature"), "{}", done.body);

    // Nobody sees the button but the directors, and who acts for one of them.
    let (dossier, back) = (format!("/instruction/dossiers/{number}"), address(&number, "send_back"));
    assert!(!agent.get(&dossier).await.shows(&back));
    assert!(agent.get(&back).await.shows("n’est pas possible"));
    let substitute = Visitor::signed_in(&server.base, STRANGER).await;
    assert_eq!(substitute.get(&back).await.status, StatusCode::NOT_FOUND);
    delegate(&server, DIRECTORS[0], STRANGER);
    delegate(&server, DIRECTORS[0], DIRECTORS[1]);
    let screen = substitute.get(&dossier).await;
    assert!(
        screen.shows(&format!("href=\"{back}\"")) && screen.shows("Pour le compte de Lise Absente"),
        "{}",
        screen.body
    );
    let page = substitute.get(&back).await;
    assert!(page.shows("Vous agissez pour le compte de Lise Absente"), "{}", page.body);
    let absent = page.hidden("on_behalf");
    assert_eq!(absent, id(&server, DIRECTORS[0]));
    // Who may do it alone or for her chooses, and is first.
    let present = Visitor::signed_in(&server.base, DIRECTORS[1]).await;
    let both = present.get(&back).await;
    let (own, hers) = (both.body.find("En votre nom, Max Présent"), both.body.find("Pour le compte de Lise Absente"));
    assert!(own.is_some() && own < hers, "{}", both.body);
    assert!(both.shows("name=\"on_behalf\" type=\"radio\" value=\"\" checked"), "{}", both.body);
    let unfit = sends(&present, &both, &back, &[("on_behalf", &absent)]).await;
    assert!(unfit.shows(&format!("value=\"{absent}\" checked")), "whom they chose is not lost: {}", unfit.body);
    // Not in her own name, nor for whom she does not act for.
    let fields = [("/score", "9"), ("/motivation", "À revoir.")];
    for whom in ["", &id(&server, DIRECTORS[1])] {
        let refused = sends(&substitute, &page, &back, &[&fields[..], &[("on_behalf", whom)]].concat()).await;
        assert_eq!(refused.status, StatusCode::CONFLICT, "{whom}: {}", refused.body);
        assert!(refused.shows("À revoir."), "{}", refused.body);
    }
    let done = sends(&substitute, &page, &back, &[&fields[..], &[("on_behalf", &absent)]].concat()).await;
    assert_eq!(done.location.as_deref(), Some(dossier.as_str()), "{}", done.body);
    assert_eq!(state(&server, &number), "instruction");
    let screen = agent.get(&dossier).await;
    assert!(screen.shows("par Ada Remplaçante, pour Lise Absente") && screen.shows("À revoir."), "{}", screen.body);
    assert!(server.must(&["audit", "verify"]).contains(" 0 broken"));
}

/// Documents are asked for by who stands in for an instructor, on the page; the clock's row is taken back on the screen.
#[tokio::test(flavor = "multi_thread")]
async fn a_permit_waits_for_documents_that_a_substitute_asked_for() {
    let server = site("building-permit.workflow.json", Setup::default(), |procedure| {
        let nothing = form(&json!({"text": {"title": "Texte", "type": "string"}}), &[]);
        procedure["data"] = json!({"house": true, "protected_area": false, "public_building": false});
        procedure["forms"] = json!({"completude": nothing, "avis": nothing, "proposition": nothing, "arrete": nothing, "pieces_manquantes": request()});
        procedure["roles"] = json!({"abf": ["abf@exemple.test"], "sdis": ["sdis@exemple.test"], "network": ["net@exemple.test"], "mayor": [DIRECTORS[0]]});
        procedure["documents"] = texts(&["arrete_pc", "certificat_tacite"]);
        procedure["messages"] = mails(&["rappel_pieces", "majoration", "accorde"]);
    });
    name(&server, INSTRUCTOR, ["Lise", "Absente"]);
    let (citizen, agent) =
        (Visitor::signed_in(&server.base, CITIZEN).await, Visitor::signed_in(&server.base, INSTRUCTOR).await);
    let number = filed(&citizen).await;
    let dossier = format!("/instruction/dossiers/{number}");
    // A colleague may act alone, or for her: of every button, plain ones too.
    delegate(&server, INSTRUCTOR, COLLEAGUE);
    delegate(&server, INSTRUCTOR, STRANGER);
    let colleague = Visitor::signed_in(&server.base, COLLEAGUE).await;
    let screen = colleague.get(&dossier).await;
    assert!(
        screen.shows("id=\"declare_complete-whom-2\"") && screen.shows("Pour le compte de Lise Absente"),
        "{}",
        screen.body
    );
    assert!(!agent.get(&dossier).await.shows("on_behalf"));
    let substitute = Visitor::signed_in(&server.base, STRANGER).await;
    let page = substitute.get(&address(&number, "request_pieces")).await;
    assert!(page.shows("Vous agissez pour le compte de Lise Absente"), "{}", page.body);
    let absent = page.hidden("on_behalf");
    let fields = [("/kind", "plan"), ("message", "Il manque le plan."), ("on_behalf", &absent)];
    let done = fills(&substitute, &number, "request_pieces", &fields).await;
    assert_eq!(done.location.as_deref(), Some(dossier.as_str()), "{}", done.body);
    assert_eq!(state(&server, &number), "missing_pieces");
    assert!(agent.get(&dossier).await.shows(", pour Lise Absente"));
    // What stops the clock is taken back for her; a text that came too late waits.
    let screen = substitute.get(&dossier).await;
    let void = screen.body.split("transitions/void:").nth(1).unwrap().split('"').next().unwrap();
    let void = format!("void:{void}");
    assert!(screen.shows("Vous agissez pour le compte de Lise Absente"), "{}", screen.body);
    let (key, rev) = (screen.hidden("key"), screen.hidden("rev"));
    sql_query("DELETE FROM sessions").execute(&mut server.database.connect()).unwrap();
    let fields = [("key", key.as_str()), ("rev", &rev), ("motivation", "Le plan était là."), ("on_behalf", &absent)];
    let kept = substitute.post(&address(&number, &void), &fields).await;
    assert_eq!(kept.location, Some(guichet::web::sign_in_to(&format!("{dossier}#{void}"))), "{}", kept.body);
    substitute.sign_in(STRANGER).await;
    assert!(substitute.get(&dossier).await.shows("Le plan était là.</textarea>"));
    let mut fields = vec![("motivation", "Le plan était là.")];
    assert_eq!(
        story::act(&substitute, &number, &void, &fields).await.status,
        StatusCode::CONFLICT,
        "not in their own name"
    );
    fields.push(("on_behalf", &absent));
    let done = story::act(&substitute, &number, &void, &fields).await;
    assert_eq!(done.location.as_deref(), Some(dossier.as_str()), "{}", done.body);
    assert!(server.must(&["audit", "verify"]).contains(" 0 broken"));
}

/// On an old phone and without scripts, and on a wide screen; axe finds nothing on the way.
#[tokio::test(flavor = "multi_thread")]
async fn an_agent_fills_the_form_of_a_button_without_scripts() {
    let server = site("standard.workflow.json", Setup::default(), standard);
    delegate(&server, INSTRUCTOR, COLLEAGUE);
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = filed(&citizen).await;
    let colleague = Visitor::signed_in(&server.base, COLLEAGUE).await;
    story::act(&colleague, &number, "passer_en_instruction", &[]).await;
    let browser = Browser::open(&server.base, Look { width: 1280, javascript: true }).await;
    browser.goto(&format!("/connexion?suite={}", address(&number, "demander_correction"))).await;
    browser.sign_in(COLLEAGUE).await;
    browser.inspect("bouton-correction").await;
    browser.close().await;
    let browser = Browser::open(&server.base, Look { width: 375, javascript: false }).await;
    browser.goto(&format!("/connexion?suite=/instruction/dossiers/{number}")).await;
    browser.sign_in(COLLEAGUE).await;
    browser.inspect("dossier-boutons").await;
    browser.follow("#refuser a").await;
    browser.inspect("bouton").await;
    browser.fill("/score", "7").await;
    browser.act("add:/lines").await;
    assert_eq!(browser.value("/score").await, "7", "a row is added, and nothing is lost");
    browser.fill("/lines/0/label", "Bail").await;
    browser.follow("main button[value=continue]").await;
    browser.sees("la loi demande").await;
    browser.inspect("bouton-erreur").await;
    assert_eq!(browser.value("/lines/0/label").await, "Bail");
    browser.fill("/motivation", "Hors délai.").await;
    browser.follow("main button[value=continue]").await;
    browser.sees("Le dossier est à jour").await;
    browser.close().await;
    assert_eq!(state(&server, &number), "refuse");
    let browser = Browser::open(&server.base, Look { width: 1280, javascript: true }).await;
    browser.goto(&format!("/connexion?suite=/instruction/dossiers/{number}")).await;
    browser.sign_in(INSTRUCTOR).await;
    browser.click(".moj-timeline summary").await;
    browser.inspect("dossier-historique").await;
    browser.close().await;
}
