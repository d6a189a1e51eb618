//! The model file: what it keeps, and that no damaged one is believed.

mod common;

use stance_classifier::{Classifier, Classify, Error};
use stance_encoder::{EncoderConfig, EncoderModel, WordPieces, is_encoder};

const TEXTS: [&str; 3] = ["", "The alliance will hold.", "naïve 同盟 ally"];

/// A model whose file is so small that every bit of it can be tried.
fn tiny() -> EncoderModel<'static> {
    let shape = EncoderConfig {
        layers: 1,
        hidden: 2,
        heads: 1,
        intermediate: 3,
        positions: 4,
        epsilon: 1e-12,
    };
    let pieces = ["[UNK]", "[CLS]", "[SEP]", "ally", "##ing"].map(Into::into);
    let pieces = WordPieces::new(pieces.into(), true).expect("a vocabulary");
    EncoderModel::quantise(
        &common::weights(shape, pieces.len(), 2),
        &pieces,
        stance_classifier::Labels::of(["no", "yes"]).expect("labels"),
        stance_classifier::MatrixScaling::identity(2),
        "{}",
    )
    .expect("a model")
}

#[test]
fn a_model_survives_its_file() {
    let model = common::model();
    let bytes = model.to_bytes().expect("bytes");
    let read = EncoderModel::from_bytes(&bytes).expect("a model");
    assert_eq!(read.scores(&TEXTS), model.scores(&TEXTS));
    assert_eq!(read.classify_all(&TEXTS), model.classify_all(&TEXTS));
    assert_eq!(read.labels(), model.labels());
    assert_eq!(read.config(), model.config());
    assert_eq!(read.pieces(), model.pieces());
    assert_eq!(read.card_json(), model.card_json());
    assert_eq!(read.to_bytes().expect("bytes"), bytes);
    let owned = read.into_owned();
    assert_eq!(owned.to_bytes().expect("bytes"), bytes);
}

#[test]
fn a_file_cut_anywhere_is_an_error() {
    let bytes = tiny().to_bytes().expect("bytes");
    for length in 0..bytes.len() {
        match EncoderModel::from_bytes(&bytes[..length]).expect_err("a cut file") {
            Error::NotAModel => assert_eq!(length, 0),
            Error::Length { found, .. } => assert_eq!(found, length as u64),
            other => panic!("cut at {length}: {other}"),
        }
    }
}

#[test]
fn every_flipped_bit_is_an_error() {
    let bytes = tiny().to_bytes().expect("bytes");
    for bit in 0..bytes.len() * 8 {
        let mut damaged = bytes.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        assert!(EncoderModel::from_bytes(&damaged).is_err(), "bit {bit}");
    }
}

#[test]
fn contents_that_a_right_checksum_covers_are_not_trusted_either() {
    let bytes = tiny().to_bytes().expect("bytes");
    for byte in 24..bytes.len() {
        for value in [0, 1, 0x7f, 0x80, 0xff] {
            let mut damaged = bytes.clone();
            damaged[byte] = value;
            let checksum = crc32fast::hash(&damaged[16..]);
            damaged[12..16].copy_from_slice(&checksum.to_le_bytes());
            // Either it is refused or it is another model, which answers.
            if let Ok(model) = EncoderModel::from_bytes(&damaged) {
                assert_eq!(
                    model.classify("allying").probabilities().len(),
                    model.labels().len()
                );
            }
        }
    }
}

#[test]
fn a_file_with_more_behind_it_is_an_error() {
    let mut bytes = tiny().to_bytes().expect("bytes");
    bytes.push(0);
    let error = EncoderModel::from_bytes(&bytes).expect_err("a file that goes on");
    assert!(error.to_string().contains("1 bytes too many"), "{error}");
}

#[test]
fn the_two_engines_tell_their_files_apart() {
    let bytes = tiny().to_bytes().expect("bytes");
    assert!(is_encoder(&bytes));
    assert_eq!(
        Classifier::from_bytes(&bytes).expect_err("no linear model"),
        Error::EncoderModel
    );
    let mut other = bytes;
    other[8] = 1;
    assert!(!is_encoder(&other) && !is_encoder(b"") && !is_encoder(b"\x89STANCE\n"));
    assert!(matches!(
        EncoderModel::from_bytes(&other),
        Err(Error::FormatVersion { found: 1, .. })
    ));
}
