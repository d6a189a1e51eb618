//! The systems that are compared, and the truth that they are measured by.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context, bail};
use rayon::prelude::*;
use stance_classifier::{Classify, Prediction};
use stance_eval::Predictions;

use crate::args::CompareArgs;
use crate::engine::Engine;
use crate::input::answers::{self, Answers, Columns, IdColumn};
use crate::input::source;

/// Where the answers of a system come from.
pub(super) enum Source<'a> {
    Model(&'a str, Engine),
    File(&'a Path, String),
}

impl<'a> Source<'a> {
    /// What a system's name or path stands for; `threshold` is for cascades alone.
    pub(super) fn open(system: &'a str, threshold: Option<f64>) -> anyhow::Result<Self> {
        let path = Path::new(system);
        if answers::is_answers(path) {
            Ok(Self::File(path, source::name(path)))
        } else {
            Ok(Self::Model(system, Engine::open(system, threshold)?))
        }
    }

    pub(super) fn is_cascade(&self) -> bool {
        matches!(self, Self::Model(_, engine) if engine.as_cascade().is_some())
    }

    pub(super) fn name(&self) -> &str {
        match self {
            Self::Model(name, _) => name,
            Self::File(_, name) => name,
        }
    }

    pub(super) fn predictions(
        &self,
        args: &CompareArgs,
        truth: &Answers,
        true_classes: &[usize],
        labels: &[String],
    ) -> anyhow::Result<Predictions> {
        match self {
            Self::Model(name, engine) => predict(name, engine, truth, true_classes, labels),
            Self::File(path, _) => {
                let columns = Columns {
                    id: IdColumn::of(args.id_column.as_deref()),
                    text: &args.text_column,
                    label: &args.prediction_column,
                    label_option: "--prediction-column",
                    group: None,
                    probabilities: labels,
                };
                let answers = answers::read(path, columns)?;
                aligned(&answers, truth, true_classes, labels)
            }
        }
    }
}

/// The labelled texts that all is measured by.
pub(super) fn read_truth(args: &CompareArgs) -> anyhow::Result<Answers> {
    let columns = Columns {
        id: IdColumn::of(args.id_column.as_deref()),
        text: &args.text_column,
        label: &args.label_column,
        label_option: "--label-column",
        group: args.group_column.as_deref(),
        probabilities: &[],
    };
    let mut names = Vec::new();
    let mut records = Vec::new();
    for path in source::tables(&args.data)? {
        let answers = answers::read(&path, columns)?;
        records.extend(answers.records);
        names.push(answers.name);
    }
    let unlabelled = records.iter().find(|record| record.label.is_none());
    if let Some(record) = unlabelled {
        bail!(
            "{}: the label is empty: give one, or remove the record",
            record.place
        );
    }
    let name = names.join(", ");
    Ok(Answers { name, records })
}

/// The labels that there may be: those named, or the models', or those of the data.
pub(super) fn labels(
    args: &CompareArgs,
    truth: &Answers,
    sources: &[Source<'_>],
) -> anyhow::Result<Vec<String>> {
    let labels: BTreeSet<&str> = if args.labels.is_empty() {
        let mut models = sources.iter().filter_map(|source| match source {
            Source::Model(name, engine) => Some((name, engine.labels())),
            Source::File(..) => None,
        });
        match models.next() {
            Some((first, labels)) => {
                if let Some((other, others)) = models.find(|(_, others)| *others != labels) {
                    let list = |labels: &stance_classifier::Labels| {
                        labels.iter().collect::<Vec<_>>().join(", ")
                    };
                    bail!(
                        "{first} has the labels {}, {other} has {}: compare models of the same labels",
                        list(labels),
                        list(others)
                    );
                }
                labels.iter().collect()
            }
            None => (truth.records.iter())
                .filter_map(|record| record.label.as_deref())
                .collect(),
        }
    } else {
        args.labels.iter().map(String::as_str).collect()
    };
    if labels.len() < 2 {
        bail!(
            "{}: one label alone, `{}`: name all that there may be with --labels",
            truth.name,
            labels.first().unwrap_or(&"")
        );
    }
    Ok(labels.into_iter().map(str::to_owned).collect())
}

fn class(label: &str, labels: &[String], place: &str) -> anyhow::Result<usize> {
    let class = labels.iter().position(|known| known == label);
    class.with_context(|| {
        format!(
            "{place}: unknown label `{label}`; there may be {}. If it is meant, name all labels with --labels",
            labels.join(", ")
        )
    })
}

/// The true class of each record.
pub(super) fn classes(truth: &Answers, labels: &[String]) -> anyhow::Result<Vec<usize>> {
    let of = |record: &answers::Answer| {
        class(
            record.label.as_deref().unwrap_or_default(),
            labels,
            &record.place,
        )
    };
    truth.records.iter().map(of).collect()
}

/// What a model says of the texts.
fn predict(
    name: &str,
    engine: &Engine,
    truth: &Answers,
    true_classes: &[usize],
    labels: &[String],
) -> anyhow::Result<Predictions> {
    let texts: Vec<&str> = (truth.records.iter())
        .map(|record| {
            let text = record.text.as_deref().filter(|text| !text.trim().is_empty());
            text.with_context(|| {
                format!(
                    "{}: no text for the model {name} to label: name the column of the text with --text-column",
                    record.place
                )
            })
        })
        .collect::<anyhow::Result<_>>()?;
    let said: Vec<Prediction<'_>> = texts
        .par_chunks(engine.piece(texts.len()))
        .flat_map_iter(|piece| engine.classify_all(piece))
        .collect();
    let predicted = said
        .iter()
        .map(|prediction| class(prediction.label(), labels, name))
        .collect::<anyhow::Result<Vec<usize>>>()?;
    let predictions = Predictions::new(labels, true_classes.to_vec(), predicted)?;
    // Labels that the model has and the comparison has not would take their share with them.
    if engine
        .labels()
        .iter()
        .any(|own| !labels.iter().any(|label| label == own))
    {
        return Ok(predictions);
    }
    let probabilities = said.iter().flat_map(|prediction| {
        let of = |label: &String| prediction.probability(label).unwrap_or(0.0);
        labels.iter().map(of)
    });
    Ok(predictions.with_probabilities(probabilities.collect())?)
}

/// The answers of a file, in the order of the truth.
fn aligned(
    answers: &Answers,
    truth: &Answers,
    true_classes: &[usize],
    labels: &[String],
) -> anyhow::Result<Predictions> {
    let order: Vec<usize> = if truth.has_ids() && answers.has_ids() {
        let (wanted, there) = (truth.by_id()?, answers.by_id()?);
        let id_of = |record: &answers::Answer| record.id.clone().unwrap_or_default();
        for record in &answers.records {
            let id = id_of(record);
            if !wanted.contains_key(id.as_str()) {
                bail!("{}: the id `{id}` is not in {}", record.place, truth.name);
            }
        }
        let place = |record: &answers::Answer| {
            let id = id_of(record);
            there.get(id.as_str()).copied().with_context(|| {
                format!(
                    "{}: no prediction for the id `{id}` of {}",
                    answers.name, record.place
                )
            })
        };
        truth
            .records
            .iter()
            .map(place)
            .collect::<anyhow::Result<_>>()?
    } else {
        truth.check_same_order(answers)?;
        (0..answers.records.len()).collect()
    };
    let records = || order.iter().map(|&index| &answers.records[index]);
    let predicted = records().map(|record| {
        let label = record.label.as_deref();
        label
            .map(|label| class(label, labels, &record.place))
            .transpose()
    });
    let predicted = predicted.collect::<anyhow::Result<Vec<Option<usize>>>>()?;
    let predictions = Predictions::new(labels, true_classes.to_vec(), predicted)?;
    let probabilities: Option<Vec<&[f64]>> = records()
        .map(|record| record.probabilities.as_deref())
        .collect();
    match probabilities {
        Some(probabilities) => Ok(predictions.with_probabilities(probabilities.concat())?),
        None => Ok(predictions),
    }
}
