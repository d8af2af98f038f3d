//! PostgreSQL's own client, which plays a script again and again on the server of the site.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// What it has done.
pub struct Played {
    pub transactions: f64,
    /// Transactions a second.
    pub rate: f64,
}

/// Plays a script; `n` is -1 before the first transaction of a client.
pub fn play(database: &str, script: &Path, clients: usize, time: Duration) -> Played {
    let output = Command::new("pgbench")
        .args(["--no-vacuum", "--protocol=prepared", "--jobs=2", "--define=n=-1", "--file"])
        .arg(script)
        .arg(format!("--client={clients}"))
        .arg(format!("--time={}", time.as_secs()))
        .arg(database)
        .output()
        .expect("pgbench");
    let told = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    let figure = |name: &str| -> f64 {
        let line = told.lines().find_map(|line| line.strip_prefix(name));
        let figure = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
        figure.unwrap_or_else(|| panic!("{told}{errors}"))
    };
    assert!(output.status.success() && !errors.contains("aborted"), "{errors}");
    Played { transactions: figure("number of transactions actually processed: "), rate: figure("tps = ") }
}
