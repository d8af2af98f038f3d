//! The secret of a site, and values that must not be printed.

use super::{Invalid, Mode};
use rand::Rng;
use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// Shortest secret taken by `serve`.
const SECRET_LENGTH: usize = 32;

/// A value that must not end up in a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

/// The secret of a site: the one that is written, or, for a demonstration, one that is made and kept.
pub(super) fn read(written: Option<String>, mode: Mode, data: &Path) -> Result<Secret, Invalid> {
    let invalid = |problem: String| Invalid {
        setting: "GUICHET_SECRET",
        problem,
        example: "the output of: openssl rand -hex 32",
    };
    match (written, mode) {
        (Some(secret), _) if secret.len() >= SECRET_LENGTH => Ok(Secret(secret)),
        (Some(_), _) => Err(invalid(format!("must have {SECRET_LENGTH} characters or more"))),
        (None, Mode::Serve) => Err(invalid("is required".to_owned())),
        (None, Mode::Demo) => kept_secret(data).map(Secret).map_err(|error| invalid(format!("can't be kept: {error}"))),
        (None, Mode::Tool) => Ok(Secret(String::new())),
    }
}

/// The secret of the demonstration: made once, readable by its owner only.
fn kept_secret(data: &Path) -> std::io::Result<String> {
    fs::create_dir_all(data)?;
    let path = data.join("secret");
    if let Ok(kept) = fs::read_to_string(&path)
        && kept.len() >= SECRET_LENGTH
    {
        return Ok(kept);
    }
    let mut bytes = [0; 32];
    rand::rng().fill_bytes(&mut bytes);
    let secret: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    file.write_all(secret.as_bytes())?;
    Ok(secret)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demonstration_keeps_its_secret() {
        use std::os::unix::fs::PermissionsExt;
        let data = std::env::temp_dir().join(format!("guichet-secret-{}", uuid::Uuid::now_v7()));
        let made = kept_secret(&data).unwrap();
        assert_eq!(kept_secret(&data).unwrap(), made);
        assert_eq!(fs::metadata(data.join("secret")).unwrap().permissions().mode() & 0o777, 0o600);
        fs::remove_dir_all(data).unwrap();
    }
}
