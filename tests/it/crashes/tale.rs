//! All that a dossier has lived, without what no two have alike: numbers, identifiers, times. Two that lived the same tell the
//! same. What left the site counts once for each key by which a receiver tells a repeat.

use super::life::{Life, Site};
use serde_json::Value;
use std::collections::BTreeMap;

const KEPT: &str = "
    SELECT 'event ' || e.seq || ' ' || e.command || ' ' || (e.content->>'from') || ' ' || (e.content->'trail')::text
        || ' ' || coalesce(a.email, '-') || ' ' || (e.content->'roles')::text AS told
        FROM events e LEFT JOIN accounts a ON a.id = e.actor_id WHERE e.dossier_id = $id
    UNION ALL SELECT 'task ' || t.visit || ' ' || t.name || ' ' || t.part || ' ' || t.role || ' ' || t.status || ' ' || coalesce(t.outcome, '-')
        || ' ' || coalesce(a.email, '-') FROM tasks t LEFT JOIN accounts a ON a.id = t.done_by WHERE t.dossier_id = $id
    UNION ALL SELECT 'timer ' || name FROM timers WHERE dossier_id = $id
    UNION ALL SELECT 'ledger ' || deadline || ' ' || row || ' ' || seq || ' ' || (content->>'op') FROM ledgers WHERE dossier_id = $id
    UNION ALL SELECT 'decision ' || seq || ' ' || outcome || ' ' || tacit || ' ' || motivation || ' ' || (superseded_at IS NULL) || ' '
        || (document_id IS NOT NULL) FROM decisions WHERE dossier_id = $id
    UNION ALL SELECT 'receipt ' || number || ' ' || seq FROM receipts WHERE dossier_id = $id
    UNION ALL SELECT 'document ' || seq || ' ' || name || ' ' || (produced_at IS NOT NULL) FROM documents WHERE dossier_id = $id
    UNION ALL SELECT 'correction ' || reason || ' ' || message || ' ' || (resolved_at IS NOT NULL) FROM corrections WHERE dossier_id = $id
    UNION ALL SELECT 'message ' || side || ' ' || body FROM messages WHERE dossier_id = $id
    UNION ALL SELECT 'asked ' || seq || ' ' || name || ' ' || (ended_at IS NOT NULL) || ' ' || (request IS NULL) FROM invocations WHERE dossier_id = $id
    UNION ALL SELECT 'waits ' || dedup_key FROM outbox WHERE payload->>'dossier' = $id::text
    UNION ALL SELECT 'stands ' || state || ' ' || phase || ' ' || rev || ' ' || (draft IS NULL) || ' ' || (snapshot->'data')::text
        FROM dossiers WHERE id = $id
    ORDER BY 1";

pub fn of(site: &Site, life: &Life) -> Vec<String> {
    let id =
        site.rows(&format!("SELECT id::text AS told FROM dossiers WHERE number = '{}'", life.number)).pop().unwrap();
    let mut told = site.rows(&KEPT.replace("$id", &format!("'{id}'::uuid")));
    told.extend(left(site, life));
    // A repeat has the same key, which says what the mail is about.
    let mails: BTreeMap<String, String> = site.smtp.all().into_iter().map(|mail| (mail.message_id, mail.to)).collect();
    let own = mails.into_iter().filter(|(key, _)| key.contains(&id));
    told.extend(own.map(|(key, to)| format!("mail {} {to}", key.replace(&id, "ID"))));
    told
}

/// What others were told and asked, by the key of each.
fn left(site: &Site, life: &Life) -> Vec<String> {
    let mut taken: BTreeMap<String, String> = BTreeMap::new();
    for request in site.others.requests() {
        let (head, body) = request.split_once("\r\n\r\n").unwrap();
        let header = |name: &str| head.lines().find_map(|line| line.strip_prefix(name));
        let key =
            header("webhook-id: ").or_else(|| header("idempotency-key: ")).unwrap_or_else(|| panic!("no key: {head}"));
        let body: Value = serde_json::from_str(body).unwrap_or_default();
        let told = match &body["data"] {
            Value::Null => body["request"].to_string(),
            data => format!("{} {} {}", body["type"], data["seq"], data["state"]),
        };
        let line = head.lines().next().unwrap().replace(&life.name, "NAME");
        let is_own = line.contains("NAME")
            || body["dossier"] == life.number.as_str()
            || body["data"]["dossier"] == life.number.as_str();
        if is_own {
            let former = taken.insert(key.to_owned(), format!("{line} {told}"));
            assert!(former.is_none_or(|former| former == taken[key]), "the same each time");
        }
    }
    let mut taken: Vec<String> = taken.into_values().collect();
    taken.sort();
    taken
}

/// Two have lived the same.
pub fn agree(expected: &[String], tale: &[String], whose: &str) {
    let apart = |one: &[String], other: &[String]| {
        let mut left = one.to_vec();
        for line in other {
            left.iter().position(|own| own == line).map(|place| left.remove(place));
        }
        left
    };
    let (lost, gained) = (apart(expected, tale), apart(tale, expected));
    assert!(expected == tale, "{whose}: lost {lost:#?}, gained {gained:#?}");
}
