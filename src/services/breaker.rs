//! A service that keeps failing is left alone for a while: nobody waits for what will not come.

use std::time::{Duration, Instant};

/// Failures in a row after which a service is skipped.
const FAILURES: u32 = 5;
/// How long it is skipped.
const PAUSE: Duration = Duration::from_secs(30);
/// How long the request that tries it again has, before another may.
const TRIAL: Duration = Duration::from_secs(4);

/// How a service has answered lately.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Breaker {
    failures: u32,
    skipped_until: Option<Instant>,
    /// Why it failed last; nothing once it has answered.
    pub(super) reason: Option<&'static str>,
}

impl Breaker {
    /// Whether it may be asked now. After the pause one request at a time tries it again.
    pub(super) fn lets_through(&mut self, now: Instant) -> bool {
        match self.skipped_until {
            None => true,
            Some(until) if now < until => false,
            Some(_) => {
                self.skipped_until = Some(now + TRIAL);
                true
            }
        }
    }

    /// It answered.
    pub(super) fn close(&mut self) {
        *self = Self::default();
    }

    /// It failed. Returns whether it is from now on skipped, and was not before.
    pub(super) fn fail(&mut self, reason: &'static str, now: Instant) -> bool {
        let was_skipped = self.is_skipped();
        self.failures = self.failures.saturating_add(1);
        self.reason = Some(reason);
        if self.failures >= FAILURES {
            self.skipped_until = Some(now + PAUSE);
        }
        self.is_skipped() && !was_skipped
    }

    pub(super) fn is_skipped(&self) -> bool {
        self.skipped_until.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_that_keeps_failing_is_skipped_then_tried_again() {
        let (mut breaker, start) = (Breaker::default(), Instant::now());
        for _ in 1..FAILURES {
            assert!(!breaker.fail("timeout", start) && breaker.lets_through(start));
        }
        assert!(breaker.fail("timeout", start), "from now on");
        assert!(!breaker.lets_through(start));
        let later = start + PAUSE;
        assert!(breaker.lets_through(later), "one tries");
        assert!(!breaker.lets_through(later), "the others wait for it");
        assert!(breaker.lets_through(later + TRIAL), "it may have gone away");
        assert!(!breaker.fail("timeout", later), "it was skipped already");
        assert!(!breaker.lets_through(later + Duration::from_secs(1)));
        breaker.close();
        assert!(breaker.lets_through(later) && !breaker.is_skipped());
    }

    #[test]
    fn an_answer_forgets_the_failures_before_it() {
        let (mut breaker, now) = (Breaker::default(), Instant::now());
        for _ in 0..20 {
            breaker.fail("status", now);
            breaker.close();
        }
        assert!(breaker.lets_through(now));
    }
}
