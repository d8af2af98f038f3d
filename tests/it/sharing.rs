//! Someone else fills: invited by mail, let in by the link, shut out again.

use crate::support::PASSWORD;
use crate::support::browser::{Browser, Look};
use crate::support::http::Visitor;
use crate::support::server::{Server, Setup};
use crate::support::smtp::Smtp;
use crate::support::story::{self, CITIZEN, INSTRUCTOR, OTHER, PDF};
use serde_json::{Value, json};
use std::path::Path;

const OTHER_AGENT: &str = "autre.agent@exemple.test";

fn site() -> (Server, Smtp) {
    let smtp = Smtp::start();
    (story::site(Setup { smtp_url: Some(smtp.url()), ..Setup::default() }), smtp)
}

async fn invite(owner: &Visitor, number: &str, email: &str) {
    owner.get(&format!("/dossiers/{number}")).await;
    let answer = owner.post(&format!("/dossiers/{number}/invitations"), &[("email", email)]).await;
    assert_eq!(answer.location, Some(format!("/dossiers/{number}#partage")), "{}", answer.body);
}

/// The part of a mailed link that the site answers to.
async fn link(smtp: &Smtp, to: &str) -> String {
    let mail = smtp.wait_for(to, "/invitation?jeton=").await;
    let link = mail.link("/invitation?jeton=");
    link[link.find("/invitation").unwrap()..].to_owned()
}

async fn accept(guest: &Visitor, link: &str) -> crate::support::http::Answer {
    let page = guest.get(link).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let token = page.hidden("jeton");
    guest.post("/invitation", &[("jeton", &token)]).await
}

/// A draft that two people fill: the site, its applicant, the invited person, its number.
pub async fn shared() -> (Server, Visitor, Visitor, String) {
    let (server, smtp) = site();
    let owner = Visitor::signed_in(&server.base, CITIZEN).await;
    let guest = Visitor::signed_in(&server.base, OTHER).await;
    let number = story::start(&owner).await;
    invite(&owner, &number, OTHER).await;
    accept(&guest, &link(&smtp, OTHER).await).await;
    (server, owner, guest, number)
}

