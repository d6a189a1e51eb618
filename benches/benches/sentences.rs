//! Page → statements: encoding, blocks, sentences, furniture, places in the input.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use stance_benches::example;
use stance_text::{Format, statements};

fn pages(c: &mut Criterion) {
    let mut group = c.benchmark_group("statements of a page");
    for (name, format) in [
        ("wire-airfield.txt", Format::Plain),
        ("news-csto.html", Format::Html),
    ] {
        let page = example(name);
        let found = statements(&page, Some(format))
            .unwrap_or_else(|why| panic!("{name}: {why}"))
            .statements
            .len();
        group.throughput(Throughput::ElementsAndBytes {
            elements: found as u64,
            bytes: page.len() as u64,
        });
        group.bench_with_input(BenchmarkId::from_parameter(name), &page, |b, page| {
            b.iter(|| statements(black_box(page), Some(format)));
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = stance_benches::criterion(2);
    targets = pages
}
criterion_main!(benches);
