//! The model that labels what has no labels.

use std::path::Path;

use rayon::prelude::*;
use sha2::{Digest, Sha256};
use stance_classifier::{Classify, Labels};

use super::labelled::{hexadecimal, short_name};
use super::soft_labels::SoftLabels;
use super::unlabelled::Text;
use crate::engine::Engine;

/// A model and what a card says of it.
pub struct Teacher {
    model: Engine,
    /// The name on its card; where there is none, the last two parts of its path.
    pub name: String,
    /// SHA-256 of its file, in hexadecimal.
    pub sha256: String,
}

impl Teacher {
    /// The model of that name or path.
    pub fn open(name: &str) -> anyhow::Result<Self> {
        let model = Engine::open(name, None)?;
        let names: Vec<String> = model.cards()?.into_iter().map(|card| card.name).collect();
        Ok(Self {
            name: match names.join("+").as_str() {
                "" => short_name(Path::new(name)),
                names => names.to_owned(),
            },
            sha256: hexadecimal(&Sha256::digest(bytes(&model)?)),
            model,
        })
    }

    /// The labels that it knows.
    pub fn labels(&self) -> &Labels {
        self.model.labels()
    }

    /// What it says of each text; `done` is called with numbers of texts as they are labelled.
    pub fn label(&self, texts: &[Text], done: impl Fn(u64) + Sync) -> SoftLabels {
        let labelled: Vec<Vec<Box<[f64]>>> = texts
            .par_chunks(self.model.piece(texts.len()))
            .map(|texts| {
                let texts: Vec<&str> = texts.iter().map(|text| text.text.as_str()).collect();
                let predictions = self.model.classify_all(&texts);
                done(texts.len() as u64);
                predictions
                    .iter()
                    .map(|prediction| prediction.probabilities().into())
                    .collect()
            })
            .collect();
        let mut said = SoftLabels::default();
        for (text, probabilities) in texts.iter().zip(labelled.iter().flatten()) {
            said.insert(text.sha1, probabilities);
        }
        said
    }
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
