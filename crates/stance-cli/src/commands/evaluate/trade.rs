//! What a cascade gains and costs by its threshold.

use serde::Serialize;
use stance_eval::Predictions;

use super::stages::Stages;

/// Thresholds that are tried beside the one in use.
const STEPS: u32 = 10;

/// The cascade at each threshold. Both models have labelled every row for it.
#[derive(Debug, Serialize)]
pub struct Trade {
    /// The threshold of the predictions that all other figures are of.
    pub cascade_threshold: f64,
    /// By rising threshold: from the first model alone to the second for all that the first is not wholly
    /// certain of.
    pub cascade: Vec<TradeAt>,
    /// Threads that the two models worked on; told with the speed alone.
    #[serde(skip)]
    pub threads: usize,
}

/// The cascade at one threshold.
#[derive(Debug, Serialize)]
pub struct TradeAt {
    pub threshold: f64,
    /// The share of rows that the second model is asked for.
    pub sent_on: f64,
    pub accuracy: f64,
    pub macro_f1: f64,
    /// Rows a second, from the time that each model took for all rows in this run. No two runs have the
    /// same, so it is told to readers alone.
    #[serde(skip)]
    pub rows_a_second: f64,
}

impl Trade {
    /// Mixes what the two models said, at thresholds from 0 to 1 and the one in use.
    pub fn of(stages: &Stages) -> anyhow::Result<Self> {
        let mut thresholds: Vec<f64> = (0..=STEPS)
            .map(|step| f64::from(step) / f64::from(STEPS))
            .chain([stages.threshold])
            .collect();
        thresholds.sort_by(f64::total_cmp);
        thresholds.dedup();
        let at = |threshold| TradeAt::of(stages, threshold);
        Ok(Self {
            cascade_threshold: stages.threshold,
            cascade: thresholds
                .into_iter()
                .map(at)
                .collect::<anyhow::Result<_>>()?,
            threads: rayon::current_num_threads(),
        })
    }
}

impl TradeAt {
    fn of(stages: &Stages, threshold: f64) -> anyhow::Result<Self> {
        let n = stages.truth.len() as f64;
        let sent_on = stages.sent_on(threshold).filter(|sent_on| *sent_on).count() as f64 / n;
        let predictions = Predictions::new(
            stages.labels.iter(),
            stages.truth.clone(),
            stages.answers(threshold).classes,
        )?;
        let confusion = predictions.confusion();
        let [fast, accurate] = stages.seconds;
        Ok(Self {
            threshold,
            sent_on,
            accuracy: confusion.accuracy(),
            macro_f1: confusion.macro_f1(),
            rows_a_second: n / (fast + sent_on * accurate),
        })
    }
}
