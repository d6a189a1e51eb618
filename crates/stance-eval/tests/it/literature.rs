//! Worked examples that were published.

use stance_eval::Confusion;
use stance_eval::agreement::{Ratings, Scale, Weights};

use crate::support::labels;

/// One rater's values, written as digits from 1 up; a point is missing.
fn rater(values: &str) -> Vec<Option<usize>> {
    values
        .chars()
        .map(|c| c.to_digit(10).map(|digit| digit as usize - 1))
        .collect()
}

/// Equal to the three decimals that were printed.
#[track_caller]
fn assert_printed(found: f64, printed: f64) {
    assert!(
        (found - printed).abs() <= 0.0005 + 1e-12,
        "{found}, not {printed}"
    );
}

#[test]
fn alpha_of_two_observers_of_binary_data_is_krippendorffs() {
    // Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, A.
    let ratings = Ratings::new(labels(2), [rater("1211111121"), rater("2221121111")]).unwrap();
    assert_printed(ratings.krippendorff_alpha(Scale::Nominal).unwrap(), 0.095);
}

#[test]
fn alpha_of_two_observers_of_nominal_data_is_krippendorffs() {
    // Ibid., B: Ben a a b b d c c c e d d a, Gerry b a b b b c c c e d d d.
    let ratings = Ratings::new(labels(5), [rater("112243335441"), rater("212223335444")]).unwrap();
    assert_printed(ratings.krippendorff_alpha(Scale::Nominal).unwrap(), 0.692);
}

#[test]
fn alpha_of_four_observers_with_missing_data_is_krippendorffs() {
    // Ibid., C and D.
    let observers = [
        rater("123321412..."),
        rater("1233224125.3"),
        rater(".3332342251."),
        rater("12332441251."),
    ];
    let ratings = Ratings::new(labels(5), observers).unwrap();
    assert_eq!(ratings.n(), 12);
    assert_printed(ratings.krippendorff_alpha(Scale::Nominal).unwrap(), 0.743);
    assert_printed(ratings.krippendorff_alpha(Scale::Ordinal).unwrap(), 0.815);
    assert_printed(ratings.krippendorff_alpha(Scale::Interval).unwrap(), 0.849);
}

#[test]
fn kappa_of_six_raters_of_psychiatric_diagnoses_is_fleiss() {
    // Fleiss (1971), Psychological Bulletin 76, 378-382, table 1: 30 patients, each diagnosed by
    // six psychiatrists as depression, personality disorder, schizophrenia, neurosis or other.
    let patients = [
        "444444", "222555", "233335", "555555", "222444", "113333", "333355", "113334", "114444",
        "555555", "144444", "124444", "222333", "144444", "224445", "333335", "111455", "111112",
        "224444", "133555", "555555", "244444", "224555", "114444", "144445", "222224", "111155",
        "224444", "133333", "555555",
    ];
    let psychiatrist = |i: usize| patients.iter().map(|p| rater(p)[i]).collect::<Vec<_>>();
    let ratings = Ratings::new(labels(5), (0..6).map(psychiatrist)).unwrap();
    assert_printed(ratings.fleiss_kappa().unwrap(), 0.430);
    assert_printed(ratings.observed_agreement().unwrap(), 0.556);
}

/// Cohen's κ of a table of counts, from the table and from the units one by one.
#[track_caller]
fn assert_kappa(classes: usize, counts: &[u64], printed: f64) {
    let confusion = Confusion::from_counts(classes, counts).unwrap();
    assert_printed(confusion.cohen_kappa().unwrap(), printed);
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for (cell, &count) in counts.iter().enumerate() {
        for _ in 0..count {
            first.push(cell / classes);
            second.push(cell % classes);
        }
    }
    let ratings = Ratings::new(labels(classes), [first, second]).unwrap();
    assert_printed(ratings.cohen_kappa(Weights::Unweighted).unwrap(), printed);
}

#[test]
fn kappa_of_two_judges_is_cohens() {
    // Cohen (1968), Psychological Bulletin 70, 213-220, table 1: 200 patients.
    assert_kappa(3, &[88, 14, 18, 10, 40, 10, 2, 6, 12], 0.492);
}

#[test]
fn kappa_of_two_clinicians_is_that_of_fleiss_cohen_and_everitt() {
    // Fleiss, Cohen & Everitt (1969), Psychological Bulletin 72, 323-327: 200 patients.
    assert_kappa(3, &[106, 10, 4, 22, 28, 10, 2, 12, 6], 0.429);
}

#[test]
fn kappa_of_two_neurologists_is_that_of_landis_and_koch() {
    // Landis & Koch (1977), Biometrics 33, 159-174: multiple sclerosis, 149 patients of Winnipeg
    // and 69 of New Orleans.
    assert_kappa(
        4,
        &[38, 5, 0, 1, 33, 11, 3, 0, 10, 14, 5, 6, 3, 7, 3, 10],
        0.208,
    );
    assert_kappa(
        4,
        &[5, 3, 0, 0, 3, 11, 4, 0, 2, 13, 3, 4, 1, 2, 4, 14],
        0.297,
    );
}
