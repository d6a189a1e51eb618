//! What hash collisions and small weights cost: models of 2^14 to 2^20 buckets, learned and scored in
//! cross-validation, with weights of 32, 16 and 8 bits.
//!
//! `cargo run --release -p stance-classifier --features train --example quantisation`
//!
//! The rows are those of `datasets/statements`, held out by whole files, since each had one author. The
//! recipe is that of the embedded model and is the same for every number of buckets. Nothing is calibrated,
//! so that the log loss is that of the scores as they are.

use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use half::f16;
use linfa::DatasetBase;
use linfa::traits::Fit;
use ndarray::Array1;
use rayon::prelude::*;
use stance_classifier::Labels;
use stance_classifier::train::{ClassWeights, SparseLogisticRegression, SparseRecords};
use stance_eval::{Predictions, folds};
use stance_text::{Extractor, FeatureConfig, Group, Occurrence, Tokens};

const BITS: [u8; 7] = [14, 15, 16, 17, 18, 19, 20];
const FOLDS: usize = 5;

/// So many buckets that two features hardly ever share one: here they tell features apart.
const APART_BITS: u8 = 24;

type Failure = Box<dyn Error + Send + Sync>;

struct Statement {
    text: String,
    label: String,
    file: PathBuf,
}

/// How a weight is stored.
#[derive(Clone, Copy)]
enum Precision {
    F32,
    F16,
    /// A whole number from -127 to 127, times one scale for the whole table.
    I8,
}

impl Precision {
    const ALL: [Self; 3] = [Self::F32, Self::F16, Self::I8];

    const fn bytes(self) -> usize {
        match self {
            Self::F32 => 4,
            Self::F16 => 2,
            Self::I8 => 1,
        }
    }

    /// The weights as they are read back; the nearest that can be stored.
    fn stored(self, weights: &[f32]) -> Vec<f32> {
        let largest = weights.iter().fold(0f32, |most, w| most.max(w.abs()));
        let scale = if largest > 0.0 { largest / 127.0 } else { 1.0 };
        let stored = |&weight: &f32| match self {
            Self::F32 => weight,
            Self::F16 => f16::from_f32(weight).to_f32(),
            Self::I8 => (weight / scale).round() * scale,
        };
        weights.iter().map(stored).collect()
    }
}

fn main() -> Result<(), Failure> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../datasets/statements");
    let statements = read(&folder)?;
    let labels = Labels::of(statements.iter().map(|s| &s.label))?;
    let classes: Vec<usize> = statements
        .iter()
        .filter_map(|statement| labels.index(&statement.label))
        .collect();
    let files: Vec<&Path> = statements.iter().map(|s| s.file.as_path()).collect();
    let splits: Vec<(Vec<usize>, Vec<usize>)> = folds::grouped(&files, Some(&classes), FOLDS)?
        .iter()
        .collect();

    let mut measured = Vec::new();
    for bits in BITS {
        let counts = records(&statements, bits)?;
        let held: Vec<[Vec<f64>; Precision::ALL.len()]> = splits
            .par_iter()
            .map(|(learned, held)| fold(&counts, &classes, learned, held, labels.len()))
            .collect::<Result<_, _>>()?;
        let of = |at: usize| -> Result<Predictions, Failure> {
            let mut probabilities = vec![0.0; statements.len() * labels.len()];
            for ((_, rows), scores) in splits.iter().zip(&held) {
                for (&row, scores) in rows.iter().zip(scores[at].chunks(labels.len())) {
                    let place = row * labels.len()..(row + 1) * labels.len();
                    softmax(scores, &mut probabilities[place]);
                }
            }
            let predicted: Vec<usize> = probabilities.chunks(labels.len()).map(top).collect();
            let predictions = Predictions::new(labels.iter(), classes.clone(), predicted)?;
            Ok(predictions.with_probabilities(probabilities)?)
        };
        measured.push([of(0)?, of(1)?, of(2)?]);
    }
    print(&statements, &measured, &mut std::io::stdout().lock())
}

