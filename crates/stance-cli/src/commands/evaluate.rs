//! `stance evaluate`.

use std::fmt::Write as _;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use rayon::prelude::*;
use serde_json::{Value, json};
use stance_classifier::{Classifier, Classify, Scratch};
use stance_eval::{Bootstrap, Evaluation, Predictions};

use super::recipe::{self, Recipe};
use super::train;
use crate::args::{DataArgs, EvaluateArgs, TextOrJson};
use crate::input;
use crate::input::labelled::{self, Labelled, Row, Texts};
use crate::output::Notes;
use crate::output::destination::Destination;

/// The labelled sentences of the documents, and the statements that `--retrain` learns from; both as the
/// repository has them.
const DOCUMENTS: &str = "datasets/documents.csv";
const STATEMENTS: &str = "datasets/statements";

/// The bootstrap's seed, so that a figure printed twice is the same.
const SEED: u64 = 1;

/// Measures a model, or a recipe by cross-validation, and prints how good it is.
pub fn run(args: &EvaluateArgs, notes: &Notes) -> anyhow::Result<()> {
    let mut out = Destination::open(args.out.as_deref())?;
    let measured = match args.cv {
        Some(folds) => cross_validated(args, folds, notes)?,
        None => on_test_data(args, notes)?,
    };
    let predictions = if args.abstain.abstain > 0.0 {
        measured
            .predictions
            .abstaining_below(args.abstain.abstain)?
    } else {
        measured.predictions
    };
    let bootstrap = Bootstrap::seeded(SEED).resamples(args.resamples as usize);
    let evaluation = Evaluation::of(&predictions, &bootstrap)?;
    let text = match args.format {
        TextOrJson::Json => {
            let mut value = serde_json::to_value(&evaluation)?;
            if let Value::Object(members) = &mut value {
                members.insert("model".to_owned(), json!(measured.model));
                members.insert("data".to_owned(), json!(measured.data));
            }
            format!("{value:#}\n")
        }
        TextOrJson::Text => report(&evaluation, &measured.model, &measured.data)?,
    };
    out.write_all(text.as_bytes())?;
    out.finish()
}

/// Predictions, and what made them of what.
struct Measured {
    predictions: Predictions,
    model: String,
    data: String,
}

fn on_test_data(args: &EvaluateArgs, notes: &Notes) -> anyhow::Result<Measured> {
    let default = [PathBuf::from(DOCUMENTS)];
    let paths = if args.data.is_empty() {
        default.as_slice()
    } else {
        &args.data
    };
    in_the_repository(paths, &args.data, "--data FILE")?;
    let data = labelled::read(paths, &args.columns, &Texts::new())?;
    let (classifier, model) = if args.retrain {
        retrained(args, notes)?
    } else {
        (
            input::model::open(&args.model.model)?,
            args.model.model.clone(),
        )
    };
    let predictions = predict(&classifier, &data)?;
    Ok(Measured {
        predictions,
        model,
        data: names(paths),
    })
}

/// A model trained on the spot from the statements of the repository.
fn retrained(args: &EvaluateArgs, notes: &Notes) -> anyhow::Result<(Classifier<'static>, String)> {
    let statements = vec![PathBuf::from(STATEMENTS)];
    in_the_repository(
        &statements,
        &[],
        "`stance train --data FOLDER --out M`, then --model M",
    )?;
    let data = DataArgs {
        data: statements,
        target: Vec::new(),
        texts: Vec::new(),
        columns: crate::args::ColumnArgs {
            text_column: "text".to_owned(),
            label_column: "label".to_owned(),
            group_column: None,
            labels: Vec::new(),
        },
    };
    let made = train::train(
        &data,
        &Recipe::new(&args.recipe),
        "retrained".to_owned(),
        notes,
    )?;
    Ok((
        made.into_classifier(),
        format!("trained now from {STATEMENTS}"),
    ))
}

/// Says where a default file is to be found, if it is not here.
fn in_the_repository(paths: &[PathBuf], given: &[PathBuf], instead: &str) -> anyhow::Result<()> {
    match paths.iter().find(|path| given.is_empty() && !path.exists()) {
        Some(path) => bail!(
            "{}: not found: run this in the folder of the repository, or use {instead}",
            path.display()
        ),
        None => Ok(()),
    }
}

fn predict(classifier: &Classifier<'_>, data: &Labelled) -> anyhow::Result<Predictions> {
    let labels = classifier.labels();
    let class = |row: &Row| {
        labels.index(&row.label).with_context(|| {
            let known: Vec<&str> = labels.iter().collect();
            format!(
                "{}: unknown label `{}`; the model has {}",
                row.place,
                row.label,
                known.join(", ")
            )
        })
    };
    let truth: Vec<usize> = data.rows.iter().map(class).collect::<anyhow::Result<_>>()?;
    let predicted: Vec<(usize, Vec<f64>)> = data
        .rows
        .par_iter()
        .map_init(Scratch::new, |scratch, row| {
            let prediction = classifier.classify_with(&row.text, scratch);
            (prediction.class(), prediction.probabilities().to_vec())
        })
        .collect();
    let (classes, probabilities): (Vec<usize>, Vec<Vec<f64>>) = predicted.into_iter().unzip();
    let predictions = Predictions::new(labels.iter(), truth, classes)?;
    Ok(predictions.with_probabilities(probabilities.concat())?)
}

