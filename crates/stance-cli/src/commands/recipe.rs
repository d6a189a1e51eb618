//! From options and rows to a trainer and what it is given.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

use anyhow::{Context, bail};
use indicatif::ProgressBar;
use stance_classifier::Labels;
use stance_classifier::train::{
    ClassWeights, Example, Held, Progress, SparseLogisticRegression, Target, Trainer, TrainingSet,
};
use stance_eval::{Predictions, folds};

use super::distil::Distilled;
use crate::args::RecipeArgs;
use crate::input::labelled::Row;

/// The settings that the options leave open: the recipe of the embedded model, chosen by cross-validation
/// over whole sources and authors.
mod default {
    pub const ALPHA: f64 = 2.0;
    pub const TARGET_WEIGHT: f32 = 3.0;
    pub const CLASS_WEIGHT_POWER: f64 = 0.25;
    pub const IDF_POWER: f64 = 1.0;
    pub const TOLERANCE: f64 = 1e-3;
    pub const MAX_EPOCHS: u32 = 200;
    pub const SEED: u64 = 1;
    pub const FOLDS: u16 = 5;
}

/// How to train, and by which words the card tells it.
pub struct Recipe {
    pub trainer: Trainer,
    pub target_weight: f32,
    pub folds: u16,
    pub settings: BTreeMap<String, String>,
}

impl Recipe {
    /// The recipe that the options ask for.
    pub fn new(args: &RecipeArgs) -> Self {
        let mut features = stance_text::FeatureConfig::default();
        if let Some(words) = args.words {
            features.words = words.0;
        }
        if let Some(chars) = args.chars {
            features.chars = chars.0;
        }
        features.cues &= !args.no_cues;
        features.anchors &= !args.no_anchors;
        features.mask_names &= !args.no_mask;
        features.bits = args.bits.unwrap_or(features.bits);
        let alpha = args.alpha.unwrap_or(default::ALPHA);
        let power = args
            .class_weight_power
            .unwrap_or(default::CLASS_WEIGHT_POWER);
        let tolerance = args.tolerance.unwrap_or(default::TOLERANCE);
        let max_epochs = args.max_epochs.unwrap_or(default::MAX_EPOCHS);
        let seed = args.seed.unwrap_or(default::SEED);
        let idf_power = args.idf_power.unwrap_or(default::IDF_POWER);
        let target_weight = args.target_weight.unwrap_or(default::TARGET_WEIGHT);
        let folds = args.folds.unwrap_or(default::FOLDS);
        let range = |range: Option<stance_text::NgramRange>| {
            range.map_or_else(|| "none".to_owned(), |range| range.to_string())
        };
        let settings = [
            ("words", range(features.words)),
            ("chars", range(features.chars)),
            ("cues", features.cues.to_string()),
            ("anchors", features.anchors.to_string()),
            ("mask", features.mask_names.to_string()),
            ("bits", features.bits.to_string()),
            ("alpha", alpha.to_string()),
            ("class-weight-power", power.to_string()),
            ("idf-power", idf_power.to_string()),
            ("target-weight", target_weight.to_string()),
            ("tolerance", tolerance.to_string()),
            ("max-epochs", max_epochs.to_string()),
            ("seed", seed.to_string()),
            ("folds", folds.to_string()),
        ];
        let learner = SparseLogisticRegression::params()
            .alpha(alpha)
            .class_weights(ClassWeights::InverseFrequency { power })
            .gradient_tolerance(tolerance)
            .max_epochs(max_epochs)
            .seed(seed);
        Self {
            trainer: Trainer {
                features,
                idf_power,
                learner,
                ..Trainer::default()
            },
            target_weight,
            folds,
            settings: settings
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
        }
    }

