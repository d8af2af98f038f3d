//! The kernel of statecharts, seen from outside: what SCXML's test cases expect, and what another engine does.

mod scxml;
mod scxml_suite;
mod simple;
