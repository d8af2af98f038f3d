//! XState, in its own process: a line for each walk.

use serde::de::DeserializeOwned;
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

pub struct Other {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Other {
    /// A script of `tests/oracle`.
    pub fn start(script: &str) -> Self {
        let script = format!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracle/{}"), script);
        let mut process = Command::new("node")
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Node.js and its packages: make assets");
        let (input, output) = (process.stdin.take().unwrap(), BufReader::new(process.stdout.take().unwrap()));
        Self { process, input, output }
    }

    pub fn ask(&mut self, walk: &Value) {
        writeln!(self.input, "{walk}").unwrap();
        self.input.flush().unwrap();
    }

    pub fn answer<T: DeserializeOwned>(&mut self) -> T {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"))
    }
}

impl Drop for Other {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// How many steps are asked for; none, when nothing is said: then the same is tried each time, and what is new is for `make
/// verify` to find.
pub fn asked() -> Option<usize> {
    std::env::var("STATECHART_STEPS").ok().and_then(|steps| steps.parse().ok())
}
