//! `stance train --engine encoder`.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, anyhow, bail};
use ndarray::Array2;
use sha2::{Digest, Sha256};
use stance_classifier::card::{Card, Teacher};
use stance_classifier::train::{Calibrated, HeldScores};
use stance_classifier::{Labels, MatrixScaling};
use stance_encoder::train::{Base, FineTuner, FineTuning, Row, Step};
use stance_encoder::{EncoderModel, Weights, WordPieces};
use stance_eval::{Predictions, folds};

use super::checkpoint::{Checkpoint, Mark, Run};
use crate::args::TrainArgs;
use crate::commands::distil::{self, Distilled};
use crate::commands::recipe;
use crate::input::labelled::{self, Field, Labelled, Texts};
use crate::input::source;
use crate::output::Notes;
use crate::output::destination::Destination;

/// What the options leave open.
mod default {
    /// A vocabulary with which six layers of 384 stay under 16 MB in whole numbers.
    pub const VOCABULARY: usize = 12_000;
    pub const MAX_PIECES: usize = 96;
    /// Longest text that the model will read, in word pieces.
    pub const POSITIONS: usize = 128;
    pub const TARGET_WEIGHT: f32 = 2.0;
    /// One fold of so many is held out for calibration.
    pub const FOLDS: u16 = 16;
    pub const SEED: u64 = 1;
    pub const CHECKPOINT_EVERY: u64 = 100;
}

/// A model's file, and the checkpoint that can go when it is written.
pub struct Made {
    pub bytes: Vec<u8>,
    pub checkpoint: Checkpoint,
}

/// What the options ask for.
struct Plan {
    tuning: FineTuning,
    vocabulary: usize,
    max_pieces: usize,
    layers: Option<usize>,
    /// Whether names of a kind are read alike.
    mask_names: bool,
    target_weight: f32,
    folds: u16,
    held_out_by: Option<String>,
}

impl Plan {
    fn new(args: &TrainArgs) -> anyhow::Result<Self> {
        let options = &args.encoder;
        let usual = FineTuning::default();
        let tuning = FineTuning {
            epochs: options.epochs.map_or(usual.epochs, usize::from),
            batch: options.batch.map_or(usual.batch, usize::from),
            rate: args.stream.rate.unwrap_or(usual.rate),
            layer_decay: options.layer_decay.unwrap_or(usual.layer_decay),
            dropout: options.dropout.unwrap_or(usual.dropout),
            label_smoothing: options.label_smoothing.unwrap_or(usual.label_smoothing),
            averaged: options.averaged.unwrap_or(usual.averaged),
            seed: args.recipe.seed.unwrap_or(default::SEED),
            ..usual
        };
        Ok(Self {
            tuning: tuning.check()?,
            vocabulary: options.vocabulary.unwrap_or(default::VOCABULARY),
            max_pieces: options.max_pieces.map_or(default::MAX_PIECES, usize::from),
            layers: options.layers.map(usize::from),
            mask_names: !args.recipe.no_mask,
            target_weight: args.recipe.target_weight.unwrap_or(default::TARGET_WEIGHT),
            folds: args.recipe.folds.unwrap_or(default::FOLDS),
            held_out_by: options.held_out_by.clone(),
        })
    }

    /// The settings by the names of their options.
    fn settings(&self, base: &Path) -> anyhow::Result<BTreeMap<String, String>> {
        const MODEL: &str = "model.safetensors";
        let bytes = source::bytes(&base.join(MODEL))?;
        let checksum = labelled::hexadecimal(&Sha256::digest(&bytes));
        let tuning = &self.tuning;
        let settings = [
            ("engine", "encoder".to_owned()),
            ("base", format!("{MODEL}, SHA-256 {checksum}")),
            ("epochs", tuning.epochs.to_string()),
            ("batch", tuning.batch.to_string()),
            ("rate", tuning.rate.to_string()),
            ("layer-decay", tuning.layer_decay.to_string()),
            ("dropout", tuning.dropout.to_string()),
            ("label-smoothing", tuning.label_smoothing.to_string()),
            ("averaged", tuning.averaged.to_string()),
            ("seed", tuning.seed.to_string()),
            ("vocabulary", self.vocabulary.to_string()),
            ("max-pieces", self.max_pieces.to_string()),
            (
                "layers",
                self.layers.map_or("all".to_owned(), |n| n.to_string()),
            ),
            ("mask", self.mask_names.to_string()),
            ("target-weight", self.target_weight.to_string()),
            ("folds", self.folds.to_string()),
            (
                "held-out-by",
                self.held_out_by.clone().unwrap_or("group".to_owned()),
            ),
        ];
        Ok(settings
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect())
    }
}

