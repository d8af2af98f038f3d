//! A year of building permits on a real site whose clock is moved from one day to another: what is due is carried out, reminded
//! or born of silence, on dates that the law gives. The circuit is the example of a permit.

use crate::clocks::{eventually, rows, told};
use crate::support::example;
use crate::support::http::Visitor;
use crate::support::server::{Server, Setup};
use crate::support::story::{self, CITIZEN, INSTRUCTOR};
use chrono::{NaiveDate, TimeDelta};
use guichet::civil::Territory;
use reqwest::StatusCode;
use serde_json::{Value, json};

const MAYOR: &str = "maire@exemple.test";
const SERVICES: [&str; 3] = ["abf@exemple.test", "sdis@exemple.test", "reseaux@exemple.test"];

/// A town that instructs permits, and its wall clock.
struct Town {
    server: Server,
    citizen: Visitor,
    agent: Visitor,
}

/// What is to be built.
struct Work {
    house: bool,
    protected: bool,
    public: bool,
}

/// Two months, and nobody to ask but the networks.
const HOUSE: Work = Work { house: true, protected: false, public: false };
/// Three months, and everybody is asked.
const THEATRE: Work = Work { house: false, protected: true, public: true };

/// The example as the circuit of a procedure: its form says what the rules read, and its texts are there.
fn procedure(file: &mut Value, mut workflow: Value) {
    let set = |name: &str| json!({"do": "set", "data": name, "to": {"var": format!("form.{name}")}});
    let names = ["house", "protected_area", "public_building"];
    workflow["states"]["draft"]["on"]["submit"]["actions"] = names.map(set).to_vec().into();
    // A button has no page for a form of the procedure's own.
    workflow["forms"]["correction"] = json!("guichet:correction");
    // What is missing has been asked for in time: the month to ask for it (R423-38) is over.
    let request = &mut workflow["states"]["completeness"]["on"]["request_pieces"];
    request["actions"]
        .as_array_mut()
        .unwrap()
        .push(json!({"do": "deadline", "deadline": "completeness", "op": "stop"}));
    file["workflow"] = workflow;
    file["languages"] = json!(["fr"]);
    // A draft is kept longer than the circuit waits for it.
    file["opening"] = json!({"draft_months": 24});
    let question = |title: &str| json!({"title": title, "type": "boolean"});
    let control = |name: &str| json!({"type": "Control", "scope": format!("#/properties/{name}")});
    file["form"] = json!({
        "schema": {"type": "object", "required": names, "properties": {
            "house": question("Est-ce une maison individuelle ?"),
            "protected_area": question("Est-ce aux abords d’un monument historique ?"),
            "public_building": question("Y recevrez-vous du public ?"),
        }},
        "ui": {"type": "Categorization", "elements": [{"type": "Category", "label": "Projet", "elements": names.map(control)}]},
    });
    let asks = json!({"schema": {"type": "object", "properties": {"text": {"title": "Texte", "type": "string"}}}});
    file["forms"] = json!({"completude": asks, "avis": asks, "proposition": asks, "arrete": asks});
    file["roles"] = json!({"abf": [SERVICES[0]], "sdis": [SERVICES[1]], "network": [SERVICES[2]], "mayor": [MAYOR]});
    let text = |title: &str| json!({"title": title, "body": "Le {{ decision.effective_on }}."});
    file["documents"] = json!({"arrete_pc": text("Arrêté"), "certificat_tacite": text("Certificat de permis tacite")});
    let mail = |subject: &str| json!({"subject": format!("{subject} : {{{{ dossier.number }}}}"), "body": subject});
    file["messages"] = json!({"rappel_pieces": mail("Il manque toujours des pièces"), "majoration": mail("Un mois de plus"),
        "accorde": mail("Permis accordé")});
}

impl Town {
    /// On 31 October 2039.
    async fn open() -> Self {
        let workflow = example("building-permit.workflow.json");
        let server = story::site(Setup::default());
        story::republish(&server, |file| procedure(file, workflow));
        server.user(MAYOR, &[]);
        let (citizen, agent) = (Visitor::new(&server.base), Visitor::new(&server.base));
        let mut town = Self { server, citizen, agent };
        town.on("2039-10-31").await;
        town
    }

