//! The one binary: see `guichet --help`.

/// Pages are thousands of small strings: this allocator draws them faster than the system's, in less memory.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> std::process::ExitCode {
    guichet::commands::run()
}
