//! McNemar's test.

use std::f64::consts::LN_2;

use serde::Serialize;

use super::Paired;

/// The exact test of whether two systems are right equally often.
///
/// It looks at the records that only one of them got right; under the hypothesis, each is as
/// likely to be the one's as the other's (McNemar, 1947, *Psychometrika* 12, 153–157; Dietterich,
/// 1998, *Neural Computation* 10, 1895–1923). It takes the records for independent of each other.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct McNemar {
    /// The number of records that the first system alone got right.
    pub only_a: u64,
    /// The number of records that the second system alone got right.
    pub only_b: u64,
    /// Two-sided p by the binomial distribution; 1 when neither number exceeds the other.
    pub p: f64,
}

impl Paired<'_> {
    /// McNemar's exact test of the difference in accuracy.
    pub fn mcnemar(&self) -> McNemar {
        let (mut only_a, mut only_b) = (0, 0);
        let answers = self.a.predicted().iter().zip(self.b.predicted());
        for (&truth, (&a, &b)) in self.a.truth().iter().zip(answers) {
            match (a == Some(truth), b == Some(truth)) {
                (true, false) => only_a += 1,
                (false, true) => only_b += 1,
                _ => {}
            }
        }
        McNemar {
            only_a,
            only_b,
            p: sign_test(only_a, only_b),
        }
    }
}

/// Two-sided p of `a` heads and `b` tails of a fair coin: `2·P(X ≤ min(a, b))`, at most 1.
fn sign_test(a: u64, b: u64) -> f64 {
    if a == b {
        return 1.0;
    }
    let (n, k) = ((a + b) as f64, a.min(b));
    let ln_choose =
        libm::lgamma(n + 1.0) - libm::lgamma(k as f64 + 1.0) - libm::lgamma(n - k as f64 + 1.0);
    let largest = (ln_choose - n * LN_2).exp();
    // The terms fall from k downwards, each a known fraction of the one before.
    let (mut sum, mut term) = (0.0, 1.0);
    for i in (0..=k).rev() {
        sum += term;
        term *= i as f64 / (n - i as f64 + 1.0);
        if term < f64::EPSILON * sum * 1e-3 {
            break;
        }
    }
    (2.0 * largest * sum).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sign_test_of_few_throws_is_counted_by_hand() {
        assert_eq!(sign_test(0, 0), 1.0);
        assert_eq!(sign_test(3, 3), 1.0);
        assert!((sign_test(0, 1) - 1.0).abs() < 1e-15);
        // 2·(1 + 5)/2⁵ and 2·1/2¹⁰
        assert!((sign_test(1, 4) - 0.375).abs() < 1e-14);
        assert!((sign_test(10, 0) - 2.0 / 1024.0).abs() < 1e-16);
    }
}
