"""The stance that statements take toward alliances: reaffirming, hedging, critical, or none.

>>> import stance_classifier as stance
>>> classifier = stance.Classifier.pretrained("fast")
>>> prediction = classifier.classify("It is too early to say whether the treaty will hold.")
>>> prediction.label
'hedging'

`Classifier` labels, explains and measures; `statements` reads the sentences of a page; `train` learns a classifier from texts and labels;
`stance_classifier.sklearn` has an estimator of scikit-learn, `stance_classifier.spark` labels Spark's data frames.
"""

from ._core import (
    Classifier,
    Evidence,
    Explanation,
    Prediction,
    PredictionTable,
    __version__,
    statements,
    train,
)

__all__ = [
    "Classifier",
    "Evidence",
    "Explanation",
    "Prediction",
    "PredictionTable",
    "__version__",
    "statements",
    "train",
]