    /// The site is stopped, and starts again at noon of this day.
    async fn on(&mut self, day: &str) {
        let noon = Territory::default().midnight(date(day)) + TimeDelta::hours(12);
        self.server.again_after(noon - guichet::app::now());
        self.citizen = Visitor::signed_in(&self.server.base, CITIZEN).await;
        self.agent = Visitor::signed_in(&self.server.base, INSTRUCTOR).await;
    }

    async fn draft(&self, work: &Work) -> String {
        let number = story::start(&self.citizen).await;
        let said = |is: bool| if is { "true" } else { "false" };
        let fields = [
            ("/house", said(work.house)),
            ("/protected_area", said(work.protected)),
            ("/public_building", said(work.public)),
            ("_action", "continue"),
        ];
        let saved = self.citizen.post(&format!("/dossiers/{number}/pages/1"), &fields).await;
        assert_eq!(saved.location, Some(format!("/dossiers/{number}/verification")), "{}", saved.body);
        number
    }

    async fn filed(&self, work: &Work) -> String {
        let number = self.draft(work).await;
        story::submit(&self.citizen, &number).await;
        number
    }

    async fn press(&self, number: &str, button: &str) -> StatusCode {
        story::act(&self.agent, number, button, &[("message", "Il manque le plan de masse.")]).await.status
    }

    async fn presses(&self, number: &str, button: &str) {
        assert_eq!(self.press(number, button).await, StatusCode::SEE_OTHER, "{button}");
    }

    fn state(&self, number: &str) -> String {
        rows(&self.server, &format!("SELECT state AS told FROM dossiers WHERE number = '{number}'")).remove(0)
    }

    /// Until the dossier is there: what fell due is carried out soon after the start.
    async fn comes_to(&self, number: &str, state: &str) {
        eventually(|| (self.state(number) == state).then_some(())).await;
    }

    /// The clock that decides runs until this day: its page says so, and the acknowledgement of receipt that is in force.
    async fn runs_until(&self, number: &str, day: &str) {
        let until = format!("Jusqu’au {}", told(date(day)));
        let page = self.agent.get(&format!("/instruction/dossiers/{number}")).await;
        assert!(page.shows(&until), "{until}: {}", page.body);
        let receipt = self.citizen.get(&format!("/dossiers/{number}/recepisse")).await;
        let due = format!("vous n’avez pas de réponse le {}, votre demande sera acceptée", told(date(day)));
        assert!(receipt.shows(&due), "{due}: {}", receipt.body);
    }

    /// The opinions of a dossier, `name status outcome`, and the last day of each.
    fn opinions(&self, number: &str) -> Vec<String> {
        let sql = "SELECT name || ' ' || t.status || ' ' || coalesce(outcome, '-') || ' ' ||
              (due_at AT TIME ZONE 'Europe/Paris' - interval '1 minute')::date AS told
            FROM tasks t JOIN dossiers d ON d.id = t.dossier_id WHERE due_at IS NOT NULL AND number = ";
        rows(&self.server, &format!("{sql}'{number}' ORDER BY name"))
    }

    /// `outcome date`, of a decision that nobody took.
    fn silence(&self, number: &str) -> Option<String> {
        let sql = "SELECT outcome || ' ' || effective_on AS told FROM decisions JOIN dossiers d ON d.id = dossier_id
            WHERE tacit AND superseded_at IS NULL AND decided_by IS NULL AND number = ";
        rows(&self.server, &format!("{sql}'{number}'")).pop()
    }

    /// Those who had a mail about a dossier.
    fn mails(&self, number: &str, subject: &str) -> Vec<String> {
        let sql = format!(
            "SELECT recipient AS told FROM kept_mails WHERE subject || text LIKE '%{number}%' AND subject LIKE '%{subject}%'
             ORDER BY recipient"
        );
        rows(&self.server, &sql)
    }

    /// The same, waited for.
    async fn told_of(&self, number: &str, subject: &str) -> Vec<String> {
        eventually(|| Some(self.mails(number, subject)).filter(|found| !found.is_empty())).await
    }
}

fn date(day: &str) -> NaiveDate {
    day.parse().unwrap()
}

