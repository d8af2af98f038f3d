//! How a mail leaves: through an SMTP server, or, on a site without one, into a table that `/dev/mail` shows.

use crate::app::{App, now};
use crate::schema::kept_mails;
use crate::{Error, Result};
use diesel::prelude::*;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart};
use lettre::transport::smtp::PoolConfig;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use std::time::Duration;
use uuid::Uuid;

/// Connections kept to the SMTP server: one for each mail under way.
const CONNECTIONS: u32 = 8;
/// How long one of its answers is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// A mail ready to leave.
#[derive(Debug, Clone)]
pub struct Mail {
    /// The same for every delivery of this mail: receivers can tell a repeat.
    pub key: String,
    pub to: String,
    pub subject: String,
    pub text: String,
    pub html: String,
}

#[derive(Clone)]
pub enum Mailer {
    Smtp { transport: AsyncSmtpTransport<Tokio1Executor>, from: Mailbox },
    Kept,
}

impl Mailer {
    /// From `SMTP_URL` (`smtp://user:password@host:port`, `?tls=opportunistic|required` or `smtps://`).
    pub fn new(smtp_url: Option<&str>, from: &str) -> Result<Self> {
        let Some(url) = smtp_url else { return Ok(Self::Kept) };
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(Error::internal)?
            .pool_config(PoolConfig::new().max_size(CONNECTIONS))
            .timeout(Some(PATIENCE))
            .build();
        Ok(Self::Smtp { transport, from: from.parse().map_err(Error::internal)? })
    }

    /// Sends, or keeps. The error says why it did not leave: it will be tried again.
    pub async fn send(&self, app: &App, mail: Mail) -> Result<()> {
        match self {
            Self::Smtp { transport, from } => {
                let message = message(from, mail)?;
                transport.send(message).await.map_err(Error::unavailable)?;
                Ok(())
            }
            Self::Kept => keep(app, mail).await,
        }
    }
}

fn message(from: &Mailbox, mail: Mail) -> Result<Message> {
    let host = from.email.domain();
    let to: Mailbox = mail.to.parse().map_err(Error::internal)?;
    Message::builder()
        .from(from.clone())
        .to(to)
        .subject(mail.subject)
        .message_id(Some(format!("<{}@{host}>", mail.key.replace(|c: char| !c.is_ascii_alphanumeric(), "-"))))
        // Nobody's absence message should answer a machine (RFC 3834).
        .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned()))
        .multipart(MultiPart::alternative_plain_html(mail.text, mail.html))
        .map_err(Error::internal)
}

async fn keep(app: &App, mail: Mail) -> Result<()> {
    let row = (
        kept_mails::id.eq(Uuid::now_v7()),
        kept_mails::recipient.eq(mail.to),
        kept_mails::subject.eq(mail.subject),
        kept_mails::text.eq(mail.text),
        kept_mails::html.eq(mail.html),
        kept_mails::kept_at.eq(now()),
    );
    app.db
        .write(move |tx| {
            diesel::insert_into(kept_mails::table).values(row).execute(&mut **tx)?;
            Ok(())
        })
        .await
}
