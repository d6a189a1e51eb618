//! Evaluation of classifiers: metrics, intervals, resampling, comparison, agreement.
//!
//! Any labels will do. Everything begins with [`Predictions`], which checks what it is given; the
//! figures are then asked of it.
//!
//! ```
//! use stance_eval::{Bootstrap, Evaluation, Metric, Predictions, folds};
//!
//! let labels = ["critical", "hedging", "reaffirming"];
//! let truth = ["reaffirming", "hedging", "critical", "reaffirming", "critical", "hedging"];
//! let predicted = ["reaffirming", "hedging", "critical", "reaffirming", "hedging", "reaffirming"];
//! let authors = ["ann", "ann", "ben", "ben", "cy", "cy"];
//!
//! let predictions = Predictions::from_names(labels, &truth, &predicted)?.with_clusters(&authors)?;
//! let confusion = predictions.confusion();
//! assert_eq!(confusion.accuracy(), 4.0 / 6.0);
//! assert!(confusion.macro_f1() < confusion.accuracy());
//!
//! // Rows of one author err together, so whole authors are drawn.
//! let bootstrap = Bootstrap::seeded(7).resamples(1000);
//! let interval = bootstrap.interval(&predictions, Metric::MacroF1)?;
//! assert!(interval.contains(confusion.macro_f1()));
//!
//! // All at once, to be written as JSON.
//! let evaluation = Evaluation::of(&predictions, &bootstrap)?;
//! assert_eq!(evaluation.majority_accuracy, 2.0 / 6.0);
//!
//! // No author is trained on and tested on.
//! let folds = folds::grouped(&authors, Some(predictions.truth()), 3)?;
//! assert_eq!(folds.iter().count(), 3);
//! # Ok::<(), stance_eval::Error>(())
//! ```
//!
//! # Contents
//! | question | answer |
//! | --- | --- |
//! | How good is it? | [`Confusion`], [`Evaluation`], [`Predictions::majority`] |
//! | How certain is that? | [`Bootstrap`], [`Interval`] |
//! | Are its probabilities true? | [`Predictions::log_loss`], [`Predictions::brier`], [`Predictions::expected_calibration_error`], [`Predictions::reliability`] |
//! | What if it answers only where it is sure? | [`Predictions::risk_coverage`], [`Predictions::abstaining_below`] |
//! | How well does it rank? | [`Predictions::roc_curve`], [`Predictions::precision_recall_curve`] |
//! | Where is it weak? | [`Predictions::slices`], [`Predictions::restricted_to`] |
//! | What to train and test on? | [`folds`] |
//! | Would more data help? | [`LearningCurve`] |
//! | Is it better than another? | [`compare`] |
//! | Could people agree on it? | [`agreement`] |
//! | Are names found? | [`Attribution`] |
//!
//! # Promises
//! - A figure is finite or an [`Error`]; no input panics.
//! - The same data and seed give the same result, whatever the number of threads.
//! - Every figure is tested against scikit-learn, statsmodels, scipy or a published example.

pub mod agreement;
mod attribution;
mod baseline;
mod bootstrap;
mod calibration;
pub mod compare;
mod confusion;
mod curves;
mod error;
mod evaluation;
pub mod folds;
mod groups;
mod interval;
mod labels;
pub mod learning;
mod metric;
mod normal;
mod predictions;
mod probability;
mod random;
mod selective;
mod slice;
mod sure;
mod units;
mod view;

pub use attribution::{Attribution, Retrieval};
pub use baseline::Majority;
pub use bootstrap::Bootstrap;
pub use calibration::ReliabilityBin;
pub use confusion::{Averages, ClassScores, Confusion};
pub use curves::{PrecisionRecallCurve, PrecisionRecallPoint, RocCurve, RocPoint};
pub use error::{Error, Result};
pub use evaluation::{ByLabel, Evaluation, IntervalOptions};
pub use interval::{Interval, Method};
pub use learning::{LearningCurve, LearningPoint, Outlook};
pub use metric::Metric;
pub use predictions::Predictions;
pub use selective::{RiskCoverage, RiskCoveragePoint};
pub use slice::Slice;
pub use sure::Sure;
pub use units::{Resample, Units};
