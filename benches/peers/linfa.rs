//! `linfa-logistic` on as much of the same problem as it can hold: `peer-linfa TRAIN.csv TEST.csv REPEATS`.
//!
//! It takes dense records only: 200,000 rows of 2^18 columns would be 420 GB. So it gets 20,000 rows at equal
//! distances and the 2,000 columns that tell most of the label. Prints one JSON object for training, one for prediction.

use std::env;
use std::io::Write;
use std::path::Path;

use linfa::DatasetBase;
use linfa::traits::Fit;
use linfa_logistic::MultiLogisticRegression;
use ndarray::{Array1, Array2, ArrayViewMut1};
use stance_benches::peers::{best_of, peak_memory, timed};
use stance_benches::{Statement, read, spread};
use stance_classifier::Labels;
use stance_text::{Extractor, FeatureConfig, NgramRange, Occurrence, Tokens};

const ROWS: usize = 20_000;
const COLUMNS: usize = 2_000;
/// As many as scikit-learn gets.
const ITERATIONS: u64 = 100;
/// Rows that are dense at a time while predicting.
const BATCH: usize = 1_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [train, test, repeats] = arguments.as_slice() else {
        return Err("usage: peer-linfa TRAIN.csv TEST.csv REPEATS".into());
    };
    let all = read(Path::new(train))?;
    let labels = Labels::of(all.iter().map(|row| &row.label))?;
    let rows = spread(&all, ROWS.min(all.len()));
    let class = |row: &Statement| labels.index(&row.label);
    let mut features = Features::new()?;
    let (model, taken) = timed(|| {
        let classes: Array1<usize> = rows.iter().filter_map(|row| class(row)).collect();
        features.select(&rows, &classes, labels.len());
        let records = features.dense(&rows);
        MultiLogisticRegression::default()
            .max_iterations(ITERATIONS)
            .fit(&DatasetBase::new(records, classes))
    });
    let model = model?;
    let mut out = std::io::stdout();
    let report = serde_json::json!({
        "system": format!("linfa-logistic, {} rows, {COLUMNS} columns", rows.len()),
        "wall": taken.wall.as_secs_f64(),
        "cpu": taken.cpu.map(|cpu| cpu.as_secs_f64()),
        "peak": peak_memory().map(|bytes| bytes as f64 / 1e6),
    });
    writeln!(out, "{report}")?;

    let tests = read(Path::new(test))?;
    let tests: Vec<&Statement> = tests.iter().collect();
    let (right, taken) = best_of(repeats.parse()?, || {
        let mut right = 0;
        for batch in tests.chunks(BATCH) {
            let probabilities = model.predict_probabilities(&features.dense(batch));
            for (row, found) in batch.iter().zip(probabilities.rows()) {
                let top = (0..found.len()).max_by(|&a, &b| found[a].total_cmp(&found[b]));
                right += usize::from(top.map(|top| model.classes()[top]) == class(row));
            }
        }
        right
    });
    let report = serde_json::json!({
        "predict_wall": taken.wall.as_secs_f64(),
        "predict_cpu": taken.cpu.map(|cpu| cpu.as_secs_f64()),
        "sentences": tests.len(),
        "accuracy": right as f64 / tests.len() as f64,
    });
    writeln!(out, "{report}")?;
    Ok(())
}

/// Hashed word 1–3-grams, of which some have a column.
struct Features {
    extractor: Extractor,
    tokens: Tokens,
    /// By bucket.
    columns: Vec<Option<u32>>,
}

impl Features {
    fn new() -> Result<Self, Box<dyn std::error::Error>> {
        let config = FeatureConfig {
            bits: 18,
            words: Some(NgramRange::new(1, 3)?),
            chars: None,
            cues: false,
            anchors: false,
            mask_names: false,
            ..FeatureConfig::default()
        };
        Ok(Self {
            columns: vec![None; config.buckets()],
            extractor: Extractor::new(config)?,
            tokens: Tokens::new(),
        })
    }

    /// Gives columns to the buckets of the highest χ² between occurring and label.
    fn select(&mut self, rows: &[&Statement], classes: &Array1<usize>, labels: usize) {
        let mut counts = vec![0f64; self.columns.len() * labels];
        let mut of_class = vec![0f64; labels];
        for (row, &class) in rows.iter().zip(classes) {
            self.extractor
                .extract(&row.text, &mut self.tokens, &mut |found: Occurrence| {
                    counts[found.bucket as usize * labels + class] += 1.0;
                    of_class[class] += 1.0;
                });
        }
        let total: f64 = of_class.iter().sum();
        let chi_squared = |counts: &[f64]| -> f64 {
            let occurrences: f64 = counts.iter().sum();
            let terms = counts.iter().zip(&of_class).map(|(count, of_class)| {
                let expected = occurrences * of_class / total;
                (count - expected).powi(2) / expected.max(f64::MIN_POSITIVE)
            });
            terms.sum()
        };
        let scores: Vec<f64> = counts.chunks(labels).map(chi_squared).collect();
        let mut buckets: Vec<usize> = (0..scores.len()).collect();
        buckets.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]));
        for (column, &bucket) in buckets.iter().take(COLUMNS).enumerate() {
            self.columns[bucket] = Some(column as u32);
        }
    }

    /// Occurrences in each column over the root of all in the row, rows × columns.
    fn dense(&mut self, rows: &[&Statement]) -> Array2<f64> {
        let mut dense = Array2::zeros((rows.len(), COLUMNS));
        for (row, values) in rows.iter().zip(dense.rows_mut()) {
            self.fill(&row.text, values);
        }
        dense
    }

    fn fill(&mut self, text: &str, mut values: ArrayViewMut1<'_, f64>) {
        let Self {
            extractor,
            tokens,
            columns,
        } = self;
        let mut occurrences = 0u32;
        extractor.extract(text, tokens, &mut |found: Occurrence| {
            occurrences += 1;
            if let Some(column) = columns[found.bucket as usize] {
                values[column as usize] += 1.0;
            }
        });
        values /= f64::from(occurrences.max(1)).sqrt();
    }
}
