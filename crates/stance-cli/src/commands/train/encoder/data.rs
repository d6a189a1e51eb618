//! The rows that an encoder is fine-tuned and calibrated by.

use std::collections::HashSet;

use anyhow::{Context, anyhow};
use ndarray::Array2;
use stance_classifier::Labels;
use stance_classifier::train::{Calibrated, HeldScores};
use stance_encoder::train::Row;
use stance_encoder::{EncoderModel, WordPieces};
use stance_eval::folds;

use super::plan::Plan;
use crate::args::TrainArgs;
use crate::commands::distil::{self, Distilled};
use crate::commands::recipe;
use crate::input::labelled::{self, Field, Labelled, Texts};
use crate::output::Notes;
use crate::output::destination::Destination;

/// The rows, and which of them are held out.
pub struct Data {
    pub labels: Labels,
    pub source: Labelled,
    pub target: Labelled,
    pub distilled: Distilled,
    /// Indices among those that rows are held out of: the target's, where there are any.
    pub held: Vec<usize>,
    /// Folds of the held rows, by which the calibration is chosen and measured.
    pub folds: Vec<usize>,
    /// How they were held out, in words.
    pub how: String,
}

impl Data {
    pub fn read(args: &TrainArgs, plan: &Plan) -> anyhow::Result<Self> {
        let data = &args.data;
        let source = labelled::read(&data.data, &data.columns, &Texts::new())?;
        let texts = labelled::texts(&data.texts, &data.columns.text_column)?;
        let field = plan.held_out_by.as_deref().map(|column| Field {
            column,
            option: "--held-out-by",
        });
        let target = labelled::read_with(&data.target, &data.columns, &texts, field.as_slice())?;
        let labels = recipe::labels_of(&source.rows, &target.rows)?;
        let mut data = Self {
            labels,
            source,
            target,
            distilled: Distilled::default(),
            held: Vec::new(),
            folds: Vec::new(),
            how: String::new(),
        };
        data.hold_out(plan)?;
        Ok(data)
    }

    pub fn rows(&self) -> impl Iterator<Item = &labelled::Row> {
        self.source.rows.iter().chain(&self.target.rows)
    }

    pub fn files(&self) -> impl Iterator<Item = &labelled::LabelledFile> {
        self.source.files.iter().chain(&self.target.files)
    }

    /// Adds what a teacher says of texts without labels.
    pub fn distil(
        &mut self,
        args: &TrainArgs,
        soft_labels: Option<Destination>,
        notes: &Notes,
    ) -> anyhow::Result<()> {
        self.distilled = distil::distil(
            &args.distil,
            &args.data.columns.text_column,
            &self.labels,
            [&self.source.rows, &self.target.rows],
            soft_labels,
            notes,
        )?;
        Ok(())
    }

    /// The rows that some are held out of.
    pub fn measured(&self) -> &[labelled::Row] {
        if self.target.rows.is_empty() {
            &self.source.rows
        } else {
            &self.target.rows
        }
    }

    pub fn class(&self, row: &labelled::Row) -> usize {
        self.labels.index(&row.label).unwrap_or_default()
    }

