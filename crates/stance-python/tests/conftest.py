"""What all tests share: the command, the table of cases, and how its answers are read."""

from __future__ import annotations

import functools
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parents[3]
CASES = REPOSITORY / "tests" / "doors" / "cases.jsonl"


# Spark's executors run the first `python3` of the path, which has the package only where its environment is activated.
os.environ.setdefault("PYSPARK_PYTHON", sys.executable)

# With `STANCE_REQUIRE=all`, as in CI, a test that is skipped for want of something fails the run.
REQUIRE_ALL = os.environ.get("STANCE_REQUIRE") == "all"


def skipped(config: pytest.Config) -> int:
    reporter: Any = config.pluginmanager.get_plugin("terminalreporter")
    return len(reporter.stats.get("skipped", []))


def pytest_sessionfinish(session: pytest.Session) -> None:
    if REQUIRE_ALL and skipped(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if REQUIRE_ALL and skipped(config):
        terminalreporter.write_line("STANCE_REQUIRE=all: nothing may be skipped", red=True)


def stance(*arguments: str | os.PathLike[str], **options: Any) -> str:
    """What the command prints. `crates/stance-python/test` builds it and says where it is."""
    command = os.environ.get("STANCE")
    if command is None:
        pytest.fail("STANCE must be the path of the command: run crates/stance-python/test")
    ran = subprocess.run([command, *arguments], capture_output=True, text=True, check=False, **options)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@functools.cache
def answers_of_command(model: str, *options: str) -> list[dict[str, Any]]:
    """What the command says of the cases, a dictionary a text."""
    lines = stance("classify", CASES, "--model", model, "--format", "jsonl", *options)
    return [json.loads(line) for line in lines.split("\n") if line]


@pytest.fixture(scope="session")
def texts() -> list[str]:
    lines = CASES.read_text(encoding="utf-8").split("\n")
    return [json.loads(line)["text"] for line in lines if line]


def is_as_the_command_says(found: list[tuple[str | None, dict[str, float]]], model: str) -> None:
    """Labels are equal, and probabilities to 1e-6."""
    expected = answers_of_command(model)
    assert len(found) == len(expected) > 40
    for (label, probabilities), answer in zip(found, expected):
        assert label == answer["label"], answer
        assert probabilities == pytest.approx(answer["probabilities"], abs=1e-6, rel=0), answer
