//! Whether more data would still help.

use serde::Serialize;

use crate::compare::{Difference, Paired};
use crate::groups::Groups;
use crate::random::Stream;
use crate::{Bootstrap, Error, Interval, Metric, Predictions, Result};

/// Below this many rows a model has hardly seen its classes.
const FEWEST_ROWS: usize = 32;

/// How a recipe scores by the number of rows that it learns from.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct LearningCurve {
    /// A point for each number of rows, from the fewest up; at least two.
    pub points: Vec<LearningPoint>,
    /// What the last step up gave: macro-F1 on the most rows less that on the second most.
    pub last_step: Difference,
    /// What that says of still more rows.
    pub outlook: Outlook,
}

/// The score on one number of training rows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct LearningPoint {
    /// The number of rows that were learned from.
    pub rows: usize,
    /// The accuracy on the test records.
    pub accuracy: Interval,
    /// The macro-F1 on the test records.
    pub macro_f1: Interval,
}

/// What the end of a learning curve says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Outlook {
    /// The last step gained more than chance explains: more rows would help.
    Rising,
    /// The last step made no difference that chance would not.
    Level,
    /// The last step lost more than chance explains: the rows it added are unlike those tested.
    Falling,
}

impl LearningCurve {
    /// Takes the predictions of the same records by models that learned from more and more rows.
    ///
    /// # Errors
    /// [`Error::Length`] when there are fewer than two; [`Error::Option`] when the numbers of rows do
    /// not rise; [`Error::DifferentRecords`], and those of [`Bootstrap::intervals`].
    ///
    /// # Examples
    /// ```
    /// use stance_eval::{Bootstrap, LearningCurve, Outlook, Predictions};
    ///
    /// let truth: Vec<usize> = (0..60).map(|row| row % 2).collect();
    /// let few = Predictions::new(["no", "yes"], truth.clone(), vec![0_usize; 60])?;
    /// let many = Predictions::new(["no", "yes"], truth.clone(), truth)?;
    /// let curve = LearningCurve::of(&[(100, &few), (200, &many)], &Bootstrap::seeded(1))?;
    /// assert_eq!(curve.points[1].accuracy.estimate, 1.0);
    /// assert_eq!(curve.outlook, Outlook::Rising);
    /// # Ok::<(), stance_eval::Error>(())
    /// ```
    pub fn of(steps: &[(usize, &Predictions)], bootstrap: &Bootstrap) -> Result<Self> {
        let [.., (_, before), (_, last)] = steps else {
            return Err(Error::Length {
                what: "points of a learning curve",
                expected: 2,
                found: steps.len(),
            });
        };
        if let Some(pair) = steps.windows(2).find(|pair| pair[0].0 >= pair[1].0) {
            return Err(Error::Option {
                option: "the number of training rows",
                value: pair[1].0 as f64,
                expected: "above that of the point before",
            });
        }
        let points = steps.iter().map(|&(rows, predictions)| {
            let metrics = [Metric::Accuracy, Metric::MacroF1];
            let intervals = bootstrap.intervals(predictions, &metrics)?;
            Ok(LearningPoint {
                rows,
                accuracy: intervals[0],
                macro_f1: intervals[1],
            })
        });
        let points = points.collect::<Result<_>>()?;
        let last_step = Paired::new(last, before)?.difference(Metric::MacroF1, bootstrap)?;
        let outlook = match last_step.ci {
            [low, _] if low > 0.0 => Outlook::Rising,
            [_, high] if high < 0.0 => Outlook::Falling,
            _ => Outlook::Level,
        };
        Ok(Self {
            points,
            last_step,
            outlook,
        })
    }
}

/// Up to `most` numbers of training rows, each twice the one before, the last one being `n`.
///
/// None is below 32, so that there are fewer where there is little data; `n` itself is always there.
pub fn doublings(n: usize, most: usize) -> Vec<usize> {
    let mut sizes: Vec<usize> = (0..most.max(1))
        .map(|step| n.checked_shr(step as u32).unwrap_or(0))
        .take_while(|&size| size >= FEWEST_ROWS)
        .collect();
    if sizes.is_empty() {
        sizes.push(n);
    }
    sizes.reverse();
    sizes
}

/// The records in an order of which every beginning is a random sample with each class in about its
/// proportion.
///
/// The points of a learning curve are then nested: what one learned from, all later ones did too, and
/// their difference is not that of two draws.
///
/// # Errors
/// [`Error::Empty`] when there is no record.
pub fn stratified_order(labels: &[usize], seed: u64) -> Result<Vec<usize>> {
    if labels.is_empty() {
        return Err(Error::Empty);
    }
    let classes = Groups::new(labels);
    let mut stream = Stream::new(seed, 1);
    let mut placed: Vec<(f64, usize)> = Vec::with_capacity(labels.len());
    for class in 0..classes.len() {
        let mut records = classes.members(class).to_vec();
        stream.shuffle(&mut records);
        let n = records.len() as f64;
        let evenly = records.into_iter().enumerate();
        placed.extend(evenly.map(|(at, record)| ((at as f64 + 0.5) / n, record)));
    }
    placed.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    Ok(placed.into_iter().map(|(_, record)| record).collect())
}
