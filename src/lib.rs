//! Guichet: build administrative procedures, file them, review them.
//!
//! Read the modules in this order; each may use only those above it.
//!
//! | module         | what it is                                                          | may use                           |
//! |----------------|---------------------------------------------------------------------|-----------------------------------|
//! | [`rules`]      | the one condition language: pure                                    | –                                 |
//! | [`reference`]  | communes, countries, schools: embedded lists, searched: pure        | –                                 |
//! | [`civil`]      | civil time and public holidays, by territory: pure                  | –                                 |
//! | [`form`]       | fields, pages, answers, validation: pure                            | `rules`, `reference`, `civil`     |
//! | [`workflow`]   | states, commands, effects, the hash chain: pure                     | `rules`, `civil`, `form`          |
//! | [`services`]   | services of others over HTTP, guarded: addresses, references, webhooks, connectors | –                  |
//! | [`config`]     | the settings                                                        | `services`                        |
//! | [`embedded`]   | the supervised PostgreSQL                                           | –                                 |
//! | [`error`]      | the one error type                                                  | `workflow`                        |
//! | [`db`]         | pools, `query`, `read`, `write`, migrations, [`schema`]             | `error`                           |
//! | [`outbox`]     | effects that leave: rows written with the decision                  | `db`, `error`, `schema`           |
//! | [`storage`]    | bytes of files                                                      | `error`                           |
//! | [`web`]        | sessions, tokens, views, languages, error pages: knows no feature   | `civil`, `db`, `error`, `form`, `reference`, `schema` |
//! | [`documents`]  | what is printed or kept as PDF, from templates                      | `civil`, `error`, `form`, `web`   |
//! | [`exports`]    | tables to download, by format                                       | `civil`, `error`, `form`, `web`   |
//! | [`app`]        | what every handler shares                                           | all of the above                  |
//! | [`accounts`]   | registering, signing in                                             | all of the above                  |
//! | [`procedures`] | the catalogue, publishing, the officials' pages                     | all of the above                  |
//! | [`files`]      | uploads and downloads                                               | `procedures` and above            |
//! | [`messages`]   | the thread between applicant and administration                     | `procedures` and above            |
//! | [`dossiers`]   | the citizen's dossiers: fill, submit, follow                        | all of the above                  |
//! | [`review`]     | the instructor's desk                                               | all of the above                  |
//! | [`administration`] | the platform's state: failed effects, editions of lists         | `app` and above                   |
//! | [`jobs`]       | mails, timers, upkeep                                               | all of the above                  |
//! | [`router`]     | the whole site on one page                                          | all of the above                  |
//! | [`commands`]   | what the binary does                                                | all of the above                  |
//!
//! `tests/it/architecture.rs` fails when an import breaks this table.

pub mod accounts;
pub mod administration;
pub mod app;
pub mod civil;
pub mod commands;
pub mod config;
pub mod db;
pub mod documents;
pub mod dossiers;
pub mod embedded;
pub mod error;
pub mod exports;
pub mod files;
pub mod form;
pub mod jobs;
pub mod messages;
pub mod outbox;
pub mod procedures;
pub mod reference;
pub mod review;
pub mod router;
pub mod rules;
pub mod schema;
pub mod services;
pub mod storage;
pub mod web;
pub mod workflow;

pub use error::{Error, Result};
