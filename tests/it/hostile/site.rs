//! The same in the hands of an official, on the site: what is published is shown, begun and saved too.

use super::schemas::{hostile, object};
use super::{MEMORY, SLOWER, TIME};
use crate::support::http::{Answer, Visitor};
use crate::support::server::{Server, Setup};
use crate::support::story::{self, CITIZEN, OFFICIAL};
use serde_json::{Value, json};

/// A procedure with this form.
fn procedure(name: &str, schema: Value) -> String {
    let mut file: Value = serde_json::from_str(include_str!("../procedures/attestation.json")).unwrap();
    file["slug"] = json!(name);
    file["form"] = match schema.get("uischema") {
        Some(layout) => json!({"schema": schema["schema"], "ui": layout}),
        None => json!({ "schema": schema }),
    };
    file.to_string()
}

/// Requests to a site, one after the other, each measured.
struct Measured<'s> {
    server: &'s Server,
    failures: Vec<String>,
}

impl Measured<'_> {
    async fn take(&mut self, what: &str, request: impl Future<Output = Answer>) -> Answer {
        let before = self.server.used();
        let answer = request.await;
        let after = self.server.used();
        // What the site keeps for the next reader counts too.
        let (milliseconds, kilobytes) =
            (after.milliseconds - before.milliseconds, after.highest.saturating_sub(before.kilobytes));
        // The site of the tests is not optimised.
        if milliseconds > TIME * SLOWER || kilobytes > MEMORY || answer.status.is_server_error() {
            self.failures.push(format!("{what}: {} in {milliseconds} ms, {kilobytes} kB", answer.status));
        }
        answer
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_hostile_takes_the_site_down() {
    let server = story::site(Setup::default());
    let official = Visitor::signed_in(&server.base, OFFICIAL).await;
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let mut measured = Measured { server: &server, failures: Vec::new() };
    let plain = ("plain".to_owned(), object(json!({"a": {"type": "string"}})), json!({}));
    let (mut published, mut refused) = (0, 0);
    for (name, schema, _) in [plain].into_iter().chain(hostile()) {
        let file = procedure(&name.to_lowercase(), schema);
        official.get("/conception").await;
        let answer =
            measured.take(&format!("publishing {name}"), official.post("/conception", &[("content", &file)])).await;
        let Some(location) = answer.location else {
            let is_told = answer.status == 413 || (answer.status == 422 && answer.shows("id=\"content\""));
            assert!(is_told, "{name}: {} {}", answer.status, &answer.body[..answer.body.len().min(2_000)]);
            refused += 1;
            continue;
        };
        published += 1;
        let slug = location.rsplit('/').next().unwrap();
        let show = format!("/demarches/{slug}");
        measured.take(&format!("showing {name}"), citizen.get(&show)).await;
        let begun = measured.take(&format!("beginning {name}"), citizen.post(&format!("{show}/dossiers"), &[])).await;
        let page = begun.location.unwrap_or_else(|| panic!("{name}: {} {}", begun.status, begun.body));
        measured.take(&format!("drawing {name}"), citizen.get(&page)).await;
        let answers = [("/a", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"), ("_action", "autosave")];
        measured.take(&format!("saving {name}"), citizen.post(&page, &answers)).await;
    }
    assert!(measured.failures.is_empty(), "{}", measured.failures.join("\n"));
    assert!(published > 5 && refused > 5, "{published} published, {refused} refused");
}
