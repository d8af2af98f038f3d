//! The instructor's desk: what is to be done, a procedure's table, a dossier, a decision.

pub mod act;
mod beside;
pub mod bulk;
pub mod claim;
pub mod copy;
pub mod dossier;
pub mod export;
pub mod history;
mod outside;
pub mod pages;
pub mod queue;
pub mod screen;
pub mod step;
mod step_page;
pub mod table;
pub mod task;
mod task_page;
pub mod team;
mod team_rows;
mod work;
