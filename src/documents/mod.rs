//! Documents as PDF: what they hold is data, what they look like a template of `templates/documents/`.
//!
//! All are tagged (PDF/UA-1), so that a screen reader reads them, and fit to be kept (PDF/A-3a).

pub mod answers;
pub mod blank;
mod press;
pub mod produced;
pub mod prose;
pub mod receipt;
mod typeset;
mod words;

pub use press::{Press, Sheet, attached};
