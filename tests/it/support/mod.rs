//! What tests stand on: a database each, the real binary, a real SMTP server, a real browser.

pub mod browser;
pub mod controls;
pub mod dice;
pub mod double;
pub mod generated;
pub mod http;
pub mod laws;
pub mod mutations;
pub mod noise;
pub mod oracle;
pub mod pages;
pub mod person;
pub mod postgres;
mod proofs;
pub mod sampled;
pub mod server;
pub mod smtp;
pub mod story;
pub mod wire;

use guichet::web::{Site, Views};
use std::sync::LazyLock;

/// The password of every account of the tests.
pub const PASSWORD: &str = "correct horse battery staple 42";

/// The templates, as `guichet render` draws with them.
pub static VIEWS: LazyLock<Views> = LazyLock::new(|| {
    let site = Site { base_url: String::new(), demo: false, addresses: false, map_tiles: None };
    Views::load(site).unwrap()
});

/// One of the example workflows, or the cases of time limits.
pub fn example(file: &str) -> serde_json::Value {
    let path = format!("{}/tests/it/procedures/examples/{file}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}
