//! A figure chosen by name.

use crate::Confusion;

/// A figure that a confusion matrix determines, for what takes any of them: intervals and tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Metric {
    /// [`Confusion::accuracy`].
    Accuracy,
    /// [`Confusion::balanced_accuracy`].
    BalancedAccuracy,
    /// [`Confusion::macro_f1`].
    MacroF1,
    /// The `f1` of [`Confusion::weighted_average`].
    WeightedF1,
    /// [`Confusion::cohen_kappa`], with 0 where it is not defined: what cannot tell classes apart
    /// shows no agreement beyond chance.
    CohenKappa,
    /// [`Confusion::matthews`].
    Matthews,
    /// The F1 of the class of this index; 0 for a class that does not occur.
    F1(usize),
}

impl Metric {
    /// The figure of a confusion matrix; always finite.
    pub fn of(self, confusion: &Confusion) -> f64 {
        match self {
            Self::Accuracy => confusion.accuracy(),
            Self::BalancedAccuracy => confusion.balanced_accuracy(),
            Self::MacroF1 => confusion.macro_f1(),
            Self::WeightedF1 => confusion.weighted_average().f1,
            Self::CohenKappa => confusion.cohen_kappa().unwrap_or(0.0),
            Self::Matthews => confusion.matthews(),
            Self::F1(class) => confusion.class(class).map_or(0.0, |scores| scores.f1),
        }
    }
}
