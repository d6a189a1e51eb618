//! How often one address may ask: a token bucket each.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Addresses that are remembered before those that have long been quiet are forgotten.
const REMEMBERED: usize = 1 << 16;

/// A bucket for each address: it holds up to a second's worth of tokens, at least one, and is filled at a
/// constant rate; a request takes one.
pub struct Rate {
    per_second: f64,
    buckets: Mutex<HashMap<IpAddr, Bucket>>,
}

struct Bucket {
    tokens: f64,
    at: Instant,
}

impl Rate {
    /// `per_second` is above zero.
    pub fn new(per_second: f64) -> Self {
        Self {
            per_second,
            buckets: Mutex::new(HashMap::new()),
        }
    }

    const fn most(&self) -> f64 {
        self.per_second.max(1.0)
    }

    fn filled(&self, bucket: &Bucket, now: Instant) -> f64 {
        let passed = now.saturating_duration_since(bucket.at).as_secs_f64();
        (bucket.tokens + passed * self.per_second).min(self.most())
    }

    /// Takes a token; where there is none, says how long until there is.
    pub fn take(&self, address: IpAddr, now: Instant) -> Result<(), Duration> {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= REMEMBERED {
            // A full bucket is as good as none.
            buckets.retain(|_, bucket| self.filled(bucket, now) < self.most());
        }
        let is_full = buckets.len() >= REMEMBERED;
        let address = network(address);
        if is_full && !buckets.contains_key(&address) {
            return Err(Duration::from_secs(1));
        }
        let most = self.most();
        let bucket = buckets.entry(address).or_insert(Bucket {
            tokens: most,
            at: now,
        });
        let tokens = self.filled(bucket, now);
        let left = tokens - 1.0;
        *bucket = Bucket {
            tokens: if left < 0.0 { tokens } else { left },
            at: now,
        };
        if left < 0.0 {
            let wait = Duration::try_from_secs_f64(-left / self.per_second);
            return Err(wait.unwrap_or(Duration::MAX));
        }
        Ok(())
    }
}

/// What one client has: an address of IPv4, a network of 64 bits of IPv6.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_bucket_gives_a_seconds_worth_at_once_and_then_at_the_rate() {
        let rate = Rate::new(4.0);
        let start = Instant::now();
        let one = address("192.0.2.1");
        for _ in 0..4 {
            assert_eq!(rate.take(one, start), Ok(()));
        }
        assert_eq!(rate.take(one, start), Err(Duration::from_millis(250)));
        assert_eq!(rate.take(one, start + Duration::from_millis(250)), Ok(()));
        assert!(rate.take(one, start + Duration::from_millis(300)).is_err());
        // An hour fills no more than the bucket.
        let later = start + Duration::from_secs(3600);
        for _ in 0..4 {
            assert_eq!(rate.take(one, later), Ok(()));
        }
        assert!(rate.take(one, later).is_err());
    }

    #[test]
    fn under_one_a_second_there_is_one_at_once() {
        let rate = Rate::new(0.1);
        let start = Instant::now();
        assert_eq!(rate.take(address("::1"), start), Ok(()));
        let wait = rate.take(address("::1"), start).unwrap_err();
        assert!((wait.as_secs_f64() - 10.0).abs() < 1e-6);
    }

    #[test]
    fn addresses_of_one_network_of_ipv6_share_a_bucket_and_others_do_not() {
        let rate = Rate::new(1.0);
        let now = Instant::now();
        assert!(rate.take(address("2001:db8::1"), now).is_ok());
        assert!(rate.take(address("2001:db8::2"), now).is_err());
        assert!(rate.take(address("2001:db8:0:1::2"), now).is_ok());
        assert!(rate.take(address("192.0.2.1"), now).is_ok());
        assert!(rate.take(address("::ffff:192.0.2.1"), now).is_err());
    }

    #[test]
    fn a_crowd_of_addresses_takes_no_memory_without_end() {
        let rate = Rate::new(1.0);
        let now = Instant::now();
        for n in 0..REMEMBERED as u32 + 100 {
            let taken = rate.take(IpAddr::from(n.to_be_bytes()), now);
            assert_eq!(taken.is_ok(), (n as usize) < REMEMBERED);
        }
        assert!(rate.buckets.lock().unwrap().len() <= REMEMBERED);
        let later = now + Duration::from_secs(2);
        assert!(rate.take(address("203.0.113.9"), later).is_ok());
    }
}
