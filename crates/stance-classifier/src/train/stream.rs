//! Learning from more rows than memory holds.
//!
//! Blocks of texts are read, taken apart and learned from in turn, three blocks at once: while the rows of
//! one are learned from, in their order and by one thread, the next is taken apart by all others and the one
//! behind it read. What is learned does not depend on the number of threads, on the size of the blocks, or on
//! how much memory there is.
//!
//! Each row is predicted before it is learned from (progressive validation: Blum, Kalai and Langford, COLT
//! 1999), so the first pass tells honestly how well it goes. Rows of later passes have been seen; from then
//! on rows that were held out tell.

mod block;
mod finish;
mod held;
mod memory;
mod report;
mod state;
mod table;

use stance_text::{Extractor, FeatureConfig};

pub use block::TextBlock;
pub use finish::Streamed;
pub use memory::MemoryPlan;
pub use report::{StreamProgress, StreamReport, Tally};

use crate::error::{Error, Result};
use crate::label::Labels;
use block::Features;
use held::Holdout;
use table::Table;

/// How a model is learned from a stream of rows.
#[derive(Debug, Clone, PartialEq)]
pub struct StreamTrainer {
    /// The names of the classes.
    pub labels: Labels,
    /// What features the model reads.
    pub features: FeatureConfig,
    /// Step size η of the learner, above zero; [`StreamTrainer::RATE`] serves well.
    pub rate: f32,
    /// Number of passes over the rows, at least 1.
    pub passes: u32,
    /// Memory that the program may take, in bytes. It has no part in the result.
    pub memory: u64,
}

/// Labelled texts in their order.
pub trait RowSource: Send {
    /// Why a row cannot be had.
    type Error: From<Error> + Send;

    /// Adds the next rows to `block`, which is empty, until it is full. A block that stays empty is the end.
    ///
    /// # Errors
    /// What is wrong with the row that comes next. The learner then stops.
    fn fill(&mut self, block: &mut TextBlock) -> std::result::Result<(), Self::Error>;
}

/// What is done between two blocks: it gets the learner and what there is to report.
pub type Between<'b, E> =
    dyn FnMut(&StreamLearner, &[StreamProgress]) -> std::result::Result<(), E> + 'b;

/// A learner between two blocks of rows.
#[derive(Debug, Clone)]
pub struct StreamLearner {
    trainer: StreamTrainer,
    plan: MemoryPlan,
    extractor: Extractor,
    /// Passes done.
    pass: u32,
    /// Rows done in this pass, those held out among them.
    row: u64,
    /// Rows of each class in the first pass.
    rows: Vec<u64>,
    table: Table,
    held: Holdout,
    /// Rows predicted before they were learned from: all, and those since the last report.
    whole: Tally,
    recent: Tally,
    next_report: u64,
    kept: Kept,
}

/// Features kept for later passes.
#[derive(Debug, Clone, Default)]
struct Kept {
    blocks: Vec<Features>,
    bytes: u64,
    /// There are no others; set at the end of the first pass.
    complete: bool,
    /// There was no room for all, or no pass to keep them for.
    off: bool,
}

impl StreamTrainer {
    /// The step size chosen on a part of the training data of the bench (`ARCHITECTURE.md`).
    pub const RATE: f32 = 0.2;
    /// Rows before the first report; each following report comes after twice as many.
    const FIRST_REPORT: u64 = 1000;

    /// A learner that has seen nothing.
    ///
    /// # Errors
    /// [`Error::Setting`] for settings out of range, or when the memory is too little.
    pub fn learner(self) -> Result<StreamLearner> {
        if !(self.rate > 0.0 && self.rate.is_finite()) {
            return Err(Error::Setting(format!(
                "a step size of {}: give a number above zero",
                self.rate
            )));
        }
        if self.passes == 0 {
            return Err(Error::Setting("no pass: give 1 or more".to_owned()));
        }
        let extractor = Extractor::new(self.features.clone())?;
        let classes = self.labels.len();
        let threads = rayon::current_num_threads();
        let plan = MemoryPlan::new(self.memory, &self.features, classes, threads)?;
        Ok(StreamLearner {
            plan,
            extractor,
            pass: 0,
            row: 0,
            rows: vec![0; classes],
            table: Table::new(self.features.buckets(), classes, self.rate),
            held: Holdout::new(),
            whole: Tally::default(),
            recent: Tally::default(),
            next_report: Self::FIRST_REPORT,
            kept: Kept {
                off: self.passes == 1,
                ..Kept::default()
            },
            trainer: self,
        })
    }
}

impl StreamLearner {
    /// How memory is shared out.
    pub const fn plan(&self) -> MemoryPlan {
        self.plan
    }

    /// Number of passes done.
    pub const fn passes_done(&self) -> u32 {
        self.pass
    }

    /// Rows done in this pass. A source that is given to a learner which was resumed starts behind them.
    pub const fn rows_done(&self) -> u64 {
        self.row
    }

    /// Whether the next pass needs no source, since the features of all rows are in memory.
    pub const fn remembers_all(&self) -> bool {
        self.kept.complete
    }