/// Fine-tunes an encoder and says how that goes.
pub fn train(
    args: &TrainArgs,
    soft_labels: Option<Destination>,
    name: String,
    notes: &Notes,
) -> anyhow::Result<Made> {
    let started = Instant::now();
    let plan = Plan::new(args)?;
    let directory = args.encoder.base.as_deref().context("--base is needed")?;
    let checkpoint = Checkpoint::new(args.stream.checkpoint.clone())?;
    let mut data = Data::read(args, &plan)?;
    data.distil(args, soft_labels, notes)?;
    let base = base(directory, &plan, &data)?;
    let mut settings = plan.settings(directory)?;
    if data.distilled.told.is_some() {
        let weight = data.distilled.weight.to_string();
        settings.insert("unlabelled-weight".to_owned(), weight);
    }
    let (pieces, weights) = (
        base.pieces,
        base.weights
            .with_new_head(data.labels.len(), plan.tuning.seed),
    );
    notes.say(format_args!(
        "{} rows of {} files, {} of them held out; {} labels: {}; an encoder of {} layers, {} word pieces, \
         {:.1} million parameters",
        data.rows().count(),
        data.files().count(),
        data.held.len(),
        data.labels.len(),
        data.labels.iter().collect::<Vec<_>>().join(", "),
        weights.config.layers,
        pieces.len(),
        weights.parameters() as f64 / 1e6
    ));
    // A text is learned from as far as it will be read.
    let most = plan.max_pieces.min(weights.config.positions);
    let rows = data.to_learn_from(&pieces, plan.target_weight, most);
    let mut tuner = FineTuner::new(weights, rows, plan.tuning)?;
    let run = run(args, &settings, &data)?;
    if let Some(before) = checkpoint.read()? {
        before.check(&run)?;
        tuner = before.resume(|from| tuner.resume(from))?;
    }
    let weights = fine_tune(tuner, args, &run, &checkpoint, notes)?;
    notes.say(format_args!(
        "fine-tuning took {:.0} s",
        started.elapsed().as_secs_f64()
    ));
    let model = EncoderModel::quantise(
        &weights,
        &pieces,
        data.labels.clone(),
        MatrixScaling::identity(data.labels.len()),
        String::new(),
    )?;
    let calibrated = data.calibrate(&model)?;
    let card = card(name, settings, &data, &calibrated)?;
    if let Some(scores) = &card.held_out {
        super::say_held_out(scores, notes);
    }
    let model = model
        .with_calibration(calibrated.scaling)?
        .with_card(card.to_json()?);
    Ok(Made {
        bytes: model.to_bytes()?,
        checkpoint,
    })
}

/// The base, cut to what is asked for.
fn base(directory: &Path, plan: &Plan, data: &Data) -> anyhow::Result<Base> {
    let mut base = Base::read(directory)?;
    let config = base.weights.config;
    if let Some(layers) = plan.layers {
        if layers > config.layers {
            bail!("--layers {layers}: the base has {} of them", config.layers);
        }
        base.weights.keep_layers(layers);
    }
    if plan.mask_names {
        base.pieces = base.pieces.reading_names_alike();
    }
    let soft = data.distilled.rows.iter().map(|row| row.text.as_str());
    let texts = data.rows().map(|row| row.text.as_str()).chain(soft);
    let mut base = base.pruned(texts, plan.vocabulary)?;
    base.weights.keep_positions(default::POSITIONS);
    Ok(base)
}

/// Takes all steps that are left.
fn fine_tune(
    mut tuner: FineTuner,
    args: &TrainArgs,
    run: &Run,
    checkpoint: &Checkpoint,
    notes: &Notes,
) -> anyhow::Result<Weights> {
    /// Lines that tell of a whole training.
    const LINES: usize = 20;
    let steps = tuner.steps();
    if tuner.done() > 0 {
        notes.say(format_args!(
            "going on from the checkpoint: behind step {} of {steps}",
            tuner.done()
        ));
    }
    let every = args
        .stream
        .checkpoint_every
        .unwrap_or(default::CHECKPOINT_EVERY);
    let bar = notes.bar(steps as u64, "fine-tuning");
    bar.set_position(tuner.done() as u64);
    let (mut loss, mut count) = (0.0, 0);
    while let Some(Step {
        done,
        loss: of_step,
        ..
    }) = tuner.step()
    {
        bar.inc(1);
        loss += of_step;
        count += 1;
        if !loss.is_finite() {
            bail!("the loss is not a number any more at step {done}: lower --rate");
        }
        if done % steps.div_ceil(LINES) == 0 || done == steps {
            bar.suspend(|| {
                notes.say(format_args!(
                    "step {done} of {steps}: mean loss {:.4}",
                    loss / f64::from(count)
                ));
            });
            (loss, count) = (0.0, 0);
        }
        if checkpoint.is_wanted() && (done as u64).is_multiple_of(every) && done < steps {
            checkpoint.write(run, |to| Ok(tuner.save(to)?))?;
        }
    }
    bar.finish_and_clear();
    Ok(tuner.finish())
}

