//! `stance train --engine encoder`.

mod data;
mod plan;

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, bail};
use stance_classifier::MatrixScaling;
use stance_classifier::card::{Card, MADE_BY, Scores, Teacher};
use stance_classifier::train::{Calibrated, held_predictions};
use stance_encoder::train::{Base, FineTuner, Step};
use stance_encoder::{EncoderModel, Weights};

use super::checkpoint::{Checkpoint, Mark, Run};
use crate::args::TrainArgs;
use crate::input::labelled;
use crate::input::source;
use crate::output::Notes;
use crate::output::destination::Destination;
use data::Data;
use plan::{Plan, default};

/// A model's file, and the checkpoint that can go when it is written.
pub struct Made {
    pub bytes: Vec<u8>,
    pub checkpoint: Checkpoint,
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
        made_by: MADE_BY.to_owned(),
        settings,
        files: paths
            .map(|path| Mark::of(&path))
            .collect::<anyhow::Result<_>>()?,
        labels: data.labels.iter().map(str::to_owned).collect(),
    })
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
    let held = held_predictions(&data.labels, &calibrated.predictions)?;
    Ok(Card {
        name,
        made_by: MADE_BY.to_owned(),
        data: data.files().map(labelled::LabelledFile::on_card).collect(),
        rows,
        distilled: data.distilled.told.clone(),
        recipe,
        calibration: calibrated.kind.to_string(),
        held_out: Some(Scores::new(&held, data.how.clone())?),
    })
}
