//! The product seen from outside: one binary, one link, one PostgreSQL server.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on should panic")]

mod access;
mod accessibility;
mod accounts;
mod addresses;
mod agreement;
mod architecture;
mod bad_input;
mod branches;
mod concurrency;
mod corpus;
mod documents;
mod drafts;
mod exports;
mod failures;
mod filling;
mod fuzz;
mod holidays;
mod hostile;
mod identifiers;
mod imports;
mod journey;
mod kinds;
mod languages;
mod maps;
mod migrations;
mod nothing_lost;
mod prefill;
mod reference;
mod references;
mod round_trip;
mod sharing;
mod signed_out;
mod support;
mod together;
mod unsent;
