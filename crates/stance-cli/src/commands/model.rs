//! `stance model info`.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::card;
use crate::args::CardFormat;
use crate::{input, output};

/// Prints what a model file is.
pub fn info(model: &str, format: CardFormat) -> anyhow::Result<()> {
    let classifier = input::model::open(model)?;
    let model = classifier.model();
    let card = model.card()?;
    let labels: Vec<&str> = model.labels().iter().collect();
    let text = match format {
        CardFormat::Json => {
            let mut whole = json!({
                "labels": labels,
                "bytes": model.to_bytes()?.len(),
                "buckets": model.features().buckets(),
            });
            if let (Value::Object(whole), Value::Object(card)) =
                (&mut whole, serde_json::to_value(&card)?)
            {
                whole.extend(card);
            }
            output::json(&whole)?
        }
        CardFormat::Markdown => card::markdown(model, &card, model.to_bytes()?.len())?,
        CardFormat::Text => {
            let mut text = String::new();
            writeln!(text, "{}, made by {}", card.name, card.made_by)?;
            writeln!(text, "labels       {}", labels.join(", "))?;
            writeln!(
                text,
                "size         {} bytes, {} buckets",
                model.to_bytes()?.len(),
                model.features().buckets()
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
                writeln!(
                    text,
                    "data         {:<28} {:>6} rows  sha256 {}",
                    file.file, file.rows, file.sha256
                )?;
            }
            text
        }
    };
    output::print(text.as_bytes())
}
