//! What a row says of its class: the class itself, or how likely each is.

use crate::error::{Error, Result};

/// What is known of a row's class.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// The class, by its index.
    Hard(usize),
    /// The probability of each class: finite, not negative, adding up to one.
    ///
    /// Such a row counts as one row a class, each with its probability as a weight: its loss is the
    /// cross-entropy `Σ_k q_k·(−log p_k)` (Hinton, Vinyals and Dean, "Distilling the knowledge in a neural
    /// network", 2015, at temperature 1).
    Soft(Box<[f64]>),
}

impl Target {
    /// How far the probabilities may be from adding up to one.
    const TOLERANCE: f64 = 1e-6;

    /// The class, or the likeliest one; the first of several that are equally likely.
    pub fn class(&self) -> usize {
        match self {
            Self::Hard(class) => *class,
            Self::Soft(shares) => (0..shares.len())
                .rev()
                .max_by(|&a, &b| shares[a].total_cmp(&shares[b]))
                .unwrap_or_default(),
        }
    }

    /// The probability of each of `classes` classes.
    pub fn shares(&self, classes: usize) -> Box<[f64]> {
        let mut shares = vec![0.0; classes];
        self.each(|class, share| {
            if let Some(place) = shares.get_mut(class) {
                *place = share;
            }
        });
        shares.into()
    }

    /// What is wrong with it, of `classes` classes, if anything is.
    pub(crate) fn fault(&self, classes: usize) -> Option<String> {
        match self {
            Self::Hard(class) if *class >= classes => {
                Some(format!("is of class {class}, and there are {classes}"))
            }
            Self::Hard(_) => None,
            Self::Soft(shares) if shares.len() != classes => Some(format!(
                "has {} probabilities, and there are {classes} classes",
                shares.len()
            )),
            Self::Soft(shares) => {
                let total: f64 = shares.iter().sum();
                let out_of_range = |share: &&f64| !(**share >= 0.0 && share.is_finite());
                if let Some(wrong) = shares.iter().find(out_of_range) {
                    return Some(format!("has the probability {wrong}"));
                }
                ((total - 1.0).abs() > Self::TOLERANCE)
                    .then(|| format!("has probabilities that add up to {total}"))
            }
        }
    }

    /// Calls `add` with each class that has a share in it, and the share.
    #[inline]
    pub(crate) fn each(&self, mut add: impl FnMut(usize, f64)) {
        match self {
            Self::Hard(class) => add(*class, 1.0),
            Self::Soft(shares) => {
                for (class, &share) in shares.iter().enumerate() {
                    if share > 0.0 {
                        add(class, share);
                    }
                }
            }
        }
    }

    /// The same with only the classes `kept`, which have all of it, in their order.
    fn onto(&self, kept: &[usize]) -> Self {
        match self {
            Self::Hard(class) => Self::Hard(kept.binary_search(class).unwrap_or_default()),
            Self::Soft(shares) => Self::Soft(kept.iter().map(|&class| shares[class]).collect()),
        }
    }

    /// Multiplies each class's share by its factor; returns what the shares then add up to, and makes
    /// them add up to one again. A hard target stays what it is.
    pub(crate) fn reweight(&mut self, factors: &[f64]) -> f64 {
        match self {
            Self::Hard(class) => factors[*class],
            Self::Soft(shares) => {
                let mut total = 0.0;
                for (share, factor) in shares.iter_mut().zip(factors) {
                    // A class without a row has no finite factor, and no share.
                    if *share > 0.0 {
                        *share *= factor;
                        total += *share;
                    }
                }
                shares.iter_mut().for_each(|share| *share /= total);
                total
            }
        }
    }
}

/// Targets of rows, some of them soft: what linfa's datasets are given instead of an array of classes.
#[derive(Debug, Clone, PartialEq)]
pub struct Targets {
    rows: Vec<Target>,
    classes: usize,
}

impl Targets {
    /// Targets of `classes` classes, one a row.
    ///
    /// # Errors
    /// [`Error::Data`] when a class is out of range, or probabilities are not one a class that add up to
    /// one.
    pub fn new(classes: usize, rows: Vec<Target>) -> Result<Self> {
        let wrong = rows
            .iter()
            .enumerate()
            .find_map(|(row, target)| Some((row, target.fault(classes)?)));
        match wrong {
            Some((row, why)) => Err(Error::Data(format!("row {row} {why}"))),
            None => Ok(Self { rows, classes }),
        }
    }

    /// The targets, one a row.
    pub fn rows(&self) -> &[Target] {
        &self.rows
    }

    /// Number of classes, those that no row has among them.
    pub const fn classes(&self) -> usize {
        self.classes
    }

    /// The classes that any row has a share of, ascending, and the targets with these alone.
    pub(crate) fn seen(&self) -> (Vec<usize>, Vec<Target>) {
        let mut has = vec![false; self.classes];
        for target in &self.rows {
            target.each(|class, _| has[class] = true);
        }
        let seen: Vec<usize> = (0..self.classes).filter(|&class| has[class]).collect();
        let targets = self.rows.iter().map(|target| target.onto(&seen)).collect();
        (seen, targets)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn soft(shares: &[f64]) -> Target {
        Target::Soft(shares.into())
    }

    #[test]
    fn the_class_of_a_soft_target_is_the_likeliest_and_the_first_of_equals() {
        assert_eq!(soft(&[0.2, 0.5, 0.3]).class(), 1);
        assert_eq!(soft(&[0.2, 0.4, 0.4]).class(), 1);
        assert_eq!(Target::Hard(2).class(), 2);
    }

    #[test]
    fn targets_that_are_no_distribution_over_the_classes_are_refused() {
        for (target, said) in [
            (Target::Hard(3), "row 1 is of class 3, and there are 3"),
            (soft(&[0.5, 0.5]), "row 1 has 2 probabilities"),
            (soft(&[0.5, 0.3, 0.1]), "add up to 0.9"),
            (soft(&[1.5, -0.5, 0.0]), "the probability -0.5"),
            (soft(&[f64::NAN, 0.5, 0.5]), "the probability NaN"),
        ] {
            let why = Targets::new(3, vec![Target::Hard(0), target]).unwrap_err();
            assert!(why.to_string().contains(said), "{why}");
        }
        assert!(Targets::new(3, vec![soft(&[0.25, 0.75, 0.0])]).is_ok());
    }

    #[test]
    fn classes_that_no_row_has_a_share_of_are_left_out() {
        let rows = vec![soft(&[0.0, 0.25, 0.0, 0.75]), Target::Hard(3)];
        let (seen, targets) = Targets::new(4, rows).unwrap().seen();
        assert_eq!(seen, [1, 3]);
        assert_eq!(targets, [soft(&[0.25, 0.75]), Target::Hard(1)]);
    }

    #[test]
    fn a_reweighted_target_is_a_distribution_again() {
        let mut target = soft(&[0.5, 0.5, 0.0]);
        assert_eq!(target.reweight(&[3.0, 1.0, f64::INFINITY]), 2.0);
        assert_eq!(target, soft(&[0.75, 0.25, 0.0]));
        assert_eq!(Target::Hard(1).reweight(&[3.0, 0.5]), 0.5);
    }
}
