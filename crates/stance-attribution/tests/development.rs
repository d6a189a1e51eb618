//! The figures on the checked statements, held against a fall.
#![allow(clippy::single_range_in_vec_init)] // one statement is meant, not many numbers

use stance_attribution::{Context, Lexicon};
use stance_eval::Attribution;

#[test]
fn holders_and_alliances_of_the_development_set_are_found_as_well_as_before() {
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../datasets/attribution/dev.csv"
    );
    let mut reader = csv::Reader::from_path(file).expect("the development set");
    let header = reader.headers().expect("a header").clone();
    let column = |name: &str| header.iter().position(|column| column == name).expect(name);
    let (text, label) = (column("text"), column("label"));
    let lexicon = Lexicon::default();
    let [mut holders, mut alliances] = [[Vec::new(), Vec::new()], [Vec::new(), Vec::new()]];
    for row in reader.records() {
        let row = row.expect("a row");
        if &row[label] == "none" {
            continue;
        }
        let mut found = lexicon.attribute(&row[text], &[0..row[text].len()], &Context::default());
        let found = found.remove(0);
        let names: Vec<String> = found.alliances.into_iter().map(|a| a.canonical).collect();
        holders[0].push(row[column("holder")].to_owned());
        holders[1].push(
            found
                .holder
                .map_or(String::new(), |holder| holder.canonical),
        );
        alliances[0].push(row[column("alliance")].to_owned());
        alliances[1].push(names.join("; "));
    }
    let f1 =
        |[truth, found]: &[Vec<String>; 2]| Attribution::of(truth, found).expect("rows").exact.f1;
    let (holder, alliance) = (f1(&holders), f1(&alliances));
    assert!(holder >= 0.82, "holder {holder:.3}");
    assert!(alliance >= 0.76, "alliance {alliance:.3}");
}
