"""Writes the expected values that the tests of stance-eval compare with, beside this file.

Needs scikit-learn, statsmodels, scipy, numpy and krippendorff; the versions used are written
into each file. Run again, it writes the same files. Where no package computes a figure (expected
calibration error, area under the risk-coverage curve), its definition is written out in numpy.
"""

import json
import pathlib
import warnings
from importlib.metadata import version

import krippendorff
import numpy as np
from scipy import stats
from sklearn import metrics
from sklearn.calibration import calibration_curve
from sklearn.dummy import DummyClassifier
from sklearn.model_selection import GroupKFold, StratifiedGroupKFold
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

HERE = pathlib.Path(__file__).parent
VERSIONS = {
    name: version(name) for name in ["scikit-learn", "statsmodels", "scipy", "numpy", "krippendorff"]
}
warnings.filterwarnings("ignore")


def plain(value):
    """Numpy's numbers and arrays as JSON's; an infinite threshold as null."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(inner) for inner in value]
    if isinstance(value, np.integer):
        return int(value)
    if isinstance(value, (float, np.floating)):
        return float(value) if np.isfinite(value) else None
    return value


def write(name, content):
    content = {"made_by": "make_oracle.py", "versions": VERSIONS, **plain(content)}
    # A list of numbers to a line, or the files would be tens of thousands of lines long.
    lines = []
    for key, value in content.items():
        if isinstance(value, list):
            rows = ",\n".join("    " + json.dumps(row, allow_nan=False) for row in value)
            lines.append(f"  {json.dumps(key)}: [\n{rows}\n  ]")
        else:
            lines.append(f"  {json.dumps(key)}: {json.dumps(value, allow_nan=False)}")
    (HERE / name).write_text("{\n" + ",\n".join(lines) + "\n}\n")


# --- Classification ---------------------------------------------------------------------------


def expected_calibration_error(confidence, hit, bins):
    # Right-closed bins, as in Guo et al. (2017).
    edges = np.linspace(0, 1, bins + 1)
    index = np.clip(np.digitize(confidence, edges, right=True), 1, bins)
    gap = 0.0
    for b in np.unique(index):
        inside = index == b
        gap += inside.mean() * abs(hit[inside].mean() - confidence[inside].mean())
    return gap


def risk_coverage(confidence, wrong):
    thresholds = np.unique(confidence)[::-1]
    answered = np.array([(confidence >= t).sum() for t in thresholds])
    mistakes = np.array([wrong[confidence >= t].sum() for t in thresholds])
    # The expected number of mistakes among the first k, ties drawn at random, is linear in them.
    k = np.arange(1, len(wrong) + 1)
    expected = np.interp(k, np.append(0, answered), np.append(0, mistakes))
    risk = expected / k
    at = {str(c): 1 - risk[int(np.ceil(c * len(wrong))) - 1] for c in (0.5, 0.8, 0.9, 1.0)}
    return {
        "thresholds": thresholds,
        "coverage": answered / len(wrong),
        "risk": mistakes / answered,
        "aurc": risk.mean(),
        "accuracy_at": at,
    }


def classification(name, classes, truth, predicted, probabilities=None):
    truth = np.asarray(truth)
    # An abstention (-1) is to scikit-learn a predicted label outside of the labels.
    given = np.where(np.asarray(predicted) < 0, classes, predicted)
    every = list(range(classes))
    present = [k for k in every if k in truth or k in given]

    def averages(labels, average):
        precision, recall, f1, _ = metrics.precision_recall_fscore_support(
            truth, given, labels=labels, average=average, zero_division=0
        )
        return {"precision": precision, "recall": recall, "f1": f1}

    columns = metrics.precision_recall_fscore_support(truth, given, labels=every, zero_division=0)
    dummy = DummyClassifier(strategy="most_frequent").fit(truth[:, None], truth)
    constant = dummy.predict(truth[:, None])
    case = {
        "name": name,
        "classes": classes,
        "truth": truth,
        "predicted": [None if p < 0 else p for p in predicted],
        "confusion": metrics.confusion_matrix(truth, given, labels=[*every, classes])[:classes],
        "accuracy": metrics.accuracy_score(truth, given),
        "balanced_accuracy": metrics.balanced_accuracy_score(truth, given),
        "per_class": {
            "precision": columns[0], "recall": columns[1], "f1": columns[2], "support": columns[3]
        },
        "macro": averages(present, "macro"),
        "micro": averages(every, "micro"),
        "weighted": averages(every, "weighted"),
        "cohen_kappa": metrics.cohen_kappa_score(truth, given),
        "matthews": metrics.matthews_corrcoef(truth, given),
        "majority_accuracy": metrics.accuracy_score(truth, constant),
        "majority_macro_f1": metrics.f1_score(truth, constant, average="macro", zero_division=0),
    }
    if probabilities is None:
        return case
    p = np.asarray(probabilities)
    onehot = np.eye(classes)[truth]
    top, hit = p.max(axis=1), p.argmax(axis=1) == truth
    case["probabilities"] = p.ravel()
    case["log_loss"] = metrics.log_loss(truth, y_proba=p, labels=every)
    if classes > 2:
        case["brier"] = metrics.brier_score_loss(truth, p, labels=every, scale_by_half=False)
    else:
        case["brier"] = 2 * metrics.brier_score_loss(truth, p[:, 1], pos_label=1)
    case["calibration"] = []
    for bins in (5, 10, 15):
        curves = []
        for k in every:
            share, confidence = calibration_curve(onehot[:, k], p[:, k], n_bins=bins)
            curves.append({"accuracy": share, "confidence": confidence})
        classwise = [expected_calibration_error(p[:, k], onehot[:, k], bins) for k in every]
        case["calibration"].append({
            "bins": bins,
            "ece": expected_calibration_error(top, hit.astype(float), bins),
            "classwise": np.mean(classwise),
            "curves": curves,
        })
    case["risk_coverage"] = risk_coverage(top, ~hit)
    case["curves"] = []
    for k in every:
        positives = onehot[:, k].sum()
        if positives == 0:
            case["curves"].append(None)
            continue
        precision, recall, thresholds = metrics.precision_recall_curve(onehot[:, k], p[:, k])
        curve = {
            "precision": precision[:-1][::-1],
            "recall": recall[:-1][::-1],
            "thresholds": thresholds[::-1],
            "average_precision": metrics.average_precision_score(onehot[:, k], p[:, k]),
        }
        if positives < len(truth):
            fpr, tpr, _ = metrics.roc_curve(onehot[:, k], p[:, k], drop_intermediate=False)
            curve |= {"fpr": fpr, "tpr": tpr, "auc": metrics.roc_auc_score(onehot[:, k], p[:, k])}
        case["curves"].append(curve)
    curves = [curve for curve in case["curves"] if curve]
    case["macro_average_precision"] = np.mean([curve["average_precision"] for curve in curves])
    case["macro_roc_auc"] = np.mean([curve["auc"] for curve in curves])
    return case


def drawn(rng, n, shares, skill, decimals):
    """Labels, and probabilities that lean to them, rounded so that there are ties."""
    classes = len(shares)
    truth = rng.choice(classes, size=n, p=shares)
    scores = rng.normal(size=(n, classes)) + np.log(np.asarray(shares) + 1e-3)
    scores[np.arange(n), truth] += skill
    p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    p = np.round(p, decimals)
    # What rounding took goes to the largest, so that rows of a few decimals still add up to 1.
    p[np.arange(n), p.argmax(axis=1)] += 1 - p.sum(axis=1)
    p = np.round(p, decimals)
    return truth, p


def classification_cases():
    rng = np.random.default_rng(20240607)
    cases = []
    truth, p = drawn(rng, 200, [0.4, 0.3, 0.2, 0.1], 1.5, 2)
    cases.append(classification("four classes, probabilities with ties", 4, truth, p.argmax(1), p))
    truth, p = drawn(rng, 97, [0.57, 0.33, 0.05, 0.05], 2.0, 6)
    cases.append(classification("rare classes", 4, truth, p.argmax(1), p))
    truth, p = drawn(rng, 60, [0.5, 0.5, 0.0], 1.0, 3)
    predicted = p[:, :2].argmax(1)
    cases.append(classification("a label that occurs nowhere", 3, truth, predicted, p))
    truth, p = drawn(rng, 60, [0.5, 0.5, 0.0], 1.0, 1)
    predicted = np.where(np.arange(60) % 9 == 0, 2, p.argmax(1))
    cases.append(classification("a label that is predicted but never true", 3, truth, predicted, p))
    truth, p = drawn(rng, 31, [0.6, 0.4], 1.0, 1)
    cases.append(classification("two classes, few distinct probabilities", 2, truth, p.argmax(1), p))
    truth = rng.integers(0, 3, 20)
    p = np.eye(3)[np.where(rng.random(20) < 0.7, truth, (truth + 1) % 3)]
    cases.append(classification("certain mistakes", 3, truth, p.argmax(1), p))
    truth, p = drawn(rng, 120, [0.4, 0.4, 0.2], 1.0, 4)
    predicted = np.where(p.max(1) < 0.5, -1, p.argmax(1))
    cases.append(classification("abstentions", 3, truth, predicted, p))
    truth = rng.integers(0, 12, 300)
    predicted = np.where(rng.random(300) < 0.5, truth, rng.integers(0, 12, 300))
    cases.append(classification("twelve classes, no probabilities", 12, truth, predicted))
    truth = [0, 1, 2, 1]
    cases.append(classification("one answer always", 3, truth, [1, 1, 1, 1]))
    cases.append(classification("all right", 3, truth, truth))
    cases.append(classification("all wrong", 3, truth, [1, 2, 0, 0]))
    return {"cases": cases}


# --- Intervals --------------------------------------------------------------------------------


def bca(rng, data, resamples, level):
    """scipy's BCa interval of a mean from replicates that are written down with it."""
    data = np.asarray(data, dtype=float)
    replicates = rng.choice(data, size=(resamples, len(data))).mean(axis=1)
    drawn = stats.bootstrap((data,), np.mean, n_resamples=2, method="percentile")
    drawn.bootstrap_distribution = replicates
    result = stats.bootstrap(
        (data,), np.mean, n_resamples=0, bootstrap_result=drawn, confidence_level=level, method="BCa"
    )
    percentile = stats.bootstrap(
        (data,), np.mean, n_resamples=0, bootstrap_result=drawn, confidence_level=level,
        method="percentile",
    )
    return {
        "data": data,
        "replicates": replicates,
        "level": level,
        "percentile": list(percentile.confidence_interval),
        "bca": list(result.confidence_interval),
    }


