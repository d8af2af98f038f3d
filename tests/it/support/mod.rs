//! What tests stand on: a database each, the real binary, a real SMTP server, a real browser.

pub mod browser;
pub mod controls;
pub mod dice;
pub mod double;
pub mod generated;
pub mod http;
pub mod postgres;
mod proofs;
pub mod server;
pub mod smtp;
pub mod story;

/// The password of every account of the tests.
pub const PASSWORD: &str = "correct horse battery staple 42";
