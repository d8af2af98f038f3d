//! Where the first answers of a draft came from, for its applicant to check them: a link, another service, a former
//! dossier.

use super::Dossier;
use super::draft::Open;
use super::filling::page_address;
use crate::form::{Form, Prefilled, fields};
use crate::procedures::prefill::Left;
use crate::web::Lang;
use serde::{Deserialize, Serialize};

/// Kept with the draft.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The number of the dossier that was copied; none for answers that were given beforehand.
    pub copied_from: Option<String>,
    /// The pointers of what was filled in.
    pub filled: Vec<String>,
    /// What could not be, in the words of who started.
    pub left: Vec<Left>,
}

impl Origin {
    /// `None` when nothing was given.
    pub fn of(form: &Form, prefilled: &Prefilled, lang: Lang) -> Option<Self> {
        let left: Vec<Left> = prefilled.refused.iter().map(|refused| Left::of(form, refused, lang)).collect();
        let filled = prefilled.filled.clone();
        (!filled.is_empty() || !left.is_empty()).then_some(Self { copied_from: None, filled, left })
    }
}

/// The same as pages show it.
#[derive(Debug, Serialize)]
pub struct OriginShown {
    copied_from: Option<String>,
    /// Labels, and the addresses of their fields.
    filled: Vec<(String, String)>,
    left: Vec<Left>,
}

/// What a page of the form says of it, or, without a page, the dossier's. What stands on no page is told with the first.
/// Nothing once the dossier is sent: the answers are then the applicant's.
pub fn shown(open: &Open, page: Option<usize>, lang: Lang) -> Option<OriginShown> {
    let Dossier { submitted_at, origin, number, .. } = &open.dossier;
    let kept = origin.clone().filter(|_| submitted_at.is_none())?;
    let Origin { copied_from, filled, left } = serde_json::from_value(kept).ok()?;
    let form = &open.revision.form;
    let is_here = |pointer: &str| page.is_none_or(|n| form.page_of(pointer).unwrap_or(1) == n);
    let link = |pointer: &String| {
        let address = page_address(number, form.page_of(pointer).unwrap_or(1));
        (form.label_in_rows(pointer, lang.code()), format!("{address}#{}", fields::element_id(pointer)))
    };
    let filled: Vec<_> = filled.iter().filter(|pointer| is_here(pointer)).map(link).collect();
    let left: Vec<_> = left.into_iter().filter(|left| is_here(&left.pointer)).collect();
    (!filled.is_empty() || !left.is_empty()).then_some(OriginShown { copied_from, filled, left })
}
