//! The model file.
//!
//! All numbers are little-endian.
//!
//! | bytes | what |
//! | --- | --- |
//! | 8 | magic: `\x89STANCE\n` |
//! | 4 | format version |
//! | 4 | CRC-32 of all that follows |
//! | 8 | length of the whole file in bytes |
//! | 2, then 1 + n each | number of labels; each label's length and bytes |
//! | 41 | feature configuration |
//! | 4 | what a weight of 1 is worth, `f32` |
//! | 8 K | intercept, `f64` |
//! | 8 K² + 8 K | calibration: matrix, row-major, and bias, `f64` |
//! | 4, then n | the card: its length and JSON |
//! | K × buckets | weights, `i8` |
//!
//! Nothing is allocated by a length read from the file: each is checked against the bytes that are there.

use std::borrow::Cow;

use stance_text::FeatureConfig;

use crate::calibration::MatrixScaling;
use crate::error::Result;
use crate::model::LinearModel;
use crate::shell::{self, Reader};

impl<'d> LinearModel<'d> {
    /// The model in the form of a file.
    ///
    /// # Errors
    /// [`Error::Malformed`](crate::Error::Malformed) when the card is longer than a file can say.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        let mut out = shell::begin(shell::LINEAR, &self.labels);
        out.reserve(self.weights.len() + self.card.len() + 4096);
        out.extend_from_slice(&self.features().encode());
        out.extend_from_slice(&self.scale.to_le_bytes());
        let calibration = self
            .calibration
            .matrix()
            .iter()
            .chain(self.calibration.bias());
        for number in self.intercept.iter().chain(calibration) {
            out.extend_from_slice(&number.to_le_bytes());
        }
        shell::put_card(&mut out, &self.card)?;
        out.extend_from_slice(&self.weights);
        shell::end(&mut out);
        Ok(out)
    }

    /// Reads a model file; the weights and the card are borrowed from `bytes`.
    ///
    /// # Errors
    /// As [`Reader::open`], or [`Error::Malformed`](crate::Error::Malformed) where the checksum fits and the contents
    /// do not.
    pub fn from_bytes(bytes: &'d [u8]) -> Result<Self> {
        let mut file = Reader::open(bytes, shell::LINEAR)?;
        let labels = file.labels()?;
        let features = FeatureConfig::decode(&file.array()?)?;
        let scale = f32::from_le_bytes(file.array()?);
        let classes = labels.len();
        let intercept = file.numbers(classes)?;
        let matrix = file.numbers(classes * classes)?;
        let bias = file.numbers(classes)?;
        let card = file.card()?;
        Self::new(
            labels,
            features,
            Cow::Borrowed(file.rest()),
            scale,
            intercept,
            MatrixScaling::new(matrix, bias)?,
            Cow::Borrowed(card),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;
    use crate::label::Labels;
    use crate::shell::{CHECKED_FROM, ENCODER as ENCODER_VERSION, LINEAR as VERSION};

    fn model() -> LinearModel<'static> {
        let features = FeatureConfig {
            bits: 8,
            ..FeatureConfig::default()
        };
        let weights: Vec<u8> = (0..512u32).map(|n| (n * 7 % 256) as u8).collect();
        LinearModel::new(
            Labels::of(["no", "yes"]).unwrap(),
            features,
            Cow::Owned(weights),
            0.01,
            vec![0.5, -0.5],
            MatrixScaling::new(vec![1.0, 0.25, 0.0, 2.0], vec![0.125, -1.0]).unwrap(),
            Cow::Borrowed("{\"name\":\"test\"}"),
        )
        .unwrap()
    }

    #[test]
    fn a_model_survives_its_file() {
        let bytes = model().to_bytes().unwrap();
        assert_eq!(LinearModel::from_bytes(&bytes).unwrap(), model());
    }

    #[test]
    fn a_file_cut_anywhere_is_an_error() {
        let bytes = model().to_bytes().unwrap();
        for length in 0..bytes.len() {
            let error = LinearModel::from_bytes(&bytes[..length]).unwrap_err();
            match error {
                Error::NotAModel => assert_eq!(length, 0),
                Error::Length { found, .. } => assert_eq!(found, length as u64),
                other => panic!("cut at {length}: {other}"),
            }
        }
    }

    #[test]
    fn every_flipped_bit_is_an_error() {
        let bytes = model().to_bytes().unwrap();
        for bit in 0..bytes.len() * 8 {
            let mut damaged = bytes.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            assert!(LinearModel::from_bytes(&damaged).is_err(), "bit {bit}");
        }
    }

    #[test]
    fn a_file_with_more_behind_it_is_an_error() {
        let mut bytes = model().to_bytes().unwrap();
        bytes.push(0);
        let error = LinearModel::from_bytes(&bytes).unwrap_err();
        assert!(error.to_string().contains("1 bytes too many"), "{error}");
    }

    #[test]
    fn a_file_from_the_future_says_so() {
        let mut bytes = model().to_bytes().unwrap();
        bytes[8..12].copy_from_slice(&(ENCODER_VERSION + 1).to_le_bytes());
        let error = LinearModel::from_bytes(&bytes).unwrap_err();
        assert_eq!(
            error,
            Error::FormatVersion {
                found: ENCODER_VERSION + 1,
                known: VERSION
            }
        );
        assert!(error.to_string().contains("newer version"), "{error}");
        bytes[8..12].copy_from_slice(&0u32.to_le_bytes());
        assert!(
            LinearModel::from_bytes(&bytes)
                .unwrap_err()
                .to_string()
                .contains("unknown format")
        );
    }

    #[test]
    fn an_encoder_s_file_is_called_one() {
        let mut bytes = model().to_bytes().unwrap();
        bytes[8..12].copy_from_slice(&ENCODER_VERSION.to_le_bytes());
        let error = LinearModel::from_bytes(&bytes).unwrap_err();
        assert_eq!(error, Error::EncoderModel);
        assert!(error.to_string().contains("encoder engine"), "{error}");
    }

    #[test]
    fn lengths_in_a_file_are_not_trusted() {
        let mut bytes = model().to_bytes().unwrap();
        let card_at = bytes.len() - 512 - model().card.len() - 4;
        bytes[card_at..card_at + 4].copy_from_slice(&u32::MAX.to_le_bytes());
        let checksum = crc32fast::hash(&bytes[CHECKED_FROM..]);
        bytes[12..CHECKED_FROM].copy_from_slice(&checksum.to_le_bytes());
        assert_eq!(
            LinearModel::from_bytes(&bytes).unwrap_err(),
            Error::Malformed("a part is missing")
        );
    }
}
