"""What a type checker must accept, and know the type of."""

from typing import assert_type

import stance_classifier as stance

classifier = stance.Classifier.pretrained("fast", threads=1)
assert_type(classifier.classify("They met."), stance.Prediction)
assert_type(classifier.classify(["They met."]), list[stance.Prediction])
assert_type(classifier.classify("They met.").label, str | None)
assert_type(classifier.explain("They met.").evidence, list[stance.Evidence])
assert_type(classifier.labels, tuple[str, ...])
assert_type(stance.train(["a", "b"], ["x", "y"], words=None), stance.Classifier)
