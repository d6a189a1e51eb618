"""What is learned here is what `stance train` learns."""

from __future__ import annotations

import csv
import json
import pickle
import zlib

import pytest
from conftest import REPOSITORY, stance as command

import stance_classifier as stance


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    path = sorted((REPOSITORY / "datasets" / "statements").glob("*.csv"))[0]
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))[:400]


@pytest.fixture(scope="module")
def mine(rows) -> stance.Classifier:
    return stance.train([row["text"] for row in rows], [row["label"] for row in rows], name="mine")


def test_the_same_rows_give_the_model_of_the_command(rows, mine, texts, tmp_path):
    data, model = tmp_path / "mine.csv", tmp_path / "mine.stance"
    with data.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["text", "label"])
        writer.writerows([row["text"], row["label"]] for row in rows)
    command("train", "--data", data, "--out", model)
    theirs = stance.Classifier.load(model)
    assert mine.classify(texts) == theirs.classify(texts)
    # Texts come from no file, so there is none to name; all else is the same, to the last byte.
    assert len(theirs.card["data"]) == 1
    assert {**mine.card, "data": theirs.card["data"]} == theirs.card
    assert with_card(mine.to_bytes(), card_of(model.read_bytes())) == model.read_bytes()


def card_of(model: bytes) -> bytes:
    """The card in a model's file: JSON, behind its length in four bytes."""
    start = model.index(b'{"name"')
    return model[start : start + int.from_bytes(model[start - 4 : start], "little")]


def with_card(model: bytes, card: bytes) -> bytes:
    """The file with another card, and with the length and the checksum in its head made to fit."""
    start = model.index(b'{"name"')
    parts = [model[24 : start - 4], len(card).to_bytes(4, "little"), card, model[start + len(card_of(model)) :]]
    behind = b"".join(parts)
    checked = (24 + len(behind)).to_bytes(8, "little") + behind
    return model[:12] + zlib.crc32(checked).to_bytes(4, "little") + checked


def test_a_report_is_corrected_by_the_errors_of_a_model_learned_here(mine, tmp_path):
    model, page = tmp_path / "mine.stance", tmp_path / "report.html"
    mine.save(model)
    held_out = mine.card["held_out"]
    assert held_out["n"] == sum(sum(given.values()) for given in held_out["confusion"].values())
    command("report", REPOSITORY / "datasets" / "examples" / "tour", "--model", model, "--out", page)
    counted = f"whose errors were counted on {held_out['n']} held-out sentences"
    assert counted in page.read_text(encoding="utf-8")


def test_the_number_of_threads_changes_no_byte(rows, mine):
    texts, labels = [row["text"] for row in rows], [row["label"] for row in rows]
    assert stance.train(texts, labels, name="mine", threads=1).to_bytes() == mine.to_bytes()


def test_groups_and_weights_have_a_part(rows, mine):
    texts, labels = [row["text"] for row in rows], [row["label"] for row in rows]
    groups = [f"author {row % 4}" for row in range(len(rows))]
    by_group = stance.train(texts, labels, groups=groups)
    assert "by whole groups in 4 folds" in by_group.card["held_out"]["of"]
    weighted = stance.train(texts, labels, name="mine", weights=[3.0] + [1.0] * (len(rows) - 1))
    assert weighted.probabilities(texts[:1]).tolist() != mine.probabilities(texts[:1]).tolist()


def test_frames_are_learned_from(rows, mine):
    polars = pytest.importorskip("polars")
    frame = polars.DataFrame(rows)
    assert stance.train(frame["text"], frame["label"], name="mine").to_bytes() == mine.to_bytes()


def test_a_model_is_the_same_after_every_way_it_can_go(mine, texts, tmp_path):
    path = tmp_path / "mine.stance"
    path.write_bytes(b"what was there before")
    mine.save(path)
    assert [file.name for file in tmp_path.iterdir()] == ["mine.stance"]
    for other in [stance.Classifier.load(str(path)), pickle.loads(pickle.dumps(mine))]:
        assert other.classify(texts) == mine.classify(texts)
        assert other.card == mine.card
        assert other.labels == mine.labels
    listed = command("classify", REPOSITORY / "tests/doors/cases.jsonl", "--model", path, "--format", "jsonl")
    labels = [json.loads(line)["label"] for line in listed.split("\n") if line]
    assert labels == [prediction.label for prediction in mine.classify(texts)]


@pytest.mark.parametrize("model", ["fast", "accurate", "auto"])
def test_a_classifier_of_the_package_is_pickled_by_its_name(model, texts):
    classifier = stance.Classifier.pretrained(model, threads=1)
    pickled = pickle.dumps(classifier)
    assert len(pickled) < 200
    other = pickle.loads(pickled)
    assert other.threads == 1
    assert other.classify(texts[:5]) == classifier.classify(texts[:5])


def test_two_models_are_no_file(tmp_path):
    auto = stance.Classifier.pretrained("auto")
    assert len(auto.card) == 2
    with pytest.raises(ValueError, match="two models"):
        auto.save(tmp_path / "auto.stance")
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_an_os_error(mine, tmp_path):
    with pytest.raises(FileNotFoundError):
        mine.save(tmp_path / "none" / "mine.stance")
    with pytest.raises(IsADirectoryError):
        mine.save(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"labels": ["a", "b"]}, "12 texts and 2 labels"),
        ({"groups": ["x"]}, "12 texts and 1 groups"),
        ({"weights": [1.0]}, "12 texts and 1 weights"),
        ({"weights": [1.0] * 11 + [-1.0]}, r"weights\[11\] is -1"),
        ({"weights": [1.0] * 11 + [float("nan")]}, r"weights\[11\] is NaN"),
        ({"labels": ["a"] * 12}, "only one"),
        ({"labels": ["a", "b"] * 5 + ["", "a"]}, "empty"),
        ({"labels": ["a"] * 11 + ["b"]}, "too few"),
        ({"words": (3, 1)}, "3"),
        ({"bits": 60}, "60"),
        ({"alpha": 0.0}, "alpha"),
        ({"alpha": float("nan")}, "alpha"),
        ({"folds": 1}, "fold"),
        ({"words": None, "cues": False, "anchors": False}, "feature"),
    ],
)
def test_what_cannot_be_learned_from_or_with_is_a_value_error(options, words):
    given = {"labels": ["a", "b"] * 6, **options}
    with pytest.raises(ValueError, match=words):
        stance.train(["one fine day", "two bad nights"] * 6, **given)


def test_figures_are_those_of_the_command():
    data = REPOSITORY / "datasets" / "documents.csv"
    with data.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    expected = json.loads(command("evaluate", "--data", data, "--format", "json"))
    found = stance.Classifier.pretrained().evaluate(
        [row["text"] for row in rows], [row["label"] for row in rows]
    )
    for name in ["n", "accuracy", "accuracy_ci", "macro_f1", "macro_f1_ci", "majority_accuracy", "log_loss", "ece", "per_class", "confusion"]:
        assert found[name] == expected[name], name


def test_the_card_is_that_of_the_command():
    expected = json.loads(command("model", "info", "fast", "--format", "json"))
    card = stance.Classifier.pretrained().card
    assert card["held_out"] == expected["held_out"]
    assert card["data"] == expected["data"]
