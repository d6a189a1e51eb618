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
use crate::error::{Error, Result};
use crate::label::Labels;
use crate::model::LinearModel;

const MAGIC: &[u8; 8] = b"\x89STANCE\n";
const VERSION: u32 = 1;
/// The format of the encoder engine's files, whose shell is the same.
const ENCODER_VERSION: u32 = 2;
const CHECKED_FROM: usize = 16;
const HEADER: usize = 24;

impl<'d> LinearModel<'d> {
    /// The model in the form of a file.
    ///
    /// # Errors
    /// [`Error::Malformed`] when the card is longer than a file can say.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        let too_long = |_| Error::Malformed("the card is longer than 4 GiB");
        let card_length = u32::try_from(self.card.len()).map_err(too_long)?;
        let mut out = Vec::with_capacity(self.weights.len() + self.card.len() + 4096);
        out.extend_from_slice(MAGIC);
        out.extend_from_slice(&VERSION.to_le_bytes());
        out.extend_from_slice(&[0; HEADER - 12]);
        out.extend_from_slice(&(self.labels.len() as u16).to_le_bytes());
        for label in self.labels.iter() {
            out.push(label.len() as u8);
            out.extend_from_slice(label.as_bytes());
        }
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
        out.extend_from_slice(&card_length.to_le_bytes());
        out.extend_from_slice(self.card.as_bytes());
        out.extend_from_slice(&self.weights);
        let length = out.len() as u64;
        out[CHECKED_FROM..HEADER].copy_from_slice(&length.to_le_bytes());
        let checksum = crc32fast::hash(&out[CHECKED_FROM..]);
        out[12..CHECKED_FROM].copy_from_slice(&checksum.to_le_bytes());
        Ok(out)
    }

    /// Reads a model file; the weights and the card are borrowed from `bytes`.
    ///
    /// # Errors
    /// [`Error::NotAModel`], [`Error::EncoderModel`], [`Error::FormatVersion`], [`Error::Length`], [`Error::Checksum`], or
    /// [`Error::Malformed`] where the checksum fits and the contents do not.
    pub fn from_bytes(bytes: &'d [u8]) -> Result<Self> {
        let mut file = Reader { rest: bytes };
        let magic = bytes.len().min(MAGIC.len());
        if bytes.is_empty() || bytes[..magic] != MAGIC[..magic] {
            return Err(Error::NotAModel);
        }
        let found = bytes.len() as u64;
        let short = |_| Error::Length {
            stated: HEADER as u64,
            found,
        };
        file.take(MAGIC.len()).map_err(short)?;
        let version = u32::from_le_bytes(file.array().map_err(short)?);
        if version == ENCODER_VERSION {
            return Err(Error::EncoderModel);
        }
        if version != VERSION {
            return Err(Error::FormatVersion {
                found: version,
                known: VERSION,
            });
        }
        let checksum = u32::from_le_bytes(file.array().map_err(short)?);
        let checked = file.rest;
        let stated = u64::from_le_bytes(file.array().map_err(short)?);
        if stated != found {
            return Err(Error::Length { stated, found });
        }
        if crc32fast::hash(checked) != checksum {
            return Err(Error::Checksum);
        }
        let labels = file.labels()?;
        let features = FeatureConfig::decode(&file.array()?)?;
        let scale = f32::from_le_bytes(file.array()?);
        let classes = labels.len();
        let intercept = file.numbers(classes)?;
        let matrix = file.numbers(classes * classes)?;
        let bias = file.numbers(classes)?;
        let card_length = u32::from_le_bytes(file.array()?) as usize;
        let card = std::str::from_utf8(file.take(card_length)?)
            .map_err(|_| Error::Malformed("the card is not UTF-8"))?;
        Self::new(
            labels,
            features,
            Cow::Borrowed(file.rest),
            scale,
            intercept,
            MatrixScaling::new(matrix, bias)?,
            Cow::Borrowed(card),
        )
    }
}

struct Reader<'d> {
    rest: &'d [u8],
}

impl<'d> Reader<'d> {
    fn take(&mut self, length: usize) -> Result<&'d [u8]> {
        let (taken, rest) = self
            .rest
            .split_at_checked(length)
            .ok_or(Error::Malformed("a part is missing"))?;
        self.rest = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        let (taken, rest) = self
            .rest
            .split_first_chunk::<N>()
            .ok_or(Error::Malformed("a part is missing"))?;
        self.rest = rest;
        Ok(*taken)
    }

    fn numbers(&mut self, count: usize) -> Result<Vec<f64>> {
        let (numbers, _) = self.take(count * 8)?.as_chunks::<8>();
        Ok(numbers
            .iter()
            .map(|number| f64::from_le_bytes(*number))
            .collect())
    }

    fn labels(&mut self) -> Result<Labels> {
        let count = u16::from_le_bytes(self.array()?);
        let mut names = Vec::new();
        for _ in 0..count {
            let [length] = self.array()?;
            let name = std::str::from_utf8(self.take(usize::from(length))?)
                .map_err(|_| Error::Malformed("a label is not UTF-8"))?;
            names.push(name.into());
        }
        Labels::sorted(names)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