def interval_cases():
    rng = np.random.default_rng(5)
    wilson = []
    for successes, n in [(0, 1), (1, 1), (0, 10), (5, 10), (10, 10), (55, 97), (81_234, 100_000)]:
        for level in (0.5, 0.9, 0.95, 0.999):
            low, high = proportion_confint(successes, n, alpha=1 - level, method="wilson")
            wilson.append({
                "successes": successes, "n": n, "level": level,
                # statsmodels leaves rounding errors outside of [0, 1].
                "low": max(low, 0.0), "high": min(high, 1.0),
            })
    skewed = np.round(rng.lognormal(size=15), 3)
    hits = (rng.random(20) < 0.8).astype(float)
    cases = [
        bca(rng, skewed, 199, 0.9), bca(rng, skewed, 500, 0.95), bca(rng, skewed, 500, 0.5),
        bca(rng, hits, 300, 0.95), bca(rng, np.round(rng.normal(size=30), 2), 400, 0.99),
    ]
    # The resampled number of right answers is binomial, so that its quantiles are known.
    accuracy = []
    for right, n in [(55, 97), (180, 200), (420, 1000)]:
        for level in (0.9, 0.95):
            tail = (1 - level) / 2
            ends = stats.binom.ppf([tail, 1 - tail], n, right / n)
            accuracy.append({"right": right, "n": n, "level": level, "ends": ends})
    return {"wilson": wilson, "bca": cases, "accuracy": accuracy}


