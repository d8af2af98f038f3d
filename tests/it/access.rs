//! Who sees what: every route of the router, as every kind of visitor.

use crate::support::http::{Answer, Visitor};
use crate::support::server::Setup;
use crate::support::story::{self, CITIZEN, INSTRUCTOR, OFFICIAL, OTHER};
use actix_web::http::Method;
use guichet::router::{Route, pages};

/// What each visitor gets: an anonymous one, another citizen, an instructor of another group, an official of another
/// procedure, and the right person. Letters: `y` the page, `l` the sign-in page, `n` not found, `f` forbidden,
/// `m` misses something of its own (an empty form), `a` must sign in first, `s` leads on, `x` comes too late.
struct Expected {
    route: &'static str,
    outcomes: &'static str,
}

const fn row(route: &'static str, outcomes: &'static str) -> Expected {
    Expected { route, outcomes }
}

const TABLE: &[Expected] = &[
    row("GET /", "yyyyy"),
    row("GET /demarches", "yyyyy"),
    row("GET /demarches/{slug}", "yyyyy"),
    row("GET /demarches/{slug}/formulaire.pdf", "yyyyy"),
    row("POST /demarches/{slug}/preremplissage", "mmmmm"),
    row("GET /demarches/{slug}/modeles/{name}", "nnnnn"),
    row("GET /accessibilite", "yyyyy"),
    row("GET /connexion", "yssss"),
    row("POST /connexion", "mmmmm"),
    row("GET /inscription", "yyyyy"),
    row("POST /inscription", "mmmmm"),
    row("GET /inscription/confirmation", "yyyyy"),
    row("POST /inscription/confirmation", "mmmmm"),
    row("GET /mot-de-passe", "yyyyy"),
    row("POST /mot-de-passe", "mmmmm"),
    row("GET /mot-de-passe/nouveau", "yyyyy"),
    row("POST /mot-de-passe/nouveau", "mmmmm"),
    row("POST /deconnexion", "sssss"),
    row("GET /invitation", "mmmmm"),
    row("POST /retours/{token}", "nnnnn"),
    row("GET /avis/{token}", "nnnnn"),
    row("POST /avis/{token}", "nnnnn"),
    row("GET /avis/{token}/fichiers/{id}", "nnnnn"),
    row("GET /referentiels/{set}", "yyyyy"),
    row("GET /compte", "lyyyy"),
    row("POST /compte", "ammmm"),
    row("POST /compte/mot-de-passe", "ammmm"),
    row("POST /compte/sessions/{id}/fin", "annnn"),
    row("GET /compte/absences", "lyyyy"),
    row("POST /compte/absences", "ammmm"),
    row("POST /compte/absences/{id}/fin", "annnn"),
    row("POST /compte/delegations", "ammmm"),
    row("POST /compte/delegations/{id}/fin", "annnn"),
    row("POST /demarches/{slug}/dossiers", "assss"),
    row("GET /dossiers", "lyyyy"),
    row("POST /invitation", "ammmm"),
    row("GET /fichiers/{id}", "lnnny"),
    row("GET /adresses", "lyyyy"),
    row("GET /dossiers/{number}/lieux", "lnnnn"),
    row("GET /dossiers/{number}/documents/{id}", "lnnnn"),
    row("GET /dossiers/{number}/recepisse", "lnnny"),
    row("GET /dossiers/{number}/recepisses/{n}", "lnnny"),
    row("GET /dossiers/{number}/recepisses/{n}/recepisse.pdf", "lnnny"),
    row("GET /dossiers/{number}", "lnnny"),
    row("GET /dossiers/{number}/historique", "lnnny"),
    row("GET /dossiers/{number}/reponses.pdf", "lnnny"),
    row("GET /dossiers/{number}/identite", "lnnny"),
    row("POST /dossiers/{number}/identite", "annns"),
    row("GET /dossiers/{number}/pages/{n}", "lnnny"),
    row("POST /dossiers/{number}/pages/{n}", "annns"),
    row("GET /dossiers/{number}/references", "lnnnn"),
    row("GET /dossiers/{number}/verification", "lnnny"),
    row("POST /dossiers/{number}/verification", "annnx"),
    row("POST /dossiers/{number}/transitions/{name}", "annnx"),
    row("POST /dossiers/{number}/conservation", "annnn"),
    row("POST /dossiers/{number}/reprise", "annns"),
    row("POST /dossiers/{number}/suppression", "annnn"),
    row("POST /dossiers/{number}/invitations", "annnm"),
    row("POST /dossiers/{number}/invitations/{id}/relance", "annnn"),
    row("POST /dossiers/{number}/invitations/{id}/fin", "annnn"),
    row("POST /dossiers/{number}/messages", "annnm"),
    row("GET /instruction", "lfyfy"),
    row("GET /instruction/equipe/{slug}", "lfnfn"),
    row("POST /instruction/equipe/{slug}", "afnfn"),
    row("POST /instruction/equipe/{slug}/tout", "afnfn"),
    row("GET /instruction/{slug}", "lfnfy"),
    row("GET /instruction/{slug}/export.csv", "lfnfy"),
    row("GET /instruction/{slug}/lots", "lfnfy"),
    row("POST /instruction/{slug}/lots", "afnfs"),
    row("GET /instruction/{slug}/lots/nouveau", "lfnfx"),
    row("GET /instruction/{slug}/lots/{id}", "lfnfn"),
    row("POST /instruction/{slug}/lots/{id}/arret", "afnfn"),
    row("GET /instruction/dossiers/{number}", "lfnfy"),
    row("GET /taches", "lfyfy"),
    row("GET /instruction/dossiers/{number}/tasks/{name}", "lfnfn"),
    row("POST /instruction/dossiers/{number}/tasks/{name}", "afnfn"),
    row("POST /instruction/dossiers/{number}/tasks/{name}/prise", "afnfs"),
    row("POST /instruction/dossiers/{number}/tasks/{name}/remise", "afnfs"),
    row("POST /instruction/dossiers/{number}/tasks/{name}/recusation", "afnfn"),
    row("POST /instruction/dossiers/{number}/tasks/{name}/relance", "afnfn"),
    row("POST /instruction/dossiers/{number}/tasks/{name}/adresse", "afnfn"),
    row("POST /instruction/dossiers/{number}/tasks/{name}/retrait", "afnfn"),
    row("GET /instruction/dossiers/{number}/historique", "lfnfy"),
    row("GET /instruction/dossiers/{number}/reponses.pdf", "lfnfy"),
    row("GET /instruction/dossiers/{number}/transitions/{name}", "lfnfs"),
    row("POST /instruction/dossiers/{number}/transitions/{name}", "afnfx"),
    row("POST /instruction/dossiers/{number}/messages", "afnfm"),
    row("GET /conception", "lffyy"),
    row("POST /conception", "affmm"),
    row("GET /conception/{slug}", "lffny"),
    row("GET /conception/{slug}/procedure.json", "lffny"),
    row("POST /conception/{slug}/statut", "affns"),
    row("GET /conception/{slug}/equipe", "lffny"),
    row("POST /conception/{slug}/groupes/{id}/membres", "affnm"),
    row("POST /conception/{slug}/groupes/{id}/retrait", "affnn"),
    row("POST /conception/{slug}/groupes/{id}/encadrement", "affnn"),
    row("POST /conception/{slug}/roles/{name}", "affnm"),
    row("GET /conception/{slug}/notifications", "lffny"),
    row("POST /conception/{slug}/notifications", "affnm"),
    row("POST /conception/{slug}/notifications/{id}/fin", "affnn"),
    row("GET /conception/{slug}/versions", "lffny"),
    row("POST /conception/{slug}/versions", "affnn"),
    row("GET /conception/{slug}/versions/{id}", "lffnn"),
    row("POST /conception/{slug}/versions/{id}", "affnn"),
    row("POST /conception/{slug}/versions/{id}/passage", "affnn"),
    row("POST /conception/{slug}/versions/{id}/arret", "affnn"),
    row("POST /conception/{slug}/envois/{id}/relance", "affnn"),
    row("GET /administration", "lffff"),
    row("POST /administration/effets/{id}/relance", "affff"),
    row("GET /healthz", "yyyyy"),
    row("GET /readyz", "yyyyy"),
    row("GET /metrics", "yyyyy"),
];