    /// Holds out the first fold of whole groups, or of rows where there are fewer groups than folds.
    pub fn hold_out(&mut self, plan: &Plan) -> anyhow::Result<()> {
        /// Folds that the held rows are divided into again.
        const INNER: usize = 5;
        let rows = self.measured();
        let classes: Vec<usize> = rows.iter().map(|row| self.class(row)).collect();
        let groups: Vec<&str> = rows
            .iter()
            .map(|row| row.fields.first().unwrap_or(&row.group).as_str())
            .collect();
        let k = usize::from(plan.folds);
        let (divided, what) = if distinct(&groups) >= k {
            (folds::grouped(&groups, Some(&classes), k), "groups")
        } else {
            (folds::stratified(&classes, k.min(rows.len()), 1), "rows")
        };
        let divided = divided
            .with_context(|| format!("{} rows are too few to hold some out of", rows.len()))?;
        let held: Vec<usize> = (0..rows.len())
            .filter(|&row| divided.assignment()[row] == 0)
            .collect();
        let inner_classes: Vec<usize> = held.iter().map(|&row| classes[row]).collect();
        let inner_groups: Vec<&str> = held.iter().map(|&row| groups[row]).collect();
        let inner = if distinct(&inner_groups) >= INNER && what == "groups" {
            folds::grouped(&inner_groups, Some(&inner_classes), INNER)
        } else {
            folds::stratified(&inner_classes, INNER.min(held.len()), 1)
        };
        let inner = inner.map_err(|_| {
            anyhow!(
                "{} rows are too few to calibrate by: give more, or hold out more with fewer --folds",
                held.len()
            )
        })?;
        let kind = if self.target.rows.is_empty() {
            "of all rows"
        } else {
            "of the target rows"
        };
        self.how = format!(
            "one of {k} folds of whole {what} {kind}, not learned from; each of {INNER} parts of it calibrated by \
             the others"
        );
        self.folds = inner.assignment().to_vec();
        self.held = held;
        Ok(())
    }

    /// The rows that are learned from, in their order, each as far as `most` word pieces.
    pub fn to_learn_from(&self, pieces: &WordPieces, target_weight: f32, most: usize) -> Vec<Row> {
        let first = match self.target.rows.is_empty() {
            true => 0,
            false => self.source.rows.len(),
        };
        let mut is_held = vec![false; self.rows().count()];
        self.held
            .iter()
            .for_each(|&row| is_held[first + row] = true);
        let mut found = Vec::new();
        let mut row = |text: &str, target: Box<[f32]>, weight: f32| {
            pieces.tokenize(text, most - 2, &mut found);
            let ids = found.iter().map(|piece| piece.id);
            Row {
                pieces: std::iter::once(pieces.cls())
                    .chain(ids)
                    .chain([pieces.sep()])
                    .collect(),
                target,
                weight,
            }
        };
        let weights = std::iter::repeat_n(1.0, self.source.rows.len())
            .chain(std::iter::repeat(target_weight));
        let labelled = self.rows().zip(weights).zip(is_held);
        let mut rows: Vec<Row> = labelled
            .filter(|(_, is_held)| !is_held)
            .map(|((labelled, weight), _)| {
                let mut target = vec![0.0; self.labels.len()];
                target[self.class(labelled)] = 1.0;
                row(&labelled.text, target.into(), weight)
            })
            .collect();
        let soft = self.distilled.rows.iter().map(|soft| {
            let shares = soft.target.shares(self.labels.len());
            let target = shares.iter().map(|&share| share as f32).collect();
            row(&soft.text, target, self.distilled.weight)
        });
        rows.extend(soft);
        rows
    }

    /// Calibrates by the rows that were held out, as the model in whole numbers scores them.
    pub fn calibrate(&self, model: &EncoderModel<'_>) -> anyhow::Result<Calibrated> {
        let rows = self.measured();
        let texts: Vec<&str> = self
            .held
            .iter()
            .map(|&row| rows[row].text.as_str())
            .collect();
        let scores = model.scores(&texts);
        let last = self.folds.iter().copied().max().unwrap_or_default();
        let parts = (0..=last)
            .map(|fold| {
                let of_fold: Vec<usize> = (0..self.held.len())
                    .filter(|&at| self.folds[at] == fold)
                    .collect();
                let flat = of_fold
                    .iter()
                    .flat_map(|&at| scores[at].iter().copied())
                    .collect();
                Ok(HeldScores {
                    truth: of_fold
                        .iter()
                        .map(|&at| self.class(&rows[self.held[at]]))
                        .collect(),
                    scores: Array2::from_shape_vec((of_fold.len(), self.labels.len()), flat)?,
                    rows: of_fold,
                })
            })
            .collect::<anyhow::Result<Vec<_>>>()?;
        /// Penalty of the matrix, as for the linear model.
        const ALPHA: f64 = 1.0;
        Ok(Calibrated::by(&self.labels, &parts, ALPHA)?)
    }
}

/// Number of different groups.
fn distinct(groups: &[&str]) -> usize {
    groups.iter().collect::<HashSet<_>>().len()
}
