//! Statements → holders and alliances.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use stance_attribution::{Context, Lexicon, joined};
use stance_benches::{sentences_per_second, statements};

/// Statements of a made-up page.
const OF_PAGE: usize = 25;

fn attribute(c: &mut Criterion) {
    let statements = statements();
    let texts: Vec<&str> = statements.iter().map(|it| it.text.as_str()).collect();
    let lexicon = Lexicon::default();
    let mut group = c.benchmark_group("holders and alliances");
    group.throughput(sentences_per_second(&texts));

    let alone = Context {
        unconnected: true,
        ..Context::default()
    };
    group.bench_function("of sentences alone", |b| {
        b.iter(|| {
            for text in &texts {
                let whole = 0..text.len();
                black_box(lexicon.attribute(text, std::slice::from_ref(&whole), &alone));
            }
        });
    });

    let pages: Vec<_> = texts.chunks(OF_PAGE).map(joined).collect();
    let context = Context::default();
    group.bench_function("of pages", |b| {
        b.iter(|| {
            for (text, statements) in &pages {
                black_box(lexicon.attribute(text, statements, &context));
            }
        });
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = stance_benches::criterion(5);
    targets = attribute
}
criterion_main!(benches);
