//! What is measured: a model on labelled texts, or a recipe on texts that it is held from.

use std::path::PathBuf;

use anyhow::{Context, bail};
use rayon::prelude::*;
use stance_classifier::{Classify, Labels, Prediction};
use stance_eval::Predictions;

use super::folds::{self, Division};
use super::stages::{Answers, Stages};
use crate::args::{ColumnArgs, DataArgs, DistilArgs, EvaluateArgs};
use crate::commands::recipe::Recipe;
use crate::commands::train;
use crate::engine::Engine;
use crate::input::labelled::{self, Field, Labelled, Row, Texts};
use crate::input::source;
use crate::output::Notes;

/// The labelled sentences of the documents, and the statements that `--retrain` learns from; both as the
/// repository has them.
const DOCUMENTS: &str = "datasets/documents.csv";
pub const STATEMENTS: &str = "datasets/statements";

/// Predictions, and what made them of what.
pub struct Measured {
    /// Before any abstention; with clusters where a column names them.
    pub predictions: Predictions,
    pub labels: Labels,
    /// What was measured, in words.
    pub model: String,
    /// On what, in words.
    pub data: String,
    pub subject: Subject,
    /// What the two models of a cascade said, each of all rows.
    pub stages: Option<Stages>,
}

/// What was measured.
pub enum Subject {
    /// A model on texts that it was not trained on.
    Model { engine: Engine, data: Labelled },
    /// A recipe, by models that were each trained without a fold.
    Recipe(Division),
}

impl Measured {
    /// The rows that were measured, in the order of the predictions.
    pub fn rows(&self) -> &[Row] {
        match &self.subject {
            Subject::Model { data, .. } => &data.rows,
            Subject::Recipe(division) => division.held(),
        }
    }
}

/// Measures what the options name.
pub fn measure(args: &EvaluateArgs, notes: &Notes) -> anyhow::Result<Measured> {
    if args.cross_validation.cv.is_none() && !args.distil.unlabelled.is_empty() {
        bail!("--unlabelled: texts to learn from, and without --cv nothing is learned");
    }
    let mut measured = match args.cross_validation.cv {
        Some(k) => folds::cross_validated(args, k, notes)?,
        None => on_test_data(args, notes)?,
    };
    if args.intervals.cluster.is_some() {
        // The cluster's column is read behind those of the slices.
        let at = args.depth.slice.len();
        let clusters: Vec<&str> = measured.rows().iter().map(|row| &*row.fields[at]).collect();
        measured.predictions = measured.predictions.clone().with_clusters(&clusters)?;
    }
    Ok(measured)
}

/// The columns that are read of each measured row: those of the slices, then that of the clusters.
pub fn fields(args: &EvaluateArgs) -> Vec<Field<'_>> {
    let slices = args.depth.slice.iter().map(|column| Field {
        column,
        option: "--slice",
    });
    let cluster = args.intervals.cluster.iter().map(|column| Field {
        column,
        option: "--cluster",
    });
    slices.chain(cluster).collect()
}

fn on_test_data(args: &EvaluateArgs, notes: &Notes) -> anyhow::Result<Measured> {
    let default = [PathBuf::from(DOCUMENTS)];
    let paths = if args.data.is_empty() {
        in_the_repository(&default, "--data FILE")?;
        default.as_slice()
    } else {
        &args.data
    };
    let read =
        |columns: &ColumnArgs| labelled::read_with(paths, columns, &Texts::new(), &fields(args));
    let (data, (engine, model)) = if args.retrain {
        // Read first, so that a bad table costs no training.
        (read(&args.columns)?, retrained(args, notes)?)
    } else {
        let engine = args.model.open()?;
        let mut columns = args.columns.clone();
        if columns.labels.is_empty() {
            // A label that the model knows is no slip of the pen, though one row alone has it.
            columns.labels = engine.labels().iter().map(str::to_owned).collect();
        }
        (read(&columns)?, (engine, args.model.model.clone()))
    };
    let labels = engine.labels().clone();
    let truth: Vec<usize> = data
        .rows
        .iter()
        .map(|row| class_of(row, &labels, "the model"))
        .collect::<anyhow::Result<_>>()?;
    let stages =
        (engine.as_cascade()).map(|cascade| Stages::of(cascade, &data, &labels, truth.clone()));
    let answers = match &stages {
        Some(stages) => stages.answers(stages.threshold),
        None => answers(&engine, &data),
    };
    let predictions = Predictions::new(labels.iter(), truth, answers.classes)?;
    Ok(Measured {
        predictions: predictions.with_probabilities(answers.probabilities)?,
        labels,
        model,
        data: names(paths),
        subject: Subject::Model { engine, data },
        stages,
    })
}

/// A model trained on the spot from the statements of the repository.
fn retrained(args: &EvaluateArgs, notes: &Notes) -> anyhow::Result<(Engine, String)> {
    let statements = vec![PathBuf::from(STATEMENTS)];
    in_the_repository(
        &statements,
        "`stance train --data FOLDER --out M`, then --model M",
    )?;
    let data = DataArgs {
        data: statements,
        target: Vec::new(),
        texts: Vec::new(),
        columns: usual_columns(),
    };
    let made = train::train(
        &data,
        &DistilArgs::default(),
        None,
        Recipe::new(&args.recipe),
        "retrained".to_owned(),
        notes,
    )?;
    Ok((
        made.into_classifier().into(),
        format!("trained now from {STATEMENTS}"),
    ))
}

/// The columns of the repository's own files.
pub fn usual_columns() -> ColumnArgs {
    ColumnArgs {
        text_column: "text".to_owned(),
        label_column: "label".to_owned(),
        group_column: None,
        labels: Vec::new(),
    }
}

/// Says where a default file is to be found, if it is not here.
pub fn in_the_repository(paths: &[PathBuf], instead: &str) -> anyhow::Result<()> {
    match paths.iter().find(|path| !path.exists()) {
        Some(path) => bail!(
            "{}: not found: run this in the folder of the repository, or use {instead}",
            path.display()
        ),
        None => Ok(()),
    }
}

/// What a model says of the rows, in their order.
pub fn answers(engine: &Engine, data: &Labelled) -> Answers {
    let texts: Vec<&str> = data.rows.iter().map(|row| row.text.as_str()).collect();
    let said: Vec<Prediction<'_>> = texts
        .par_chunks(engine.piece(texts.len()))
        .flat_map_iter(|piece| engine.classify_all(piece))
        .collect();
    Answers {
        classes: said.iter().map(Prediction::class).collect(),
        probabilities: (said.iter())
            .flat_map(|prediction| prediction.probabilities())
            .copied()
            .collect(),
    }
}

/// The class of a row's label; `whose` says who knows the labels.
pub fn class_of(row: &Row, labels: &Labels, whose: &str) -> anyhow::Result<usize> {
    labels.index(&row.label).with_context(|| {
        let known: Vec<&str> = labels.iter().collect();
        format!(
            "{}: unknown label `{}`; {whose} has {}",
            row.place,
            row.label,
            known.join(", ")
        )
    })
}

/// The names of files, as results call them.
pub fn names(paths: &[PathBuf]) -> String {
    let names: Vec<String> = paths.iter().map(|path| source::name(path)).collect();
    names.join(", ")
}
