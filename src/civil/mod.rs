//! Civil time: which day it is where a procedure is handled, and on which days its administrations are closed.
//!
//! A day, and not an instant, is what the law counts: it begins at midnight on the clocks of the place.

mod holidays;
mod territory;

pub use holidays::easter;
pub use territory::{Territory, Unknown};