/// Scores of the held rows by a model of the others, in each precision; rows × classes.
fn fold(
    counts: &SparseRecords<f32>,
    classes: &[usize],
    learned: &[usize],
    held: &[usize],
    labels: usize,
) -> Result<[Vec<f64>; Precision::ALL.len()], Failure> {
    let factors = inverse_document_frequencies(counts, learned);
    let mut rows = SparseRecords::new(counts.features())?;
    for &row in learned {
        let (columns, values) = counts.row(row);
        let mut scaled: Vec<(u32, f32)> = columns
            .iter()
            .zip(values)
            .map(|(&column, value)| (column, value * factors[column as usize]))
            .collect();
        rows.push(&mut scaled)?;
    }
    let targets: Array1<usize> = learned.iter().map(|&row| classes[row]).collect();
    // The settings by which `stance train` learned the embedded model, but for the tolerance, which is 1e-3
    // there: in 2^14 buckets sums of 32 bits come no nearer than 1.3e-3.
    let model = SparseLogisticRegression::params()
        .alpha(2.0)
        .class_weights(ClassWeights::InverseFrequency { power: 0.25 })
        .gradient_tolerance(3e-3)
        .seed(1)
        .fit(&DatasetBase::new(rows, targets))?;
    if !model.report().converged() || model.classes().len() != labels {
        return Err(format!(
            "a fold was not learned or lacks a label: {}",
            model.report()
        )
        .into());
    }
    // A factor belongs to the feature, so that the model's weights are stored with it.
    let mut weights = Vec::with_capacity(factors.len() * labels);
    for (row, factor) in model.weights().rows().into_iter().zip(&factors) {
        weights.extend(row.iter().map(|weight| weight * factor));
    }
    let intercept = model
        .intercept()
        .as_slice()
        .ok_or("the intercept is not contiguous")?;
    let scores = |precision: Precision| {
        let weights = precision.stored(&weights);
        let mut scores = Vec::with_capacity(held.len() * labels);
        for &row in held {
            let begin = scores.len();
            scores.extend_from_slice(intercept);
            let (columns, values) = counts.row(row);
            for (&column, &value) in columns.iter().zip(values) {
                let weights = &weights[column as usize * labels..][..labels];
                for (score, weight) in scores[begin..].iter_mut().zip(weights) {
                    *score += f64::from(weight * value);
                }
            }
        }
        scores
    };
    Ok(Precision::ALL.map(scores))
}

/// `ln((1 + n)/(1 + df)) + 1` over the rows that are learned from, as in training.
fn inverse_document_frequencies(counts: &SparseRecords<f32>, rows: &[usize]) -> Vec<f32> {
    let mut frequencies = vec![0u32; counts.features()];
    for &row in rows {
        for &column in counts.row(row).0 {
            frequencies[column as usize] += 1;
        }
    }
    let n = rows.len() as f64;
    let factor = |df: u32| (((1.0 + n) / (1.0 + f64::from(df.max(1)))).ln() + 1.0) as f32;
    frequencies.into_iter().map(factor).collect()
}

/// The values of the shipped features in `2^bits` buckets.
fn records(statements: &[Statement], bits: u8) -> Result<SparseRecords<f32>, Failure> {
    let config = FeatureConfig {
        bits,
        ..FeatureConfig::default()
    };
    let scales = config.scales;
    let mut records = SparseRecords::new(config.buckets())?;
    let extractor = Extractor::new(config)?;
    let mut tokens = Tokens::new();
    for statement in statements {
        let mut found = Vec::new();
        let mut occurrences = [0u32; Group::COUNT];
        extractor.extract(&statement.text, &mut tokens, &mut |it: Occurrence| {
            occurrences[it.group.index()] += 1;
            found.push((it.group.index(), it.bucket));
        });
        let mut row: Vec<(u32, f32)> = found
            .into_iter()
            .map(|(group, bucket)| (bucket, scales[group] / (occurrences[group] as f32).sqrt()))
            .collect();
        records.push(&mut row)?;
    }
    Ok(records)
}

/// The buckets of all different features of the statements, features in one order for any `bits`.
fn buckets_of_features(statements: &[Statement]) -> Result<Vec<Vec<u32>>, Failure> {
    let extractors: Vec<Extractor> = BITS
        .iter()
        .chain([&APART_BITS])
        .map(|&bits| {
            Extractor::new(FeatureConfig {
                bits,
                ..FeatureConfig::default()
            })
        })
        .collect::<Result<_, _>>()?;
    let mut tokens = Tokens::new();
    let mut seen = vec![false; 1 << APART_BITS];
    let mut buckets = vec![Vec::new(); BITS.len()];
    for statement in statements {
        let mut found = vec![Vec::new(); extractors.len()];
        for (extractor, found) in extractors.iter().zip(&mut found) {
            extractor.extract(&statement.text, &mut tokens, &mut |it: Occurrence| {
                found.push(it.bucket);
            });
        }
        for (at, &apart) in found[BITS.len()].iter().enumerate() {
            if !std::mem::replace(&mut seen[apart as usize], true) {
                for (buckets, found) in buckets.iter_mut().zip(&found) {
                    buckets.push(found[at]);
                }
            }
        }
    }
    Ok(buckets)
}

