//! Values of options that several commands have.

use std::str::FromStr;

use clap::ValueEnum;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TextOrJson {
    /// For reading
    Text,
    /// For programs
    Json,
}

/// A range of n-gram lengths, or none at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ngrams(pub Option<stance_text::NgramRange>);

impl FromStr for Ngrams {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "none" {
            return Ok(Self(None));
        }
        let (min, max) = text.split_once('-').unwrap_or((text, text));
        let number = |n: &str| {
            n.parse::<u8>()
                .map_err(|_| format!("`{n}` is not a length"))
        };
        let range = stance_text::NgramRange::new(number(min)?, number(max)?);
        range
            .map(|range| Self(Some(range)))
            .map_err(|why| why.to_string())
    }
}

/// A number from 0 to 1.
pub fn probability(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(p) if (0.0..=1.0).contains(&p) => Ok(p),
        _ => Err("a probability is a number from 0 to 1".to_owned()),
    }
}

/// A finite number above zero.
pub fn above_zero<T: FromStr + Into<f64> + Copy>(text: &str) -> Result<T, String> {
    match text.parse::<T>() {
        Ok(number) if number.into() > 0.0 && number.into().is_finite() => Ok(number),
        _ => Err("give a number above zero".to_owned()),
    }
}

/// The power of a weight: 0 is none of it, 1 all.
pub fn power(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(power) if (0.0..=1.0).contains(&power) => Ok(power),
        _ => Err("the power is a number from 0 to 1".to_owned()),
    }
}
