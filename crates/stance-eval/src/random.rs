//! Random streams that depend on a seed and an index alone, never on a thread.

use rand_xoshiro::rand_core::{Rng, SeedableRng};
use rand_xoshiro::{SplitMix64, Xoshiro256PlusPlus};

/// One independent stream of random numbers.
pub(crate) struct Stream(Xoshiro256PlusPlus);

impl Stream {
    /// The stream of one resample: the same for the same `seed` and `index`, whoever draws it.
    pub(crate) fn new(seed: u64, index: u64) -> Self {
        // Seeding runs SplitMix64 from the given state, so neighbouring states would
        // give overlapping streams; the finaliser spreads them apart.
        Self(Xoshiro256PlusPlus::seed_from_u64(mix(seed ^ mix(index))))
    }

    /// A uniform number below `bound`, by Lemire's multiplication (ACM TOMACS 29(1), 2019).
    ///
    /// `bound` is not 0.
    #[inline]
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        let bound = bound as u64;
        let mut product = u128::from(self.0.next_u64()) * u128::from(bound);
        if (product as u64) < bound {
            let threshold = bound.wrapping_neg() % bound;
            while (product as u64) < threshold {
                product = u128::from(self.0.next_u64()) * u128::from(bound);
            }
        }
        (product >> 64) as usize
    }

    /// A fair coin.
    #[inline]
    pub(crate) fn coin(&mut self) -> bool {
        self.0.next_u64() >> 63 == 1
    }

    /// Fisher and Yates's shuffle.
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i + 1));
        }
    }
}

/// The number that SplitMix64 (Steele, Lea & Flood, OOPSLA 2014) gives first after this one.
fn mix(value: u64) -> u64 {
    SplitMix64::seed_from_u64(value).next_u64()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_the_same_for_the_same_seed_and_index_only() {
        let draw = |seed, index| {
            let mut stream = Stream::new(seed, index);
            (0..8).map(|_| stream.below(1 << 30)).collect::<Vec<_>>()
        };
        assert_eq!(draw(1, 2), draw(1, 2));
        assert_ne!(draw(1, 2), draw(1, 3));
        assert_ne!(draw(1, 2), draw(2, 2));
        assert_ne!(draw(1, 2), draw(2, 1));
    }

    #[test]
    fn every_number_below_the_bound_is_equally_likely() {
        let mut stream = Stream::new(3, 0);
        let mut counts = [0_i32; 7];
        for _ in 0..70_000 {
            counts[stream.below(7)] += 1;
        }
        // Six standard deviations of a binomial(70000, 1/7).
        assert!(
            counts.iter().all(|count| (count - 10_000).abs() < 560),
            "{counts:?}"
        );
    }
}
