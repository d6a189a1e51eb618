//! Text → scores by an encoder of the shape of the accurate model.

use std::hint::black_box;
use std::path::Path;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use rayon::ThreadPoolBuilder;
use stance_benches::encoder::{MINILM, model, vocabulary};
use stance_benches::{Statement, read, sentences_per_second};
use stance_classifier::Classify;
use stance_encoder::EncoderModel;

/// News sentences written for training: the first of each of the files.
fn news() -> Vec<Statement> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../datasets/statements");
    let listed = std::fs::read_dir(&folder).expect("the statements lie beside the benches");
    let mut files: Vec<_> = listed
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    files.retain(|file| {
        let name = file.file_name().and_then(|name| name.to_str());
        name.is_some_and(|name| name.starts_with("news") && name.ends_with(".csv"))
    });
    files.sort();
    let first = files.iter().flat_map(|file| {
        let rows = read(file).unwrap_or_else(|why| panic!("{why}"));
        rows.into_iter().take(100)
    });
    first.collect()
}

fn encoder(c: &mut Criterion) {
    let statements = news();
    let texts: Vec<&str> = statements.iter().map(|s| s.text.as_str()).collect();
    let pieces = vocabulary(&texts, 3).expect("a vocabulary");
    let model = model(MINILM, &pieces).expect("a model");
    let mut group = c.benchmark_group("encoder");
    group.sample_size(10);
    group.throughput(sentences_per_second(&texts));
    for threads in [1, 2] {
        let pool = ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .expect("threads can be started");
        group.bench_function(BenchmarkId::new("threads", threads), |b| {
            b.iter(|| pool.install(|| black_box(model.scores(&texts))));
        });
    }
    let one = ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .expect("a thread can be started");
    let few = &texts[..texts.len().min(20)];
    group.throughput(sentences_per_second(few));
    group.bench_function("one text at a time", |b| {
        b.iter(|| {
            one.install(|| {
                few.iter()
                    .for_each(|text| drop(black_box(model.classify(text))))
            })
        });
    });
    group.throughput(sentences_per_second(&few[..1]));
    group.bench_function("explain one text", |b| {
        b.iter(|| one.install(|| drop(black_box(model.explain(few[0])))));
    });
    group.finish();
    let bytes = model.to_bytes().expect("the card is short");
    c.bench_function("encoder/load", |b| {
        b.iter(|| one.install(|| drop(black_box(EncoderModel::from_bytes(&bytes)))));
    });
}

criterion_group! {
    name = benches;
    config = stance_benches::criterion(5);
    targets = encoder
}
criterion_main!(benches);
