//! Measures the intervals of accuracy and macro-F1: 1,000 resamples of 100,000 predictions.
//!
//! `cargo run --release -p stance-eval --example resample_100k`

use std::io::Write;
use std::time::Instant;

use stance_eval::{Bootstrap, Metric, Predictions};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let n = 100_000;
    // Any fixed pattern will do: the work is the same whatever the predictions are.
    let truth: Vec<usize> = (0..n).map(|i| [0, 0, 0, 1, 1, 2, 3][i % 7]).collect();
    let predicted: Vec<usize> = (0..n)
        .map(|i| if i % 5 == 0 { i % 4 } else { truth[i] })
        .collect();
    let documents: Vec<usize> = (0..n).map(|i| i / 20).collect();
    let labels = ["reaffirming", "none", "critical", "hedging"];
    let rows = Predictions::new(labels, truth, predicted)?;
    let clustered = rows.clone().with_clusters(&documents)?;

    let mut out = std::io::stdout().lock();
    for (what, predictions) in [("rows", &rows), ("5,000 clusters", &clustered)] {
        for (method, bootstrap) in [
            ("percentile", Bootstrap::seeded(7)),
            ("BCa", Bootstrap::seeded(7).bca()),
        ] {
            let start = Instant::now();
            let intervals =
                bootstrap.intervals(predictions, &[Metric::Accuracy, Metric::MacroF1])?;
            let seconds = start.elapsed().as_secs_f64();
            let [low, high] = intervals[1].bounds();
            writeln!(
                out,
                "{what}, {method}: {seconds:.3} s, macro-F1 in [{low:.4}, {high:.4}]"
            )?;
        }
    }
    Ok(())
}
