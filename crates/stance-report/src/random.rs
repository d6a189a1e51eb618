//! Random draws that depend on a seed alone, and are the same on every machine.

use rand_distr::{Binomial, Distribution, Gamma, StandardUniform};
use rand_xoshiro::rand_core::{Rng, SeedableRng};
use rand_xoshiro::{SplitMix64, Xoshiro256PlusPlus};

/// Up to this many records are spread one by one, which is exact and then the faster way.
const ONE_BY_ONE: u64 = 12;

/// A stream of random numbers.
pub(crate) struct Stream(Xoshiro256PlusPlus);

impl Stream {
    /// The stream of a seed and whatever numbers name its purpose.
    pub(crate) fn new(seed: u64, purpose: &[u64]) -> Self {
        let state = purpose
            .iter()
            .fold(mix(seed), |state, &number| mix(state ^ mix(number)));
        Self(Xoshiro256PlusPlus::seed_from_u64(state))
    }

    /// A uniform number in `[0, 1)`.
    fn uniform(&mut self) -> f64 {
        StandardUniform.sample(&mut self.0)
    }

    /// Fisher and Yates's shuffle.
    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            // Lemire's multiplication; its bias is below 2⁻³² for any list that fits in memory.
            let bound = last as u128 + 1;
            let at = (u128::from(self.0.next_u64()) * bound) >> 64;
            items.swap(last, at as usize);
        }
    }

    /// A draw of the Dirichlet distribution with these parameters, all above 0, into `out`.
    pub(crate) fn dirichlet(&mut self, parameters: impl Iterator<Item = f64>, out: &mut Vec<f64>) {
        out.clear();
        for parameter in parameters {
            let log = self.log_gamma(parameter);
            out.push(log);
        }
        let largest = out.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let mut sum = 0.0;
        for value in out.iter_mut() {
            *value = libm::exp(*value - largest);
            sum += *value;
        }
        for value in out.iter_mut() {
            *value /= sum;
        }
    }

    /// The logarithm of a draw of Gamma(`shape`, 1): that of a small shape is too small for an `f64` itself, so it
    /// is `ln Gamma(shape + 1) + ln U / shape` (Marsaglia and Tsang, ACM TOMS 26(3), 2000, §6).
    fn log_gamma(&mut self, shape: f64) -> f64 {
        let (raised, small) = if shape < 1.0 {
            (shape + 1.0, libm::log(1.0 - self.uniform()) / shape)
        } else {
            (shape, 0.0)
        };
        match Gamma::new(raised, 1.0) {
            Ok(gamma) => libm::log(gamma.sample(&mut self.0)) + small,
            Err(_) => f64::MIN,
        }
    }

    /// Spreads `n` records over places by their weights and adds them to `into`.
    pub(crate) fn spread(&mut self, n: u64, weights: &[f64], into: &mut [f64]) {
        let mut weight: f64 = weights.iter().sum();
        if n <= ONE_BY_ONE {
            for _ in 0..n {
                let mut at = self.uniform() * weight;
                let mut place = 0;
                for (candidate, &share) in weights.iter().enumerate() {
                    if share > 0.0 {
                        place = candidate;
                        at -= share;
                        if at < 0.0 {
                            break;
                        }
                    }
                }
                into[place] += 1.0;
            }
            return;
        }
        let mut left = n;
        let last = weights.iter().rposition(|&share| share > 0.0).unwrap_or(0);
        for (place, &share) in weights.iter().enumerate() {
            if left == 0 {
                return;
            }
            if place == last {
                into[place] += left as f64;
                return;
            }
            let p = (share / weight).clamp(0.0, 1.0);
            let here = Binomial::new(left, p).map_or(0, |binomial| binomial.sample(&mut self.0));
            into[place] += here as f64;
            left -= here.min(left);
            weight -= share;
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
    fn a_dirichlet_of_tiny_parameters_adds_up_to_one() {
        let mut stream = Stream::new(1, &[]);
        let mut out = Vec::new();
        for _ in 0..1000 {
            stream.dirichlet([0.001; 50].into_iter(), &mut out);
            assert!(out.iter().all(|share| (0.0..=1.0).contains(share)));
            assert!((out.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn records_are_spread_by_weight_and_none_is_lost() {
        let mut stream = Stream::new(2, &[]);
        for n in [1, 12, 13, 100_000] {
            let mut into = [0.0; 4];
            let rounds = 1_200_000 / n;
            for _ in 0..rounds {
                stream.spread(n, &[0.5, 0.0, 0.3, 0.2], &mut into);
            }
            let total = (rounds * n) as f64;
            assert_eq!(into.iter().sum::<f64>(), total);
            assert_eq!(into[1], 0.0);
            // Five standard deviations of the largest share.
            let margin = 5.0 * (0.25 / total).sqrt();
            for (found, share) in into.iter().zip([0.5, 0.0, 0.3, 0.2]) {
                assert!((found / total - share).abs() < margin, "{n}: {into:?}");
            }
        }
    }
}
