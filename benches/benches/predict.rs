//! Text → calibrated probabilities by the embedded model.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use rayon::ThreadPoolBuilder;
use rayon::prelude::*;
use stance_benches::{sentences_per_second, statements, text_of};
use stance_classifier::{Classifier, Classify, Scratch};

/// Texts that a thread takes at once: enough that taking them costs nothing beside reading them.
const PIECE: usize = 256;

fn sentences(c: &mut Criterion) {
    let classifier = Classifier::pretrained();
    let statements = statements();
    let texts: Vec<&str> = statements.iter().map(|s| s.text.as_str()).collect();
    let mut group = c.benchmark_group("predict");
    group.throughput(sentences_per_second(&texts));

    group.bench_function("one core", |b| {
        let mut scratch = Scratch::new();
        b.iter(|| {
            for text in &texts {
                black_box(classifier.classify_with(black_box(text), &mut scratch));
            }
        });
    });

    let two = ThreadPoolBuilder::new()
        .num_threads(2)
        .build()
        .expect("two threads can be started");
    group.bench_function("two threads", |b| {
        b.iter(|| {
            two.install(|| {
                texts.par_chunks(PIECE).for_each(|piece| {
                    black_box(classifier.classify_all(piece));
                });
            });
        });
    });
    group.finish();
}

/// Time in proportion to length shows as the same bytes a second for all but the shortest texts, for
/// which the cost of a call shows.
fn lengths(c: &mut Criterion) {
    let classifier = Classifier::pretrained();
    let statements = statements();
    let mut group = c.benchmark_group("predict one text of n words");
    for words in [1, 10, 100, 1_000, 10_000, 100_000] {
        let text = text_of(&statements, words);
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(words), &text, |b, text| {
            let mut scratch = Scratch::new();
            b.iter(|| classifier.classify_with(text, &mut scratch));
        });
    }
    group.finish();
}

/// One text of a megabyte of what a page may hold and nobody writes; news is there to compare with.
fn worst_cases(c: &mut Criterion) {
    const BYTES: usize = 1 << 20;
    let classifier = Classifier::pretrained();
    let news = text_of(&statements(), 10_000);
    let mut group = c.benchmark_group("predict a megabyte of");
    group.throughput(Throughput::Bytes(BYTES as u64));
    for (name, part) in [
        ("news", news.as_str()),
        ("punctuation", ".,;:!?\"()-$% "),
        ("full stops apart", ". "),
        ("combining marks", "\u{301}"),
        ("one token repeated", "alliance "),
        ("one endless word", "a"),
        ("quoted letters", "'a' "),
        ("titles", "President Joe A. "),
        ("pacts", "the Gulf defence pact "),
        ("Cyrillic", "союзники "),
        ("Chinese", "同盟国"),
    ] {
        let text = part.repeat(BYTES / part.len());
        group.bench_with_input(BenchmarkId::from_parameter(name), &text, |b, text| {
            let mut scratch = Scratch::new();
            b.iter(|| classifier.classify_with(text, &mut scratch));
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = stance_benches::criterion(3);
    targets = sentences, lengths, worst_cases
}
criterion_main!(benches);
