//! What is left of a model file.

use std::borrow::Cow;

use stance_classifier::{Error, Labels, MatrixScaling, Result};

use super::{HEADER, MAGIC, VERSION};
use crate::config::EncoderConfig;
use crate::engine::quantised::{Dense, Quantised, QuantisedLayer, Rows};
use crate::weights::{Linear, Norm};
use crate::wordpiece::WordPieces;

pub(super) struct Reader<'d> {
    rest: &'d [u8],
}

impl<'d> Reader<'d> {
    /// What comes after the header of a file whose magic, version, length and checksum are right.
    pub fn checked(bytes: &'d [u8]) -> Result<Self> {
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
        Ok(file)
    }

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

    fn size(&mut self) -> Result<usize> {
        Ok(u32::from_le_bytes(self.array()?) as usize)
    }

    /// Text of a length of one byte.
    fn short_text(&mut self) -> Result<&'d str> {
        let [length] = self.array()?;
        std::str::from_utf8(self.take(usize::from(length))?)
            .map_err(|_| Error::Malformed("a label or a word piece is not UTF-8"))
    }

    pub fn labels(&mut self) -> Result<Labels> {
        let count = u16::from_le_bytes(self.array()?);
        let names: Vec<&str> = (0..count)
            .map(|_| self.short_text())
            .collect::<Result<_>>()?;
        let labels = Labels::of(&names)?;
        // Sorting would give a class another one's weights.
        if labels.iter().ne(names) {
            return Err(Error::Malformed("the labels are out of order"));
        }
        Ok(labels)
    }

    pub fn config(&mut self) -> Result<EncoderConfig> {
        EncoderConfig {
            layers: self.size()?,
            hidden: self.size()?,
            heads: self.size()?,
            intermediate: self.size()?,
            positions: self.size()?,
            epsilon: f32::from_le_bytes(self.array()?),
        }
        .check()
    }

    pub fn pieces(&mut self) -> Result<WordPieces> {
        let lowercase = match self.array()? {
            [0] => false,
            [1] => true,
            _ => return Err(Error::Malformed("neither with case nor without")),
        };
        let count = self.size()?;
        let mut pieces = Vec::new();
        for _ in 0..count {
            pieces.push(self.short_text()?.into());
        }
        WordPieces::new(pieces, lowercase)
    }

    pub fn calibration(&mut self, classes: usize) -> Result<MatrixScaling> {
        let mut numbers = |count: usize| -> Result<Vec<f64>> {
            let (numbers, _) = self.take(count.saturating_mul(8))?.as_chunks::<8>();
            Ok(numbers
                .iter()
                .map(|number| f64::from_le_bytes(*number))
                .collect())
        };
        MatrixScaling::new(numbers(classes * classes)?, numbers(classes)?)
    }

    pub fn card(&mut self) -> Result<&'d str> {
        let length = self.size()?;
        std::str::from_utf8(self.take(length)?)
            .map_err(|_| Error::Malformed("the card is not UTF-8"))
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
        if !self.rest.is_empty() {
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
        let (numbers, _) = self.take(count.saturating_mul(4))?.as_chunks::<4>();
        Ok(numbers
            .iter()
            .map(|number| f32::from_le_bytes(*number))
            .collect())
    }

    fn rows(&mut self, rows: usize, width: usize) -> Result<Rows<'d>> {
        Ok(Rows {
            scales: self.numbers(rows)?,
            values: Cow::Borrowed(self.take(rows.saturating_mul(width))?),
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
