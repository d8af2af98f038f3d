//! Who a request says it is from, as this process last saw their session: enough for a statement that looks at the session
//! itself. It spares what people type the reading of their session at each save.

use super::{Account, RECALLED, Rows};
use crate::web::page::data;
use crate::{Error, Result};
use actix_session::SessionExt;
use actix_web::body::MessageBody;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{FromRequest, HttpRequest};
use chrono::{DateTime, TimeDelta, Utc};
use quick_cache::sync::Cache;
use std::future::{Ready, ready};
use std::sync::LazyLock;
use uuid::Uuid;

/// Sessions that one process remembers.
const MOST: usize = 10_000;
/// How long it does: then the session is read again, which notes that it is alive.
const REMEMBERED: TimeDelta = TimeDelta::minutes(5);

/// By the hash of their key: whose they are, and when that was read.
type Seen = Cache<Vec<u8>, (Account, DateTime<Utc>)>;

static SEEN: LazyLock<Seen> = LazyLock::new(|| Cache::new(MOST));

tokio::task_local! {
    /// Set while a request is served whose session need not be read first.
    static MAY_RECALL: ();
}

/// Serves a request whose session need not be read first, if its statements look at it themselves. An [`Account`] behind it is
/// read all the same, a [`Claim`] is not.
pub async fn recalling<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
    looks_itself: fn(&HttpRequest) -> bool,
) -> std::result::Result<ServiceResponse<B>, actix_web::Error> {
    let may_recall = looks_itself(request.request());
    if may_recall { MAY_RECALL.scope((), next.call(request)).await } else { next.call(request).await }
}

/// The account of a session, by the hash of its key, where that is enough.
pub(super) fn recall(hash: &[u8], now: DateTime<Utc>) -> Option<Account> {
    MAY_RECALL.try_with(|()| ()).ok()?;
    SEEN.get(hash).filter(|(_, seen)| now - *seen < REMEMBERED).map(|(account, _)| account)
}

pub(super) fn remember(hash: Vec<u8>, account: Account, now: DateTime<Utc>) {
    SEEN.insert(hash, (account, now));
}

pub(super) fn forget(hash: &[u8]) {
    SEEN.remove(hash);
}

/// Whoever a request says it is from: their token was checked, their session may not be. Nothing is told to them nor done for
/// them before [`Claim::proved`], but by a statement that looks for [`Claim::unread`].
#[derive(Clone)]
pub struct Claim {
    account: Account,
    /// Where the session is to be read, if it was not, and the hash of its key.
    unread: Option<(Rows, Vec<u8>)>,
}

impl Claim {
    pub fn account(&self) -> &Account {
        &self.account
    }

    /// The session that was not read.
    pub fn unread(&self) -> Option<Uuid> {
        self.unread.is_some().then_some(self.account.session_id)
    }

    /// The account, its session read if it was not. `Unauthenticated` when that has ended.
    pub async fn proved(&mut self) -> Result<&Account> {
        if let Some((rows, hash)) = &self.unread {
            let found = rows.account(hash.clone()).await?;
            self.account = found.filter(|found| found.id == self.account.id).ok_or(Error::Unauthenticated)?;
            self.unread = None;
        }
        Ok(&self.account)
    }
}

impl From<Account> for Claim {
    fn from(account: Account) -> Self {
        Self { account, unread: None }
    }
}

impl FromRequest for Claim {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let claim = || {
            let account = Account::claimed(request)?.ok_or(Error::Unauthenticated)?;
            let unread = match request.get_session().get(RECALLED).map_err(Error::internal)? {
                Some(hash) => Some((data::<Rows>(request)?, hash)),
                None => None,
            };
            Ok(Self { account, unread })
        };
        ready(claim())
    }
}