fn cross_validated(args: &EvaluateArgs, folds: u16, notes: &Notes) -> anyhow::Result<Measured> {
    let source = labelled::read(&args.data, &args.columns, &Texts::new())?;
    let texts = labelled::texts(&args.texts, &args.columns.text_column)?;
    let target = labelled::read(&args.target, &args.columns, &texts)?;
    let held = if target.rows.is_empty() {
        &source
    } else {
        &target
    };
    let mut groups: Vec<&str> = held.rows.iter().map(|row| row.group.as_str()).collect();
    groups.sort_unstable();
    groups.dedup();
    if groups.len() > 1 && groups.len() < usize::from(folds) {
        bail!(
            "{folds} folds of {} groups ({}): ask for at most {0} folds",
            groups.len(),
            groups.join(", ")
        );
    }
    let recipe = Recipe::new(&args.recipe);
    let set = recipe.training_set(&source.rows, &target.rows, folds)?;
    let bar = notes.bar(u64::from(folds) + 2, "reading texts");
    let predicted = recipe.trainer.cross_validate(&set, &recipe::follow(&bar))?;
    bar.finish_and_clear();
    let by = if groups.len() > 1 {
        "whole groups"
    } else {
        "rows"
    };
    let paths = if args.target.is_empty() {
        &args.data
    } else {
        &args.target
    };
    Ok(Measured {
        predictions: recipe::held_predictions(&set, &predicted)?,
        model: format!("{folds}-fold cross-validation by {by}"),
        data: names(paths),
    })
}

fn names(paths: &[PathBuf]) -> String {
    let names: Vec<String> = paths
        .iter()
        .map(|path| input::source::name(Path::new(path)))
        .collect();
    names.join(", ")
}

/// The summary for reading.
fn report(evaluation: &Evaluation, model: &str, data: &str) -> anyhow::Result<String> {
    let mut out = String::new();
    let bold = anstyle::Style::new().bold();
    writeln!(
        out,
        "{bold}{model}{bold:#} on {data}: {} statements\n",
        evaluation.n
    )?;
    let [low, high] = evaluation.accuracy_ci;
    writeln!(
        out,
        "accuracy   {bold}{:.3}{bold:#}   95 % interval {low:.3} to {high:.3}",
        evaluation.accuracy
    )?;
    let [low, high] = evaluation.macro_f1_ci;
    writeln!(
        out,
        "macro-F1   {bold}{:.3}{bold:#}   95 % interval {low:.3} to {high:.3}",
        evaluation.macro_f1
    )?;
    writeln!(
        out,
        "majority   {:.3}   accuracy of always saying `{}` (macro-F1 {:.3})",
        evaluation.majority_accuracy, evaluation.majority_label, evaluation.majority_macro_f1
    )?;
    if let (Some(log_loss), Some(ece)) = (evaluation.log_loss, evaluation.ece) {
        writeln!(out, "log loss   {log_loss:.3}")?;
        writeln!(
            out,
            "ECE        {ece:.3}   expected calibration error, 10 bins"
        )?;
    }
    if evaluation.abstained > 0 {
        let answered = evaluation.n as u64 - evaluation.abstained;
        writeln!(
            out,
            "abstained  {} of {}; each counts as a mistake above",
            evaluation.abstained, evaluation.n
        )?;
        let right = evaluation.accuracy * evaluation.n as f64 / answered.max(1) as f64;
        writeln!(out, "answered   {answered}, of which {right:.3} right")?;
    }
    let width = evaluation
        .per_class
        .iter()
        .map(|(label, _)| label.len())
        .max()
        .unwrap_or(0)
        .max(5);
    writeln!(out, "\n{:<width$}  precision  recall     F1  support", "")?;
    for (label, scores) in evaluation.per_class.iter() {
        writeln!(
            out,
            "{label:<width$}  {:>9.3}  {:>6.3}  {:>5.3}  {:>7}",
            scores.precision, scores.recall, scores.f1, scores.support
        )?;
    }
    writeln!(out, "\nconfusion (rows: truth, columns: prediction)")?;
    write!(out, "{:<width$}", "")?;
    for (label, _) in evaluation.confusion.iter() {
        write!(out, "  {label:>width$}")?;
    }
    writeln!(out)?;
    for (truth, row) in evaluation.confusion.iter() {
        write!(out, "{truth:<width$}")?;
        for (_, count) in row.iter() {
            write!(out, "  {count:>width$}")?;
        }
        writeln!(out)?;
    }
    Ok(out)
}
