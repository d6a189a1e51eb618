//! From options and rows to a trainer and what it is given.

use std::borrow::Cow;
use std::collections::BTreeMap;

use indicatif::ProgressBar;
use stance_classifier::Labels;
use stance_classifier::train::{self, Division, Example, Progress, Target, Trainer, TrainingSet};

use super::distil::Distilled;
use crate::args::RecipeArgs;
use crate::input::labelled::Row;

/// How much a row of `--target` counts, those of `--data` being 1, where the option is open: chosen with the
/// recipe of the embedded model.
const TARGET_WEIGHT: f32 = 3.0;

/// How to train, and by which words the card tells it.
pub struct Recipe {
    pub trainer: Trainer,
    pub target_weight: f32,
    pub folds: u16,
    pub settings: BTreeMap<String, String>,
}

/// The rows that a recipe is to learn from.
#[derive(Clone, Copy)]
pub struct Rows<'r> {
    /// Those of `--data`.
    pub source: &'r [Row],
    /// Those of `--target`, if there are any: they alone are held out then.
    pub target: &'r [Row],
    /// Those with soft labels, which are never held out.
    pub distilled: &'r Distilled,
}

impl Recipe {
    /// The recipe that the options ask for.
    pub fn new(args: &RecipeArgs) -> Self {
        let usual = train::Recipe::default();
        let mut features = usual.features;
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
        let recipe = train::Recipe {
            features,
            alpha: args.alpha.unwrap_or(usual.alpha),
            class_weight_power: args.class_weight_power.unwrap_or(usual.class_weight_power),
            idf_power: args.idf_power.unwrap_or(usual.idf_power),
            tolerance: args.tolerance.unwrap_or(usual.tolerance),
            max_epochs: args.max_epochs.unwrap_or(usual.max_epochs),
            seed: args.seed.unwrap_or(usual.seed),
            folds: args.folds.unwrap_or(usual.folds),
        };
        Self {
            trainer: recipe.trainer(),
            target_weight: args.target_weight.unwrap_or(TARGET_WEIGHT),
            folds: recipe.folds,
            settings: recipe.settings(),
        }
    }

    /// The rows with their weights and folds, and in words how they were dealt out.
    pub fn training_set<'r>(
        &self,
        labels: Labels,
        rows: Rows<'r>,
        folds: u16,
    ) -> anyhow::Result<(TrainingSet<'r>, String)> {
        let Rows { source, target, .. } = rows;
        let held = if target.is_empty() { source } else { target };
        let groups: Vec<&str> = held.iter().map(|row| row.group.as_str()).collect();
        let class = |row: &Row| labels.index(&row.label).unwrap_or_default();
        let classes: Vec<usize> = held.iter().map(class).collect();
        let division = Division::new(Some(&groups), &classes, folds, target.is_empty())?;
        let set = self.assemble(labels, rows, &division.folds);
        Ok((set, division.how))
    }

    /// The rows with their weights, those with soft labels last; `assigned` has the fold of each row that is
    /// held out.
    pub fn assemble<'r>(
        &self,
        labels: Labels,
        rows: Rows<'r>,
        assigned: &[u32],
    ) -> TrainingSet<'r> {
        let Rows {
            source,
            target,
            distilled,
        } = rows;
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
