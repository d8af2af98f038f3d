//! The kernel of statecharts, seen from outside: what SCXML's test cases expect, what another engine does, what is always true.

mod definitions;
mod generated;
mod laws;
mod made;
mod other;
mod scxml;
mod scxml_suite;
mod simple;
mod soundness;
mod world;
mod xstate;
