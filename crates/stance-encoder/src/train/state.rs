//! A fine-tuning as bytes, to go on from.

use std::io::{self, Read, Write};

use stance_classifier::{Error, Result};

use super::fine_tuner::FineTuner;
use crate::weights::Weights;

/// Numbers that are written or read at a time.
const CHUNK: usize = 1 << 14;

fn save(weights: &Weights, to: &mut dyn Write) -> io::Result<()> {
    let mut bytes = Vec::with_capacity(4 * CHUNK);
    for (_, tensor) in weights.tensors() {
        for chunk in tensor.chunks(CHUNK) {
            bytes.clear();
            bytes.extend(chunk.iter().flat_map(|number| number.to_le_bytes()));
            to.write_all(&bytes)?;
        }
    }
    Ok(())
}

fn load(weights: &mut Weights, from: &mut dyn Read) -> io::Result<()> {
    let mut bytes = vec![0; 4 * CHUNK];
    for (_, tensor) in weights.tensors_mut() {
        for chunk in tensor.chunks_mut(CHUNK) {
            let bytes = &mut bytes[..4 * chunk.len()];
            from.read_exact(bytes)?;
            for (number, bytes) in chunk.iter_mut().zip(bytes.as_chunks::<4>().0) {
                *number = f32::from_le_bytes(*bytes);
            }
        }
    }
    Ok(())
}

impl FineTuner {
    /// Writes down how far it has come: the weights, the optimiser's memory and the average. The rows and the
    /// settings are not part of it.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn save(&self, to: &mut dyn Write) -> io::Result<()> {
        let averaged = self.average.as_ref().map_or(0, |(_, count)| *count);
        to.write_all(&(self.done as u64).to_le_bytes())?;
        to.write_all(&(averaged as u64).to_le_bytes())?;
        let [first, second] = &self.optimiser.moments;
        let average = self.average.iter().map(|(average, _)| average);
        for weights in [&self.weights, first, second].into_iter().chain(average) {
            save(weights, to)?;
        }
        Ok(())
    }

    /// Goes on from what [`FineTuner::save`] wrote, to the same result as if it had not been interrupted. `self` is
    /// a tuner made from the same weights' shape, rows and settings.
    ///
    /// # Errors
    /// [`Error::Data`] where the bytes end early, or are of steps that these rows and settings do not have.
    pub fn resume(mut self, from: &mut dyn Read) -> Result<Self> {
        let wrong = |why: &str| Error::Data(format!("the state of a fine-tuning {why}"));
        let short = |_| wrong("ends early");
        let mut numbers = [0; 16];
        from.read_exact(&mut numbers).map_err(short)?;
        let [done, averaged] = [0, 8].map(|at| {
            let mut number = [0; 8];
            number.copy_from_slice(&numbers[at..at + 8]);
            u64::from_le_bytes(number)
        });
        if done > self.steps() as u64 || averaged > done {
            return Err(wrong("is of other rows or settings"));
        }
        let [first, second] = &mut self.optimiser.moments;
        for weights in [&mut self.weights, first, second] {
            load(weights, from).map_err(short)?;
        }
        if averaged > 0 {
            let mut average = self.weights.clone();
            load(&mut average, from).map_err(short)?;
            self.average = Some((average, averaged as usize));
        }
        self.done = done as usize;
        Ok(self)
    }
}
