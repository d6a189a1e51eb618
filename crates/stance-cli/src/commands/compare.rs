//! `stance compare`.

mod systems;
mod text;

use std::collections::BTreeSet;

use anyhow::bail;
use serde::Serialize;
use stance_eval::compare::{self, Verdict};
use stance_eval::{Bootstrap, Metric, Predictions};

use super::intervals::Intervals;
use crate::args::CompareArgs;
use crate::engine::NO_CASCADE;
use crate::output;
use systems::Source;

/// A difference is called real where chance would give its like less often than this.
const ALPHA: f64 = 0.05;

/// Compares systems on the same labelled texts, and prints which of them is better.
pub fn run(args: &CompareArgs) -> anyhow::Result<()> {
    output::worked_out(&args.result, || Comparison::of(args), text::text)
}

/// Several systems on the same records.
#[derive(Debug, Clone, Serialize)]
struct Comparison {
    data: String,
    n: usize,
    labels: Vec<String>,
    /// What is drawn and swapped together, where it is not the record.
    #[serde(skip_serializing_if = "Option::is_none")]
    groups: Option<Groups>,
    interval: Intervals,
    systems: Vec<System>,
    pairs: Vec<Pair>,
}

#[derive(Debug, Clone, Serialize)]
struct Groups {
    column: String,
    n: usize,
    /// The least p that swapping whole groups can give, before correction: two of the 2ⁿ arrangements
    /// show the difference observed.
    smallest_p: f64,
}

/// One system's figures.
#[derive(Debug, Clone, Serialize)]
struct System {
    name: String,
    accuracy: f64,
    accuracy_ci: [f64; 2],
    macro_f1: f64,
    macro_f1_ci: [f64; 2],
    #[serde(skip_serializing_if = "Option::is_none")]
    log_loss: Option<f64>,
    abstained: u64,
}

/// Two systems side by side.
#[derive(Debug, Clone, Serialize)]
struct Pair {
    #[serde(flatten)]
    verdict: Verdict,
    accuracy_real: bool,
    macro_f1_real: bool,
    /// The same in words.
    conclusion: Vec<String>,
}

impl Comparison {
    fn of(args: &CompareArgs) -> anyhow::Result<Self> {
        let truth = systems::read_truth(args)?;
        let sources = args
            .systems
            .iter()
            .map(|system| Source::open(system, args.cascade.cascade_threshold))
            .collect::<anyhow::Result<Vec<_>>>()?;
        if args.cascade.cascade_threshold.is_some() && !sources.iter().any(Source::is_cascade) {
            bail!(NO_CASCADE);
        }
        let labels = systems::labels(args, &truth, &sources)?;
        let true_classes = systems::classes(&truth, &labels)?;
        let mut predictions = Vec::with_capacity(sources.len());
        for source in &sources {
            let of_system = source.predictions(args, &truth, &true_classes, &labels)?;
            predictions.push((source.name(), of_system));
        }
        let mut groups = None;
        if let Some(column) = &args.group_column {
            let names: Vec<&str> = (truth.records.iter())
                .map(|record| record.group.as_deref().unwrap_or_default())
                .collect();
            let n = names.iter().collect::<BTreeSet<_>>().len();
            if n < 2 {
                bail!(
                    "{}: `{column}` is `{}` in every record: an interval needs at least two groups",
                    truth.name,
                    names[0]
                );
            }
            for (_, predictions) in &mut predictions {
                *predictions = predictions.clone().with_clusters(&names)?;
            }
            groups = Some(Groups {
                column: column.clone(),
                n,
                smallest_p: 2.0_f64.powf(1.0 - n as f64),
            });
        }
        let interval = Intervals::of(&args.result);
        let bootstrap = interval.bootstrap();
        let systems: anyhow::Result<Vec<System>> = (predictions.iter())
            .map(|(name, predictions)| System::of(name, predictions, &bootstrap))
            .collect();
        let named: Vec<(&str, &Predictions)> =
            predictions.iter().map(|(name, p)| (*name, p)).collect();
        let pairs = compare::all(&named, &bootstrap)?;
        Ok(Self {
            data: truth.name,
            n: true_classes.len(),
            labels,
            groups,
            interval,
            systems: systems?,
            pairs: pairs.into_iter().map(Pair::of).collect(),
        })
    }
}

impl System {
    fn of(name: &str, predictions: &Predictions, bootstrap: &Bootstrap) -> anyhow::Result<Self> {
        let intervals = bootstrap.intervals(predictions, &[Metric::Accuracy, Metric::MacroF1])?;
        Ok(Self {
            name: name.to_owned(),
            accuracy: intervals[0].estimate,
            accuracy_ci: intervals[0].bounds(),
            macro_f1: intervals[1].estimate,
            macro_f1_ci: intervals[1].bounds(),
            log_loss: match predictions.probabilities() {
                Some(_) => Some(predictions.log_loss()?),
                None => None,
            },
            abstained: predictions.confusion().abstained(),
        })
    }
}

impl Pair {
    fn of(verdict: Verdict) -> Self {
        // Test and interval are two looks at one question; where they differ nothing is claimed.
        let real = |p: f64, [low, high]: [f64; 2]| p < ALPHA && (low > 0.0 || high < 0.0);
        let accuracy_real = real(verdict.accuracy_p_holm, verdict.accuracy.ci);
        let macro_f1_real = real(verdict.macro_f1_p_holm, verdict.macro_f1.ci);
        let conclusion = text::conclusion(&verdict, accuracy_real, macro_f1_real);
        Self {
            verdict,
            accuracy_real,
            macro_f1_real,
            conclusion,
        }
    }
}