/// What a checkpoint must agree with to be gone on from.
fn run(args: &TrainArgs, settings: &BTreeMap<String, String>, data: &Data) -> anyhow::Result<Run> {
    let mut settings = settings.clone();
    for (name, column) in [
        ("text-column", Some(&args.data.columns.text_column)),
        ("label-column", Some(&args.data.columns.label_column)),
        ("group-column", args.data.columns.group_column.as_ref()),
    ] {
        settings.insert(name.to_owned(), column.cloned().unwrap_or_default());
    }
    if let Some(Teacher::Model { sha256, .. }) =
        data.distilled.told.as_ref().map(|told| &told.teacher)
    {
        settings.insert("teacher".to_owned(), sha256.clone());
    }
    let paths = source::tables(&args.data.data)?
        .into_iter()
        .chain(source::tables(&args.data.target)?)
        .chain(source::tables(&args.data.texts)?)
        .chain(source::tables(&args.distil.unlabelled)?)
        .chain(args.distil.soft_labels.clone());
    Ok(Run {
        made_by: super::made_by(),
        settings,
        files: paths
            .map(|path| Mark::of(&path))
            .collect::<anyhow::Result<_>>()?,
        labels: data.labels.iter().map(str::to_owned).collect(),
    })
}

/// The rows, and which of them are held out.
struct Data {
    labels: Labels,
    source: Labelled,
    target: Labelled,
    distilled: Distilled,
    /// Indices among those that rows are held out of: the target's, where there are any.
    held: Vec<usize>,
    /// Folds of the held rows, by which the calibration is chosen and measured.
    folds: Vec<usize>,
    /// How they were held out, in words.
    how: String,
}

impl Data {
    fn read(args: &TrainArgs, plan: &Plan) -> anyhow::Result<Self> {
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

    fn rows(&self) -> impl Iterator<Item = &labelled::Row> {
        self.source.rows.iter().chain(&self.target.rows)
    }

    fn files(&self) -> impl Iterator<Item = &labelled::LabelledFile> {
        self.source.files.iter().chain(&self.target.files)
    }

    /// Adds what a teacher says of texts without labels.
    fn distil(
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
    fn measured(&self) -> &[labelled::Row] {
        if self.target.rows.is_empty() {
            &self.source.rows
        } else {
            &self.target.rows
        }
    }

    fn class(&self, row: &labelled::Row) -> usize {
        self.labels.index(&row.label).unwrap_or_default()
    }

    /// Holds out the first fold of whole groups, or of rows where there are fewer groups than folds.
    fn hold_out(&mut self, plan: &Plan) -> anyhow::Result<()> {
        /// Folds that the held rows are divided into again.
        const INNER: usize = 5;
        let rows = self.measured();
        let classes: Vec<usize> = rows.iter().map(|row| self.class(row)).collect();
        let groups: Vec<&str> = rows
            .iter()
            .map(|row| row.fields.first().unwrap_or(&row.group).as_str())
            .collect();
        let k = usize::from(plan.folds);
        let (divided, what) = if recipe::distinct(&groups) >= k {
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
        let inner = if recipe::distinct(&inner_groups) >= INNER && what == "groups" {
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
    fn to_learn_from(&self, pieces: &WordPieces, target_weight: f32, most: usize) -> Vec<Row> {
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
    fn calibrate(&self, model: &EncoderModel<'_>) -> anyhow::Result<Calibrated> {
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

fn card(
    name: String,
    recipe: BTreeMap<String, String>,
    data: &Data,
    calibrated: &Calibrated,
) -> anyhow::Result<Card> {
    let mut rows = BTreeMap::new();
    for row in data.rows() {
        *rows.entry(row.label.clone()).or_insert(0) += 1;
    }
    let held = &calibrated.predictions;
    let predicted: Vec<usize> = held.iter().map(|held| held.class).collect();
    let predictions = Predictions::new(
        data.labels.iter(),
        held.iter().map(|held| held.truth).collect(),
        predicted,
    )?
    .with_probabilities(
        held.iter()
            .flat_map(|held| held.probabilities.iter().copied())
            .collect(),
    )?;
    Ok(Card {
        name,
        made_by: super::made_by(),
        data: data.files().map(labelled::LabelledFile::on_card).collect(),
        rows,
        distilled: data.distilled.told.clone(),
        recipe,
        calibration: calibrated.kind.to_string(),
        held_out: Some(super::scores(&predictions, data.how.clone())?),
    })
}
