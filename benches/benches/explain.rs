//! What an explanation costs beyond the label, by the embedded model.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use stance_benches::{Statement, sentences_per_second, spread, statements};
use stance_classifier::{Classifier, Scratch};

fn explain(c: &mut Criterion) {
    let classifier = Classifier::pretrained();
    let statements = statements();
    let some: Vec<&Statement> = spread(&statements, 1_000);
    let texts: Vec<&str> = some.iter().map(|s| s.text.as_str()).collect();
    let mut group = c.benchmark_group("explain 1,000 sentences");
    group.throughput(sentences_per_second(&texts));

    // The measure for the other two.
    group.bench_function("label alone", |b| {
        let mut scratch = Scratch::new();
        b.iter(|| {
            for text in &texts {
                black_box(classifier.classify_with(black_box(text), &mut scratch));
            }
        });
    });
    group.bench_function("explanation", |b| {
        let mut scratch = Scratch::new();
        b.iter(|| {
            for text in &texts {
                black_box(classifier.explain_with(black_box(text), &mut scratch));
            }
        });
    });
    group.bench_function("explanation and evidence", |b| {
        let mut scratch = Scratch::new();
        b.iter(|| {
            for text in &texts {
                let explanation = classifier.explain_with(black_box(text), &mut scratch);
                black_box(explanation.evidence());
            }
        });
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = stance_benches::criterion(2);
    targets = explain
}
criterion_main!(benches);
