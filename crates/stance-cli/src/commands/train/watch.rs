//! What is said and written down while a model is learned from a stream.

use std::time::Instant;

use stance_classifier::train::{StreamLearner, StreamProgress};

use super::checkpoint::{Checkpoint, Run};
use crate::output::Notes;

/// Rows between two checkpoints where no other number is given.
const CHECKPOINT_EVERY: u64 = 1_000_000;

/// Tells how learning goes, and writes checkpoints.
pub struct Watch<'w> {
    run: Run,
    pub checkpoint: Checkpoint,
    /// Rows between two checkpoints, and those since the last.
    every: u64,
    since: u64,
    /// Rows done in this pass when it was last looked at.
    row: u64,
    passes: u32,
    /// Where this pass, or what is left of it, began.
    first_row: u64,
    started: Instant,
    notes: &'w Notes,
}

impl<'w> Watch<'w> {
    /// Watches a learner that is to make so many passes.
    pub fn new(
        run: Run,
        checkpoint: Checkpoint,
        every: Option<u64>,
        passes: u32,
        notes: &'w Notes,
    ) -> Self {
        Self {
            run,
            checkpoint,
            every: every.unwrap_or(CHECKPOINT_EVERY),
            since: 0,
            row: 0,
            passes,
            first_row: 0,
            started: Instant::now(),
            notes,
        }
    }

    /// Says what is about to be done.
    pub fn introduce(&self, learner: &StreamLearner) {
        let plan = learner.plan();
        self.notes.say(format_args!(
            "{} labels: {}; a table of {:.1} MB, blocks of {:.1} MB of text",
            self.run.labels.len(),
            self.run.labels.join(", "),
            plan.table as f64 / 1e6,
            plan.block as f64 / 1e6,
        ));
        if (learner.passes_done(), learner.rows_done()) > (0, 0) {
            self.notes.say(format_args!(
                "going on from the checkpoint: pass {}, behind row {}",
                learner.passes_done() + 1,
                learner.rows_done()
            ));
        }
    }

    /// At the start of a pass, or of what is left of it.
    pub fn start(&mut self, learner: &StreamLearner) {
        (self.row, self.first_row) = (learner.rows_done(), learner.rows_done());
        self.started = Instant::now();
        match learner.passes_done() {
            0 => {
                self.notes.say(
                    "progressive validation: each row is predicted before it is learned from; \
                     since the last line (and since the start)",
                );
                self.notes
                    .say("        rows   log loss            accuracy               rows/s");
            }
            pass => {
                self.notes.say(format_args!(
                    "pass {}: its rows have been seen; measured on the rows held out, not calibrated",
                    pass + 1
                ));
                self.notes
                    .say("        rows   log loss            accuracy               rows/s");
            }
        }
    }

    /// Between two blocks.
    pub fn between(
        &mut self,
        learner: &StreamLearner,
        reports: &[StreamProgress],
    ) -> anyhow::Result<()> {
        for report in reports {
            self.report(report);
        }
        self.since += learner.rows_done().saturating_sub(self.row);
        self.row = learner.rows_done();
        // At the end of all passes the model itself is at hand.
        if self.checkpoint.is_wanted()
            && self.since >= self.every
            && learner.passes_done() < self.passes
        {
            self.since = 0;
            self.checkpoint
                .write(&self.run, |mut to| Ok(learner.save(&mut to)?))?;
            self.notes.say(format_args!(
                "checkpoint in pass {}, behind row {}",
                learner.passes_done() + 1,
                learner.rows_done()
            ));
        }
        Ok(())
    }

    fn report(&self, report: &StreamProgress) {
        let rate = |rows: u64| {
            let rows = rows.saturating_sub(self.first_row) as f64;
            rows / self.started.elapsed().as_secs_f64().max(1e-9)
        };
        match report {
            StreamProgress::Validated {
                rows,
                recent,
                whole,
            } => self.notes.say(format_args!(
                "{rows:>12}   {:.4} ({:.4})     {:.4} ({:.4})     {:>9.0}",
                recent.log_loss(),
                whole.log_loss(),
                recent.accuracy(),
                whole.accuracy(),
                rate(*rows),
            )),
            StreamProgress::HeldOut { rows, held, .. } => self.notes.say(format_args!(
                "{rows:>12}   {:.4}              {:.4}              {:>9.0}",
                held.log_loss(),
                held.accuracy(),
                rate(*rows),
            )),
            _ => {}
        }
    }
}
