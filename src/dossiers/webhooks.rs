//! The action `webhook`: what programs of others are told of a step, planned with it.

use super::Dossier;
use crate::Result;
use crate::db::Tx;
use crate::outbox;
use crate::procedures::{Revision, webhooks};
use crate::workflow::{Effect, Step};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::json;

/// Plans a message to each program that wants an event of the step. It says where the dossier is, and nothing of what anybody
/// wrote in it: a receiver that may read more asks for it.
pub(super) fn plan(
    tx: &mut Tx<'_>,
    dossier: &Dossier,
    revision: &Revision,
    step: &Step,
    (seq, now): (i32, DateTime<Utc>),
) -> Result<()> {
    for effect in &step.effects {
        let Effect::Webhook { event } = effect else { continue };
        let state = &step.snapshot.state;
        let body = json!({
            "type": event,
            "timestamp": now.to_rfc3339_opts(SecondsFormat::Micros, true),
            "data": {
                "dossier": dossier.number,
                "procedure": revision.slug(),
                "state": state,
                "phase": revision.workflow.phase(state),
                "seq": seq,
            },
        });
        let told = webhooks::told(tx, dossier.procedure_id, event)?;
        let messages = told.into_iter().map(|webhook| outbox::Effect {
            dedup_key: format!("dossier:{}:{seq}:webhook:{event}:{webhook}", dossier.id),
            kind: "webhook",
            payload: json!({ "dossier": dossier.id, "webhook": webhook, "body": body.to_string() }),
        });
        outbox::enqueue(tx, &messages.collect::<Vec<_>>(), now)?;
    }
    Ok(())
}