    /// Learns from the rows that `source` gives, to its end: a pass, or the rest of one.
    ///
    /// After each block `between` gets the learner and what there is to report. An error of its ends the pass.
    ///
    /// # Errors
    /// Those of the source and of `between`, and [`Error::Data`] when a class is out of range.
    pub fn pass<S: RowSource>(
        &mut self,
        source: &mut S,
        between: &mut Between<'_, S::Error>,
    ) -> std::result::Result<(), S::Error> {
        if self.kept.complete {
            return self.pass_from_memory(between);
        }
        // Part of a pass is not all rows.
        self.kept.off |= self.pass == 0 && self.row > 0;
        let limit = self.plan.block as usize;
        let (mut texts, mut next) = (TextBlock::new(limit), TextBlock::new(limit));
        source.fill(&mut texts)?;
        let mut features: Vec<Features> = Vec::new();
        let extractor = self.extractor.clone();
        loop {
            let (learned, (taken_apart, filled)) = rayon::join(
                || self.learn(&features),
                || {
                    rayon::join(
                        || texts.features(&extractor),
                        || match texts.is_empty() {
                            true => Ok(()),
                            false => source.fill(&mut next),
                        },
                    )
                },
            );
            let reports = learned?;
            if !features.is_empty() {
                between(self, &reports)?;
            }
            self.keep(features);
            features = taken_apart;
            if features.is_empty() {
                break;
            }
            // Where the next block cannot be had, what was read before it is learned from all the same, so
            // that a checkpoint holds it.
            if let Err(why) = filled {
                let reports = self.learn(&features)?;
                between(self, &reports)?;
                return Err(why);
            }
            std::mem::swap(&mut texts, &mut next);
            next.clear();
        }
        self.kept.complete = self.pass == 0 && !self.kept.off;
        self.end_pass(between)
    }

    fn pass_from_memory<E: From<Error>>(
        &mut self,
        between: &mut Between<'_, E>,
    ) -> std::result::Result<(), E> {
        let blocks = std::mem::take(&mut self.kept.blocks);
        for block in &blocks {
            let reports = self.learn(std::slice::from_ref(block))?;
            between(self, &reports)?;
        }
        self.kept.blocks = blocks;
        self.end_pass(between)
    }

    fn end_pass<E>(&mut self, between: &mut Between<'_, E>) -> std::result::Result<(), E> {
        let report = match self.pass {
            0 => self.validated(),
            _ => self.held_out(),
        };
        self.pass += 1;
        self.row = 0;
        self.next_report = StreamTrainer::FIRST_REPORT;
        between(self, &[report])
    }

    /// Keeps a block's features for later passes while there is room.
    fn keep(&mut self, features: Vec<Features>) {
        if self.pass > 0 || self.kept.off {
            return;
        }
        for mut block in features {
            self.kept.bytes += block.shrink();
            self.kept.blocks.push(block);
        }
        if self.kept.bytes > self.plan.cache {
            self.kept = Kept {
                off: true,
                ..Kept::default()
            };
        }
    }

    /// Learns from rows in their order.
    fn learn(&mut self, blocks: &[Features]) -> Result<Vec<StreamProgress>> {
        let mut reports = Vec::new();
        for row in blocks.iter().flat_map(Features::rows) {
            let number = self.row;
            self.row += 1;
            if self.pass > 0 {
                if !self.held.holds(number) || self.held.numbers.binary_search(&number).is_err() {
                    self.table.learn(row);
                }
                if self.row == self.next_report {
                    self.next_report *= 2;
                    reports.push(self.held_out());
                }
                continue;
            }
            match self.rows.get_mut(usize::from(row.class)) {
                Some(rows) => *rows += 1,
                None => {
                    return Err(Error::Data(format!(
                        "row {number} is of class {}, and there are {}",
                        row.class,
                        self.rows.len()
                    )));
                }
            }
            if !self.held.holds(number) {
                self.learn_first(row, &mut reports);
                continue;
            }
            let let_go = self.held.add(number, row);
            for row in let_go.rows() {
                self.learn_first(row, &mut reports);
            }
        }
        Ok(reports)
    }

    /// Learns from a row that was not seen before.
    fn learn_first(&mut self, row: block::Row<'_>, reports: &mut Vec<StreamProgress>) {
        let judged = self.table.learn(row);
        self.whole.add(judged);
        self.recent.add(judged);
        if self.whole.rows == self.next_report {
            self.next_report *= 2;
            reports.push(self.validated());
        }
    }

    fn validated(&mut self) -> StreamProgress {
        StreamProgress::Validated {
            rows: self.row,
            recent: std::mem::take(&mut self.recent),
            whole: self.whole,
        }
    }

    fn held_out(&self) -> StreamProgress {
        let mut gradient = Vec::new();
        let mut held = Tally::default();
        for row in self.held.rows.rows() {
            held.add(self.table.judge(row, &mut gradient));
        }
        StreamProgress::HeldOut {
            pass: self.pass + 1,
            rows: self.row,
            held,
        }
    }
}

#[cfg(test)]
mod tests;
