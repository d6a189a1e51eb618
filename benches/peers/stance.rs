//! How fast the library predicts: `peer-stance MODEL DATA.csv REPEATS`, where MODEL is the path of a model
//! file, or `fast` for the embedded one.
//!
//! One thread, from text in memory to calibrated probabilities. Prints one JSON object, as all peers do. No
//! accuracy is given when the file holds none of the model's labels, as the embedded model's then has none.

use std::hint::black_box;
use std::io::Write;
use std::path::Path;
use std::{env, fs};

use stance_benches::peers::best_of;
use stance_benches::read;
use stance_classifier::{Classifier, Scratch};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [model, data, repeats] = arguments.as_slice() else {
        return Err("usage: peer-stance MODEL DATA.csv REPEATS".into());
    };
    let classifier = if model == "fast" {
        Classifier::pretrained()
    } else {
        let bytes = fs::read(model).map_err(|why| format!("{model}: {why}"))?;
        let classifier = Classifier::from_bytes(&bytes).map_err(|why| format!("{model}: {why}"))?;
        classifier.into_owned()
    };
    let rows = read(Path::new(data))?;
    let mut scratch = Scratch::new();
    let (right, taken) = best_of(repeats.parse()?, || {
        let mut right = 0usize;
        for row in &rows {
            let prediction = classifier.classify_with(black_box(&row.text), &mut scratch);
            right += usize::from(prediction.label() == row.label);
            black_box(prediction.probabilities());
        }
        right
    });
    let known = rows
        .iter()
        .any(|row| classifier.model().labels().index(&row.label).is_some());
    let report = serde_json::json!({
        "predict_wall": taken.wall.as_secs_f64(),
        "predict_cpu": taken.cpu.map(|cpu| cpu.as_secs_f64()),
        "sentences": rows.len(),
        "accuracy": known.then_some(right as f64 / rows.len() as f64),
    });
    writeln!(std::io::stdout(), "{report}")?;
    Ok(())
}
