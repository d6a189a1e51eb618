//! `stance train`.

mod checkpoint;
#[cfg(feature = "accurate")]
mod encoder;
mod stream;
mod watch;

use std::collections::BTreeMap;
use std::io::Write;

use anyhow::{Context, bail};
use stance_classifier::card::{Card, MADE_BY, Scores};
use stance_classifier::train::{Trained, held_predictions};
use stance_classifier::{Classifier, LinearModel};
use stance_eval::Predictions;

use super::distil::{self, Distilled};
use super::recipe::{self, Recipe, Rows};
use crate::args::{DataArgs, DistilArgs, EngineKind, TrainArgs};
use crate::input::labelled::{self, Labelled, LabelledFile, Texts};
use crate::input::source;
use crate::output::Notes;
use crate::output::destination::Destination;

/// Trains a model and writes it.
pub fn run(args: &TrainArgs, notes: &Notes) -> anyhow::Result<()> {
    // Opened first, so that a place that cannot be written costs no training.
    let mut out = Destination::open(Some(&args.out))?;
    let stem = args
        .out
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned());
    let name = args.name.clone().or(stem).unwrap_or_default();
    let recipe = Recipe::new(&args.recipe);
    let soft_labels = soft_labels(args)?;
    if args.encoder.engine == EngineKind::Encoder {
        #[cfg(not(feature = "accurate"))]
        bail!(
            "--engine encoder: this program was built without it: build it with the feature `accurate`"
        );
        #[cfg(feature = "accurate")]
        {
            let tuned = encoder::train(args, soft_labels, name, notes)?;
            out.write_all(&tuned.bytes)?;
            out.finish()?;
            tuned.checkpoint.remove()?;
        }
    } else if args.stream.stream {
        let streamed = stream::train(args, &recipe, name, notes)?;
        out.write_all(&streamed.model.to_bytes()?)?;
        out.finish()?;
        // Not before the model is in its place: until then it is the way back.
        streamed.checkpoint.remove()?;
    } else {
        let model = train(&args.data, &args.distil, soft_labels, recipe, name, notes)?.into_model();
        out.write_all(&model.to_bytes()?)?;
        out.finish()?;
    }
    notes.say(format_args!("wrote {}", args.out.display()));
    Ok(())
}

/// Where to write down what a teacher says, where that is asked for.
fn soft_labels(args: &TrainArgs) -> anyhow::Result<Option<Destination>> {
    let path = args.write_soft_labels.as_deref();
    if path == Some(args.out.as_path()) {
        bail!(
            "{}: named by --out and by --write-soft-labels: give each a file of its own",
            args.out.display()
        );
    }
    path.map(|path| Destination::open_for_data(Some(path)))
        .transpose()
}

/// A trained model with its card.
pub struct Made {
    model: LinearModel<'static>,
}

impl Made {
    /// The model.
    pub fn into_model(self) -> LinearModel<'static> {
        self.model
    }

    /// The model as a classifier.
    pub fn into_classifier(self) -> Classifier<'static> {
        Classifier::new(self.model)
    }
}

/// Trains a model on the data named and says how that went; what its teacher says, if it has one, is written
/// to `soft_labels`.
pub fn train(
    data: &DataArgs,
    distil: &DistilArgs,
    soft_labels: Option<Destination>,
    mut recipe: Recipe,
    name: String,
    notes: &Notes,
) -> anyhow::Result<Made> {
    let source = labelled::read(&data.data, &data.columns, &Texts::new())?;
    let texts = labelled::texts(&data.texts, &data.columns.text_column)?;
    let target = labelled::read(&data.target, &data.columns, &texts)?;
    let named = || {
        let names: Vec<String> = data.data.iter().map(|path| source::name(path)).collect();
        names.join(", ")
    };
    let labels = recipe::labels_of(&source.rows, &target.rows).with_context(named)?;
    let distilled = distil::distil(
        distil,
        &data.columns.text_column,
        &labels,
        [&source.rows, &target.rows],
        soft_labels,
        notes,
    )?;
    if distilled.told.is_some() {
        let weight = distilled.weight.to_string();
        recipe
            .settings
            .insert("unlabelled-weight".to_owned(), weight);
    }
    if !target.rows.is_empty() {
        let weight = recipe.target_weight.to_string();
        recipe.settings.insert("target-weight".to_owned(), weight);
    }
    let rows = Rows {
        source: &source.rows,
        target: &target.rows,
        distilled: &distilled,
    };
    let (set, how) = recipe
        .training_set(labels, rows, recipe.folds)
        .with_context(named)?;
    notes.say(format_args!(
        "{} rows of {} files, {} labels: {}",
        source.rows.len() + target.rows.len(),
        source.files.len() + target.files.len(),
        set.labels.len(),
        set.labels.iter().collect::<Vec<_>>().join(", ")
    ));
    let bar = notes.bar(u64::from(recipe.folds) + 2, "reading texts");
    let trained = recipe.trainer.train(&set, &recipe::follow(&bar))?;
    bar.finish_and_clear();
    notes.say(format_args!("training {}", trained.report));
    if !trained.report.converged() {
        notes.warn(
            "the optimum was not reached: allow more passes with --max-epochs, or raise --alpha",
        );
    }
    let held = held_predictions(&set.labels, &trained.held)?;
    let data = [&source, &target];
    let card = card(name, &recipe, data, distilled, &how, &trained, &held)?;
    if let Some(scores) = &card.held_out {
        say_held_out(scores, notes);
    }
    Ok(Made {
        model: trained.model.with_card(&card)?,
    })
}

fn card(
    name: String,
    recipe: &Recipe,
    data: [&Labelled; 2],
    distilled: Distilled,
    how_held_out: &str,
    trained: &Trained,
    held: &Predictions,
) -> anyhow::Result<Card> {
    let mut rows = BTreeMap::new();
    for row in data.iter().flat_map(|part| &part.rows) {
        *rows.entry(row.label.clone()).or_insert(0) += 1;
    }
    let kind = if data[1].rows.is_empty() {
        "all rows"
    } else {
        "target rows"
    };
    Ok(Card {
        name,
        made_by: MADE_BY.to_owned(),
        data: data
            .iter()
            .flat_map(|part| &part.files)
            .map(LabelledFile::on_card)
            .collect(),
        rows,
        distilled: distilled.told,
        recipe: recipe.settings.clone(),
        calibration: trained.calibration.to_string(),
        held_out: Some(Scores::new(held, format!("{kind}, {how_held_out}"))?),
    })
}

/// Says how a model does on rows that were held out.
fn say_held_out(scores: &Scores, notes: &Notes) {
    notes.say(format_args!(
        "held out ({}): accuracy {:.3}, macro-F1 {:.3}, log loss {:.3}, ECE {:.3} on {} rows",
        scores.of, scores.accuracy, scores.macro_f1, scores.log_loss, scores.ece, scores.n
    ));
}
