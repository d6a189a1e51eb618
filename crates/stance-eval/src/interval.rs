//! An estimate with its uncertainty.

use serde::Serialize;

use crate::{Error, Result, normal};

/// A confidence interval about an estimate.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Interval {
    /// The figure on the data as they are.
    pub estimate: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// The confidence level, such as 0.95.
    pub level: f64,
    /// How the ends were found.
    pub method: Method,
}

/// How the ends of an [`Interval`] were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Method {
    /// Quantiles of the bootstrap distribution.
    Percentile,
    /// Quantiles of the bootstrap distribution, corrected for bias and acceleration.
    Bca,
    /// The score interval of a proportion.
    Wilson,
}

impl Interval {
    /// Wilson's score interval of a proportion, `successes` out of `n`.
    ///
    /// `(p̂ + z²/2n ± z·√(p̂(1−p̂)/n + z²/4n²)) / (1 + z²/n)` (Wilson, 1927, *JASA* 22, 209–212).
    /// It takes the records for independent: where they come in clusters, use
    /// [`Bootstrap`](crate::Bootstrap).
    ///
    /// # Errors
    /// [`Error::Empty`] when `n` is 0; [`Error::Option`] when there are more successes than `n` or
    /// `level` does not lie between 0 and 1.
    pub fn wilson(successes: u64, n: u64, level: f64) -> Result<Self> {
        check_level(level)?;
        if n == 0 {
            return Err(Error::Empty);
        }
        if successes > n {
            let value = successes as f64;
            return Err(Error::Option {
                option: "successes",
                value,
                expected: "at most n",
            });
        }
        let n = n as f64;
        let p = successes as f64 / n;
        let z = normal::quantile(0.5 + level / 2.0);
        let centre = p + z * z / (2.0 * n);
        let spread = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
        let scale = 1.0 + z * z / n;
        Ok(Self {
            estimate: p,
            // Where all or none succeed an end is p itself, but for rounding.
            low: ((centre - spread) / scale).clamp(0.0, p),
            high: ((centre + spread) / scale).clamp(p, 1.0),
            level,
            method: Method::Wilson,
        })
    }

    /// Both ends, the lower first.
    pub fn bounds(&self) -> [f64; 2] {
        [self.low, self.high]
    }

    /// Whether the value lies within the interval, its ends included.
    pub fn contains(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }
}

/// A confidence level lies strictly between 0 and 1.
pub(crate) fn check_level(level: f64) -> Result<()> {
    if level > 0.0 && level < 1.0 {
        Ok(())
    } else {
        let expected = "above 0 and below 1, such as 0.95";
        Err(Error::Option {
            option: "level",
            value: level,
            expected,
        })
    }
}

/// The equal-tailed percentile interval of sorted replicates (Efron & Tibshirani, 1993, §13.3).
pub(crate) fn percentile_bounds(sorted: &[f64], level: f64) -> [f64; 2] {
    let tail = (1.0 - level) / 2.0;
    [
        sorted_quantile(sorted, tail),
        sorted_quantile(sorted, 1.0 - tail),
    ]
}

