//! Figures beyond the summary: averages, calibration, ranking, selective answers, the stances alone.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use serde::Serialize;
use stance_eval::{Averages, Bootstrap, Evaluation, Predictions, ReliabilityBin};

/// Bins of the calibration figures.
pub const BINS: NonZeroUsize = NonZeroUsize::new(10).expect("10 is not 0");

/// The label of what takes no position.
const NONE: &str = "none";

/// Coverages that the risk is told at.
const COVERAGE_STEPS: u32 = 20;

/// Figures that the summary leaves out.
#[derive(Debug, Serialize)]
pub struct Details {
    pub averages: AveragesBy,
    pub classwise_ece: f64,
    pub reliability: Vec<ReliabilityBin>,
    pub ranking: Ranking,
    pub risk_coverage: RiskCoverage,
    /// Only the rows of a stance, and the stances alone; none where no label is `none`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stance_only: Option<StanceOnly>,
}

/// Precision, recall and F1 by the ways to average over labels.
#[derive(Debug, Serialize)]
pub struct AveragesBy {
    #[serde(rename = "macro")]
    pub macro_: Averages,
    pub micro: Averages,
    pub weighted: Averages,
}

/// How well the probability of each label ranks the rows.
#[derive(Debug, Serialize)]
pub struct Ranking {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub macro_roc_auc: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub macro_average_precision: Option<f64>,
    pub per_class: BTreeMap<String, Areas>,
}

/// Areas under the curves of a label; none where all rows are of it, or none is.
#[derive(Debug, Serialize)]
pub struct Areas {
    pub roc_auc: Option<f64>,
    pub average_precision: Option<f64>,
}

/// What is gained by answering only where the model is sure.
#[derive(Debug, Serialize)]
pub struct RiskCoverage {
    pub aurc: f64,
    pub accuracy_at_80: f64,
    pub accuracy_at_90: f64,
    pub points: Vec<RiskAt>,
}

/// The share of mistakes among the most confident rows.
#[derive(Debug, Serialize)]
pub struct RiskAt {
    pub coverage: f64,
    pub risk: f64,
}

/// The view without `none`.
#[derive(Debug, Serialize)]
pub struct StanceOnly {
    /// A stance row that was labelled `none` counts as a mistake.
    #[serde(flatten)]
    pub evaluation: Evaluation,
    /// The same rows where each gets the likeliest stance, `none` ruled out.
    pub decided: Decided,
}

/// Figures of the likeliest stance.
#[derive(Debug, Serialize)]
pub struct Decided {
    pub accuracy: f64,
    pub macro_f1: f64,
}

impl Details {
    /// Computes them; the predictions have probabilities.
    pub fn of(predictions: &Predictions, bootstrap: &Bootstrap) -> anyhow::Result<Self> {
        let confusion = predictions.confusion();
        let curve = predictions.risk_coverage()?;
        let points = (1..=COVERAGE_STEPS).map(|step| {
            let coverage = f64::from(step) / f64::from(COVERAGE_STEPS);
            let risk = 1.0 - curve.accuracy_at(coverage)?;
            Ok(RiskAt { coverage, risk })
        });
        let areas = predictions
            .labels()
            .iter()
            .enumerate()
            .map(|(class, label)| {
                let precision_recall = predictions.precision_recall_curve(class).ok();
                let areas = Areas {
                    roc_auc: predictions.roc_curve(class).ok().map(|curve| curve.area),
                    average_precision: precision_recall.map(|curve| curve.average_precision),
                };
                (label.clone(), areas)
            });
        Ok(Self {
            averages: AveragesBy {
                macro_: confusion.macro_average(),
                micro: confusion.micro_average(),
                weighted: confusion.weighted_average(),
            },
            classwise_ece: predictions.classwise_calibration_error(BINS)?,
            reliability: predictions.reliability(BINS)?,
            ranking: Ranking {
                // Where all rows are of one label there is nothing to rank.
                macro_roc_auc: predictions.macro_roc_auc().ok(),
                macro_average_precision: predictions.macro_average_precision().ok(),
                per_class: areas.collect(),
            },
            risk_coverage: RiskCoverage {
                aurc: curve.aurc(),
                accuracy_at_80: curve.accuracy_at(0.8)?,
                accuracy_at_90: curve.accuracy_at(0.9)?,
                points: points.collect::<anyhow::Result<_>>()?,
            },
            stance_only: stance_only(predictions, bootstrap)?,
        })
    }
}

fn stance_only(
    predictions: &Predictions,
    bootstrap: &Bootstrap,
) -> anyhow::Result<Option<StanceOnly>> {
    let labels = predictions.labels();
    let stances: Vec<&String> = labels.iter().filter(|label| *label != NONE).collect();
    let takes_one = |&truth: &usize| labels[truth] != NONE;
    if stances.len() == labels.len()
        || stances.len() < 2
        || !predictions.truth().iter().any(takes_one)
    {
        return Ok(None);
    }
    let restricted = predictions.restricted_to(&stances)?;
    let decided = restricted.decided()?.confusion();
    Ok(Some(StanceOnly {
        evaluation: Evaluation::of(&restricted, bootstrap)?,
        decided: Decided {
            accuracy: decided.accuracy(),
            macro_f1: decided.macro_f1(),
        },
    }))
}
