//! `stance train --stream`.

use std::collections::BTreeMap;
use std::time::Instant;

use anyhow::{Context, bail};
use stance_classifier::card::{Card, MADE_BY, Scores};
use stance_classifier::train::{StreamTrainer, Streamed, held_predictions};
use stance_classifier::{Labels, LinearModel};

use super::checkpoint::{Checkpoint, Mark, Run};
use super::watch::Watch;
use crate::args::TrainArgs;
use crate::commands::recipe::Recipe;
use crate::input::labelled::LabelledFile;
use crate::input::source;
use crate::input::stream::{Files, Rows};
use crate::output::Notes;

/// Memory where no other allowance is given, in bytes.
const MEMORY: u64 = 512 << 20;
/// Settings of a recipe that have a meaning here.
const FEATURES: [&str; 6] = ["words", "chars", "cues", "anchors", "mask", "bits"];

/// A model with its card, and the checkpoint that can go when it is written.
pub struct Made {
    pub model: LinearModel<'static>,
    pub checkpoint: Checkpoint,
}

/// Learns a model from files of any size and says how that goes.
pub fn train(
    args: &TrainArgs,
    recipe: &Recipe,
    name: String,
    notes: &Notes,
) -> anyhow::Result<Made> {
    let started = Instant::now();
    let options = &args.stream;
    let passes = options.passes.unwrap_or(1);
    let paths = source::tables(&args.data.data)?;
    let files = Files {
        paths: &paths,
        format: options.input_format,
        columns: &args.data.columns,
    };
    if let Some(pipe) = paths.iter().find(|path| source::is_read_once(path)) {
        check_read_once(&source::name(pipe), args, passes)?;
    }
    let rate = options.rate.map_or(StreamTrainer::RATE, |rate| rate as f32);
    let mut settings: BTreeMap<String, String> = (FEATURES.iter())
        .filter_map(|&name| Some((name.to_owned(), recipe.settings.get(name)?.clone())))
        .collect();
    settings.insert("stream".to_owned(), "true".to_owned());
    settings.insert("passes".to_owned(), passes.to_string());
    settings.insert("rate".to_owned(), rate.to_string());

    let checkpoint = Checkpoint::new(options.checkpoint.clone())?;
    let marks = checkpoint
        .is_wanted()
        .then(|| paths.iter().map(|path| Mark::of(path)));
    let mut run = Run {
        made_by: MADE_BY.to_owned(),
        settings: identity(args, &settings),
        files: marks.into_iter().flatten().collect::<anyhow::Result<_>>()?,
        labels: Vec::new(),
    };
    let before = checkpoint.read()?;
    let labels = match (&before, args.data.columns.labels.as_slice()) {
        (Some(before), _) => {
            before.check(&run)?;
            Labels::of(&before.run.labels)?
        }
        (None, []) => files.labels()?,
        (None, named) => Labels::of(named).context("--labels")?,
    };
    run.labels = labels.iter().map(str::to_owned).collect();
    let trainer = StreamTrainer {
        labels: labels.clone(),
        features: recipe.trainer.features.clone(),
        rate,
        passes,
        memory: options.memory.unwrap_or(MEMORY),
    };
    let mut learner = match before {
        Some(before) => before.resume(|mut from| trainer.resume(&mut from))?,
        None => trainer.learner().context("--memory")?,
    };
    let every = options.checkpoint_every;
    let mut watch = Watch::new(run, checkpoint, every, passes, notes);
    watch.introduce(&learner);
    let mut read = Vec::new();
    while learner.passes_done() < passes {
        let mut rows = Rows::new(files, &labels);
        if !learner.remembers_all() {
            rows.skip(learner.rows_done())?;
        }
        watch.start(&learner);
        learner.pass(&mut rows, &mut |learner, reports| {
            watch.between(learner, reports)
        })?;
        if !rows.done.is_empty() {
            read = rows.done;
        }
    }
    let streamed = learner.finish().with_context(|| {
        let names: Vec<String> = paths.iter().map(|path| source::name(path)).collect();
        names.join(", ")
    })?;
    notes.say(format_args!(
        "training {} in {:.2} s",
        streamed.report,
        started.elapsed().as_secs_f64()
    ));
    let card = card(name, settings, &labels, &read, &streamed)?;
    match &card.held_out {
        Some(scores) => super::say_held_out(scores, notes),
        None => notes.warn("too few rows to hold some out: the model is not measured"),
    }
    Ok(Made {
        model: streamed.model.with_card(&card)?,
        checkpoint: watch.checkpoint,
    })
}

/// What cannot be had of a pipe, which is gone once it is read.
fn check_read_once(name: &str, args: &TrainArgs, passes: u32) -> anyhow::Result<()> {
    const WHY: &str = "can be read once only";
    if passes > 1 {
        bail!("{name}: {WHY}: --passes {passes} needs a file");
    }
    if args.stream.checkpoint.is_some() {
        bail!("{name}: {WHY}: going on from a --checkpoint needs a file");
    }
    if args.data.columns.labels.is_empty() {
        bail!("{name}: {WHY}: name all labels with --labels");
    }
    Ok(())
}

/// All options that the model depends on.
fn identity(args: &TrainArgs, settings: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let columns = &args.data.columns;
    let mut identity = settings.clone();
    for (name, value) in [
        ("text-column", columns.text_column.clone()),
        ("label-column", columns.label_column.clone()),
        ("labels", columns.labels.join(",")),
        (
            "input-format",
            args.stream
                .input_format
                .map_or(String::new(), |format| format!("{format:?}").to_lowercase()),
        ),
    ] {
        identity.insert(name.to_owned(), value);
    }
    identity
}

fn card(
    name: String,
    recipe: BTreeMap<String, String>,
    labels: &Labels,
    files: &[LabelledFile],
    streamed: &Streamed,
) -> anyhow::Result<Card> {
    let rows = (labels.iter().map(str::to_owned))
        .zip(streamed.report.rows.iter().map(|&rows| rows as usize))
        .collect();
    Ok(Card {
        name,
        made_by: MADE_BY.to_owned(),
        data: files.iter().map(LabelledFile::on_card).collect(),
        rows,
        distilled: None,
        recipe,
        calibration: streamed.calibration.to_string(),
        held_out: scores(labels, streamed)?,
    })
}

/// How the model does on the rows held out, if there are any.
fn scores(labels: &Labels, streamed: &Streamed) -> anyhow::Result<Option<Scores>> {
    if streamed.held.is_empty() {
        return Ok(None);
    }
    let held = held_predictions(labels, &streamed.held)?;
    let of = format!(
        "rows {} apart, not learned from; each half calibrated by the other",
        streamed.held_every
    );
    Ok(Some(Scores::new(&held, of)?))
}
