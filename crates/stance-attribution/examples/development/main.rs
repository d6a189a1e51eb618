//! How well holders and alliances of the development set are found, and the mistakes.
//!
//! ```console
//! $ cargo run -p stance-attribution --example development -- dump-
//! ```
//! lists the mistakes in the pages whose names contain `dump-`; `sentences` those in the statements
//! without a page. A second argument names the table of the words of the real statements, without
//! which those are not counted; `real-work` lists the mistakes in one half of them. What is kept from
//! tuning (`blind`, `real-kept`) is counted and never listed.

#![allow(clippy::print_stdout)] // figures are what it is for

mod data;

use std::path::Path;

use data::{Figures, HALVES, Row, pages, real, sentences};
use stance_attribution::Lexicon;

fn main() {
    let lexicon = Lexicon::default();
    let mut arguments = std::env::args().skip(1);
    let (wanted, texts) = (arguments.next(), arguments.next());
    let (sentences, pages) = (sentences(&lexicon), pages(&lexicon));
    let real = texts.and_then(|texts| real(&lexicon, Path::new(&texts)));
    let real = real.unwrap_or_default();
    let part = |name: &'static str| pages.iter().filter(move |row| row.page.starts_with(name));
    let kinds = ["dump-", "press-", "blind-", "blind2-"];
    let older = pages
        .iter()
        .filter(|row| !kinds.iter().any(|kind| row.page.starts_with(kind)));
    println!("{:<12}{:>5}  holder        alliance", "", "rows");
    print("sentences", &Figures::of(sentences.iter()));
    print("pages", &Figures::of(older));
    for kind in kinds {
        print(kind, &Figures::of(part(kind)));
    }
    for half in HALVES.into_iter().filter(|_| !real.is_empty()) {
        print(
            half,
            &Figures::of(real.iter().filter(|row| row.page == half)),
        );
    }
    let Some(wanted) = wanted else {
        return;
    };
    for row in sentences.iter().filter(|_| wanted == "sentences") {
        print!("{}", row.mistakes());
    }
    let shown = |row: &&Row| row.page.contains(&wanted) && !row.kept();
    for row in pages.iter().chain(&real).filter(shown) {
        print!("{}", row.mistakes());
    }
}

fn print(name: &str, figures: &Figures) {
    let [holder, holder_part] = figures.holder;
    let [alliance, alliance_part] = figures.alliance;
    println!(
        "{name:<12}{:>5}  {holder:.3} {holder_part:.3}   {alliance:.3} {alliance_part:.3}",
        figures.rows
    );
}
