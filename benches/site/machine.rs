//! The machine, and what a process costs it.

use std::fs;
use std::time::Duration;

/// A running process, as `/proc` shows it.
pub struct Process(u32);

impl Process {
    pub fn of(pid: u32) -> Self {
        Self(pid)
    }

    /// Processor time since it started, of all its threads.
    pub fn cpu(&self) -> Duration {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.0)).unwrap();
        // After the name, which may hold anything: utime and stime are the 14th and 15th fields, in hundredths of a second.
        let fields: Vec<&str> = stat.rsplit_once(')').unwrap().1.split_whitespace().collect();
        let ticks: u64 = fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap();
        Duration::from_millis(ticks * 10)
    }

    /// Resident memory, in MB.
    pub fn resident(&self) -> f64 {
        self.status("VmRSS:")
    }

    /// The most that it has been, in MB.
    pub fn peak(&self) -> f64 {
        self.status("VmHWM:")
    }

    fn status(&self, name: &str) -> f64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.0)).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
        line.trim().trim_end_matches(" kB").parse::<f64>().unwrap() * 1024.0 / 1e6
    }
}

/// The machine in one line.
pub fn describe() -> String {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let (cpu, memory) = (read("/proc/cpuinfo"), read("/proc/meminfo"));
    let model = cpu.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or("?");
    let kilobytes: f64 =
        memory.split_whitespace().nth(1).and_then(|kilobytes| kilobytes.parse().ok()).unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(1, |cores| cores.get());
    let postgres = std::process::Command::new("psql").arg("--version").output();
    let postgres = postgres.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    let version = postgres.split_whitespace().nth(2).unwrap_or("?");
    format!(
        "{} × {}, {:.0} GB, PostgreSQL {version} (durable), site and clients and database on the same machine, release build.",
        cores,
        model.trim_start_matches([':', '\t', ' ']),
        kilobytes * 1024.0 / 1e9,
    )
}

/// How many processes want a processor, over the last minute.
pub fn load() -> String {
    fs::read_to_string("/proc/loadavg").unwrap_or_default().split(' ').next().unwrap_or("?").to_owned()
}