# --- Comparison -------------------------------------------------------------------------------


def macro_f1(truth, predicted):
    return metrics.f1_score(truth, predicted, average="macro", zero_division=0)


def swaps(rng, n, classes, skill_a, skill_b):
    truth = rng.integers(0, classes, n)
    a = np.where(rng.random(n) < skill_a, truth, rng.integers(0, classes, n))
    b = np.where(rng.random(n) < skill_b, truth, rng.integers(0, classes, n))
    case = {"classes": classes, "truth": truth, "a": a, "b": b}
    for name, figure in [("accuracy", metrics.accuracy_score), ("macro_f1", macro_f1)]:
        result = stats.permutation_test(
            (a, b),
            lambda x, y: figure(truth, x.astype(int)) - figure(truth, y.astype(int)),
            permutation_type="samples",
            vectorized=False,
            n_resamples=np.inf,
        )
        case[name] = {"difference": result.statistic, "p": result.pvalue}
    return case


def bootstrap_p(n, only_a, only_b):
    """The exact P(difference <= 0) when n records are resampled, by the trinomial distribution."""
    below = 0.0
    for x in range(n + 1):
        p_x = stats.binom.pmf(x, n, only_a / n)
        if p_x > 1e-18:
            below += p_x * stats.binom.sf(x - 1, n - x, only_b / (n - only_a))
    return {"n": n, "only_a": only_a, "only_b": only_b, "at_most_0": below}


