//! Text → tokens → occurrences of hashed features, one core, no model.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use stance_benches::{sentences_per_second, statements};
use stance_classifier::Classifier;
use stance_text::{Extractor, FeatureConfig, NgramRange, Occurrence, Tokens};

fn features(c: &mut Criterion) {
    let statements = statements();
    let texts: Vec<&str> = statements.iter().map(|s| s.text.as_str()).collect();
    let mut group = c.benchmark_group("features");
    group.throughput(sentences_per_second(&texts));

    group.bench_function("tokens alone", |b| {
        let mut tokens = Tokens::new();
        b.iter(|| {
            texts
                .iter()
                .map(|text| {
                    tokens.read(text);
                    tokens.as_slice().len()
                })
                .sum::<usize>()
        });
    });

    let shipped = Classifier::pretrained().model().features().clone();
    let unmasked = FeatureConfig {
        mask_names: false,
        ..shipped.clone()
    };
    let words = FeatureConfig {
        words: Some(range(1, 3)),
        chars: None,
        cues: false,
        anchors: false,
        mask_names: false,
        ..shipped.clone()
    };
    let words_and_chars = FeatureConfig {
        chars: Some(range(2, 5)),
        ..words.clone()
    };
    for (name, config) in [
        ("as shipped", shipped),
        ("as shipped, names not masked", unmasked),
        ("words 1-3", words),
        ("words 1-3, characters 2-5", words_and_chars),
    ] {
        let extractor = Extractor::new(config).expect("the ranges above are valid");
        group.bench_function(name, |b| {
            let mut tokens = Tokens::new();
            b.iter(|| {
                // A sum keeps the hashes from being optimised away and costs next to nothing.
                let mut sum = 0u64;
                for text in &texts {
                    extractor.extract(black_box(text), &mut tokens, &mut |found: Occurrence| {
                        sum = sum.wrapping_add(u64::from(found.bucket));
                    });
                }
                sum
            });
        });
    }
    group.finish();
}

fn range(min: u8, max: u8) -> NgramRange {
    NgramRange::new(min, max).expect("both are within 1 to 8, in order")
}

criterion_group! {
    name = benches;
    config = stance_benches::criterion(3);
    targets = features
}
criterion_main!(benches);
