"""An estimator of scikit-learn: `pip install stance-classifier[sklearn]`."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_consistent_length, check_is_fitted

from . import Classifier, train

__all__ = ["StanceClassifier"]


class StanceClassifier(ClassifierMixin, BaseEstimator):
    """Learns to label texts, by the recipe of `stance train`.

    `X` is a sequence of str: a list, a Series, an array of one dimension, or of two with one column. Labels may be of
    any type that scikit-learn takes for classes. Parameters are those of `stance_classifier.train`.

    Attributes
    ----------
    classes_ : the labels, sorted.
    classifier_ : the `stance_classifier.Classifier` that was learned. It explains, and saves itself to a file.

    >>> from sklearn.pipeline import make_pipeline
    >>> from stance_classifier.sklearn import StanceClassifier
    >>> texts = ["a fine day", "a fine evening", "a bad day", "a bad evening"] * 5
    >>> model = make_pipeline(StanceClassifier()).fit(texts, ["good", "good", "poor", "poor"] * 5)
    >>> model.predict(["a bad morning"]).tolist()
    ['poor']
    """

    def __init__(
        self,
        *,
        words: tuple[int, int] | None = (1, 3),
        chars: tuple[int, int] | None = None,
        cues: bool = True,
        anchors: bool = True,
        mask: bool = True,
        bits: int = 18,
        alpha: float = 2.0,
        class_weight_power: float = 0.25,
        idf_power: float = 1.0,
        tolerance: float = 1e-3,
        max_epochs: int = 200,
        seed: int = 1,
        folds: int = 5,
        threads: int | None = None,
    ) -> None:
        self.words = words
        self.chars = chars
        self.cues = cues
        self.anchors = anchors
        self.mask = mask
        self.bits = bits
        self.alpha = alpha
        self.class_weight_power = class_weight_power
        self.idf_power = idf_power
        self.tolerance = tolerance
        self.max_epochs = max_epochs
        self.seed = seed
        self.folds = folds
        self.threads = threads

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> StanceClassifier:
        """Learns from texts `X` and labels `y`; `sample_weight` says how much each counts."""
        texts = _texts(X)
        y = np.asarray(y)
        if y.ndim != 1:
            raise ValueError(f"y has {y.ndim} dimensions: give one label a text")
        check_consistent_length(texts, y, sample_weight)
        check_classification_targets(y)
        self.classes_, codes = np.unique(y, return_inverse=True)
        # The model's labels are sorted by their characters, which is the order of these too.
        names = _names(self.classes_)
        self.classifier_: Classifier = train(
            texts,
            [names[code] for code in codes],
            weights=None if sample_weight is None else np.asarray(sample_weight, dtype=float).tolist(),
            **self.get_params(deep=False),
        )
        return self

    def predict(self, X: Any) -> np.ndarray:
        """The most probable label of each text."""
        check_is_fitted(self)
        return self.classes_[self.predict_proba(X).argmax(axis=1)]

    def predict_proba(self, X: Any) -> np.ndarray:
        """Calibrated probabilities, texts × classes, in the order of `classes_`."""
        check_is_fitted(self)
        return self.classifier_.probabilities(_texts(X))

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        return tags


def _texts(X: Any) -> list[Any]:
    """The texts of whatever shape scikit-learn hands on; what they are is for the classifier to look at."""
    if isinstance(X, (str, bytes)):
        raise ValueError(f"X is one {type(X).__name__}: give a list of str")
    values = X.to_numpy() if hasattr(X, "to_numpy") else X
    if getattr(values, "ndim", 1) == 2 and values.shape[1] == 1:
        values = values[:, 0]
    if getattr(values, "ndim", 1) != 1:
        raise ValueError(f"X has {values.ndim} dimensions: give a sequence of str, or one column of them")
    return list(values)


def _names(classes: np.ndarray) -> list[str]:
    """Names for the classes that sort as they do."""
    if all(isinstance(label, str) for label in classes):
        return [str(label) for label in classes]
    digits = len(str(len(classes)))
    return [f"{code:0{digits}}" for code in range(len(classes))]
