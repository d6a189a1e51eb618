//! The score by the number of training rows.

use anyhow::bail;
use rayon::prelude::*;
use stance_classifier::train::{Held, Target, TrainingSet, held_predictions};
use stance_eval::learning::{doublings, stratified_order};
use stance_eval::{Bootstrap, LearningCurve, Outlook, Predictions};

use super::folds::Division;
use super::measured::Measured;
use crate::args::EvaluateArgs;
use crate::commands::recipe::Recipe;
use crate::output::Notes;

/// Points of the curve, each of twice the rows of the one before.
const POINTS: usize = 5;

/// Cross-validates the recipe on more and more of each fold's training rows.
///
/// Rows of `--data` and of `--target` are taken in the same share, those with soft labels always. The models are not calibrated: the
/// likeliest label is what counts here.
pub fn curve(
    args: &EvaluateArgs,
    division: &Division,
    measured: &Measured,
    bootstrap: &Bootstrap,
    notes: &Notes,
) -> anyhow::Result<LearningCurve> {
    let recipe = Recipe::new(&args.recipe);
    let assignment = division.assignment();
    let set = recipe.assemble(measured.labels.clone(), division.rows(), &assignment);
    // Where the held rows begin among the examples.
    let first_held = division.always().len();
    let folds: Vec<(Vec<usize>, Vec<usize>)> = division
        .iter()
        .map(|(learned, tested)| {
            let shifted = |rows: Vec<usize>| rows.into_iter().map(|row| first_held + row);
            let learned = (0..first_held).chain(shifted(learned)).collect();
            (learned, shifted(tested).collect())
        })
        .collect();
    let orders: Vec<Vec<usize>> = folds
        .iter()
        .map(|(learned, _)| {
            let classes: Vec<usize> = learned
                .iter()
                .map(|&row| set.examples[row].target.class())
                .collect();
            let order = stratified_order(&classes, args.seed())?;
            Ok(order.into_iter().map(|at| learned[at]).collect())
        })
        .collect::<anyhow::Result<_>>()?;
    let fewest = orders.iter().map(Vec::len).min().unwrap_or_default();
    let mut sizes = doublings(fewest, POINTS);
    // A few rows of a rare label may be of one label all.
    sizes.retain(|&size| {
        orders.iter().all(|order| {
            let mut classes = order[..size]
                .iter()
                .map(|&row| set.examples[row].target.class());
            let first = classes.next();
            classes.any(|class| Some(class) != first)
        })
    });
    if sizes.len() < 2 {
        bail!(
            "--learning-curve: {fewest} training rows are too few to be halved: give more of each label"
        );
    }
    let pieces: Vec<(usize, usize)> = (0..sizes.len())
        .flat_map(|size| (0..folds.len()).map(move |fold| (size, fold)))
        .collect();
    let bar = notes.bar(pieces.len() as u64, "learning curve");
    let mut held: Vec<(usize, Vec<Held>)> = pieces
        .into_par_iter()
        .map(|(size, fold)| {
            // The largest size is all rows of each fold, of which some have a few more.
            let learned = match sizes.get(size) {
                Some(&rows) if size + 1 < sizes.len() => &orders[fold][..rows],
                _ => &orders[fold],
            };
            let predicted = tested(&recipe, &set, learned, &folds[fold].1)?;
            bar.inc(1);
            Ok((size, predicted))
        })
        .collect::<anyhow::Result<_>>()?;
    bar.finish_and_clear();
    let mut steps: Vec<(usize, Predictions)> = Vec::with_capacity(sizes.len());
    for (size, &rows) in sizes.iter().enumerate() {
        let of_size = held.iter_mut().filter(|(of, _)| *of == size);
        let mut of_size: Vec<Held> = of_size.flat_map(|(_, held)| held.drain(..)).collect();
        of_size.sort_unstable_by_key(|held| held.row);
        let predictions = held_predictions(&set.labels, &of_size)?;
        let predictions = match measured.predictions.clusters() {
            Some(clusters) => predictions.with_clusters(clusters)?,
            None => predictions,
        };
        steps.push((rows, predictions));
    }
    let steps: Vec<(usize, &Predictions)> = steps.iter().map(|(rows, p)| (*rows, p)).collect();
    Ok(LearningCurve::of(&steps, bootstrap)?)
}

/// What a model of the rows `learned` says of those in `tested`.
fn tested(
    recipe: &Recipe,
    set: &TrainingSet<'_>,
    learned: &[usize],
    tested: &[usize],
) -> anyhow::Result<Vec<Held>> {
    let soft =
        (0..set.examples.len()).filter(|&row| matches!(set.examples[row].target, Target::Soft(_)));
    // The order has a part in the result; that of the files is the one the whole model knows.
    let mut rows: Vec<(usize, Option<u32>)> = learned
        .iter()
        .map(|&row| (row, None))
        .chain(tested.iter().map(|&row| (row, Some(0))))
        .chain(soft.map(|row| (row, None)))
        .collect();
    rows.sort_unstable();
    let examples = rows.iter().map(|&(row, fold)| {
        let mut example = set.examples[row].clone();
        example.fold = fold;
        example
    });
    let part = TrainingSet {
        labels: set.labels.clone(),
        examples: examples.collect(),
    };
    let mut held = recipe.trainer.cross_validate(&part, &|_| {})?;
    for held in &mut held {
        held.row = rows[held.row].0;
    }
    Ok(held)
}

/// What the curve says, in a plain sentence.
pub fn sentence(curve: &LearningCurve) -> String {
    let [.., before, last] = curve.points.as_slice() else {
        return String::new();
    };
    let [low, high] = curve.last_step.ci;
    let change = format!(
        "From {} to {} training rows macro-F1 changed by {:+.3} (95 % interval {low:+.3} to {high:+.3})",
        before.rows, last.rows, curve.last_step.difference
    );
    let outlook = match curve.outlook {
        Outlook::Rising => "more data of this kind would still help",
        Outlook::Falling => {
            "the rows that were added are unlike those measured; look at them before adding more"
        }
        _ => "that is no more than chance, so more data of the same kind would help little",
    };
    format!("{change}: {outlook}.")
}