fn invitation_id(page: &str) -> String {
    let (_, rest) = page.split_once("/invitations/").unwrap();
    rest.split('/').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_invited_person_fills_and_does_nothing_else() {
    let (server, smtp) = site();
    let owner = Visitor::signed_in(&server.base, CITIZEN).await;
    let guest = Visitor::signed_in(&server.base, OTHER).await;
    let number = story::start(&owner).await;
    let page = |n: u32| format!("/dossiers/{number}/pages/{n}");
    let at = |rest: &str| format!("/dossiers/{number}{rest}");

    invite(&owner, &number, &format!("  {} ", OTHER.to_uppercase())).await;
    let link = link(&smtp, OTHER).await;
    assert_eq!(guest.get(&page(1)).await.status, 404, "an invitation that was not accepted lets nobody in");
    assert_eq!(accept(&guest, &link).await.location, Some(at("")));
    smtp.wait_for(CITIZEN, OTHER).await;

    // Reads and writes the draft, attaches files.
    story::fill(&guest, &number, "Écrit par le voisin").await;
    assert_eq!(story::shown(&server, &number)["draft"]["name"], "Écrit par le voisin");
    let file = story::shown(&server, &number)["files"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(guest.get(&format!("/fichiers/{file}")).await.status, 200);
    let check = guest.get(&at("/verification")).await;
    assert!(check.shows("Écrit par le voisin") && !check.shows("name=\"transition\""), "{}", check.body);
    assert!(guest.get("/dossiers").await.shows("Dossier de"));
    let theirs = guest.get(&at("")).await;
    assert!(theirs.shows("vous a invité") && !theirs.shows("/suppression") && !theirs.shows("/invitations"));
    assert!(owner.get(&at("")).await.shows("par Prénom Nom"), "the owner sees who wrote last");

    // Nothing else.
    let fields: &[(&str, &str)] = &[("key", "k"), ("rev", "0"), ("transition", "deposer"), ("email", "x@exemple.test")];
    for rest in ["/verification", "/suppression", "/messages", "/identite", "/invitations", "/transitions/deposer"] {
        assert_eq!(guest.post(&at(rest), fields).await.status, 404, "{rest}");
    }
    assert_eq!(guest.get(&at("/identite")).await.status, 404);
    let id = invitation_id(&owner.get(&at("")).await.body);
    for what in ["relance", "fin"] {
        assert_eq!(guest.post(&at(&format!("/invitations/{id}/{what}")), &[]).await.status, 404);
    }

    // Reads what was sent, and corrects it with the applicant; neither the messages nor the decision.
    story::submit(&owner, &number).await;
    let agent = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    agent.get(&format!("/instruction/dossiers/{number}")).await;
    agent.post(&format!("/instruction/dossiers/{number}/messages"), &[("body", "Un mot du service")]).await;
    assert!(owner.get(&at("")).await.shows("Un mot du service"));
    let theirs = guest.get(&at("")).await;
    assert!(theirs.shows("Écrit par le voisin") && !theirs.shows("Un mot du service"), "{}", theirs.body);
    let asked = [("message", "Votre nom ?"), ("fields", "/name")];
    let answer = story::act(&agent, &number, "demander_correction", &asked).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    guest.get(&page(1)).await;
    guest.post(&page(1), &[("/name", "Corrigé à deux"), ("_action", "save")]).await;
    assert_eq!(story::shown(&server, &number)["draft"]["name"], "Corrigé à deux");

    // Shut out again.
    assert_eq!(owner.post(&at(&format!("/invitations/{id}/fin")), &[]).await.status, 303);
    for rest in ["", "/pages/1", "/verification"] {
        assert_eq!(guest.get(&at(rest)).await.status, 404, "{rest}");
    }
    assert_eq!(guest.post(&page(1), &[("/name", "Trop tard"), ("_action", "save")]).await.status, 404);
    assert_eq!(guest.get(&format!("/fichiers/{file}")).await.status, 404);
    assert!(!guest.get("/dossiers").await.shows(&number));
    assert_eq!(story::shown(&server, &number)["draft"]["name"], "Corrigé à deux");
}

/// A procedure that asks for a former dossier. Returns the number of a draft that this person started.
async fn linking(server: &Server, owner: &Visitor) -> String {
    let text = std::fs::read_to_string("tests/it/procedures/attestation.json").unwrap();
    let mut procedure: Value = serde_json::from_str(&text).unwrap();
    procedure["slug"] = json!("lien");
    procedure["form"] = json!({"schema": {"type": "object", "properties": {
        "former": {"title": "Ancien dossier", "type": "string", "format": "dossier-number"},
        "note": {"title": "Précisions", "type": "string"}
    }}});
    for key in ["cases", "scenarios"] {
        procedure.as_object_mut().unwrap().shift_remove(key);
    }
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("lien.json");
    std::fs::write(&file, procedure.to_string()).unwrap();
    server.must(&["import", file.to_str().unwrap()]);
    server.user(OTHER_AGENT, &["--instructor", "lien/population"]);
    owner.get("/demarches/lien").await;
    let started = owner.post("/demarches/lien/dossiers", &[]).await.location.unwrap();
    started.split('/').nth(2).unwrap().to_owned()
}

/// Which dossiers are the applicant's is told to the applicant alone, whatever somebody else names.
#[tokio::test(flavor = "multi_thread")]
async fn the_invited_person_learns_of_no_other_dossier() {
    let (server, smtp) = site();
    let owner = Visitor::signed_in(&server.base, CITIZEN).await;
    let guest = Visitor::signed_in(&server.base, OTHER).await;
    let stranger = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    let (own, foreign) = (story::start(&owner).await, story::start(&stranger).await);
    let number = linking(&server, &owner).await;
    invite(&owner, &number, OTHER).await;
    accept(&guest, &link(&smtp, OTHER).await).await;
    let (show, page) = (format!("/dossiers/{number}"), format!("/dossiers/{number}/pages/1"));
    let told = "Aucun de vos autres dossiers n’a ce numéro";
    let name = async |visitor: &Visitor, named: &str| {
        visitor.get(&page).await;
        visitor.post(&page, &[("/former", named), ("_action", "continue")]).await
    };
    for named in [&own, &foreign, "2026-999999-5", &number] {
        let answer = name(&guest, named).await;
        assert_eq!(answer.location, Some(format!("{show}/verification")), "{named}: {}", answer.body);
        assert!(guest.get(&show).await.shows("Complet"), "{named}");
        assert_eq!(owner.get(&show).await.shows("À corriger"), named != own, "{named}");
    }
    // Their name has a wrong letter: that is no secret.
    assert!(name(&guest, "2026-999999-4").await.status == 422);
    assert!(name(&owner, &foreign).await.shows(told));
    // What the applicant gave stays right when somebody else sends it again.
    for visitor in [&owner, &guest, &owner] {
        assert_eq!(name(visitor, &own).await.location, Some(format!("{show}/verification")));
    }
    story::submit(&owner, &number).await;

    // It is wrong once that dossier is no more: the applicant may mend it with what was asked, nobody else sees that it is.
    owner.get(&format!("/dossiers/{own}")).await;
    assert_eq!(owner.post(&format!("/dossiers/{own}/suppression"), &[]).await.status, 303);
    let agent = Visitor::signed_in(&server.base, OTHER_AGENT).await;
    let asked = [("message", "Précisez"), ("fields", "/note")];
    assert_eq!(story::act(&agent, &number, "demander_correction", &asked).await.status, 303);
    for (visitor, sees) in [(&owner, true), (&guest, false)] {
        let page = visitor.get(&page).await;
        assert!(page.shows("name=\"/note\"") && page.shows("name=\"/former\"") == sees, "{}", page.body);
    }
}

/// A row comes back because somebody wrote in it after somebody else had removed it: each reads who did what.
#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_came_back_says_who_removed_it_and_who_wrote() {
    let (_server, owner, guest, number) = shared().await;
    let path = format!("/dossiers/{number}/pages/2");
    let row = [("/has_children", "true"), ("/children/0/first_name", "Noé"), ("_action", "add:/children")];
    owner.get(&path).await;
    assert_eq!(owner.post(&path, &row).await.status, 303);

    let open = guest.get(&path).await;
    owner.get(&path).await;
    assert_eq!(owner.post(&path, &[("_action", "remove:/children/0")]).await.status, 303);
    let (rev, id) = (open.hidden("_rev"), open.hidden("_page"));
    let written = [("_rev", rev.as_str()), ("_page", &id), ("/children/0/first_name", "Noémie"), ("_action", "save")];
    assert_eq!(guest.post(&path, &written).await.status, 303);

    let (mine, theirs) = (owner.get(&path).await, guest.get(&path).await);
    assert!(mine.shows("value=\"Noémie\"") && theirs.shows("value=\"Noémie\""), "{}", mine.body);
    assert!(
        mine.shows("Vous aviez retiré cet élément") && mine.shows("Prénom Nom y a écrit entre-temps"),
        "{}",
        mine.body
    );
    assert!(theirs.shows("Prénom Nom avait retiré cet élément") && theirs.shows("Vous y avez écrit entre-temps"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_is_good_once_and_for_whoever_holds_it_says_so() {
    let (server, smtp) = site();
    let owner = Visitor::signed_in(&server.base, CITIZEN).await;
    let guest = Visitor::signed_in(&server.base, OTHER).await;
    let number = story::start(&owner).await;
    let show = format!("/dossiers/{number}");

    // Sent to an address that has no account: the page names both.
    invite(&owner, &number, "comptable@exemple.test").await;
    let first = link(&smtp, "comptable@exemple.test").await;
    let anonymous = Visitor::new(&server.base);
    let page = anonymous.get(&format!("{first}&lang=en")).await;
    assert!(page.shows(&format!("{}&amp;lang=fr", &first["/invitation".len()..])), "{}", page.body);
    let page = anonymous.get(&format!("{first}&lang=fr")).await;
    assert!(page.shows("comptable@exemple.test") && page.hidden("suite").contains("/invitation?jeton="));
    assert_eq!(anonymous.post("/invitation", &[("jeton", "x")]).await.status, 401);
    let page = guest.get(&first).await;
    assert!(page.shows("comptable@exemple.test") && page.shows(&format!("Accepter avec {OTHER}")), "{}", page.body);

    // Sent again: the former link is worth nothing.
    let id = invitation_id(&owner.get(&show).await.body);
    assert_eq!(owner.post(&format!("{show}/invitations/{id}/relance"), &[]).await.status, 303);
    let second = loop {
        let second = link(&smtp, "comptable@exemple.test").await;
        if second != first {
            break second;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    };
    let gone = guest.get(&first).await;
    assert!(gone.status == 422 && gone.shows("Cette invitation ne fonctionne plus"), "{}", gone.body);

    // The applicant's own click spends nothing.
    assert_eq!(accept(&owner, &second).await.location, Some(show.clone()));
    assert_eq!(accept(&guest, &second).await.location, Some(show.clone()));
    assert_eq!(guest.get(&second).await.status, 422, "used");
    assert!(owner.get(&show).await.shows(OTHER), "the owner sees which account came in");

    // Refused, with reasons.
    for (email, told) in
        [(CITIZEN, "votre propre adresse"), ("comptable@exemple.test", "peut déjà"), ("non", "complète")]
    {
        owner.get(&show).await;
        let answer = owner.post(&format!("{show}/invitations"), &[("email", email)]).await;
        assert!(answer.status == 422 && answer.shows(told), "{email}: {}", answer.body);
    }
    for n in 0..9 {
        invite(&owner, &number, &format!("invite{n}@exemple.test")).await;
    }
    owner.get(&show).await;
    let answer = owner.post(&format!("{show}/invitations"), &[("email", "onze@exemple.test")]).await;
    assert!(answer.status == 422 && answer.shows("dix personnes"), "{}", answer.body);

    // A decision ends what there was to fill.
    story::fill(&owner, &number, "Zoé").await;
    story::submit(&owner, &number).await;
    assert_eq!(guest.get(&show).await.status, 200);
    let agent = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    for transition in ["passer_en_instruction", "accepter"] {
        let answer = story::act(&agent, &number, transition, &[("motivation", "Vu.")]).await;
        assert_eq!(answer.status, 303, "{transition}: {}", answer.body);
    }
    assert_eq!(guest.get(&show).await.status, 404);
    assert_eq!(owner.get(&show).await.status, 200);
}

/// By keyboard and mouse, with and without JavaScript, on a phone and on a desk.
#[tokio::test(flavor = "multi_thread")]
async fn a_newcomer_registers_from_the_mail_and_fills() {
    for look in [Look { width: 375, javascript: false }, Look { width: 1280, javascript: true }] {
        let (server, smtp) = site();
        let owner = Visitor::signed_in(&server.base, CITIZEN).await;
        let number = story::start(&owner).await;
        invite(&owner, &number, "nouveau@exemple.test").await;
        let link = link(&smtp, "nouveau@exemple.test").await;
        let browser = Browser::open(&server.base, look).await;
        browser.goto(&link).await;
        browser.inspect("invitation").await;
        browser.follow("main form[action=\"/inscription\"] button[type=submit]").await;
        for (name, value) in
            [("email", "nouveau@exemple.test"), ("given_name", "Ana"), ("family_name", "Roy"), ("password", PASSWORD)]
        {
            browser.fill(name, value).await;
        }
        browser.follow("main form[action=\"/inscription\"] button[type=submit]").await;
        let mail = smtp.wait_for("nouveau@exemple.test", "/inscription/confirmation").await;
        browser.goto(&mail.link("/inscription/confirmation")).await;
        browser.follow("main form[action=\"/inscription/confirmation\"] button[type=submit]").await;
        browser.sign_in("nouveau@exemple.test").await;
        assert_eq!(browser.path().await, "/invitation", "registering leads back");
        browser.inspect("invitation-connecte").await;
        browser.follow("main form[action=\"/invitation\"] button[type=submit]").await;
        browser.sees("vous a invité").await;
        browser.inspect("dossier-invite").await;
        browser.goto("/dossiers").await;
        browser.inspect("dossiers-invite").await;
        browser.close().await;

        let browser = Browser::open(&server.base, look).await;
        browser.goto("/connexion").await;
        browser.sign_in(CITIZEN).await;
        browser.goto(&format!("/dossiers/{number}")).await;
        browser.click("#inviter summary").await;
        browser.fill("email", "deuxieme@exemple.test").await;
        browser.follow("#inviter form button[type=submit]").await;
        browser.inspect("dossier-partage").await;
        browser.click("#inviter summary").await;
        browser.fill("email", "non").await;
        browser.follow("#inviter form button[type=submit]").await;
        browser.inspect("dossier-partage-erreur").await;
        browser.close().await;
    }
}

/// A file that the invited person attached belongs to the dossier.
#[tokio::test(flavor = "multi_thread")]
async fn files_stay_when_the_invited_person_leaves() {
    let (server, owner, guest, number) = shared().await;
    let page = format!("/dossiers/{number}/pages/3");
    guest.get(&page).await;
    guest.post_files(&page, &[("_action", "save")], &[("/proof", "bail.pdf", PDF.to_vec())]).await;
    let shown = owner.get(&format!("/dossiers/{number}")).await;
    let id = invitation_id(&shown.body);
    owner.post(&format!("/dossiers/{number}/invitations/{id}/fin"), &[]).await;
    let file = story::shown(&server, &number)["files"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(owner.get(&format!("/fichiers/{file}")).await.status, 200);
}
