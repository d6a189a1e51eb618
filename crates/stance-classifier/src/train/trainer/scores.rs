//! Scores of rows that are held out.

use rayon::prelude::*;

use super::{Progress, Trainer, TrainingSet};
use crate::error::Result;
use crate::train::held::HeldScores;
use crate::train::records::SparseRecords;
use crate::train::target::Target;

impl Trainer {
    /// Scores of the rows of each fold by a model trained on all others.
    pub(super) fn held_scores(
        &self,
        set: &TrainingSet<'_>,
        counts: &SparseRecords<f32>,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<Vec<HeldScores>> {
        let mut folds: Vec<u32> = set
            .examples
            .iter()
            .filter(|example| matches!(example.target, Target::Hard(_)))
            .filter_map(|example| example.fold)
            .collect();
        folds.sort_unstable();
        folds.dedup();
        let number = folds.len();
        folds
            .into_par_iter()
            .map(|fold| {
                let (held, trained_on): (Vec<usize>, Vec<usize>) =
                    (0..set.examples.len()).partition(|&row| set.examples[row].fold == Some(fold));
                let fitted = self.fit(set, counts, &trained_on)?;
                let (held, truth): (Vec<usize>, Vec<usize>) = held
                    .into_iter()
                    .filter_map(|row| match set.examples[row].target {
                        Target::Hard(class) => Some((row, class)),
                        Target::Soft(_) => None,
                    })
                    .unzip();
                let scores = fitted.scores(counts, &held, set.labels.len());
                progress(Progress::Fold {
                    fold,
                    folds: number,
                    report: fitted.learned.report().clone(),
                });
                Ok(HeldScores {
                    rows: held,
                    truth,
                    scores,
                })
            })
            .collect()
    }
}