/// Filed on 31 October 2039. The law, as it is written below: a house is instructed in two months, the rest in three (R423-23); what
/// is missing is asked for within a month (R423-38), and given within three, from which day the time counts anew, else the request
/// is rejected (R423-39); near a monument there is a month more (R423-24); silence is a permit (R424-1). A month ends on the day
/// with the same number, or else on its last.
#[tokio::test(flavor = "multi_thread")]
async fn a_year_of_permits_goes_by_on_the_dates_of_the_law() {
    let mut town = Town::open().await;
    let house = town.filed(&HOUSE).await;
    let theatre = town.filed(&THEATRE).await;
    let given_up = town.filed(&THEATRE).await;
    let unsent = town.draft(&HOUSE).await;
    town.runs_until(&house, "2039-12-31").await;
    town.runs_until(&theatre, "2040-01-31").await;

    // Documents are missing: the time stops.
    town.on("2039-11-15").await;
    for number in [&theatre, &given_up] {
        town.presses(number, "request_pieces").await;
        let page = town.citizen.get(&format!("/dossiers/{number}/recepisse")).await;
        assert!(page.shows("Le délai est suspendu"), "{}", page.body);
    }
    // They come on 30 November: three months from there, and 2040 is a leap year. Nobody has looked at the house yet.
    town.on("2039-11-30").await;
    story::submit(&town.citizen, &theatre).await;
    town.runs_until(&theatre, "2040-02-29").await;
    assert_eq!((town.state(&house), town.state(&given_up)), ("completeness".into(), "missing_pieces".into()));
    // The month to ask for more is over: the house is taken for complete, and the networks have a month from there.
    town.on("2039-12-01").await;
    town.comes_to(&house, "examination").await;
    assert_eq!(town.opinions(&house), ["network open - 2040-01-01"]);

    // Everybody is asked at once, each with their own time.
    town.on("2039-12-05").await;
    town.presses(&theatre, "declare_complete").await;
    let asked = ["abf open - 2040-02-05", "network open - 2040-01-05", "sdis open - 2040-01-05"];
    assert_eq!(town.opinions(&theatre), asked);
    // A month more, once: four months from 30 November.
    town.on("2039-12-12").await;
    town.presses(&theatre, "extend_abf").await;
    town.runs_until(&theatre, "2040-03-30").await;
    assert_eq!(town.told_of(&theatre, "Un mois de plus").await, [CITIZEN]);
    assert_ne!(town.press(&theatre, "extend_abf").await, StatusCode::SEE_OTHER);

    // Three weeks before the end whoever instructs is reminded, one week before the mayor as well; a week before theirs, a service.
    town.on("2039-12-29").await;
    let house_is_due = format!("Dossier {house} : Délai d'instruction, au plus tard le {}", told(date("2039-12-31")));
    eventually(|| {
        let sql =
            "SELECT subject || ' ' || recipient AS told FROM kept_mails WHERE subject LIKE '%au plus tard%' ORDER BY 1";
        let expected = [INSTRUCTOR, INSTRUCTOR, MAYOR].map(|who| format!("{house_is_due} {who}"));
        (rows(&town.server, sql) == expected).then_some(())
    })
    .await;
    assert_eq!(town.told_of(&theatre, "Rappel").await, [SERVICES[1]]);
    assert_eq!(town.silence(&house), None);

    // Silence is a permit, from the last day on.
    town.on("2040-01-01").await;
    town.comes_to(&house, "granted_tacit").await;
    assert_eq!(town.silence(&house).as_deref(), Some("accepted 2039-12-31"));
    // The networks had one more day: they are not awaited any more.
    assert_eq!(town.opinions(&house), ["network cancelled - 2040-01-01"]);
    // What two services did not say in a month is favourable; the third has another month.
    town.on("2040-01-06").await;
    let asked = ["abf open - 2040-02-05", "network tacit favorable 2040-01-05", "sdis tacit favorable 2040-01-05"];
    eventually(|| (town.opinions(&theatre) == asked).then_some(())).await;
    // What is missing is asked for again after two months.
    town.on("2040-01-16").await;
    assert_eq!(town.told_of(&given_up, "Il manque toujours").await, [CITIZEN]);
    town.on("2040-01-21").await;
    eventually(|| (town.mails(&theatre, "Rappel") == [SERVICES[0], SERVICES[1]]).then_some(())).await;
    town.on("2040-02-06").await;
    eventually(|| (town.opinions(&theatre)[0] == "abf tacit favorable 2040-02-05").then_some(())).await;
    // Three months have brought nothing: it is rejected.
    town.on("2040-02-16").await;
    town.comes_to(&given_up, "refused_tacit").await;
    assert_eq!(town.silence(&given_up).as_deref(), Some("refused 2040-02-15"));
    // The day that counted before the month more.
    town.on("2040-03-01").await;
    town.runs_until(&theatre, "2040-03-30").await;
    town.on("2040-03-30").await;
    assert_eq!((town.state(&theatre), town.silence(&theatre)), ("examination".into(), None));
    town.on("2040-03-31").await;
    town.comes_to(&theatre, "granted_tacit").await;
    assert_eq!(town.silence(&theatre).as_deref(), Some("accepted 2040-03-30"));
    let page = town.citizen.get(&format!("/dossiers/{theatre}")).await;
    let sentence = format!("Décision née du silence de l’administration le {}.", told(date("2040-03-30")));
    assert!(page.shows(&sentence) && page.shows("Certificat de permis tacite"), "{}", page.body);

    // A year has gone by: what was begun and never sent is over.
    assert_eq!(town.state(&unsent), "draft");
    town.on("2040-11-01").await;
    town.comes_to(&unsent, "withdrawn").await;
    // One acknowledgement for each date: of the request, of what came to it, of the month more.
    let receipts = [&house, &theatre, &given_up].map(|number| town.mails(number, "ccusé de réception").len());
    assert_eq!(receipts, [1, 3, 1]);
    assert!(town.server.must(&["audit", "verify"]).contains(" 0 broken"));
}

