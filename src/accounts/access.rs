//! Limits on the pages that anybody can try: by network address, and by the e-mail aimed at.

use crate::Result;
use crate::web::throttle::{Throttle, client_address};
use actix_web::HttpRequest;
use std::num::NonZeroU32;

/// The limits of one process. A site behind several nodes allows as many times more: still few.
pub struct Limits {
    sign_in_by_address: Throttle,
    sign_in_by_email: Throttle,
    mails_by_address: Throttle,
    mails_by_email: Throttle,
    prefills_by_address: Throttle,
    opinions_by_address: Throttle,
}

const fn tries(count: u32) -> NonZeroU32 {
    match NonZeroU32::new(count) {
        Some(count) => count,
        None => NonZeroU32::MIN,
    }
}

impl Limits {
    /// `generosity` multiplies every limit: a school or a town hall shares one address; tests have one for all.
    pub fn new(generosity: u32) -> Self {
        let per_hour = |count: u32| Throttle::per_hour(tries(count.saturating_mul(generosity.max(1))));
        Self {
            sign_in_by_address: per_hour(60),
            sign_in_by_email: per_hour(10),
            mails_by_address: per_hour(20),
            mails_by_email: per_hour(5),
            prefills_by_address: per_hour(600),
            opinions_by_address: per_hour(600),
        }
    }

    /// Before a password is compared.
    pub fn sign_in(&self, request: &HttpRequest, email: &str) -> Result<()> {
        self.sign_in_by_address.check(&client_address(request))?;
        self.sign_in_by_email.check(email)
    }

    /// Before answers that another service posts are kept. A service posts for all of its users.
    pub fn prefill(&self, request: &HttpRequest) -> Result<()> {
        self.prefills_by_address.check(&client_address(request))
    }

    /// Before the link of an opinion is looked up. A service that gives many shares one address.
    pub fn opinion(&self, request: &HttpRequest) -> Result<()> {
        self.opinions_by_address.check(&client_address(request))
    }

    /// Before a mail is sent to an address that someone typed: registering, a lost password.
    pub fn mail(&self, request: &HttpRequest, email: &str) -> Result<()> {
        self.mails_by_address.check(&client_address(request))?;
        self.mails_by_email.check(email)
    }
}
