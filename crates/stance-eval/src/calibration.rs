//! Whether a probability of 0.8 is right in eight cases of ten.
//!
//! These figures read the probabilities alone. The top label of a record is its most probable one
//! (the first of equals), whether or not the system predicted it or abstained.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use serde::Serialize;

use crate::predictions::top;
use crate::{Error, Predictions, Result};

/// One bin of a reliability diagram.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ReliabilityBin {
    /// The lower edge, outside of the bin (but 0 is in the first one).
    pub low: f64,
    /// The upper edge, within the bin.
    pub high: f64,
    /// The number of records in it, at least 1.
    pub n: usize,
    /// Their mean probability.
    pub confidence: f64,
    /// The share of them that bears the probability out.
    pub accuracy: f64,
}

impl Predictions {
    /// Expected calibration error of top-label confidence, in `[0, 1]`.
    ///
    /// Splits `[0, 1]` into `bins` equal-width bins and averages the gap between accuracy and mean
    /// confidence, weighted by bin size: `Σ_b |B_b|/n · |acc(B_b) − conf(B_b)|` (Guo et al., ICML
    /// 2017, eq. 3). A value on an edge belongs to the bin below it.
    ///
    /// # Errors
    /// [`Error::NoProbabilities`].
    pub fn expected_calibration_error(&self, bins: NonZeroUsize) -> Result<f64> {
        Ok(mean_gap(&self.reliability(bins)?))
    }

    /// Expected calibration error of each class's probability, averaged over all classes.
    ///
    /// `1/K · Σ_k Σ_b |B_bk|/n · |share of k in B_bk − mean p_k in B_bk|` (Kull et al., NeurIPS
    /// 2019, §2). Every probability counts, not the top one alone.
    ///
    /// # Errors
    /// [`Error::NoProbabilities`].
    pub fn classwise_calibration_error(&self, bins: NonZeroUsize) -> Result<f64> {
        let classes = self.labels().len();
        let gaps: Vec<f64> = (0..classes)
            .map(|class| Ok(mean_gap(&self.class_reliability(class, bins)?)))
            .collect::<Result<_>>()?;
        Ok(gaps.iter().sum::<f64>() / classes as f64)
    }

    /// The reliability diagram of the top label: its accuracy against its probability, in
    /// equal-width bins of which the empty ones are left out.
    ///
    /// # Errors
    /// [`Error::NoProbabilities`].
    pub fn reliability(&self, bins: NonZeroUsize) -> Result<Vec<ReliabilityBin>> {
        let tops = self.rows()?.map(top).zip(self.truth());
        Ok(binned(
            tops.map(|((class, p), &truth)| (p, class == truth)),
            bins,
        ))
    }

    /// The reliability diagram of one class: its share against its probability, in equal-width
    /// bins of which the empty ones are left out.
    ///
    /// # Errors
    /// [`Error::NoProbabilities`], [`Error::UnknownClass`].
    pub fn class_reliability(
        &self,
        class: usize,
        bins: NonZeroUsize,
    ) -> Result<Vec<ReliabilityBin>> {
        self.check_class(class)?;
        let column = self.rows()?.map(|row| row[class]).zip(self.truth());
        Ok(binned(column.map(|(p, &truth)| (p, class == truth)), bins))
    }

    /// A class that is asked for exists.
    pub(crate) fn check_class(&self, class: usize) -> Result<()> {
        let labels = self.labels().len();
        if class < labels {
            Ok(())
        } else {
            Err(Error::UnknownClass { class, labels })
        }
    }
}

/// Sorts probabilities and whether they were borne out into bins.
fn binned(outcomes: impl Iterator<Item = (f64, bool)>, bins: NonZeroUsize) -> Vec<ReliabilityBin> {
    let mut sums: BTreeMap<usize, (usize, f64, usize)> = BTreeMap::new();
    for (probability, hit) in outcomes {
        let (n, confidence, hits) = sums.entry(bin(probability, bins)).or_default();
        *n += 1;
        *confidence += probability;
        *hits += usize::from(hit);
    }
    let width = bins.get() as f64;
    let summarised = sums
        .into_iter()
        .map(|(bin, (n, confidence, hits))| ReliabilityBin {
            low: bin as f64 / width,
            high: (bin + 1) as f64 / width,
            n,
            confidence: confidence / n as f64,
            accuracy: hits as f64 / n as f64,
        });
    summarised.collect()
}

/// The bin `(b/bins, (b + 1)/bins]` of a probability.
fn bin(probability: f64, bins: NonZeroUsize) -> usize {
    let width = bins.get() as f64;
    let guess = ((probability * width).ceil() as usize).clamp(1, bins.get());
    // The product may be rounded over an edge, so the edges themselves decide.
    if probability <= (guess - 1) as f64 / width {
        guess.saturating_sub(2)
    } else if guess < bins.get() && probability > guess as f64 / width {
        guess
    } else {
        guess - 1
    }
}

/// The mean distance between confidence and accuracy, weighted by size.
fn mean_gap(bins: &[ReliabilityBin]) -> f64 {
    let n: usize = bins.iter().map(|bin| bin.n).sum();
    let gap = |bin: &ReliabilityBin| bin.n as f64 * (bin.accuracy - bin.confidence).abs();
    bins.iter().map(gap).sum::<f64>() / n as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_probability_on_an_edge_belongs_to_the_bin_below() {
        for bins in (1..200).filter_map(NonZeroUsize::new) {
            for edge in 1..=bins.get() {
                let probability = edge as f64 / bins.get() as f64;
                assert_eq!(bin(probability, bins), edge - 1, "{probability}");
                let above = probability.next_up();
                assert_eq!(bin(above, bins), edge.min(bins.get() - 1), "{above}");
            }
        }
        let bins = NonZeroUsize::new(10).unwrap();
        assert_eq!(bin(0.0, bins), 0);
        assert_eq!(bin(f64::MIN_POSITIVE, bins), 0);
        assert_eq!(bin(1.0 + 1e-7, bins), 9);
    }
}