/// What fell due meanwhile is carried out in its order, on its date; what follows from it counts from there. The history says
/// when it was written.
#[tokio::test(flavor = "multi_thread")]
async fn three_days_of_stop_move_no_date() {
    let mut town = Town::open().await;
    let house = town.filed(&HOUSE).await;
    let theatre = town.filed(&Work { house: true, ..THEATRE }).await;
    town.presses(&theatre, "declare_complete").await;

    town.on("2039-11-29").await;
    assert_eq!(town.state(&house), "completeness");
    town.on("2039-12-03").await;
    town.comes_to(&house, "examination").await;
    assert_eq!(town.opinions(&house), ["network open - 2040-01-01"], "a month from 1 December, when it was due");
    let asked = ["abf open - 2039-12-31", "network tacit favorable 2039-11-30", "sdis tacit favorable 2039-11-30"];
    eventually(|| (town.opinions(&theatre) == asked).then_some(())).await;
    let page = town.agent.get(&format!("/instruction/dossiers/{theatre}")).await;
    let silent = format!("Sans réponse\u{a0}: Favorable, le {}", told(date("2039-11-30")));
    assert!(page.shows(&silent), "{silent}: {}", page.body);
    let written =
        "SELECT DISTINCT at::date::text AS told FROM events WHERE actor_id IS NULL AND command NOT LIKE 'nudge%'";
    assert_eq!(rows(&town.server, written), ["2039-12-03"]);

    // The last opinion and both permits are due on the same day.
    town.on("2039-12-30").await;
    assert_eq!((town.silence(&house), town.silence(&theatre)), (None, None));
    town.on("2040-01-03").await;
    for number in [&house, &theatre] {
        town.comes_to(number, "granted_tacit").await;
        assert_eq!(town.silence(number).as_deref(), Some("accepted 2039-12-31"));
    }
    assert_eq!(town.opinions(&theatre)[0], "abf tacit favorable 2039-12-31", "heard before it was decided");
    let order = "SELECT command AS told FROM events JOIN dossiers d ON d.id = dossier_id
        WHERE at > '2040-01-02' AND number = ";
    let order = rows(&town.server, &format!("{order}'{theatre}' ORDER BY seq"));
    assert!(order.len() == 2 && order[0].starts_with("due:abf") && order[1] == "expiry:decision", "{order:?}");
    assert!(town.server.must(&["audit", "verify"]).contains(" 0 broken"));
}
