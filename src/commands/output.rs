//! What commands print. Whoever reads may leave before the end, as `head` does: nobody is there for the rest, and the command
//! goes on to its exit code.

use super::Failure;
use std::fmt::Display;
use std::io::{self, ErrorKind, Write, stderr, stdout};

/// Prints a line.
pub fn line(text: impl Display) -> Result<(), Failure> {
    written(writeln!(stdout(), "{text}"))
}

/// Prints a text to the letter.
pub fn text(text: &str) -> Result<(), Failure> {
    written(stdout().write_all(text.as_bytes()).and_then(|()| stdout().flush()))
}

/// Prints a line for the person who runs the command, apart from what it gives.
pub fn aside(text: impl Display) -> Result<(), Failure> {
    written(writeln!(stderr(), "{text}"))
}

fn written(result: io::Result<()>) -> Result<(), Failure> {
    match result {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure::new(error)),
        _ => Ok(()),
    }
}
