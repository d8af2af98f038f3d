//! Passwords: argon2id, and a library's opinion of their strength.

use crate::{Error, Result};
use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use std::sync::LazyLock;
use tokio::sync::Semaphore;

/// Shortest password taken, in characters.
pub const MIN_LENGTH: usize = 12;

/// Longest: beyond, hashing would only serve to keep us busy.
pub const MAX_LENGTH: usize = 256;

/// Each hash takes 19 MiB: few at once, so that a rush of sign-ins can't exhaust a small machine.
static HASHING: Semaphore = Semaphore::const_new(2);

/// The hash of no password: an unknown address takes as long to refuse as a wrong password.
static NOBODY: LazyLock<String> = LazyLock::new(|| hashed("nobody's password").unwrap_or_default());

fn hashed(password: &str) -> Result<String> {
    let hash = Argon2::default().hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string()).map_err(|error| Error::internal(error.to_string()))
}

/// The hash to keep (PHC string, argon2id, RFC 9106), off the async threads.
pub async fn hash(password: String) -> Result<String> {
    let _permit = HASHING.acquire().await.map_err(Error::internal)?;
    tokio::task::spawn_blocking(move || hashed(&password)).await.map_err(Error::internal)?
}

/// Whether the password is the one. With no hash to compare to, the answer is no, after as much work.
pub async fn verify(password: String, hash: Option<String>) -> Result<bool> {
    let _permit = HASHING.acquire().await.map_err(Error::internal)?;
    let check = move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODY.clone());
        let parsed = PasswordHash::new(&hash).map_err(|error| Error::internal(error.to_string()))?;
        Ok(Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok() && known)
    };
    tokio::task::spawn_blocking(check).await.map_err(Error::internal)?
}

/// What is wrong with a new password, as the code of a message. `about` is what a guesser would try first: names,
/// address.
pub fn weakness(password: &str, about: &[&str]) -> Option<&'static str> {
    let length = password.chars().count();
    if length < MIN_LENGTH {
        return Some("too-short");
    }
    if length > MAX_LENGTH {
        return Some("too-long");
    }
    // Beyond a hundred characters the estimate costs more than it tells.
    let start: String = password.chars().take(100).collect();
    (zxcvbn::zxcvbn(&start, about).score() < zxcvbn::Score::Three).then_some("too-weak")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weak_passwords_are_named() {
        assert_eq!(weakness("court", &[]), Some("too-short"));
        assert_eq!(weakness("aaaaaaaaaaaaaaa", &[]), Some("too-weak"));
        assert_eq!(weakness("marie.durand@demo.test", &["marie.durand@demo.test"]), Some("too-weak"));
        assert_eq!(weakness(&"x".repeat(300), &[]), Some("too-long"));
        assert_eq!(weakness("guichet-demo-2026", &[]), None);
    }

    #[tokio::test]
    async fn only_the_right_password_opens() {
        let kept = hash("guichet-demo-2026".into()).await.unwrap();
        assert!(kept.starts_with("$argon2id$"));
        assert!(verify("guichet-demo-2026".into(), Some(kept.clone())).await.unwrap());
        assert!(!verify("guichet-demo-2027".into(), Some(kept)).await.unwrap());
        assert!(!verify("nobody's password".into(), None).await.unwrap());
    }
}
