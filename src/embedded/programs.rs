//! Where PostgreSQL's programs are on this machine.

use super::Error;
use std::cmp::Reverse;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of `initdb` and `postgres`: `PG_BIN`, else the version that made the data, else the newest.
pub(super) fn find(data: &Path) -> Result<PathBuf, Error> {
    if let Some(named) = std::env::var_os("PG_BIN") {
        let bin = PathBuf::from(named);
        return if has_server(&bin) { Ok(bin) } else { Err(Error::NotThere(bin)) };
    }
    let made_by = fs::read_to_string(data.join("PG_VERSION")).ok();
    let mut candidates = candidates();
    if let Some(version) = made_by.as_deref().map(str::trim) {
        // A newer server beside the one that made these files can't read them.
        candidates.sort_by_key(|bin| !is_of(bin, version));
    }
    candidates.into_iter().find(|bin| has_server(bin)).ok_or(Error::Missing)
}

/// Every place to look at, the newest version first.
fn candidates() -> Vec<PathBuf> {
    let mut places = Vec::new();
    for root in ["/usr/lib/postgresql", "/usr/local/lib/postgresql"] {
        let mut versions: Vec<PathBuf> = fs::read_dir(root).into_iter().flatten().flatten().map(|e| e.path()).collect();
        let number = |path: &PathBuf| path.file_name().and_then(|name| name.to_str()?.parse::<u32>().ok());
        versions.sort_by_key(|path| Reverse(number(path)));
        places.extend(versions.into_iter().map(|version| version.join("bin")));
    }
    for version in (15..=20).rev() {
        places.push(format!("/opt/homebrew/opt/postgresql@{version}/bin").into());
        places.push(format!("/usr/local/opt/postgresql@{version}/bin").into());
        places.push(format!("/usr/pgsql-{version}/bin").into());
    }
    places.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    places
}

/// `…/15/bin`, `…/postgresql@15/bin` and `…/pgsql-15/bin` are of version 15.
fn is_of(bin: &Path, version: &str) -> bool {
    let folder = bin.parent().and_then(Path::file_name).and_then(|name| name.to_str()).unwrap_or_default();
    folder.rsplit(['@', '-']).next() == Some(version)
}

fn has_server(bin: &Path) -> bool {
    ["initdb", "postgres"].iter().all(|program| bin.join(program).exists())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_a_folder_is_told_by_its_name() {
        for bin in ["/usr/lib/postgresql/15/bin", "/opt/homebrew/opt/postgresql@15/bin", "/usr/pgsql-15/bin"] {
            assert!(is_of(Path::new(bin), "15") && !is_of(Path::new(bin), "5"), "{bin}");
        }
        assert!(!is_of(Path::new("/usr/bin"), "15"));
    }
}
