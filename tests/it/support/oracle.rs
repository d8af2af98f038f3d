//! Another library's word: a script of `tests/oracle` that answers lines of JSON.

use serde_json::Value;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

/// The script's answer to each question.
pub fn answers(script: &str, questions: &[Value]) -> Vec<Value> {
    answers_of(concat!(env!("CARGO_MANIFEST_DIR"), "/target/oracle/bin/python"), script, questions)
}

/// The same, by a Python that has what the script needs.
pub fn answers_of(python: impl AsRef<OsStr>, script: &str, questions: &[Value]) -> Vec<Value> {
    let mut process = Command::new(python)
        .arg(format!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracle/{}"), script))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the other library: make oracle");
    let (mut input, output) = (process.stdin.take().unwrap(), BufReader::new(process.stdout.take().unwrap()));
    let lines: Vec<String> = questions.iter().map(Value::to_string).collect();
    let writer = std::thread::spawn(move || lines.iter().for_each(|line| writeln!(input, "{line}").unwrap()));
    let answers: Vec<Value> = output.lines().map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect();
    writer.join().unwrap();
    process.wait().unwrap();
    assert_eq!(answers.len(), questions.len(), "{script} has not answered all");
    answers
}
