//! What an answer costs the database: one round trip for a page, one for what its script saves.

use crate::support::http::Visitor;
use crate::support::server::{Server, Setup};
use crate::support::story::{self, CITIZEN};
use serde_json::json;

/// What was asked since the last call, but whether an idle session is still alive.
fn asked(server: &Server) -> Vec<String> {
    let trips = server.wire.as_ref().unwrap().trips();
    trips.into_iter().filter(|trip| trip.trim() != "Q SELECT 1").collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_and_what_its_script_saves_take_one_round_trip_each() {
    let server = story::site(Setup { heard: true, ..Setup::default() });
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::start(&citizen).await;
    let path = format!("/dossiers/{number}/pages/2");
    asked(&server);
    for turn in 1..=5 {
        let page = citizen.get(&path).await;
        let for_page = asked(&server);
        let state = ["_rev", "_page"].map(|name| (name, page.hidden(name)));
        // An answer that a calculated value reads: its rules are worked out too.
        let rent = format!("{turn}00");
        let fields =
            [(state[0].0, &*state[0].1), (state[1].0, &*state[1].1), ("/rent", &rent), ("_action", "autosave")];
        let saved = citizen.post_part(&path, &fields).await;
        let for_save = asked(&server);
        assert!(saved.status == 200 && saved.shows("w-yearly_rent"), "{}", saved.body);
        // The first time, the statements are prepared: what counts is heard.
        if turn == 1 {
            assert!(for_page.len() > 1 && for_save.len() > 1, "{for_page:#?}\n{for_save:#?}");
        } else {
            assert_eq!((for_page.len(), for_save.len()), (1, 1), "{for_page:#?}\n{for_save:#?}");
        }
    }
    assert_eq!(story::draft(&server, &number)["rent"], json!(500));
}
