//! Predictions → figures: the confusion matrix and the bootstrap's intervals.

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use stance_eval::{Bootstrap, Metric, Predictions};

const ROWS: usize = 100_000;
const RESAMPLES: usize = 1_000;

/// Any fixed pattern will do: the work is the same whatever the predictions are.
fn predictions() -> Predictions {
    let truth: Vec<usize> = (0..ROWS).map(|i| [0, 0, 0, 1, 1, 2, 3][i % 7]).collect();
    let predicted: Vec<usize> = (0..ROWS)
        .map(|i| if i % 5 == 0 { i % 4 } else { truth[i] })
        .collect();
    let labels = ["reaffirming", "none", "critical", "hedging"];
    Predictions::new(labels, truth, predicted).expect("every class is below four")
}

fn metrics(c: &mut Criterion) {
    let rows = predictions();
    // Documents of twenty sentences each.
    let documents: Vec<usize> = (0..ROWS).map(|i| i / 20).collect();
    let clustered = rows
        .clone()
        .with_clusters(&documents)
        .expect("there is a document for every row");

    let mut group = c.benchmark_group("metrics of 100,000 predictions");
    group.throughput(Throughput::Elements(ROWS as u64));
    group.bench_function("confusion matrix", |b| {
        b.iter(|| black_box(&rows).confusion());
    });

    let bootstrap = Bootstrap::seeded(7).resamples(RESAMPLES);
    let both = [Metric::Accuracy, Metric::MacroF1];
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(6));
    group.throughput(Throughput::Elements((ROWS * RESAMPLES) as u64));
    for (name, predictions) in [
        ("bootstrap, 1,000 resamples of rows", &rows),
        ("bootstrap, 1,000 resamples of 5,000 documents", &clustered),
    ] {
        group.bench_function(name, |b| {
            b.iter(|| bootstrap.intervals(black_box(predictions), &both));
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = stance_benches::criterion(2);
    targets = metrics
}
criterion_main!(benches);
