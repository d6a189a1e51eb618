//! Learning a model: records, learner, calibration, trainer.

mod calibrate;
mod dual;
mod held;
mod idf;
mod logistic;
mod records;
mod stream;
mod target;
mod trainer;

pub use calibrate::Calibration;
pub use held::{Calibrated, Held, HeldScores};
pub use logistic::{
    ClassWeights, FitReport, FittedSparseLogisticRegression, LearnError, Outcome,
    SparseLogisticRegression, SparseLogisticRegressionParams,
};
pub use records::SparseRecords;
pub use stream::{
    Between, MemoryPlan, RowSource, StreamLearner, StreamProgress, StreamReport, StreamTrainer,
    Streamed, Tally, TextBlock,
};
pub use target::{Target, Targets};
pub use trainer::{Example, Progress, Trained, Trainer, TrainingSet};
