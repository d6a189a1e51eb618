//! Learning a model: recipe, division, records, learner, calibration, trainer, measures of what was held out.

mod calibrate;
mod division;
mod dual;
mod held;
mod idf;
mod logistic;
mod measure;
mod recipe;
mod records;
mod stream;
mod target;
mod trainer;

pub use calibrate::Calibration;
pub use division::{Division, leave_two_classes};
pub use held::{Calibrated, Held, HeldScores};
pub use logistic::{
    ClassWeights, FitReport, FittedSparseLogisticRegression, LearnError, Outcome,
    SparseLogisticRegression, SparseLogisticRegressionParams,
};
pub use measure::held_predictions;
pub use recipe::Recipe;
pub use records::SparseRecords;
pub use stream::{
    Between, MemoryPlan, RowSource, StreamLearner, StreamProgress, StreamReport, StreamTrainer,
    Streamed, Tally, TextBlock,
};
pub use target::{Target, Targets};
pub use trainer::{Example, Progress, Trained, Trainer, TrainingSet};
