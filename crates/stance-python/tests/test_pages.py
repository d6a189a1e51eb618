"""A page has the statements that the command finds in it."""

from __future__ import annotations

import json

import pytest
from conftest import REPOSITORY, stance as command

import stance_classifier as stance

PAGES = sorted(path for path in (REPOSITORY / "datasets" / "examples").iterdir() if path.suffix in (".txt", ".html"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
@pytest.mark.parametrize("furniture", [False, True])
def test_a_page_has_the_statements_of_the_command(path, furniture):
    lines = command("classify", path, "--format", "jsonl", *(["--furniture"] if furniture else []))
    expected = [json.loads(line) for line in lines.split("\n") if line]
    kind = "html" if path.suffix == ".html" else "text"
    assert expected
    for page in [path.read_bytes(), path.read_text(encoding="utf-8")]:
        found = stance.statements(page, format=kind, furniture=furniture)
        assert found == [line["text"] for line in expected]
    labels = [prediction.label for prediction in stance.Classifier.pretrained().classify(found)]
    assert labels == [line["label"] for line in expected]


def test_the_encoding_of_bytes_is_found_and_that_of_a_string_is_none():
    page = '<meta charset="windows-1251"><p>Союзники едины.</p>'
    assert stance.statements(page.encode("windows-1251")) == ["Союзники едины."]
    assert stance.statements(page) == ["Союзники едины."]