def comparison_cases():
    rng = np.random.default_rng(11)
    pairs = [(0, 1), (1, 4), (10, 0), (12, 25), (7, 7), (30, 31), (100, 140), (1000, 1120),
             (60, 700), (50_000, 50_900)]
    tests = []
    for a, b in pairs:
        p = mcnemar([[0, a], [b, 0]], exact=True).pvalue
        assert np.isclose(p, stats.binomtest(a, a + b).pvalue, rtol=1e-9)
        tests.append({"only_a": a, "only_b": b, "p": p})
    families = [[0.01, 0.04, 0.03, 0.005], [0.5], [0.2, 0.9, 0.04, 0.04, 0.001], [1, 1, 0], [0.6, 0.7]]
    families.append(np.round(rng.random(12) ** 3, 4))
    corrected = [
        {"p": p, "adjusted": multipletests(p, method="holm")[1]} for p in families
    ]
    arranged = [
        swaps(rng, 11, 3, 0.9, 0.3), swaps(rng, 11, 2, 0.6, 0.6), swaps(rng, 10, 4, 0.8, 0.8),
        swaps(rng, 12, 3, 1.0, 0.4),
    ]
    resampled = [bootstrap_p(40, 9, 3), bootstrap_p(100, 12, 10), bootstrap_p(97, 20, 4)]
    return {"mcnemar": tests, "holm": corrected, "randomisation": arranged, "bootstrap": resampled}


# --- Agreement --------------------------------------------------------------------------------


def rated(rng, units, raters, classes, agreeing, missing):
    truth = rng.integers(0, classes, units)
    values = np.where(
        rng.random((raters, units)) < agreeing, truth, rng.integers(0, classes, (raters, units))
    ).astype(float)
    values[rng.random((raters, units)) < missing] = np.nan
    return values


def agreement_case(classes, values):
    both = ~np.isnan(values).any(axis=0)
    case = {
        "classes": classes,
        "ratings": [[None if np.isnan(v) else int(v) for v in row] for row in values],
        "krippendorff": {
            level: krippendorff.alpha(
                values, level_of_measurement=level, value_domain=list(range(classes))
            )
            for level in ("nominal", "ordinal", "interval")
        },
    }
    if len(values) == 2:
        first, second = values[:, both].astype(int)
        case["cohen"] = {
            str(weights): metrics.cohen_kappa_score(
                first, second, weights=weights, labels=list(range(classes))
            )
            for weights in (None, "linear", "quadratic")
        }
        case["observed"] = (first == second).mean()
    if both.all():
        table, _ = aggregate_raters(values.T.astype(int), n_cat=classes)
        case["fleiss"] = fleiss_kappa(table)
    return case


def agreement_cases():
    rng = np.random.default_rng(3)
    shapes = [
        (40, 2, 4, 0.7, 0.0), (40, 2, 4, 0.7, 0.2), (25, 3, 5, 0.5, 0.0), (25, 4, 3, 0.6, 0.3),
        (60, 6, 4, 0.2, 0.0), (12, 2, 2, 0.9, 0.0), (30, 5, 6, 0.8, 0.5),
    ]
    return {"cases": [agreement_case(shape[2], rated(rng, *shape)) for shape in shapes]}


# --- Folds ------------------------------------------------------------------------------------


def imbalance(values, assignment, k):
    """The largest difference of a class's share between a fold and 1/k."""
    shares = [
        [(values[assignment == fold] == c).sum() / (values == c).sum() for c in np.unique(values)]
        for fold in range(k)
    ]
    return np.abs(np.array(shares) - 1 / k).max()


def fold_case(rng, groups, classes, k, largest):
    sizes = rng.integers(1, largest, groups)
    names = rng.permutation(np.repeat(np.arange(groups), sizes))
    leaning = rng.dirichlet(np.ones(classes) * 0.7, groups)
    values = np.array([rng.choice(classes, p=leaning[name]) for name in names])
    case = {"groups": names, "labels": values, "k": k}
    assignment = np.zeros(len(names), dtype=int)
    for fold, (_, test) in enumerate(GroupKFold(k).split(names, groups=names)):
        assignment[test] = fold
    case["group_k_fold_sizes"] = sorted(np.bincount(assignment, minlength=k))
    for fold, (_, test) in enumerate(StratifiedGroupKFold(k).split(names, values, names)):
        assignment[test] = fold
    case["stratified_imbalance"] = imbalance(values, assignment, k)
    return case


def fold_cases():
    rng = np.random.default_rng(8)
    shapes = [(30, 4, 5, 40), (12, 3, 4, 25), (80, 4, 10, 30), (7, 2, 3, 50), (200, 6, 5, 12)]
    return {"cases": [fold_case(rng, *shape) for shape in shapes]}


write("classification.json", classification_cases())
write("intervals.json", interval_cases())
write("comparison.json", comparison_cases())
write("agreement.json", agreement_cases())
write("folds.json", fold_cases())
