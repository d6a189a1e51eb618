//! The bootstrap: how much a figure would vary from sample to sample.

use rayon::prelude::*;

use crate::evaluation::IntervalOptions;
use crate::interval::{bca_bounds, check_level, percentile_bounds};
use crate::random::Stream;
use crate::units::Cells;
use crate::{Error, Interval, Method, Metric, Predictions, Resample, Result, Units};

/// The bootstrap (Efron, 1979, *Annals of Statistics* 7, 1–26): resamples of the same size, drawn
/// with replacement, stand for the samples that might have been.
///
/// Each resample has a random stream of its own, made of the seed and the resample's number, so
/// that a result is the same whatever the number of threads.
///
/// # Examples
/// ```
/// use stance_eval::{Bootstrap, Metric, Predictions};
///
/// let truth = vec![0, 0, 1, 1, 1, 0, 1, 0];
/// let predicted = vec![0_usize, 0, 1, 1, 0, 0, 1, 1];
/// let predictions = Predictions::new(["no", "yes"], truth, predicted)?;
/// let interval = Bootstrap::seeded(7).resamples(2000).interval(&predictions, Metric::MacroF1)?;
/// assert!(interval.low < interval.estimate && interval.estimate < interval.high);
/// # Ok::<(), stance_eval::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bootstrap {
    seed: u64,
    resamples: usize,
    level: f64,
    bca: bool,
}

impl Bootstrap {
    /// 1,000 resamples, level 0.95, percentile intervals.
    pub fn seeded(seed: u64) -> Self {
        Self {
            seed,
            resamples: 1000,
            level: 0.95,
            bca: false,
        }
    }

    /// Sets how many resamples are drawn, at least 1.
    #[must_use]
    pub fn resamples(self, resamples: usize) -> Self {
        Self { resamples, ..self }
    }

    /// Sets the confidence level, between 0 and 1.
    #[must_use]
    pub fn level(self, level: f64) -> Self {
        Self { level, ..self }
    }

    /// Corrects intervals for bias and acceleration (BCa; Efron, 1987, *JASA* 82, 171–185).
    ///
    /// The correction needs the figure without each unit in turn, and is infinite where that does
    /// not vary or all resamples fall on one side of the estimate (every prediction right, say).
    /// The percentile interval is then given, and [`Interval::method`] says so.
    #[must_use]
    pub fn bca(self) -> Self {
        Self { bca: true, ..self }
    }

    /// The interval of a metric; draws the predictions' [`units`](Predictions::units).
    ///
    /// Rows are counted straight into confusion matrices, which is why it is fast.
    ///
    /// # Errors
    /// [`Error::Option`] when an option lies outside its range.
    pub fn interval(&self, predictions: &Predictions, metric: Metric) -> Result<Interval> {
        // One interval is returned for one metric.
        Ok(self.intervals(predictions, &[metric])?[0])
    }

    /// The intervals of several metrics, from the same resamples, in the order of the metrics.
    ///
    /// # Errors
    /// As [`interval`](Self::interval).
    pub fn intervals(
        &self,
        predictions: &Predictions,
        metrics: &[Metric],
    ) -> Result<Vec<Interval>> {
        let units = predictions.units();
        let confusion = predictions.confusion();
        let cells = Cells::new(predictions);
        let replicates = self.replicates(
            || confusion.clone(),
            |drawn, stream| {
                cells.draw(&units, stream, drawn);
                metrics
                    .iter()
                    .map(|metric| metric.of(drawn))
                    .collect::<Vec<_>>()
            },
        )?;
        let interval = |(index, metric): (usize, &Metric)| {
            let replicates = replicates.iter().map(|values| values[index]).collect();
            let jackknife = || cells.jackknife(&units, &confusion, |rest| metric.of(rest));
            self.interval_from(metric.of(&confusion), replicates, &units, jackknife)
        };
        metrics.iter().enumerate().map(interval).collect()
    }

    /// The interval of any statistic of drawn rows.
    ///
    /// Resamples on which the statistic is not finite are left out. With [`bca`](Self::bca) it is
    /// also computed without each unit in turn.
    ///
    /// # Errors
    /// [`Error::Option`] when an option lies outside its range; [`Error::Undefined`] when the
    /// statistic is not finite on the data as they are, or on no resample; [`Error::Empty`] when
    /// there is no unit.
    pub fn interval_of(
        &self,
        units: &Units,
        statistic: impl Fn(&Resample<'_>) -> f64 + Sync,
    ) -> Result<Interval> {
        if units.n() == 0 {
            return Err(Error::Empty);
        }
        let rows: Vec<usize> = (0..units.rows()).collect();
        let estimate = statistic(&Resample::new(&rows));
        let replicates = self.replicates(Vec::new, |rows: &mut Vec<usize>, stream| {
            rows.clear();
            units.draw(stream, |row| rows.push(row));
            statistic(&Resample::new(rows))
        })?;
        let jackknife = || {
            let without = |left_out: usize| {
                let mut kept = Vec::with_capacity(rows.len());
                for unit in (0..units.n()).filter(|&unit| unit != left_out) {
                    units.each_row(unit, |row| kept.push(row));
                }
                (statistic(&Resample::new(&kept)), 1.0)
            };
            (0..units.n()).into_par_iter().map(without).collect()
        };
        self.interval_from(estimate, replicates, units, jackknife)
    }

    /// The statistic of every resample, in order of the resamples' numbers.
    pub(crate) fn replicates<S: Send, T: Send>(
        &self,
        scratch: impl Fn() -> S + Sync + Send,
        replicate: impl Fn(&mut S, &mut Stream) -> T + Sync + Send,
    ) -> Result<Vec<T>> {
        check_level(self.level)?;
        if self.resamples == 0 {
            let expected = "at least 1; 1000 or more for an interval";
            return Err(Error::Option {
                option: "resamples",
                value: 0.0,
                expected,
            });
        }
        let draw = |scratch: &mut S, index: usize| {
            replicate(scratch, &mut Stream::new(self.seed, index as u64))
        };
        Ok((0..self.resamples)
            .into_par_iter()
            .map_init(scratch, draw)
            .collect())
    }

    /// The interval that replicates and, for the correction, the jackknife give.
    pub(crate) fn interval_from(
        &self,
        estimate: f64,
        mut replicates: Vec<f64>,
        units: &Units,
        jackknife: impl FnOnce() -> Vec<(f64, f64)>,
    ) -> Result<Interval> {
        replicates.retain(|value| value.is_finite());
        if !estimate.is_finite() || replicates.is_empty() {
            let why = "the statistic is not finite on these records";
            return Err(Error::Undefined {
                figure: "the bootstrap interval",
                why,
            });
        }
        replicates.sort_unstable_by(f64::total_cmp);
        let corrected = if self.bca && units.n() > 1 {
            bca_bounds(estimate, &replicates, &jackknife(), self.level)
        } else {
            None
        };
        let (method, [low, high]) = match corrected {
            Some(bounds) => (Method::Bca, bounds),
            None => (
                Method::Percentile,
                percentile_bounds(&replicates, self.level),
            ),
        };
        Ok(Interval {
            estimate,
            low,
            high,
            level: self.level,
            method,
        })
    }

    /// The options, to be reported beside what they gave.
    pub(crate) fn options(&self) -> IntervalOptions {
        let Self {
            seed,
            resamples,
            level,
            bca,
        } = *self;
        IntervalOptions {
            level,
            resamples,
            seed,
            bca,
        }
    }
}
