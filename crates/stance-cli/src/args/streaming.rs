//! The options of learning from data larger than memory.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
#[command(next_help_heading = "Data larger than memory")]
pub struct StreamArgs {
    /// Read the data as a stream and learn row by row: tables (.csv) and JSON lines (.jsonl) of any size
    ///
    /// Rows are learned from in their order, so they should be in no order: shuffle a file that is sorted by
    /// label or date (`shuf`). Every n-th row is held out for calibration, n at least 10. The labels are found
    /// by reading the data once before, unless --labels names them. Files may be compressed by gzip or zstd;
    /// standard input can be read once, with --labels.
    #[arg(long, group = "steps", conflicts_with_all = ["target", "texts", "group_column", "alpha", "target_weight",
        "unlabelled", "class_weight_power", "idf_power", "tolerance", "max_epochs", "seed", "folds"])]
    pub stream: bool,

    /// Number of passes over the data [default: 1]
    ///
    /// In the first pass each row is predicted before it is learned from; in later ones, rows that were
    /// held out are.
    #[arg(long, value_name = "N", requires = "stream", value_parser = clap::value_parser!(u32).range(1..))]
    pub passes: Option<u32>,

    /// The most memory to take, such as 64M or 1G; it does not change the result [default: 512M]
    #[arg(long, value_name = "SIZE", requires = "stream", value_parser = size)]
    pub memory: Option<u64>,

    /// Step size of the learner; an encoder's longest [default: 0.2; an encoder's: 0.0001]
    #[arg(long, value_name = "X", requires = "steps", value_parser = super::values::above_zero::<f64>,
        allow_negative_numbers = true)]
    pub rate: Option<f64>,

    /// Write down from time to time how far learning has come; if the file is there, go on from it
    ///
    /// A run that was ended goes on when the same command is given again, and comes to the same model, byte
    /// for byte. The file is removed when the model is written.
    #[arg(long, value_name = "FILE", requires = "steps")]
    pub checkpoint: Option<PathBuf>,

    /// Rows, or steps of an encoder, between two checkpoints [default: 1000000 rows, 100 steps]
    #[arg(long, value_name = "N", requires = "checkpoint", value_parser = clap::value_parser!(u64).range(1..))]
    pub checkpoint_every: Option<u64>,

    /// What the data files are [default: by the ending of the name, and a table for standard input]
    #[arg(long, value_name = "FORMAT", requires = "stream")]
    pub input_format: Option<RecordFormat>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RecordFormat {
    /// A table with a header; a record is a labelled text
    Csv,
    /// A JSON object a line; an object is a labelled text
    Jsonl,
}

/// A number of bytes: digits, and K, M or G for powers of 1024.
pub(super) fn size(text: &str) -> Result<u64, String> {
    const WANTED: &str = "give a number of bytes, such as 64M or 1G";
    let (digits, shift) = match text.as_bytes().last() {
        Some(b'k' | b'K') => (&text[..text.len() - 1], 10),
        Some(b'm' | b'M') => (&text[..text.len() - 1], 20),
        Some(b'g' | b'G') => (&text[..text.len() - 1], 30),
        _ => (text, 0),
    };
    let number: u64 = digits.parse().map_err(|_| WANTED.to_owned())?;
    number
        .checked_mul(1 << shift)
        .filter(|size| *size > 0)
        .ok_or_else(|| WANTED.to_owned())
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn a_size_is_a_number_of_bytes_or_of_powers_of_1024() {
        for (text, bytes) in [
            ("1", 1),
            ("64K", 64 << 10),
            ("64m", 64 << 20),
            ("3G", 3 << 30),
        ] {
            assert_eq!(size(text), Ok(bytes));
        }
        for text in ["", "G", "0", "1.5G", "-1", "1T", "99999999999G"] {
            assert!(size(text).is_err(), "{text}");
        }
    }
}
