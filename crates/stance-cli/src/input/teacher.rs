//! The model that labels what has no labels.

use std::path::Path;

use anyhow::bail;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use stance_classifier::{Classify, Labels, Prediction};

use super::labelled::{hexadecimal, short_name};
use super::soft_labels::SoftLabels;
use super::unlabelled::Text;
use crate::engine::Engine;

/// A model, or several whose answers are pooled, and what a card says of it.
pub struct Teacher {
    models: Vec<Engine>,
    /// The name on its card; where there is none, the last two parts of its path. Those of several are joined by `&`.
    pub name: String,
    /// SHA-256 of its file, or of all files one after the other, in hexadecimal.
    pub sha256: String,
}

impl Teacher {
    /// The models of those names or paths, at least one, of which all have the same labels.
    pub fn open(names: &[String]) -> anyhow::Result<Self> {
        let models: Vec<Engine> = names
            .iter()
            .map(|name| Engine::open(name, None))
            .collect::<anyhow::Result<_>>()?;
        let mut called = Vec::new();
        let mut digest = Sha256::new();
        for (model, name) in models.iter().zip(names) {
            let on_cards: Vec<String> = model.cards()?.into_iter().map(|card| card.name).collect();
            called.push(match on_cards.join("+").as_str() {
                "" => short_name(Path::new(name)),
                on_cards => on_cards.to_owned(),
            });
            digest.update(bytes(model)?);
            if model.labels() != models[0].labels() {
                bail!("--teacher {name}: its labels are not those of {}", names[0]);
            }
        }
        Ok(Self {
            models,
            name: called.join(" & "),
            sha256: hexadecimal(&digest.finalize()),
        })
    }

    /// The labels that it knows.
    pub fn labels(&self) -> &Labels {
        self.models[0].labels()
    }

    /// What it says of each text; `done` is called with numbers of texts as they are labelled.
    pub fn label(&self, texts: &[Text], done: impl Fn(u64) + Sync) -> SoftLabels {
        let piece = self.models.iter().map(|model| model.piece(texts.len()));
        let labelled: Vec<Vec<Box<[f64]>>> = texts
            .par_chunks(piece.min().unwrap_or(1))
            .map(|texts| {
                let texts: Vec<&str> = texts.iter().map(|text| text.text.as_str()).collect();
                let answers: Vec<_> = self.models.iter().map(|m| m.classify_all(&texts)).collect();
                done(texts.len() as u64);
                let of_text = |at: usize| pooled(answers.iter().map(|answers| &answers[at]));
                (0..texts.len()).map(of_text).collect()
            })
            .collect();
        let mut said = SoftLabels::default();
        for (text, probabilities) in texts.iter().zip(labelled.iter().flatten()) {
            said.insert(text.sha1, probabilities);
        }
        said
    }
}

/// The logarithmic opinion pool, all with the same weight: the normalised geometric mean of probabilities (Genest and
/// Zidek, "Combining probability distributions: a critique and an annotated bibliography", Statistical Science 1,
/// 1986). Of one answer it is the answer.
fn pooled<'p>(answers: impl ExactSizeIterator<Item = &'p Prediction<'p>>) -> Box<[f64]> {
    let share = 1.0 / answers.len() as f64;
    let mut pool: Box<[f64]> = Box::default();
    for answer in answers {
        let probabilities = answer.probabilities();
        if share == 1.0 {
            return probabilities.into();
        }
        if pool.is_empty() {
            pool = vec![1.0; probabilities.len()].into();
        }
        for (pool, p) in pool.iter_mut().zip(probabilities) {
            *pool *= p.max(f64::MIN_POSITIVE).powf(share);
        }
    }
    let total: f64 = pool.iter().sum();
    pool.iter_mut().for_each(|p| *p /= total);
    pool
}

/// A model's file; both files of a cascade.
fn bytes(model: &Engine) -> anyhow::Result<Vec<u8>> {
    Ok(match model {
        Engine::Linear(classifier) => classifier.model().to_bytes()?,
        #[cfg(feature = "accurate")]
        Engine::Encoder(encoder) => encoder.to_bytes()?,
        Engine::Cascade(cascade) => [bytes(cascade.fast())?, bytes(cascade.accurate())?].concat(),
    })
}
