//! The figures on the checked statements, held against a fall.
#![allow(clippy::print_stderr)] // a test that cannot run says so

#[path = "../examples/development/data.rs"]
mod data;

use data::{Figures, HALVES, Row, folder, pages, real, sentences};
use stance_attribution::Lexicon;

/// Fails with the mistakes where the exact figures are below those given.
fn assert_as_well(rows: &[&Row], statements: usize, least_holder: f64, least_alliance: f64) {
    let figures = Figures::of(rows.iter().copied());
    assert_eq!(figures.rows, statements);
    let [holder, alliance] = [figures.holder[0], figures.alliance[0]];
    let mistakes: String = rows.iter().map(|row| row.mistakes()).collect();
    assert!(holder >= least_holder, "holder {holder:.3}\n{mistakes}");
    assert!(
        alliance >= least_alliance,
        "alliance {alliance:.3}\n{mistakes}"
    );
}

#[test]
fn holders_and_alliances_of_the_development_set_are_found_as_well_as_before() {
    let rows = sentences(&Lexicon::default());
    assert_as_well(&rows.iter().collect::<Vec<_>>(), 315, 0.83, 0.79);
}

#[test]
fn holders_and_alliances_of_the_pages_are_found_as_well_as_before() {
    let rows = pages(&Lexicon::default());
    let seen: Vec<&Row> = rows.iter().filter(|row| !row.kept()).collect();
    assert_as_well(&seen, 372, 0.83, 0.81);
}

#[test]
fn holders_and_alliances_of_real_statements_are_found_as_well_as_before() {
    let texts = folder().join("../../../shared/data/real_train.csv");
    let Some(rows) = real(&Lexicon::default(), &texts) else {
        eprintln!("not run: the words of the real statements are not here");
        return;
    };
    let seen: Vec<&Row> = rows.iter().filter(|row| row.page == HALVES[0]).collect();
    assert_as_well(&seen, 81, 0.82, 0.75);
}
