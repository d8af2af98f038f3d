//! The one error type. A variant says what the *reader* can do about it, not which library failed.

use crate::workflow::Refusal;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use std::error::Error as Cause;

pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nothing there, or nothing the caller may know about: the two look the same on purpose.
    #[error("not found")]
    NotFound,
    #[error("sign in first")]
    Unauthenticated,
    /// Signed in, and still not allowed; the text is the code of the reason.
    #[error("forbidden: {0}")]
    Forbidden(&'static str),
    /// What was sent can't be read or kept; the text is the code of the reason.
    #[error("invalid input: {0}")]
    Invalid(&'static str),
    /// The workflow does not allow this step now.
    #[error("refused: {0}")]
    Refused(#[from] Refusal),
    /// Somebody else changed it first: look again, then decide.
    #[error("changed by someone else meanwhile")]
    Conflict,
    /// Too many tries from the same place.
    #[error("too many requests, wait {retry_after} s")]
    TooMany { retry_after: u64 },
    /// A service that we stand on is away; the same request may pass later.
    #[error("unavailable: {0}")]
    Unavailable(#[source] Box<dyn Cause + Send + Sync>),
    /// Ours to mend. The cause is logged once, never shown.
    #[error("internal error: {0}")]
    Internal(#[source] Box<dyn Cause + Send + Sync>),
}

impl Error {
    pub fn internal(cause: impl Into<Box<dyn Cause + Send + Sync>>) -> Self {
        Self::Internal(cause.into())
    }

    pub fn unavailable(cause: impl Into<Box<dyn Cause + Send + Sync>>) -> Self {
        Self::Unavailable(cause.into())
    }

    /// Stable name: the `type` of the problem+json and the key of the message shown.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::Unauthenticated => "unauthenticated",
            Self::Forbidden(code) | Self::Invalid(code) => code,
            Self::Refused(refusal) => refusal.code(),
            Self::Conflict => "conflict",
            Self::TooMany { .. } => "too-many",
            Self::Unavailable(_) => "unavailable",
            Self::Internal(_) => "internal",
        }
    }
}

impl From<diesel::result::Error> for Error {
    fn from(error: diesel::result::Error) -> Self {
        use diesel::result::{DatabaseErrorKind as Kind, Error as Db};
        match error {
            Db::NotFound => Self::NotFound,
            Db::DatabaseError(Kind::ClosedConnection | Kind::UnableToSendCommand, _) | Db::BrokenTransactionManager => {
                Self::unavailable(error)
            }
            // What libpq says of a server that stopped under a running query has no code of its own.
            Db::DatabaseError(Kind::Unknown, ref detail) if connection_lost(detail.message()) => {
                Self::unavailable(error)
            }
            Db::DatabaseError(Kind::SerializationFailure, _) => Self::Conflict,
            other => Self::internal(other),
        }
    }
}

fn connection_lost(message: &str) -> bool {
    const SIGNS: &[&str] = &[
        "server closed the connection",
        "terminating connection",
        "the database system is",
        "could not connect",
        "connection to server",
        "no connection to the server",
        "SSL connection has been closed",
    ];
    SIGNS.iter().any(|sign| message.contains(sign))
}

// The body is written by `web::errors`, which knows the reader's language and what they accept.
impl actix_web::ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Unauthenticated => StatusCode::UNAUTHORIZED,
            Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::Invalid("too-large") => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Invalid("malformed") => StatusCode::BAD_REQUEST,
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Refused(_) | Self::Conflict => StatusCode::CONFLICT,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    // Where no page can be written, nothing is: a cause is for the log.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}
