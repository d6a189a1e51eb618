//! What is left of a model file.

use std::borrow::Cow;

use stance_classifier::shell::{ENCODER, Reader as Shell};
use stance_classifier::{Error, Labels, MatrixScaling, Result};

use super::{LOWERCASE, NAMES_ALIKE};
use crate::config::EncoderConfig;
use crate::engine::quantised::{Dense, Quantised, QuantisedLayer, Rows};
use crate::weights::{Linear, Norm};
use crate::wordpiece::WordPieces;

pub(super) struct Reader<'d>(Shell<'d>);

impl<'d> Reader<'d> {
    /// What comes after the header of a file whose magic, version, length and checksum are right.
    pub fn checked(bytes: &'d [u8]) -> Result<Self> {
        Shell::open(bytes, ENCODER).map(Self)
    }

    fn size(&mut self) -> Result<usize> {
        Ok(u32::from_le_bytes(self.0.array()?) as usize)
    }

    pub fn labels(&mut self) -> Result<Labels> {
        self.0.labels()
    }

    pub fn config(&mut self) -> Result<EncoderConfig> {
        EncoderConfig {
            layers: self.size()?,
            hidden: self.size()?,
            heads: self.size()?,
            intermediate: self.size()?,
            positions: self.size()?,
            epsilon: f32::from_le_bytes(self.0.array()?),
        }
        .check()
    }

    pub fn pieces(&mut self) -> Result<WordPieces> {
        let [reading] = self.0.array()?;
        if reading & !(LOWERCASE | NAMES_ALIKE) != 0 {
            return Err(Error::Malformed("a way of reading that is not known"));
        }
        let count = self.size()?;
        let mut pieces = Vec::new();
        for _ in 0..count {
            let [length] = self.0.array()?;
            let piece = self
                .0
                .text(usize::from(length), "a word piece is not UTF-8")?;
            pieces.push(piece.into());
        }
        let pieces = WordPieces::new(pieces, reading & LOWERCASE != 0)?;
        Ok(match reading & NAMES_ALIKE {
            0 => pieces,
            _ => pieces.reading_names_alike(),
        })
    }

    pub fn calibration(&mut self, classes: usize) -> Result<MatrixScaling> {
        let matrix = self.0.numbers(classes * classes)?;
        MatrixScaling::new(matrix, self.0.numbers(classes)?)
    }

    pub fn card(&mut self) -> Result<&'d str> {
        self.0.card()
    }

    /// The parameters, which are all that is left.
    pub fn parameters(
        &mut self,
        config: &EncoderConfig,
        vocabulary: usize,
        classes: usize,
    ) -> Result<Quantised<'d>> {
        let EncoderConfig {
            layers,
            hidden,
            intermediate,
            positions,
            ..
        } = *config;
        let words = self.rows(vocabulary, hidden)?;
        let positions = self.rows(positions, hidden)?;
        let embedding_norm = self.norm(hidden)?;
        let mut read = Vec::new();
        for _ in 0..layers {
            read.push(QuantisedLayer {
                query_key_value: self.dense(hidden, 3 * hidden)?,
                attended: self.dense(hidden, hidden)?,
                attention_norm: self.norm(hidden)?,
                up: self.dense(hidden, intermediate)?,
                down: self.dense(intermediate, hidden)?,
                output_norm: self.norm(hidden)?,
            });
        }
        let head = Linear {
            weight: self.numbers(hidden.saturating_mul(classes))?,
            bias: self.numbers(classes)?,
        };
        if !self.0.rest().is_empty() {
            return Err(Error::Malformed("there is more than its parts"));
        }
        Ok(Quantised {
            words,
            positions,
            embedding_norm,
            layers: read,
            head,
        })
    }

    fn numbers(&mut self, count: usize) -> Result<Vec<f32>> {
        let (numbers, _) = self.0.take(count.saturating_mul(4))?.as_chunks::<4>();
        Ok(numbers
            .iter()
            .map(|number| f32::from_le_bytes(*number))
            .collect())
    }

    fn rows(&mut self, rows: usize, width: usize) -> Result<Rows<'d>> {
        Ok(Rows {
            scales: self.numbers(rows)?,
            values: Cow::Borrowed(self.0.take(rows.saturating_mul(width))?),
        })
    }

    fn dense(&mut self, inputs: usize, outputs: usize) -> Result<Dense<'d>> {
        Ok(Dense {
            weight: self.rows(outputs, inputs)?,
            bias: self.numbers(outputs)?,
        })
    }

    fn norm(&mut self, width: usize) -> Result<Norm> {
        Ok(Norm {
            gain: self.numbers(width)?,
            bias: self.numbers(width)?,
        })
    }
}
