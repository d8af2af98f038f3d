//! The circuit of a revision, drawn for those who work with it.

use super::{Revision, words};
use crate::web::Lang;
use crate::web::i18n::text;
use crate::workflow::Duration;
use crate::workflow::circuit::{Circuit, Trigger, Way};
use crate::workflow::diagram::{Diagram, Standing, Words, draw};

/// The circuit with the place of a dossier, or of none.
pub fn drawn(revision: &Revision, standing: Standing<'_>, lang: Lang) -> Option<Diagram> {
    Some(drawing(revision.circuit(lang)?, standing, lang))
}

/// The same of a circuit that was read in this language.
pub fn drawing(circuit: &Circuit, standing: Standing<'_>, lang: Lang) -> Diagram {
    draw(circuit, standing, &In(lang))
}

/// The words of a language.
struct In(Lang);

impl In {
    /// « Après 15 jours »
    fn after(&self, delay: &str, business: bool) -> String {
        let Ok(delay) = delay.parse::<Duration>() else { return delay.to_owned() };
        let length = words::length(&delay, business, self.0);
        if length.is_empty() || delay.has_time() {
            return text(self.0, "procedures-circuit-delay", &[]);
        }
        text(self.0, "procedures-circuit-after", &[("length", length.into())])
    }
}

impl Words for In {
    fn way(&self, way: &Way) -> String {
        let said = |key: &str| text(self.0, &format!("procedures-circuit-{key}"), &[]);
        match &way.trigger {
            Trigger::Command { .. } => way.label.clone(),
            Trigger::After { delay, business, .. } => self.after(delay, *business),
            Trigger::Expiry(_) => text(self.0, "procedures-circuit-expiry", &[("deadline", way.label.as_str().into())]),
            Trigger::Always if way.guard.is_some() => said("if"),
            Trigger::Always => said("always"),
            Trigger::Done if way.guard.is_some() => said("done-if"),
            Trigger::Done => said("done"),
            Trigger::Answered(_) => said("answered"),
            Trigger::Failed(_) => said("failed"),
        }
    }

    fn here(&self) -> String {
        text(self.0, "procedures-circuit-here", &[])
    }
}
