//! How well holders and alliances of the development set are found, and the mistakes.
//!
//! ```console
//! $ cargo run -p stance-attribution --example development -- dump-
//! ```
//! lists the mistakes in the pages whose names contain `dump-`; `sentences` those in the statements
//! without a page. Pages named `blind-` are counted and never listed.

#![allow(clippy::print_stdout)] // figures are what it is for

mod data;

use data::{Figures, Row, pages, sentences};
use stance_attribution::Lexicon;

fn main() {
    let lexicon = Lexicon::default();
    let (sentences, pages) = (sentences(&lexicon), pages(&lexicon));
    let part = |name: &'static str| pages.iter().filter(move |row| row.page.starts_with(name));
    let older = pages
        .iter()
        .filter(|row| !row.page.starts_with("dump-") && !row.page.starts_with("blind-"));
    println!("{:<12}{:>5}  holder        alliance", "", "rows");
    print("sentences", &Figures::of(sentences.iter()));
    print("pages", &Figures::of(older));
    print("dump-", &Figures::of(part("dump-")));
    print("blind-", &Figures::of(part("blind-")));
    let Some(wanted) = std::env::args().nth(1) else {
        return;
    };
    for row in sentences.iter().filter(|_| wanted == "sentences") {
        print!("{}", row.mistakes());
    }
    let shown = |row: &&Row| row.page.contains(&wanted) && !row.page.starts_with("blind-");
    for row in pages.iter().filter(shown) {
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
