//! Learning a model from texts and labels.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use pyo3::prelude::*;
use stance_classifier::card::{Card, MADE_BY, Scores};
use stance_classifier::train::{Division, Example, Recipe, Target, TrainingSet, held_predictions};
use stance_classifier::{Classifier as Linear, Labels, LinearModel, Result};
use stance_text::{FeatureConfig, NgramRange};

use crate::classifier::{Classifier, Origin};
use crate::failure::{OrValueError, value};
use crate::model::Model;
use crate::texts::Texts;
use crate::workers;

/// Learns a classifier from texts and their labels, by the recipe of `stance train`.
///
/// Any labels will do, two or more. The same data and options give the same model, whatever the number of
/// threads. Rows that share a `groups` name (a source, an author) are held out together when the
/// probabilities are calibrated; `weights` say how much a row counts, 1 unless given.
///
/// The options are those of `stance train --help`, with its defaults: `words` and `chars` are the shortest
/// and the longest n-gram, or None for no such features.
///
/// Raises ValueError where there is nothing to learn from or an option is out of its range, TypeError
/// where a text or a label is not a str.
///
/// >>> import stance_classifier as stance
/// >>> texts = ["a fine day", "a fine evening", "a bad day", "a bad evening"] * 5
/// >>> mine = stance.train(texts, ["good", "good", "poor", "poor"] * 5)
/// >>> mine.labels
/// ('good', 'poor')
/// >>> mine.classify("a bad morning").label
/// 'poor'
#[pyfunction]
#[pyo3(signature = (
    texts, labels, *, groups=None, weights=None, name="", words=Some((1, 3)), chars=None, cues=true,
    anchors=true, mask=true, bits=18, alpha=2.0, class_weight_power=0.25, idf_power=1.0, tolerance=1e-3,
    max_epochs=200, seed=1, folds=5, threads=None,
))]
#[expect(
    clippy::too_many_arguments,
    reason = "Python's arguments have names; each is an option of the command"
)]
pub fn train(
    py: Python<'_>,
    texts: &Bound<'_, PyAny>,
    labels: &Bound<'_, PyAny>,
    groups: Option<&Bound<'_, PyAny>>,
    weights: Option<Vec<f32>>,
    name: &str,
    words: Option<(u8, u8)>,
    chars: Option<(u8, u8)>,
    cues: bool,
    anchors: bool,
    mask: bool,
    bits: u8,
    alpha: f64,
    class_weight_power: f64,
    idf_power: f64,
    tolerance: f64,
    max_epochs: u32,
    seed: u64,
    folds: u16,
    threads: Option<NonZeroUsize>,
) -> PyResult<Classifier> {
    let texts = Texts::of(texts, "texts", "text")?;
    let labels = Texts::of(labels, "labels", "label")?;
    let groups = groups.map(|groups| Texts::of(groups, "groups", "group"));
    let groups = groups.transpose()?;
    let (texts, labels) = (texts.all("texts")?, labels.all("labels")?);
    let groups = groups.as_ref().map(|groups| groups.all("groups"));
    let groups = groups.transpose()?;
    let range = |range: Option<(u8, u8)>| {
        let range = range.map(|(min, max)| NgramRange::new(min, max));
        range.transpose().or_value_error()
    };
    let features = FeatureConfig {
        bits,
        words: range(words)?,
        chars: range(chars)?,
        cues,
        anchors,
        mask_names: mask,
        ..FeatureConfig::default()
    };
    let recipe = Recipe {
        features,
        alpha,
        class_weight_power,
        idf_power,
        tolerance,
        max_epochs,
        seed,
        folds,
    };
    let rows = Rows::new(texts, labels, groups, weights)?;
    let pool = workers::pool(threads)?;
    let model = py.detach(|| pool.install(|| learn(&recipe, &rows, name)));
    let model = Model::Linear(Box::new(Linear::new(model.or_value_error()?)));
    Ok(Classifier::new(model, Origin::Bytes, threads))
}

/// What is learned from.
struct Rows<'t> {
    texts: Vec<&'t str>,
    labels: Vec<&'t str>,
    groups: Option<Vec<&'t str>>,
    weights: Option<Vec<f32>>,
}

impl<'t> Rows<'t> {
    fn new(
        texts: Vec<&'t str>,
        labels: Vec<&'t str>,
        groups: Option<Vec<&'t str>>,
        weights: Option<Vec<f32>>,
    ) -> PyResult<Self> {
        let lengths = [
            ("labels", Some(labels.len())),
            ("groups", groups.as_ref().map(Vec::len)),
            ("weights", weights.as_ref().map(Vec::len)),
        ];
        for (what, length) in lengths {
            if let Some(length) = length.filter(|&length| length != texts.len()) {
                let texts = texts.len();
                return Err(value(format!(
                    "there are {texts} texts and {length} {what}: give as many"
                )));
            }
        }
        let bad = |weight: &f32| !(weight.is_finite() && *weight >= 0.0);
        let weights_of = weights.as_deref().unwrap_or_default();
        if let Some(row) = weights_of.iter().position(bad) {
            return Err(value(format!(
                "weights[{row}] is {}: give a finite number, zero or more",
                weights_of[row]
            )));
        }
        Ok(Self {
            texts,
            labels,
            groups,
            weights,
        })
    }
}

/// Learns from `rows`, and writes down on the card how well those held out are labelled.
fn learn(recipe: &Recipe, rows: &Rows<'_>, name: &str) -> Result<LinearModel<'static>> {
    let labels = Labels::of(&rows.labels)?;
    let class = |label: &&str| labels.index(label).unwrap_or_default();
    let classes: Vec<usize> = rows.labels.iter().map(class).collect();
    let division = Division::new(rows.groups.as_deref(), &classes, recipe.folds, true)?;
    let examples = (0..classes.len()).map(|row| Example {
        text: Cow::Borrowed(rows.texts[row]),
        target: Target::Hard(classes[row]),
        weight: rows.weights.as_ref().map_or(1.0, |weights| weights[row]),
        fold: Some(division.folds[row]),
    });
    let set = TrainingSet {
        examples: examples.collect(),
        labels,
    };
    let trained = recipe.trainer().train(&set, &|_| {})?;
    let held = held_predictions(&set.labels, &trained.held)?;
    let mut counted = BTreeMap::new();
    for &label in &rows.labels {
        *counted.entry(label.to_owned()).or_insert(0) += 1;
    }
    let card = Card {
        name: name.to_owned(),
        made_by: MADE_BY.to_owned(),
        rows: counted,
        recipe: recipe.settings(),
        calibration: trained.calibration.to_string(),
        held_out: Some(Scores::new(&held, format!("all rows, {}", division.how))?),
        ..Card::default()
    };
    trained.model.with_card(&card)
}
