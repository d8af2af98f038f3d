//! Tables for people and for programs; one file per format. What they hold is decided by the feature that exports.

pub mod csv;