    /// The rows with their weights and folds, and in words how they were dealt out. Where there are target
    /// rows, they alone are held out.
    pub fn training_set<'r>(
        &self,
        labels: Labels,
        source: &'r [Row],
        target: &'r [Row],
        distilled: &'r Distilled,
        folds: u16,
    ) -> anyhow::Result<(TrainingSet<'r>, String)> {
        let held = if target.is_empty() { source } else { target };
        let (assigned, how) = assign(held, &labels, folds, target.is_empty())?;
        let set = self.assemble(labels, source, target, distilled, &assigned);
        Ok((set, how))
    }

    /// The rows with their weights, those with soft labels last; `assigned` has the fold of each row that is
    /// held out.
    pub fn assemble<'r>(
        &self,
        labels: Labels,
        source: &'r [Row],
        target: &'r [Row],
        distilled: &'r Distilled,
        assigned: &[u32],
    ) -> TrainingSet<'r> {
        let (of_source, of_target) = if target.is_empty() {
            (assigned, [].as_slice())
        } else {
            ([].as_slice(), assigned)
        };
        let example = |row: &'r Row, weight: f32, fold: Option<&u32>| Example {
            text: Cow::Borrowed(row.text.as_str()),
            target: Target::Hard(labels.index(&row.label).unwrap_or_default()),
            weight,
            fold: fold.copied(),
        };
        let source = source
            .iter()
            .enumerate()
            .map(|(at, row)| example(row, 1.0, of_source.get(at)));
        let target = target
            .iter()
            .enumerate()
            .map(|(at, row)| example(row, self.target_weight, of_target.get(at)));
        let soft = distilled.rows.iter().map(|row| Example {
            text: Cow::Borrowed(row.text.as_str()),
            target: row.target.clone(),
            weight: distilled.weight,
            fold: None,
        });
        let examples = source.chain(target).chain(soft).collect();
        TrainingSet { labels, examples }
    }
}

/// The labels that occur.
pub fn labels_of(source: &[Row], target: &[Row]) -> anyhow::Result<Labels> {
    Ok(Labels::of(
        source.iter().chain(target).map(|row| &row.label),
    )?)
}

/// Folds of whole groups; fewer than asked for where there are fewer groups, and folds of rows where there
/// is one or where, with no other rows to learn from (`alone`), a group has all rows of a label. What was
/// done is also given in words.
fn assign(
    rows: &[Row],
    labels: &Labels,
    folds: u16,
    alone: bool,
) -> anyhow::Result<(Vec<u32>, String)> {
    let groups: Vec<&str> = rows.iter().map(|row| row.group.as_str()).collect();
    let classes: Vec<usize> = rows
        .iter()
        .map(|row| labels.index(&row.label).unwrap_or_default())
        .collect();
    let distinct = distinct(&groups);
    let k = usize::from(folds);
    let indivisible = "the rows cannot be divided into folds";
    let assigned = |folds: folds::Folds| -> Vec<u32> {
        folds.assignment().iter().map(|&fold| fold as u32).collect()
    };
    if distinct >= 2 {
        let k = k.min(distinct);
        let folds = folds::grouped(&groups, Some(&classes), k);
        let folds = assigned(folds.context(indivisible)?);
        if !alone || leave_two_labels(&folds, &classes) {
            return Ok((folds, format!("by whole groups in {k} folds")));
        }
    }
    let k = k.min(rows.len());
    let folds = folds::stratified(&classes, k, 1);
    let folds = assigned(folds.context(indivisible)?);
    if alone && !leave_two_labels(&folds, &classes) {
        bail!(
            "too few records to hold some out and learn from the others: give more of each label"
        );
    }
    Ok((folds, format!("by rows in {k} folds")))
}

/// Number of different groups.
pub fn distinct(groups: &[&str]) -> usize {
    groups.iter().collect::<HashSet<_>>().len()
}

/// Whether the rows outside of each fold have two labels or more, as learning needs.
pub fn leave_two_labels(folds: &[u32], classes: &[usize]) -> bool {
    let last = folds.iter().copied().max().unwrap_or_default();
    (0..=last).all(|fold| {
        let outside = folds.iter().zip(classes).filter(|(of, _)| **of != fold);
        let mut outside = outside.map(|(_, class)| class);
        let first = outside.next();
        outside.any(|class| Some(class) != first)
    })
}

/// The held rows' predictions, ready to be measured.
pub fn held_predictions(set: &TrainingSet<'_>, held: &[Held]) -> anyhow::Result<Predictions> {
    let truth = held.iter().map(|held| held.truth).collect();
    let predicted: Vec<usize> = held.iter().map(|held| held.class).collect();
    let probabilities = held
        .iter()
        .flat_map(|held| held.probabilities.iter().copied())
        .collect();
    let predictions = Predictions::new(set.labels.iter(), truth, predicted)?;
    Ok(predictions.with_probabilities(probabilities)?)
}

/// Moves a bar along with training.
pub fn follow(bar: &ProgressBar) -> impl Fn(Progress) + Sync + '_ {
    move |progress| {
        match progress {
            Progress::Features { .. } => bar.set_message("learning"),
            Progress::Fold { folds, .. } => bar.set_length(folds as u64 + 2),
            _ => {}
        }
        bar.inc(1);
    }
}