/// The bias-corrected and accelerated interval of sorted replicates.
///
/// The ends are the replicates' quantiles at `Φ(z₀ + (z₀ + z_α) / (1 − a(z₀ + z_α)))`, where
/// `z₀ = Φ⁻¹(share of replicates below the estimate)`, those equal to it counted half, and
/// `a = Σ d³ / 6(Σ d²)^{3/2}` over the jackknife's distances from its mean (Efron, 1987, *JASA* 82,
/// 171–185; Efron & Tibshirani, 1993, §14.3). A jackknife value comes with the number of units
/// whose omission gives it.
///
/// `None` where the correction is infinite or past its pole: all replicates lie on one side of the
/// estimate, the jackknife does not vary, or it is so skewed that `a(z₀ + z_α) ≥ 1`.
pub(crate) fn bca_bounds(
    estimate: f64,
    sorted: &[f64],
    jackknife: &[(f64, f64)],
    level: f64,
) -> Option<[f64; 2]> {
    let below = sorted.partition_point(|&value| value < estimate);
    let up_to = sorted.partition_point(|&value| value <= estimate);
    let bias = normal::quantile((below + up_to) as f64 / (2 * sorted.len()) as f64);

    let units: f64 = jackknife.iter().map(|&(_, weight)| weight).sum();
    let mean = jackknife
        .iter()
        .map(|&(value, weight)| weight * value)
        .sum::<f64>()
        / units;
    let moment = |power: i32| -> f64 {
        jackknife
            .iter()
            .map(|&(value, weight)| weight * (mean - value).powi(power))
            .sum()
    };
    let acceleration = moment(3) / (6.0 * moment(2).powf(1.5));
    // Equal values need not equal their rounded mean, so constancy is asked for outright.
    let constant = jackknife.iter().all(|&(value, _)| value == jackknife[0].0);
    if constant || !bias.is_finite() || !acceleration.is_finite() {
        return None;
    }
    let end = |tail: f64| {
        let shifted = bias + normal::quantile(tail);
        let scale = 1.0 - acceleration * shifted;
        (scale > 0.0).then(|| sorted_quantile(sorted, normal::cdf(bias + shifted / scale)))
    };
    let tail = (1.0 - level) / 2.0;
    Some([end(tail)?, end(1.0 - tail)?])
}

/// A quantile of sorted values, interpolated linearly (type 7 of Hyndman & Fan, 1996, *The American
/// Statistician* 50, 361–365; numpy's default).
fn sorted_quantile(sorted: &[f64], share: f64) -> f64 {
    let position = share * (sorted.len() - 1) as f64;
    let (low, high) = (
        sorted[position.floor() as usize],
        sorted[position.ceil() as usize],
    );
    low + (high - low) * position.fract()
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    fn numbers(value: &Value) -> Vec<f64> {
        value
            .as_array()
            .unwrap()
            .iter()
            .map(|number| number.as_f64().unwrap())
            .collect()
    }

    #[test]
    fn the_ends_are_those_of_scipy_on_the_same_replicates() {
        let oracle: Value =
            serde_json::from_str(include_str!("../tests/oracle/intervals.json")).unwrap();
        let cases = oracle["bca"].as_array().unwrap();
        assert!(!cases.is_empty());
        for case in cases {
            let data = numbers(&case["data"]);
            let (n, sum) = (data.len() as f64, data.iter().sum::<f64>());
            let jackknife: Vec<(f64, f64)> = data
                .iter()
                .map(|value| ((sum - value) / (n - 1.0), 1.0))
                .collect();
            let mut replicates = numbers(&case["replicates"]);
            replicates.sort_unstable_by(f64::total_cmp);
            let level = case["level"].as_f64().unwrap();

            let bca = bca_bounds(sum / n, &replicates, &jackknife, level).unwrap();
            for (found, expected) in bca.iter().zip(numbers(&case["bca"])) {
                assert!((found - expected).abs() < 1e-9, "{found}, not {expected}");
            }
            let percentile = percentile_bounds(&replicates, level);
            for (found, expected) in percentile.iter().zip(numbers(&case["percentile"])) {
                assert!((found - expected).abs() < 1e-9, "{found}, not {expected}");
            }
        }
    }

    #[test]
    fn the_correction_is_refused_where_it_is_infinite() {
        let jackknife = [(0.4, 1.0), (0.5, 2.0), (0.7, 1.0)];
        assert!(bca_bounds(0.5, &[0.4, 0.5, 0.6], &jackknife, 0.95).is_some());
        assert_eq!(bca_bounds(0.9, &[0.4, 0.5, 0.6], &jackknife, 0.95), None);
        assert_eq!(bca_bounds(0.1, &[0.4, 0.5, 0.6], &jackknife, 0.95), None);
        assert_eq!(
            bca_bounds(0.5, &[0.4, 0.5, 0.6], &[(0.1, 3.0), (0.1, 4.0)], 0.95),
            None
        );
    }
}