/// The letter of an answer.
fn letter(answer: &Answer) -> char {
    let location = answer.location.as_deref().unwrap_or_default();
    match answer.status.as_u16() {
        200 => 'y',
        303 if location.starts_with("/connexion?suite") => 'l',
        303 => 's',
        401 => 'a',
        403 => 'f',
        404 => 'n',
        400 | 422 => 'm',
        409 => 'x',
        other => panic!("unexpected status {other}: {}", answer.body),
    }
}

/// The right person for a route is the one whom its audience names.
fn right_person(route: &Route) -> usize {
    use guichet::router::Audience;
    match route.audience {
        Audience::Instructor => 1,
        Audience::Official => 2,
        _ => 0,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_shows_each_visitor_what_is_theirs() {
    let server = story::site(Setup::default());
    server.import("inscription-cantine");
    server.user("agent-cantine@exemple.test", &["--instructor", "inscription-cantine/restauration"]);
    server.user("responsable-cantine@exemple.test", &["--official", "inscription-cantine"]);
    let owner = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::submitted(&owner, "Zoé").await;
    let file = story::shown(&server, &number)["files"][0]["id"].as_str().unwrap().to_owned();

    let anonymous = Visitor::new(&server.base);
    anonymous.get("/connexion").await;
    let other = Visitor::signed_in(&server.base, OTHER).await;
    let foreign_agent = Visitor::signed_in(&server.base, "agent-cantine@exemple.test").await;
    let foreign_official = Visitor::signed_in(&server.base, "responsable-cantine@exemple.test").await;
    let agent = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    let official = Visitor::signed_in(&server.base, OFFICIAL).await;

    let mut wrong = Vec::new();
    let mut routes = pages();
    // Signing out ends a visitor: last.
    routes.sort_by_key(|route| route.path == "/deconnexion");
    for route in &routes {
        let name = format!("{} {}", route.method, route.path);
        let Some(expected) = TABLE.iter().find(|expected| expected.route == name) else {
            wrong.push(format!("{name}: not in the table"));
            continue;
        };
        let path = route
            .path
            .replace("{slug}", "attestation")
            .replace("{number}", &number)
            .replace("{id}", &file)
            .replace("{n}", "1")
            .replace("{set}", "communes")
            .replace("{name}", "accepter");
        let right = [&owner, &agent, &official][right_person(route)];
        let mut outcomes = String::new();
        for visitor in [&anonymous, &other, &foreign_agent, &foreign_official, right] {
            let answer = if route.method == Method::GET {
                visitor.get(&path).await
            } else {
                visitor.post(&path, fields(route.path)).await
            };
            outcomes.push(letter(&answer));
        }
        if outcomes != expected.outcomes {
            wrong.push(format!("{name}: expected {}, got {outcomes}", expected.outcomes));
        }
    }
    for expected in TABLE {
        if !routes.iter().any(|route| format!("{} {}", route.method, route.path) == expected.route) {
            wrong.push(format!("{}: in the table, not in the router", expected.route));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// What makes a post get as far as the rights.
fn fields(path: &str) -> &'static [(&'static str, &'static str)] {
    match path {
        "/dossiers/{number}/verification" => &[("key", "k"), ("rev", "0")],
        "/dossiers/{number}/transitions/{name}" => &[("key", "k"), ("rev", "0")],
        "/instruction/dossiers/{number}/transitions/{name}"
        | "/instruction/dossiers/{number}/tasks/{name}"
        | "/instruction/dossiers/{number}/tasks/{name}/prise"
        | "/instruction/dossiers/{number}/tasks/{name}/remise"
        | "/instruction/dossiers/{number}/tasks/{name}/recusation" => &[("key", "k"), ("rev", "0"), ("part", "0")],
        "/instruction/{slug}/lots" => &[
            ("key", "00000000-0000-7000-8000-000000000000"),
            ("seen", "2026-01-01T00:00:00Z"),
            ("bouton", "accepter"),
            ("sur", "liste"),
        ],
        "/dossiers/{number}/pages/{n}" => &[("_action", "save")],
        "/conception/{slug}/statut" => &[("status", "published")],
        _ => &[],
    }
}

/// Of a draft: a stranger, somebody whose invitation was taken back, somebody who was invited, its applicant.
const FILLING: &[Expected] = &[
    row("GET /fichiers/{id}", "nnyy"),
    row("GET /dossiers/{number}", "nnyy"),
    row("GET /dossiers/{number}/reponses.pdf", "nnyy"),
    row("GET /dossiers/{number}/identite", "nnny"),
    row("POST /dossiers/{number}/identite", "nnns"),
    row("GET /dossiers/{number}/pages/{n}", "nnyy"),
    row("POST /dossiers/{number}/pages/{n}", "nnss"),
    row("GET /dossiers/{number}/lieux", "nnnn"),
    row("GET /dossiers/{number}/documents/{id}", "nnnn"),
    row("GET /dossiers/{number}/recepisse", "nnnn"),
    row("GET /dossiers/{number}/recepisses/{n}", "nnnn"),
    row("GET /dossiers/{number}/recepisses/{n}/recepisse.pdf", "nnnn"),
    row("GET /dossiers/{number}/historique", "nnny"),
    row("GET /dossiers/{number}/references", "nnnn"),
    row("GET /dossiers/{number}/verification", "nnyy"),
    row("POST /dossiers/{number}/verification", "nnnm"),
    row("POST /dossiers/{number}/transitions/{name}", "nnns"),
    row("POST /dossiers/{number}/conservation", "nnns"),
    row("POST /dossiers/{number}/reprise", "nnnn"),
    row("POST /dossiers/{number}/suppression", "nnns"),
    row("POST /dossiers/{number}/invitations", "nnnm"),
    row("POST /dossiers/{number}/invitations/{id}/relance", "nnnn"),
    row("POST /dossiers/{number}/invitations/{id}/fin", "nnnn"),
    row("POST /dossiers/{number}/messages", "nnnf"),
];

#[tokio::test(flavor = "multi_thread")]
async fn who_is_invited_fills_and_does_nothing_else() {
    use diesel::{RunQueryDsl, sql_query};
    let server = story::site(Setup::default());
    server.user("ancien@exemple.test", &[]);
    let owner = Visitor::signed_in(&server.base, CITIZEN).await;
    let invited = Visitor::signed_in(&server.base, OTHER).await;
    let revoked = Visitor::signed_in(&server.base, "ancien@exemple.test").await;
    let stranger = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    let number = story::start(&owner).await;
    let page = format!("/dossiers/{number}/pages/3");
    owner.get(&page).await;
    let proof = ("/proof", "bail.pdf", story::PDF.to_vec());
    owner.post_files(&page, &[("_action", "save")], &[proof]).await;
    let file = story::shown(&server, &number)["files"][0]["id"].as_str().unwrap().to_owned();
    let let_in = |email: &str| {
        let sql = format!(
            "INSERT INTO invitations (id, dossier_id, email, account_id, sent_at, expires_at)
             SELECT gen_random_uuid(), dossiers.id, '{email}', accounts.id, now(), now() FROM dossiers, accounts
             WHERE number = '{number}' AND accounts.email = '{email}'"
        );
        assert_eq!(sql_query(sql).execute(&mut server.database.connect()).unwrap(), 1);
    };
    let_in(OTHER);
    let_in("ancien@exemple.test");
    assert_eq!(revoked.get(&format!("/dossiers/{number}")).await.status, 200);
    sql_query("DELETE FROM invitations WHERE email LIKE 'ancien%'").execute(&mut server.database.connect()).unwrap();

    let mut wrong = Vec::new();
    let is_of_dossier = |route: &Route| route.path.starts_with("/dossiers/") || route.path.starts_with("/fichiers/");
    let mut routes: Vec<Route> = pages().into_iter().filter(is_of_dossier).collect();
    routes.sort_by_key(|route| route.path.ends_with("/suppression"));
    for route in &routes {
        let name = format!("{} {}", route.method, route.path);
        let Some(expected) = FILLING.iter().find(|expected| expected.route == name) else {
            wrong.push(format!("{name}: not in the table"));
            continue;
        };
        let path = route.path.replace("{number}", &number).replace("{id}", &file).replace("{n}", "1");
        let path = path.replace("{name}", "deposer");
        let mut outcomes = String::new();
        for visitor in [&stranger, &revoked, &invited, &owner] {
            let answer = if route.method == Method::GET {
                visitor.get(&path).await
            } else {
                visitor.post(&path, fields(route.path)).await
            };
            outcomes.push(letter(&answer));
        }
        if outcomes != expected.outcomes {
            wrong.push(format!("{name}: expected {}, got {outcomes}", expected.outcomes));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// A draft is its author's alone, its files too: instructors see what was submitted.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_reads_a_draft_but_its_author() {
    let server = story::site(Setup::default());
    let owner = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::start(&owner).await;
    story::fill(&owner, &number, "Zoé").await;
    let file = story::shown(&server, &number)["files"][0]["id"].as_str().unwrap().to_owned();
    let agent = Visitor::signed_in(&server.base, INSTRUCTOR).await;
    assert_eq!(agent.get(&format!("/instruction/dossiers/{number}")).await.status, 404);
    assert_eq!(agent.get(&format!("/fichiers/{file}")).await.status, 404);
    assert!(!agent.get("/instruction/attestation").await.shows(&number));
    story::submit(&owner, &number).await;
    assert_eq!(agent.get(&format!("/instruction/dossiers/{number}")).await.status, 200);
    let answer = agent.get(&format!("/fichiers/{file}")).await;
    assert_eq!(answer.status, 200);
    assert!(answer.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
    assert_eq!(answer.headers["x-content-type-options"], "nosniff");
}

/// A token belongs to one visitor; a form without one changes nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a_forged_post_is_refused() {
    let server = story::site(Setup::default());
    let owner = Visitor::signed_in(&server.base, CITIZEN).await;
    let other = Visitor::signed_in(&server.base, OTHER).await;
    let number = story::start(&owner).await;
    let path = format!("/dossiers/{number}/pages/1");
    for token in [String::new(), "stale".to_owned(), other.token()] {
        let body = format!("_csrf={token}&%2Fname=Mallory&_action=save");
        let answer = owner.post_raw(&path, "application/x-www-form-urlencoded", body).await;
        assert_eq!(answer.status, 403, "{}", answer.body);
        assert!(answer.headers["content-type"].to_str().unwrap().starts_with("text/html"));
    }
    assert!(story::draft(&server, &number).get("name").is_none());
}
