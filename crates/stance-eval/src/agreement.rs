//! How far raters agree with each other, beyond what chance would give.
//!
//! Where one of the raters is the truth, see [`Confusion::cohen_kappa`](crate::Confusion).

mod kappa;
mod krippendorff;
mod patterns;

use patterns::Patterns;

use crate::labels::{LabelNames, check_class, check_labels};
use crate::predictions::check_length;
use crate::{Bootstrap, Error, Interval, Result, Units};

/// The categories that raters gave to units, some of them missing.
///
/// A category is an index into [`labels`](Self::labels), whose order matters to the weighted and
/// ordinal measures alone.
///
/// # Examples
/// ```
/// use stance_eval::agreement::{Ratings, Scale, Weights};
///
/// let ratings = Ratings::from_names(
///     ["no", "yes"],
///     &[
///         vec![Some("yes"), Some("no"), Some("yes"), Some("no")],
///         vec![Some("yes"), Some("no"), Some("no"), None],
///     ],
/// )?;
/// assert_eq!(ratings.disagreements().collect::<Vec<_>>(), [2]);
/// assert!((ratings.cohen_kappa(Weights::Unweighted)? - 0.4).abs() < 1e-15);
/// assert!(ratings.krippendorff_alpha(Scale::Nominal)? > 0.4);
/// # Ok::<(), stance_eval::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ratings {
    labels: Vec<String>,
    raters: usize,
    patterns: Patterns,
}

/// How much a disagreement of two raters weighs in [`Ratings::cohen_kappa`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Weights {
    /// All alike.
    #[default]
    Unweighted,
    /// By the distance `|i − j|` of the categories.
    Linear,
    /// By the squared distance `(i − j)²`.
    Quadratic,
}

/// What the categories of [`Ratings::krippendorff_alpha`] are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Scale {
    /// Names, any two of them as different as any others.
    #[default]
    Nominal,
    /// Ranks, in the order of the labels.
    Ordinal,
    /// Numbers, equally spaced in the order of the labels.
    Interval,
}

/// A measure of agreement chosen by name, for intervals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Coefficient {
    /// [`Ratings::observed_agreement`].
    Observed,
    /// [`Ratings::cohen_kappa`].
    CohenKappa(Weights),
    /// [`Ratings::fleiss_kappa`].
    FleissKappa,
    /// [`Ratings::krippendorff_alpha`].
    KrippendorffAlpha(Scale),
}

impl Ratings {
    /// Takes each rater's categories of all units, or `Option`s of them where `None` is missing.
    ///
    /// # Errors
    /// [`Error::TooFewLabels`], [`Error::DuplicateLabel`]; [`Error::Length`] when there are fewer
    /// than two raters or they did not have the same number of units; [`Error::Empty`] when there
    /// is no unit; [`Error::ClassOutOfRange`].
    pub fn new<L, P>(
        labels: impl IntoIterator<Item = L>,
        raters: impl IntoIterator<Item = Vec<P>>,
    ) -> Result<Self>
    where
        L: Into<String>,
        P: Into<Option<usize>>,
    {
        let labels: Vec<String> = labels.into_iter().map(Into::into).collect();
        check_labels(&labels)?;
        let raters: Vec<Vec<Option<usize>>> = (raters.into_iter())
            .map(|ratings| ratings.into_iter().map(Into::into).collect())
            .collect();
        if raters.len() < 2 {
            return Err(Error::Length {
                what: "raters",
                expected: 2,
                found: raters.len(),
            });
        }
        let units = raters[0].len();
        for ratings in &raters {
            check_length("ratings of a rater", units, ratings.len())?;
        }
        if units == 0 {
            return Err(Error::Empty);
        }
        let mut values = Vec::with_capacity(units * raters.len());
        for record in 0..units {
            for ratings in &raters {
                let value = ratings[record];
                if let Some(class) = value {
                    check_class(record, "a rating", class, labels.len())?;
                }
                values.push(value);
            }
        }
        Ok(Self {
            labels,
            raters: raters.len(),
            patterns: Patterns::new(raters.len(), &values),
        })
    }

    /// Takes each rater's labels of all units by name; `None` is missing.
    ///
    /// # Errors
    /// As [`new`](Self::new), and [`Error::UnknownLabel`].
    pub fn from_names<L: Into<String>, S: AsRef<str>>(
        labels: impl IntoIterator<Item = L>,
        raters: &[Vec<Option<S>>],
    ) -> Result<Self> {
        let labels: Vec<String> = labels.into_iter().map(Into::into).collect();
        let names = LabelNames::new(&labels);
        let class = |(unit, name): (usize, &Option<S>)| {
            name.as_ref()
                .map(|name| names.class(unit, name.as_ref()))
                .transpose()
        };
        let raters: Vec<Vec<Option<usize>>> = (raters.iter())
            .map(|ratings| ratings.iter().enumerate().map(class).collect())
            .collect::<Result<_>>()?;
        Self::new(labels, raters)
    }

