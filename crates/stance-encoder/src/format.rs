//! The model file.
//!
//! All numbers are little-endian. The shell is that of the linear model's file; the version tells the two apart.
//!
//! | bytes | what |
//! | --- | --- |
//! | 8 | magic: `\x89STANCE\n` |
//! | 4 | format version: 2 |
//! | 4 | CRC-32 of all that follows |
//! | 8 | length of the whole file in bytes |
//! | 2, then 1 + n each | number of labels; each label's length and bytes |
//! | 20, 4 | layers, hidden, heads, intermediate, positions, `u32` each; what is added to a variance, `f32` |
//! | 1, 4, then 1 + n each | 1 where letters are lower-cased, and 2 more where names are read alike; number of word pieces; each one's length and bytes |
//! | 8 K² + 8 K | calibration: matrix, row-major, and bias, `f64` |
//! | 4, then n | the card: its length and JSON |
//! | the rest | embeddings of the pieces, of the positions, their norm; each layer; the head |
//!
//! A matrix is its rows' scales (`f32`), then its weights (`i8`, row by row); a linear map is such a matrix, a row an
//! output, then its bias (`f32`); a norm its gains and then its biases (`f32`). A layer is queries, keys and values as
//! one linear map, the map from the heads back, its norm, the map up, the map down, its norm. The head is weights and
//! bias in `f32`.
//!
//! Nothing is allocated by a length read from the file: each is checked against the bytes that are there.

mod reader;

use stance_classifier::{Error, Result, shell};

use crate::config::EncoderConfig;
use crate::engine::quantised::{Dense, Quantised, QuantisedLayer, Rows};
use crate::model::EncoderModel;
use crate::weights::Norm;
use reader::Reader;

/// Letters are lower-cased.
const LOWERCASE: u8 = 1;
/// Names of a kind are read alike.
const NAMES_ALIKE: u8 = 2;

/// Whether `bytes` begin as an encoder's model file does; [`EncoderModel::from_bytes`] says whether they are one.
pub fn is_encoder(bytes: &[u8]) -> bool {
    shell::is_of(bytes, shell::ENCODER)
}

impl<'d> EncoderModel<'d> {
    /// The model in the form of a file.
    ///
    /// # Errors
    /// [`Error::Malformed`] when the card or a word piece is longer than a file can say.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        let mut out = shell::begin(shell::ENCODER, &self.labels);
        let EncoderConfig {
            layers,
            hidden,
            heads,
            intermediate,
            positions,
            epsilon,
        } = self.config;
        for size in [layers, hidden, heads, intermediate, positions] {
            out.extend_from_slice(&(size as u32).to_le_bytes());
        }
        out.extend_from_slice(&epsilon.to_le_bytes());
        let reading = [
            (self.pieces.lowercase(), LOWERCASE),
            (self.pieces.reads_names_alike(), NAMES_ALIKE),
        ];
        out.push(
            reading
                .iter()
                .filter(|(on, _)| *on)
                .map(|(_, bit)| bit)
                .sum(),
        );
        out.extend_from_slice(&(self.pieces.len() as u32).to_le_bytes());
        for piece in self.pieces.pieces() {
            let length = u8::try_from(piece.len())
                .map_err(|_| Error::Malformed("a word piece is longer than 255 bytes"))?;
            out.push(length);
            out.extend_from_slice(piece.as_bytes());
        }
        let calibration = self.calibration.matrix().iter();
        for number in calibration.chain(self.calibration.bias()) {
            out.extend_from_slice(&number.to_le_bytes());
        }
        shell::put_card(&mut out, &self.card)?;
        put_parameters(&mut out, &self.quantised);
        shell::end(&mut out);
        Ok(out)
    }

    /// Reads a model file; the weights and the card are borrowed from `bytes`.
    ///
    /// # Errors
    /// [`Error::NotAModel`], [`Error::FormatVersion`], [`Error::Length`], [`Error::Checksum`], or
    /// [`Error::Malformed`] and [`Error::Setting`] where the checksum fits and the contents do not.
    pub fn from_bytes(bytes: &'d [u8]) -> Result<Self> {
        let mut file = Reader::checked(bytes)?;
        let labels = file.labels()?;
        let config = file.config()?;
        let pieces = file.pieces()?;
        let calibration = file.calibration(labels.len())?;
        let card = file.card()?;
        let quantised = file.parameters(&config, pieces.len(), labels.len())?;
        Self::new(labels, config, pieces, quantised, calibration, card.into())
    }
}

fn put_parameters(out: &mut Vec<u8>, quantised: &Quantised<'_>) {
    let Quantised {
        words,
        positions,
        embedding_norm,
        layers,
        head,
    } = quantised;
    put_rows(out, words);
    put_rows(out, positions);
    put_norm(out, embedding_norm);
    for layer in layers {
        let QuantisedLayer {
            query_key_value,
            attended,
            attention_norm,
            up,
            down,
            output_norm,
        } = layer;
        put_dense(out, query_key_value);
        put_dense(out, attended);
        put_norm(out, attention_norm);
        put_dense(out, up);
        put_dense(out, down);
        put_norm(out, output_norm);
    }
    put_numbers(out, &head.weight);
    put_numbers(out, &head.bias);
}

fn put_rows(out: &mut Vec<u8>, rows: &Rows<'_>) {
    put_numbers(out, &rows.scales);
    out.extend_from_slice(&rows.values);
}

fn put_dense(out: &mut Vec<u8>, dense: &Dense<'_>) {
    put_rows(out, &dense.weight);
    put_numbers(out, &dense.bias);
}

fn put_norm(out: &mut Vec<u8>, norm: &Norm) {
    put_numbers(out, &norm.gain);
    put_numbers(out, &norm.bias);
}

fn put_numbers(out: &mut Vec<u8>, numbers: &[f32]) {
    for number in numbers {
        out.extend_from_slice(&number.to_le_bytes());
    }
}
