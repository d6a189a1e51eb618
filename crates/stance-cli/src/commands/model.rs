//! `stance model info`.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};
use stance_classifier::card::{Card, DataFile, Teacher};
use stance_classifier::{Classify, Labels};

use super::card;
use crate::args::CardFormat;
use crate::engine::Engine;
use crate::output;

/// Prints what a model file is, or the two models of a cascade.
pub fn info(model: &str, format: CardFormat) -> anyhow::Result<()> {
    let engine = Engine::open(model, None)?;
    let told = match format {
        CardFormat::Json => output::json(&in_json(&engine)?)?,
        CardFormat::Markdown => told(&engine, &|about| Ok(card::markdown(about)?))?,
        CardFormat::Text => told(&engine, &text)?,
    };
    output::print(told.as_bytes())
}

/// What is known of one model.
pub struct About<'e> {
    /// One word for programs.
    pub kind: &'static str,
    /// What it is, in words.
    pub what: &'static str,
    pub labels: &'e Labels,
    /// Size of its file.
    pub bytes: usize,
    /// Numbers of its shape, by name.
    pub shape: Vec<(&'static str, usize)>,
    pub card: Card,
}

impl<'e> About<'e> {
    /// Of a model that is no cascade.
    fn of(engine: &'e Engine) -> anyhow::Result<Option<Self>> {
        let card = engine.cards()?.into_iter().next().unwrap_or_default();
        let labels = engine.labels();
        Ok(match engine {
            Engine::Linear(classifier) => {
                let model = classifier.model();
                Some(Self {
                    kind: "linear",
                    what: "multinomial logistic regression over hashed words and cues",
                    labels,
                    bytes: model.to_bytes()?.len(),
                    shape: vec![("buckets", model.features().buckets())],
                    card,
                })
            }
            #[cfg(feature = "accurate")]
            Engine::Encoder(encoder) => {
                let config = encoder.config();
                Some(Self {
                    kind: "encoder",
                    what: "transformer encoder (BERT) in int8, mean pooling, linear head",
                    labels,
                    bytes: encoder.to_bytes()?.len(),
                    shape: vec![
                        ("layers", config.layers),
                        ("hidden", config.hidden),
                        ("heads", config.heads),
                        ("intermediate", config.intermediate),
                        ("positions", config.positions),
                        ("vocabulary", encoder.pieces().pieces().len()),
                    ],
                    card,
                })
            }
            Engine::Cascade(_) => None,
        })
    }

    /// The shape in words: `2 layers, 384 hidden`.
    pub fn shape_in_words(&self) -> String {
        let shape = self.shape.iter();
        let shape: Vec<String> = shape.map(|(name, n)| format!("{n} {name}")).collect();
        shape.join(", ")
    }
}

/// One model, or both of a cascade under what joins them.
fn told(
    engine: &Engine,
    tell: &dyn Fn(&About<'_>) -> anyhow::Result<String>,
) -> anyhow::Result<String> {
    if let Some(about) = About::of(engine)? {
        return tell(&about);
    }
    let Some(cascade) = engine.as_cascade() else {
        return Ok(String::new());
    };
    Ok(format!(
        "A cascade: the first model answers where its probability is at least {}, the second elsewhere.\n\n{}\n{}",
        cascade.threshold(),
        told(cascade.fast(), tell)?,
        told(cascade.accurate(), tell)?
    ))
}

fn in_json(engine: &Engine) -> anyhow::Result<Value> {
    if let Some(cascade) = engine.as_cascade() {
        return Ok(json!({
            "kind": "cascade",
            "threshold": cascade.threshold(),
            "fast": in_json(cascade.fast())?,
            "accurate": in_json(cascade.accurate())?,
        }));
    }
    let mut whole = Map::new();
    if let Some(about) = About::of(engine)? {
        let labels: Vec<&str> = about.labels.iter().collect();
        whole.insert("kind".to_owned(), json!(about.kind));
        whole.insert("labels".to_owned(), json!(labels));
        whole.insert("bytes".to_owned(), json!(about.bytes));
        for (name, number) in &about.shape {
            whole.insert((*name).to_owned(), json!(number));
        }
        if let Value::Object(card) = serde_json::to_value(&about.card)? {
            whole.extend(card);
        }
    }
    Ok(Value::Object(whole))
}

fn text(about: &About<'_>) -> anyhow::Result<String> {
    let card = &about.card;
    let labels: Vec<&str> = about.labels.iter().collect();
    let mut text = String::new();
    writeln!(text, "{}, made by {}", card.name, card.made_by)?;
    writeln!(text, "kind         {}", about.what)?;
    writeln!(text, "labels       {}", labels.join(", "))?;
    writeln!(
        text,
        "size         {} bytes, {}",
        about.bytes,
        about.shape_in_words()
    )?;
    let settings: Vec<String> = card
        .recipe
        .iter()
        .map(|(k, v)| format!("{k} {v}"))
        .collect();
    writeln!(text, "recipe       {}", settings.join(", "))?;
    writeln!(text, "calibration  {}", card.calibration)?;
    if let Some(scores) = &card.held_out {
        writeln!(text, "held out     {}: {} rows", scores.of, scores.n)?;
        writeln!(
            text,
            "             accuracy {:.4}, macro-F1 {:.4}, log loss {:.4}, ECE {:.4}",
            scores.accuracy, scores.macro_f1, scores.log_loss, scores.ece
        )?;
    }
    let rows: Vec<String> = card
        .rows
        .iter()
        .map(|(label, n)| format!("{label} {n}"))
        .collect();
    writeln!(text, "rows         {}", rows.join(", "))?;
    for file in &card.data {
        file_line(&mut text, "data", file)?;
    }
    if let Some(distilled) = &card.distilled {
        match &distilled.teacher {
            Teacher::Model { name, sha256 } => {
                writeln!(text, "teacher      {name:<28}              sha256 {sha256}")?;
            }
            Teacher::SoftLabels(file) => file_line(&mut text, "teacher", file)?,
        }
        for file in &distilled.unlabelled {
            file_line(&mut text, "unlabelled", file)?;
        }
        let rows: Vec<String> = distilled
            .rows
            .iter()
            .map(|(label, n)| format!("{label} {n}"))
            .collect();
        writeln!(text, "soft rows    {}", rows.join(", "))?;
    }
    Ok(text)
}

fn file_line(text: &mut String, what: &str, file: &DataFile) -> std::fmt::Result {
    writeln!(
        text,
        "{what:<12} {:<28} {:>6} rows  sha256 {}",
        file.file, file.rows, file.sha256
    )
}
