//! The one binary: see `guichet --help`.

fn main() -> std::process::ExitCode {
    guichet::commands::run()
}