/// Shares of the buckets that are in use, and of the features that share theirs with another.
fn collisions(features: &[u32], bits: u8) -> (f64, f64) {
    let mut load = vec![0u32; 1 << bits];
    for &bucket in features {
        load[bucket as usize] += 1;
    }
    let used = load.iter().filter(|&&load| load > 0).count();
    let alone = load.iter().filter(|&&load| load == 1).count();
    (
        used as f64 / load.len() as f64,
        (features.len() - alone) as f64 / features.len() as f64,
    )
}

/// One row for each number of buckets; in a cell, the three precisions.
fn print(
    statements: &[Statement],
    measured: &[[Predictions; Precision::ALL.len()]],
    out: &mut impl Write,
) -> Result<(), Failure> {
    let features = buckets_of_features(statements)?;
    let best = &measured.last().ok_or("nothing was measured")?[0];
    writeln!(
        out,
        "{} statements, {} different features\n",
        statements.len(),
        features[0].len()
    )?;
    let columns = [
        "buckets",
        "in use",
        "features that share one",
        "size, KiB",
        "accuracy",
        "macro-F1",
        "log loss",
        "other labels than by the largest, f32",
    ];
    writeln!(out, "| {} |", columns.join(" | "))?;
    writeln!(out, "|{}", " --- |".repeat(columns.len()))?;
    for ((bits, features), precisions) in BITS.into_iter().zip(&features).zip(measured) {
        let (used, shared) = collisions(features, bits);
        let sizes = Precision::ALL.map(|it| ((best.labels().len() * it.bytes()) << bits) / 1024);
        let confusions = precisions.each_ref().map(Predictions::confusion);
        let [f32, f16, i8] = precisions;
        let losses = [f32.log_loss()?, f16.log_loss()?, i8.log_loss()?];
        let changed = precisions.each_ref().map(|it| 100.0 * changed(it, best));
        writeln!(
            out,
            "| 2^{bits} | {:.0} % | {:.0} % | {} | {} | {} | {} | {} % |",
            100.0 * used,
            100.0 * shared,
            sizes.map(|size| size.to_string()).join(" / "),
            cell(confusions.each_ref().map(|it| it.accuracy()), 3),
            cell(confusions.each_ref().map(|it| it.macro_f1()), 3),
            cell(losses, 3),
            cell(changed, 2),
        )?;
    }
    Ok(())
}

fn cell(figures: [f64; Precision::ALL.len()], digits: usize) -> String {
    figures
        .map(|figure| format!("{figure:.digits$}"))
        .join(" / ")
}

/// Share of the rows that the two give different labels.
fn changed(one: &Predictions, other: &Predictions) -> f64 {
    let pairs = one.predicted().iter().zip(other.predicted());
    pairs.filter(|(one, other)| one != other).count() as f64 / one.n() as f64
}

fn softmax(scores: &[f64], probabilities: &mut [f64]) {
    let highest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    for (probability, score) in probabilities.iter_mut().zip(scores) {
        *probability = (score - highest).exp();
    }
    let total: f64 = probabilities.iter().sum();
    probabilities.iter_mut().for_each(|p| *p /= total);
}

/// The first of the largest.
fn top(probabilities: &[f64]) -> usize {
    let largest = (0..probabilities.len())
        .rev()
        .max_by(|&a, &b| probabilities[a].total_cmp(&probabilities[b]));
    largest.unwrap_or_default()
}

fn read(folder: &Path) -> Result<Vec<Statement>, Failure> {
    let wrong = |why: &dyn std::fmt::Display| format!("{}: {why}", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(|why| wrong(&why))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "csv") {
            files.push(path);
        }
    }
    // The learner's result depends on the order of its rows, and a folder is listed in no order.
    files.sort();
    let mut statements = Vec::new();
    for file in files {
        let mut table = csv::Reader::from_path(&file)?;
        let header = table.headers()?.clone();
        let column = |wanted: &str| {
            let found = header.iter().position(|column| column == wanted);
            found.ok_or_else(|| format!("{}: no column `{wanted}`", file.display()))
        };
        let (text, label) = (column("text")?, column("label")?);
        for record in table.records() {
            let record = record?;
            statements.push(Statement {
                text: record[text].to_owned(),
                label: record[label].to_owned(),
                file: file.clone(),
            });
        }
    }
    Ok(statements)
}
