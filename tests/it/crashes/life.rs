//! A site with everything that a step may write, and what people, programs and time do to a dossier there.

use super::{CLAIM, Lived};
use crate::clocks::rows;
use crate::support::double::Double;
use crate::support::http::{Visitor, client};
use crate::support::laws;
use crate::support::server::{Server, Setup};
use crate::support::smtp::Smtp;
use crate::support::story::{self, CITIZEN, INSTRUCTOR, OFFICIAL};
use crate::support::wire::{Point, Wire};
use crate::tasks::{COMMITTEE, DIRECTOR};
use crate::webhooks;
use chrono::TimeDelta;
use diesel::{RunQueryDsl, sql_query};
use reqwest::StatusCode;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Something that is done to a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    Submit,
    AskForCorrection,
    Correct,
    Analyse(&'static str),
    Vote(usize),
    /// The provider says that it was paid.
    Paid,
    Sign(&'static str),
    Reopen,
    /// The jobs do all that there is to do.
    Work,
    /// So many days pass.
    Wait(i64),
}
use Deed::{Analyse, AskForCorrection, Correct, Paid, Reopen, Sign, Submit, Vote, Wait, Work};

/// One that people decide, and one that silence does.
pub const LIVES: [&[Deed]; 2] = [
    &[Submit, Work, Analyse("eligible"), Vote(0), Vote(1), Work, Paid, Sign("grant"), Work],
    &[
        Submit,
        Work,
        AskForCorrection,
        Correct,
        Work,
        Analyse("eligible"),
        Wait(3),
        Work,
        Wait(5),
        Work,
        Reopen,
        Analyse("ineligible"),
        Sign("refuse"),
        Work,
    ],
];

/// A dossier.
pub struct Life {
    pub number: String,
    pub name: String,
}

impl Life {
    /// Filled, and not sent.
    pub async fn begin(site: &Site) -> Self {
        let number = story::start(&site.citizen).await;
        let name = format!("Zoe{}", number.replace('-', ""));
        story::fill(&site.citizen, &number, &name).await;
        Self { number, name }
    }
}

pub struct Site {
    pub server: Server,
    pub smtp: Smtp,
    /// The register, the provider of payments, and the program that is told.
    pub others: Double,
    citizen: Visitor,
    agent: Visitor,
    director: Visitor,
    members: Vec<Visitor>,
    /// How far its clock is ahead.
    ahead: TimeDelta,
}

/// What a person or a program sends, the same each time that it is sent: where, and the fields of a form.
type Request = (String, Vec<(&'static str, String)>);

impl Site {
    pub async fn start() -> Self {
        let (smtp, others) = (Smtp::start(), others());
        let connectors = json!({"c": {"url": format!("http://{}/base", others.host)}}).to_string();
        let environment = vec![("GUICHET_CONNECTORS", connectors), ("GUICHET_SERVICE_HOSTS", others.host.clone())];
        let setup = Setup { smtp_url: Some(smtp.url()), heard: true, environment, ..Setup::default() };
        let server = crate::tasks::site(setup, circuit);
        let signed_in = |who: &'static str| Visitor::signed_in(&server.base, who);
        let mut members = Vec::new();
        for member in COMMITTEE {
            members.push(signed_in(member).await);
        }
        let official = signed_in(OFFICIAL).await;
        webhooks::add(&official, &format!("http://{}/told", others.host), webhooks::ALL).await;
        let (citizen, agent, director) =
            (signed_in(CITIZEN).await, signed_in(INSTRUCTOR).await, signed_in(DIRECTOR).await);
        Self { server, smtp, others, citizen, agent, director, members, ahead: TimeDelta::zero() }
    }

    /// Lives through a deed, and through the death of who carries it out.
    pub async fn live(&mut self, life: &Life, deed: Deed, point: Option<Point>) -> Lived {
        let lived = match deed {
            Wait(days) => {
                self.ahead += TimeDelta::days(days);
                self.server.again_after(self.ahead);
                Lived { trips: 0, struck: None }
            }
            Work => self.work(point).await,
            _ => self.step(life, deed, point).await,
        };
        laws::hold(&self.server.database, &format!("after {deed:?}"));
        lived
    }

    /// One request, which is one step.
    async fn step(&mut self, life: &Life, deed: Deed, point: Option<Point>) -> Lived {
        let revision = format!("SELECT rev::bigint AS count FROM dossiers WHERE number = '{}'", life.number);
        let before = self.server.database.count(&revision);
        let request = self.request(life, deed).await;
        self.wire().trips();
        if let Some(point) = point {
            self.wire().arm(self.server.pid(), point);
        }
        let answer = self.send(deed, &request).await;
        let (struck, mut trips, mut is_kept) = (self.wire().disarm(), self.wire().trips().len(), true);
        match &struck {
            None => assert_eq!(answer, Some(expected(deed)), "{deed:?}"),
            Some(struck) => {
                self.server.kill();
                self.is_gone("serve").await;
                laws::hold(&self.server.database, &format!("{deed:?} was killed by {struck:?}"));
                is_kept = self.server.database.count(&revision) > before;
                self.server.up();
                self.wire().trips();
                let again = self.send(deed, &request).await;
                assert_eq!(again, Some(expected(deed)), "{deed:?} again, after {struck:?}");
                trips = trips.max(self.wire().trips().len());
            }
        }
        assert_eq!(self.server.database.count(&revision), before + 1, "{deed:?} is one step, after {struck:?}");
        Lived { trips, struck: struck.map(|struck| (struck, is_kept)) }
    }

    /// The jobs, in a process of their own, until nothing is left to do.
    async fn work(&self, point: Option<Point>) -> Lived {
        self.wire().trips();
        let worker = self.server.worker();
        if let Some(point) = point {
            self.wire().arm(worker.pid(), point);
        }
        let start = Instant::now();
        while !self.wire().has_struck() && !self.is_settled() {
            assert!(start.elapsed() < Duration::from_secs(60), "it does not end:\n{}", self.server.log());
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
        let struck = self.wire().disarm();
        drop(worker);
        self.is_gone("worker").await;
        let (trips, is_kept) =
            (self.wire().trips().into_iter().skip_while(|trip| !trip.contains(CLAIM)), self.is_settled());
        if let Some(struck) = &struck {
            laws::hold(&self.server.database, &format!("the jobs were killed by {struck:?}"));
            // What the killed process held is free at the end of its lease.
            let freed = "UPDATE outbox SET locked_until = NULL, run_at = least(run_at, now())";
            sql_query(freed).execute(&mut self.server.database.connect()).unwrap();
            Box::pin(self.work(None)).await;
        }
        Lived { trips: trips.count(), struck: struck.map(|struck| (struck, is_kept)) }
    }

    fn wire(&self) -> &Wire {
        self.server.wire.as_ref().unwrap()
    }

    /// Nothing waits, nothing is due.
    fn is_settled(&self) -> bool {
        let now = (guichet::app::now() + self.ahead).to_rfc3339();
        let left = format!(
            "SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM timers WHERE due_at <= '{now}') AS count"
        );
        self.server.database.count(&left) == 0
    }

    /// PostgreSQL has seen that a process is dead: what it carried out is carried out.
    async fn is_gone(&self, process: &str) {
        let sessions = format!(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = '{process}'"
        );
        while self.server.database.count(&sessions) > 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    fn who(&self, deed: Deed) -> Option<&Visitor> {
        match deed {
            Submit | Correct => Some(&self.citizen),
            AskForCorrection | Analyse(_) | Reopen => Some(&self.agent),
            Vote(member) => Some(&self.members[member]),
            Sign(_) => Some(&self.director),
            Paid | Work | Wait(_) => None,
        }
    }

    /// What the page of a deed makes of it.
    async fn request(&self, life: &Life, deed: Deed) -> Request {
        let Some(who) = self.who(deed) else {
            return (self.callback(life), Vec::new());
        };
        let dossier = format!("/instruction/dossiers/{}", life.number);
        let (page, post, hidden, fields): (String, String, &[&'static str], &[(&'static str, &str)]) = match deed {
            Submit | Correct => {
                let check = format!("/dossiers/{}/verification", life.number);
                (check.clone(), check, &["key", "rev", "transition"], &[])
            }
            AskForCorrection => {
                (dossier.clone(), format!("{dossier}/transitions/ask"), &["key", "rev"], &[("message", "Et le bail ?")])
            }
            Reopen => (dossier.clone(), format!("{dossier}/transitions/reopen"), &["key", "rev"], &[]),
            Analyse(outcome) => task(&dossier, "analysis", outcome),
            Vote(_) => task(&dossier, "ballot", "favorable"),
            Sign(outcome) => task(&dossier, "sign", outcome),
            Paid | Work | Wait(_) => unreachable!("nobody's"),
        };
        let page = who.get(&page).await;
        let hidden = hidden.iter().map(|name| (*name, page.hidden(name)));
        let fields = hidden.chain(fields.iter().map(|(name, value)| (*name, (*value).to_owned()))).collect();
        (post, fields)
    }

    /// Where the provider of payments was told to call back.
    fn callback(&self, life: &Life) -> String {
        let orders =
            self.others.requests().into_iter().rev().filter(|request| request.starts_with("POST /base/orders"));
        let mut bodies =
            orders.map(|order| -> Value { serde_json::from_str(order.split_once("\r\n\r\n").unwrap().1).unwrap() });
        let order = bodies.find(|body| body["dossier"] == life.number.as_str()).unwrap();
        format!("/retours/{}", order["callback_url"].as_str().unwrap().split_once("/retours/").unwrap().1)
    }

    /// The status, if there was an answer.
    async fn send(&self, deed: Deed, (path, fields): &Request) -> Option<StatusCode> {
        let Some(who) = self.who(deed) else {
            let call = client().build().unwrap().post(format!("{}{path}", self.server.base));
            let sent = call.body(json!({"status": "done", "result": {"receipt": "R1"}}).to_string()).send().await;
            return sent.ok().map(|response| response.status());
        };
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        who.try_post(path, &fields).await
    }

    /// What is read of the database, in one text a row.
    pub fn rows(&self, sql: &str) -> Vec<String> {
        rows(&self.server, sql)
    }
}

type Asked = (String, String, &'static [&'static str], &'static [(&'static str, &'static str)]);

fn task(dossier: &str, name: &str, outcome: &str) -> Asked {
    let address = format!("{dossier}/tasks/{name}");
    let fields: &[(&str, &str)] = match outcome {
        "eligible" => &[("/score", "14"), ("outcome", "eligible")],
        "ineligible" => &[("/score", "3"), ("outcome", "ineligible")],
        "favorable" => &[("outcome", "favorable")],
        "grant" => &[("outcome", "grant"), ("motivation", "Vu le dossier.")],
        _ => &[("outcome", "refuse"), ("motivation", "Hors délai.")],
    };
    (address.clone(), address, &["key", "rev", "part"], fields)
}

fn expected(deed: Deed) -> StatusCode {
    if deed == Paid { StatusCode::NO_CONTENT } else { StatusCode::SEE_OTHER }
}

fn others() -> Double {
    Double::start(|url| match url.path() {
        "/base/orders" => Some(json!({"url": "https://pay.example.fr/42"})),
        _ => Some(json!({"known": true})),
    })
}

/// The committee's circuit with a register, a payment, a correction, a clock, messages to a program, and a way back.
fn circuit(file: &mut Value) {
    let label = |text: &str| json!({"fr": text, "en": text});
    let tells = |event: &str| json!({"do": "webhook", "event": event});
    let notifies = |template: &str, to: &str| json!({"do": "notify", "to": [to], "template": template});
    let workflow = &mut file["workflow"];
    workflow["forms"]["correction"] = json!("guichet:correction");
    workflow["deadlines"] = json!({"decision": {
        "label": label("Délai de décision"), "duration": "P6D", "start": ["analysis"], "suspendIn": ["correcting"],
        "resume": "continue", "remind": [{"before": "P4D", "to": ["instructor"]}], "onExpiry": {"target": "tacit"},
        "legalBasis": "CRPA L231-1",
    }});
    workflow["on"] = json!({
        "ask": {
            "label": label("Demander une correction"), "from": ["analysis"], "roles": ["instructor"], "kind": "return",
            "form": "correction", "target": "correcting",
            "actions": [{"do": "request_correction", "reason": "incomplete"}, notifies("correction", "applicant")],
        },
        "reopen": {
            "label": label("Reprendre"), "from": ["granted", "refused", "tacit"], "roles": ["instructor"], "kind": "reopen",
            "target": "analysis", "actions": [notifies("reexamen", "applicant"), tells("request.reopened")],
        },
    });
    let states = &mut workflow["states"];
    states["draft"]["on"]["submit"]["target"] = json!("register");
    states["register"] = json!({
        "label": label("Vérification"), "phase": "submitted", "applicantMay": "message",
        "entry": [tells("request.submitted"), notifies("depot", "applicant"), notifies("nouveau_dossier", "instructor")],
        "invoke": [{
            "id": "register", "service": "http", "with": {"connector": "c", "path": "/people/{form.name}"}, "result": "person",
            "onDone": [{"target": "analysis"}], "onError": [{"target": "analysis"}],
        }],
    });
    states["correcting"] = json!({
        "label": label("À corriger"), "phase": "waiting", "applicantMay": "edit_requested",
        "on": {"correct": {
            "label": label("Envoyer"), "roles": ["applicant"], "guard": {"var": "form.valid"}, "target": "@return",
            "actions": [notifies("corrige", "instructor")],
        }},
    });
    states["committee"]["tasks"]["ballot"]["due"]["delay"] = json!("P2D");
    states["committee"]["onDone"] = json!([{"target": "fees"}]);
    states["fees"] = json!({
        "label": label("Paiement"), "phase": "review", "applicantMay": "message",
        "invoke": [{
            "id": "fees", "service": "pay", "with": {"connector": "c", "path": "/orders", "body": {"amount": "{form.rent}"}},
            "result": "payment", "onDone": [{"target": "signature"}], "onError": [{"target": "signature"}],
        }],
    });
    states["tacit"] = json!({
        "label": label("Accordée par le silence"), "type": "final", "phase": "accepted",
        "decision": {"outcome": "accepted", "tacit": true, "motivation": "none"},
        "entry": [notifies("accepte", "applicant"), tells("request.decided")],
    });
    for state in ["granted", "refused"] {
        states[state]["entry"].as_array_mut().unwrap().push(tells("request.decided"));
    }
    let document = json!({"do": "document", "template": "arrete", "as": "arrete", "visibleTo": ["instructor"]});
    states["granted"]["entry"].as_array_mut().unwrap().insert(0, document);
    states["granted"]["decision"]["document"] = json!("arrete");
    file["documents"] = json!({"arrete": {"title": {"fr": "Arrêté"}, "body": {"fr": "{{ decision.motivation }}"}}});
}
