//! Random draws that depend on a seed alone, and are the same on every machine.

use rand_distr::{Binomial, Distribution, Gamma, StandardNormal, StandardUniform};
use rand_xoshiro::rand_core::{Rng, SeedableRng};
use rand_xoshiro::{SplitMix64, Xoshiro256PlusPlus};

/// Up to this many records are spread one by one, which is exact and then the faster way.
const ONE_BY_ONE: u64 = 40;

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
    pub(crate) fn dirichlet(
        &mut self,
        parameters: impl Iterator<Item = f64> + Clone,
        out: &mut Vec<f64>,
    ) {
        out.clear();
        if parameters.clone().all(|shape| shape >= 0.5) {
            out.extend(parameters.map(|shape| self.gamma(shape)));
        } else {
            out.extend(parameters.map(|shape| self.log_gamma(shape)));
            let largest = out.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            for value in out.iter_mut() {
                *value = libm::exp(*value - largest);
            }
        }
        let sum: f64 = out.iter().sum();
        for value in out.iter_mut() {
            *value /= sum;
        }
    }

    /// A draw of Gamma(`shape`, 1), for a shape of 1/2 and more.
    fn gamma(&mut self, shape: f64) -> f64 {
        if shape == 0.5 {
            // Half of a squared standard normal number.
            let normal: f64 = StandardNormal.sample(&mut self.0);
            return normal * normal / 2.0;
        }
        Gamma::new(shape, 1.0).map_or(f64::MIN_POSITIVE, |gamma| gamma.sample(&mut self.0))
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
        let last = weights.iter().rposition(|&share| share > 0.0).unwrap_or(0);
        if n <= ONE_BY_ONE {
            for _ in 0..n {
                let at = self.uniform() * weight;
                let (mut place, mut sum) = (0, 0.0);
                // No branch, which could not be foreseen.
                for share in &weights[..last] {
                    sum += share;
                    place += usize::from(at >= sum);
                }
                into[place] += 1.0;
            }
            return;
        }
        let mut left = n;
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
    fn gamma_draws_have_the_mean_and_the_variance_of_their_shape() {
        let mut stream = Stream::new(3, &[]);
        for shape in [0.5, 0.7, 1.0, 4.5, 200.5] {
            let draws: Vec<f64> = (0..40_000).map(|_| stream.gamma(shape)).collect();
            let mean = draws.iter().sum::<f64>() / 40_000.0;
            let variance = draws.iter().map(|it| (it - mean).powi(2)).sum::<f64>() / 40_000.0;
            // Five standard deviations of either.
            assert!(
                (mean - shape).abs() < 5.0 * (shape / 40_000.0).sqrt(),
                "{shape}: {mean}"
            );
            let spread = ((2.0 * shape * shape + 6.0 * shape) / 40_000.0).sqrt();
            assert!(
                (variance - shape).abs() < 5.0 * spread,
                "{shape}: {variance}"
            );
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
