//! A learner written down, to go on another day.

use std::io::{self, Read, Write};

use super::block::{Features, SavedHead};
use super::held::Holdout;
use super::report::Tally;
use super::{StreamLearner, StreamTrainer};

/// Weights that are turned into bytes together.
const CELLS: usize = 4096;

impl StreamLearner {
    /// Writes all that [`StreamTrainer::resume`] needs to go on from here, save the trainer itself: numbers in
    /// little-endian order, no checksum. Features kept for later passes are left out; they are found again.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn save(&self, out: &mut impl Write) -> io::Result<()> {
        let mut numbers = vec![u64::from(self.pass), self.row, self.next_report];
        numbers.extend(&self.rows);
        for tally in [&self.whole, &self.recent] {
            numbers.extend([tally.rows, tally.right, tally.loss.to_bits()]);
        }
        numbers.extend([
            self.held.every,
            self.held.rows.len() as u64,
            self.held.rows.codes() as u64,
        ]);
        numbers.extend(&self.held.numbers);
        for number in numbers {
            out.write_all(&number.to_le_bytes())?;
        }
        for head in self.held.rows.saved_heads() {
            out.write_all(&head)?;
        }
        for codes in self.held.rows.all_codes().chunks(CELLS) {
            let bytes: Vec<u8> = codes.iter().flat_map(|code| code.to_le_bytes()).collect();
            out.write_all(&bytes)?;
        }
        for cells in self.table.cells().chunks(CELLS) {
            let bytes: Vec<u8> = cells.iter().flat_map(|cell| cell.to_le_bytes()).collect();
            out.write_all(&bytes)?;
        }
        Ok(())
    }
}

impl StreamTrainer {
    /// The learner that [`StreamLearner::save`] wrote, which was made by the same trainer; only its memory
    /// may differ.
    ///
    /// # Errors
    /// Those of `input`; [`io::ErrorKind::InvalidData`] for what no such learner writes, or when the trainer
    /// itself is out of range.
    pub fn resume(self, input: &mut impl Read) -> io::Result<StreamLearner> {
        let wrong = || {
            io::Error::new(
                io::ErrorKind::InvalidData,
                "not the state of such a learner",
            )
        };
        let buckets = self.features.buckets();
        let mut learner = self
            .learner()
            .map_err(|why| io::Error::new(io::ErrorKind::InvalidData, why))?;
        learner.pass = u32::try_from(number(input)?).map_err(|_| wrong())?;
        learner.row = number(input)?;
        learner.next_report = number(input)?;
        for rows in &mut learner.rows {
            *rows = number(input)?;
        }
        for tally in [&mut learner.whole, &mut learner.recent] {
            *tally = Tally {
                rows: number(input)?,
                right: number(input)?,
                loss: f64::from_bits(number(input)?),
            };
        }
        let held = &mut learner.held;
        held.every = number(input)?;
        let rows = usize::try_from(number(input)?).map_err(|_| wrong())?;
        let codes = usize::try_from(number(input)?).map_err(|_| wrong())?;
        if held.every == 0 || rows > Holdout::MOST_ROWS || codes > Holdout::MOST_CODES {
            return Err(wrong());
        }
        for _ in 0..rows {
            held.numbers.push(number(input)?);
        }
        let mut heads: Vec<SavedHead> = vec![[0; size_of::<SavedHead>()]; rows];
        for head in &mut heads {
            input.read_exact(head)?;
        }
        let mut all = Vec::with_capacity(codes);
        for _ in 0..codes {
            all.push(u32::from_le_bytes(array(input)?));
        }
        let classes = learner.rows.len();
        held.rows = Features::restored(all, &heads, buckets, classes).ok_or_else(wrong)?;
        let mut bytes = vec![0; 4 * CELLS];
        for cells in learner.table.cells_mut().chunks_mut(CELLS) {
            let bytes = &mut bytes[..4 * cells.len()];
            input.read_exact(bytes)?;
            for (cell, bytes) in cells.iter_mut().zip(bytes.as_chunks().0) {
                *cell = f32::from_le_bytes(*bytes);
            }
        }
        // What is kept for later passes would lack the rows before this one.
        learner.kept.off = true;
        Ok(learner)
    }
}

fn array<const N: usize>(input: &mut impl Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    input.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn number(input: &mut impl Read) -> io::Result<u64> {
    array(input).map(u64::from_le_bytes)
}
