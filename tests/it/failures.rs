//! What we stand on goes away, and comes back.

use crate::clocks::eventually;
use crate::support::http::Visitor;
use crate::support::server::Setup;
use crate::support::smtp::Smtp;
use crate::support::story::{self, CITIZEN, INSTRUCTOR, OFFICIAL, PDF};
use chrono::TimeDelta;
use reqwest::StatusCode;
use std::time::Duration;

#[tokio::test(flavor = "multi_thread")]
async fn without_its_mail_server_the_site_goes_on_and_the_mails_leave_later() {
    let mut smtp = Smtp::start();
    let server = story::site(Setup { smtp_url: Some(smtp.url()), ..Setup::default() });
    smtp.down();
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::submitted(&citizen, "Zoé").await;
    let page = citizen.get(&format!("/dossiers/{number}")).await;
    assert!(page.shows(&number));
    tokio::time::sleep(Duration::from_secs(2)).await;
    smtp.up();
    let receipt = smtp.wait_for(CITIZEN, &number).await;
    // The acknowledgement of receipt and its five things (CRPA R112-11-1).
    for owed in ["Service de la population", "02 61 91 10 20", "acceptée", "attestation", "deux mois"] {
        assert!(receipt.text.contains(owed), "{owed:?} is not in\n{}", receipt.text);
    }
    smtp.wait_for(INSTRUCTOR, &number).await;
}

/// The law wants it sent: somebody is told after a day, though it is tried for two.
#[tokio::test(flavor = "multi_thread")]
async fn an_acknowledgement_that_has_not_left_in_a_day_is_told_to_officials() {
    let mut smtp = Smtp::start();
    let mut server = story::site(Setup { smtp_url: Some(smtp.url()), ..Setup::default() });
    smtp.down();
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::submitted(&citizen, "Zoé").await;
    // One that is planned later is late later.
    let waits = "SELECT count(*) FROM outbox WHERE kind = 'mail' AND payload->>'template' = 'depot'";
    eventually(|| (server.database.count(waits) == 1).then_some(())).await;
    let (studio, list) = ("/conception/attestation", "/conception/attestation/notifications");
    let told = "Accusé de réception qui n’est pas parti";
    for (hours, is_told) in [(23, false), (25, true)] {
        server.again_after(TimeDelta::hours(hours));
        let official = Visitor::signed_in(&server.base, OFFICIAL).await;
        assert_eq!(official.get(studio).await.shows("Un envoi n’est pas parti"), is_told, "after {hours} h");
        let page = official.get(list).await;
        assert_eq!(page.shows(told) && page.shows(&number), is_told, "{}", page.body);
    }
    let official = Visitor::signed_in(&server.base, OFFICIAL).await;
    let page = official.get(list).await;
    let replay =
        page.body.split("action=\"").find_map(|rest| rest.split('"').next().filter(|at| at.ends_with("/relance")));
    smtp.up();
    assert_eq!(official.post(replay.unwrap(), &[]).await.status, StatusCode::SEE_OTHER);
    smtp.wait_for(CITIZEN, &number).await;
    let page = official.get(list).await;
    assert!(!page.shows(told), "{}", page.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_database_is_away_people_are_told_so_and_nobody_is_signed_out() {
    let server = story::site(Setup::default());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::start(&citizen).await;
    server.database.close(true);
    let away = citizen.get("/dossiers").await;
    assert_eq!(away.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(away.headers.contains_key("retry-after"));
    assert!(away.headers["content-type"].to_str().unwrap().starts_with("text/html"));
    let ready = citizen.get("/readyz").await;
    assert_eq!((ready.status, ready.body.as_str()), (StatusCode::SERVICE_UNAVAILABLE, "database unavailable"));
    assert_eq!(citizen.get("/healthz").await.status, StatusCode::OK);
    server.database.close(false);
    // Every connection of the pool is dead: the first request finds a live one all the same.
    tokio::time::sleep(Duration::from_millis(600)).await;
    let back = citizen.get("/dossiers").await;
    assert_eq!(back.status, StatusCode::OK, "{}", back.body);
    assert!(back.shows(&number));
    assert_eq!(citizen.get("/readyz").await.status, StatusCode::OK);
}

/// A store without room: /dev/full is a device that refuses every byte, a file system of one page for those who may
/// mount one. Here the folder is simply not a folder any more.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_can_not_be_stored_is_told_and_the_other_answers_are_kept() {
    let server = story::site(Setup::default());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::start(&citizen).await;
    let files = server.folder.join("files");
    let page = format!("/dossiers/{number}/pages/3");
    citizen.get(&page).await;
    let full = SmallDisk::mount(&files);
    let large = [PDF.to_vec(), vec![b' '; 4_000_000]].concat();
    let answer = citizen.post_files(&page, &[("/comment", "gardé")], &[("/proof", "a.pdf", large)]).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{}", answer.body);
    assert!(answer.shows("gardé"), "{}", answer.body);
    drop(full);
    let again = citizen.post_files(&page, &[("/comment", "gardé")], &[("/proof", "a.pdf", PDF.to_vec())]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.body);
    let shown = story::shown(&server, &number);
    assert_eq!(shown["draft"]["comment"], "gardé");
    assert_eq!(shown["files"].as_array().unwrap().len(), 1);
}

/// A disk of one megabyte in place of a folder; as somebody who may not mount, a folder that refuses every file.
struct SmallDisk {
    folder: std::path::PathBuf,
    mounted: bool,
}

impl SmallDisk {
    fn mount(folder: &std::path::Path) -> Self {
        let mut mount = std::process::Command::new("mount");
        let done = mount.args(["-t", "tmpfs", "-o", "size=1m", "tmpfs"]).arg(folder).output();
        let mounted = done.is_ok_and(|output| output.status.success());
        if !mounted {
            std::fs::rename(folder, folder.with_extension("away")).unwrap();
            std::fs::write(folder, "not a folder").unwrap();
        }
        Self { folder: folder.to_owned(), mounted }
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        if self.mounted {
            assert!(std::process::Command::new("umount").arg(&self.folder).status().unwrap().success());
        } else {
            std::fs::remove_file(&self.folder).unwrap();
            std::fs::rename(self.folder.with_extension("away"), &self.folder).unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn asked_to_stop_it_finishes_what_it_has_begun() {
    let mut server = story::site(Setup::default());
    let citizen = Visitor::signed_in(&server.base, CITIZEN).await;
    let number = story::start(&citizen).await;
    let page = format!("/dossiers/{number}/pages/1");
    let (kept, stopped) = tokio::join!(citizen.post(&page, &[("/name", "Zoé"), ("_action", "save")]), async {
        tokio::time::sleep(Duration::from_millis(5)).await;
        tokio::task::block_in_place(|| server.stop())
    });
    assert!(stopped);
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
    server.up();
    assert_eq!(story::draft(&server, &number)["name"], "Zoé");
}