    /// The number of units, at least 1.
    pub fn n(&self) -> usize {
        self.patterns.units().len()
    }

    /// The number of raters, at least 2.
    pub fn raters(&self) -> usize {
        self.raters
    }

    /// The label names, at least 2.
    pub fn labels(&self) -> &[String] {
        &self.labels
    }

    /// What each rater gave to a unit; `None` for a unit that does not exist.
    pub fn unit(&self, unit: usize) -> Option<&[Option<usize>]> {
        let pattern = *self.patterns.units().get(unit)?;
        Some(self.patterns.ratings(pattern as usize))
    }

    /// The units that raters put into different categories, in ascending order.
    pub fn disagreements(&self) -> impl Iterator<Item = usize> {
        let disagreed = |ratings: &[Option<usize>]| {
            let mut given = ratings.iter().flatten();
            given
                .next()
                .is_some_and(|first| given.any(|other| other != first))
        };
        let of_pattern: Vec<bool> = self.patterns.iter().map(disagreed).collect();
        let units = self.patterns.units().iter().enumerate();
        units
            .filter(move |&(_, &pattern)| of_pattern[pattern as usize])
            .map(|(unit, _)| unit)
    }

    /// A measure of agreement.
    ///
    /// # Errors
    /// Those of the measure.
    pub fn coefficient(&self, coefficient: Coefficient) -> Result<f64> {
        self.weighted(self.patterns.counts(), coefficient)
    }

    /// The bootstrap interval of a measure of agreement, units being resampled (Zapf et al., 2016,
    /// *BMC Medical Research Methodology* 16:93).
    ///
    /// Resamples in which the measure is not defined are left out.
    ///
    /// # Errors
    /// Those of the measure; [`Error::Option`] when an option of the bootstrap lies outside its
    /// range; [`Error::Undefined`] when the measure is defined on no resample.
    pub fn interval(&self, coefficient: Coefficient, bootstrap: &Bootstrap) -> Result<Interval> {
        let [interval] = self.intervals([coefficient], bootstrap);
        interval
    }

    /// The bootstrap intervals of several measures, from the same resamples, in their order; each
    /// has an [`interval`](Self::interval) or an error of its own.
    ///
    /// Units with the same ratings are interchangeable, so that a resample is known by how often it
    /// drew each pattern of ratings; the measures are computed from these counts.
    pub fn intervals<const N: usize>(
        &self,
        coefficients: [Coefficient; N],
        bootstrap: &Bootstrap,
    ) -> [Result<Interval>; N] {
        let units = Units::records(self.n());
        let replicates = bootstrap.replicates(
            || vec![0; self.patterns.counts().len()],
            |drawn: &mut Vec<u64>, stream| {
                drawn.fill(0);
                units.draw(stream, |unit| {
                    drawn[self.patterns.units()[unit] as usize] += 1;
                });
                coefficients
                    .map(|coefficient| self.weighted(drawn, coefficient).unwrap_or(f64::NAN))
            },
        );
        std::array::from_fn(|index| {
            let estimate = self.coefficient(coefficients[index])?;
            let of_coefficient = match &replicates {
                Ok(replicates) => replicates.iter().map(|values| values[index]).collect(),
                Err(why) => return Err(why.clone()),
            };
            let jackknife = || self.jackknife(coefficients[index]);
            bootstrap.interval_from(estimate, of_coefficient, &units, jackknife)
        })
    }

    /// The measure without each unit in turn, with the number of units that give it.
    fn jackknife(&self, coefficient: Coefficient) -> Vec<(f64, f64)> {
        let mut rest = self.patterns.counts().to_vec();
        (0..rest.len())
            .map(|pattern| {
                let units = rest[pattern] as f64;
                rest[pattern] -= 1;
                let value = self.weighted(&rest, coefficient).unwrap_or(f64::NAN);
                rest[pattern] += 1;
                (value, units)
            })
            .collect()
    }

    /// The measure over units of which there are so many of each pattern.
    fn weighted(&self, counts: &[u64], coefficient: Coefficient) -> Result<f64> {
        let units = (self.patterns.iter().zip(counts.iter().copied())).filter(|&(_, n)| n > 0);
        let classes = self.labels.len();
        match coefficient {
            Coefficient::Observed => kappa::observed(units, classes),
            Coefficient::CohenKappa(weights) => kappa::cohen(units, self.raters, classes, weights),
            Coefficient::FleissKappa => kappa::fleiss(units, classes),
            Coefficient::KrippendorffAlpha(scale) => krippendorff::alpha(units, classes, scale),
        }
    }
}

/// How far apart two categories are.
fn distance(a: usize, b: usize) -> f64 {
    a.abs_diff(b) as f64
}

/// The error of a coefficient whose chance agreement is certain.
fn no_variation(figure: &'static str) -> Error {
    Error::Undefined {
        figure,
        why: "all ratings are of one category, so chance agrees always",
    }
}
