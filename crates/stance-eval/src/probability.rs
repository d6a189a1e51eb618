//! Proper scores of the probabilities.

use crate::{Predictions, Result};

impl Predictions {
    /// The mean logarithmic loss, `−1/n · Σ_i ln p_i(truth_i)`, in nats.
    ///
    /// As in scikit-learn, probabilities are clipped to `[ε, 1 − ε]` with `ε = 2⁻⁵²`, so that a
    /// certain mistake costs 36 nats and not infinitely many.
    ///
    /// # Errors
    /// [`Error::NoProbabilities`](crate::Error::NoProbabilities).
    pub fn log_loss(&self) -> Result<f64> {
        let loss = |(row, &truth): (&[f64], &usize)| {
            -row[truth].clamp(f64::EPSILON, 1.0 - f64::EPSILON).ln()
        };
        Ok(self.rows()?.zip(self.truth()).map(loss).sum::<f64>() / self.n() as f64)
    }

    /// The Brier score of several classes, `1/n · Σ_i Σ_k (p_ik − [truth_i = k])²`, in `[0, 2]`.
    ///
    /// This is the original sum over all classes (Brier, 1950, *Monthly Weather Review* 78, 1–3).
    /// With two labels it is twice the figure that looks at one class alone.
    ///
    /// # Errors
    /// [`Error::NoProbabilities`](crate::Error::NoProbabilities).
    pub fn brier(&self) -> Result<f64> {
        let score = |(row, &truth): (&[f64], &usize)| {
            let errors = row
                .iter()
                .enumerate()
                .map(|(k, p)| p - f64::from(u8::from(k == truth)));
            errors.map(|error| error * error).sum::<f64>()
        };
        Ok(self.rows()?.zip(self.truth()).map(score).sum::<f64>() / self.n() as f64)
    }
}
