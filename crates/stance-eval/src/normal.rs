//! The standard normal distribution.

use std::f64::consts::FRAC_1_SQRT_2;

/// `Φ(x)`, the probability below `x`.
pub(crate) fn cdf(x: f64) -> f64 {
    0.5 * libm::erfc(-x * FRAC_1_SQRT_2)
}

/// `Φ⁻¹(p)`; infinite at 0 and 1.
///
/// An interval asks for it twice or three times, so bisection is fast enough, and it is as
/// accurate as `erfc` is.
pub(crate) fn quantile(p: f64) -> f64 {
    if p <= 0.0 {
        return f64::NEG_INFINITY;
    }
    if p >= 1.0 {
        return f64::INFINITY;
    }
    if p > 0.5 {
        // Near 1, `Φ` has too few digits left to be inverted; near 0 it has them all.
        return -quantile(1.0 - p);
    }
    // Φ(−40) is below the least positive f64.
    let (mut low, mut high) = (-40.0, 0.0);
    loop {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            return middle;
        }
        if cdf(middle) < p {
            low = middle;
        } else {
            high = middle;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quantile_undoes_the_distribution_function() {
        for x in [-6.0, -2.5, -1.0, -1e-3, 0.0, 0.7, 1.96] {
            assert!((quantile(cdf(x)) - x).abs() < 1e-12, "{x}");
        }
    }

    #[test]
    fn quantiles_are_those_of_the_tables() {
        // scipy.stats.norm.ppf
        for (p, x) in [
            (1e-12, -7.034_483_825_301_131),
            (0.025, -1.959_963_984_540_054_5),
            (0.5, 0.0),
            (0.975, 1.959_963_984_540_054),
            (0.999_9, 3.719_016_485_455_708_4),
        ] {
            assert!((quantile(p) - x).abs() < 1e-12, "{p}: {}", quantile(p));
        }
        assert_eq!(quantile(0.0), f64::NEG_INFINITY);
        assert_eq!(quantile(1.0), f64::INFINITY);
    }
}
