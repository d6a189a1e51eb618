"""What the pages of the repository show runs as it is shown."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import REPOSITORY

DATA = "text,country,date\nWe will stand by our allies.,Japan,2025-01-02\nThey met on Monday.,Poland,2025-01-03\n"


def snippets(page: str, heading: str, language: str) -> list[str]:
    """The blocks of a language under a heading."""
    text = (REPOSITORY / page).read_text(encoding="utf-8")
    section = re.search(rf"^(#+) {re.escape(heading)}\n(.*?)(?=^#{{1,3}} |\Z)", text, re.M | re.S)
    assert section, f"{page} has no section {heading}"
    found = re.findall(rf"^```{language}\n(.*?)^```$", section.group(2), re.M | re.S)
    assert found, f"{page}, {heading}: no block of {language}"
    return found


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "statements.csv").write_text(DATA, encoding="utf-8")
    (tmp_path / "bin").mkdir()
    shutil.copy(os.environ["STANCE"], tmp_path / "bin" / "stance")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_readme_s_python(folder, capsys):
    for library in ["pandas", "polars", "pyarrow", "duckdb", "sklearn"]:
        pytest.importorskip(library)
    names: dict[str, object] = {}
    for snippet in snippets("README.md", "Python", "python"):
        exec(compile(snippet, "README.md", "exec"), names)
    printed = capsys.readouterr().out
    assert "reaffirming" in printed


def test_the_readme_s_r(folder):
    if shutil.which("Rscript") is None:
        pytest.skip("R is not installed")
    script = folder / "readme.R"
    script.write_text("\n".join(snippets("README.md", "R", "r")), encoding="utf-8")
    ran = subprocess.run(["Rscript", "--vanilla", script], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert "reaffirming" in ran.stdout and "Japan" in ran.stdout


def run_on_spark(program: str) -> str:
    """What a program prints, in a process of its own: one process has one session."""
    pytest.importorskip("pyspark")
    if shutil.which("java") is None:
        pytest.skip("Java is not installed: Spark needs 17 or newer")
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_the_readme_s_spark(folder):
    printed = run_on_spark("\n".join(snippets("README.md", "Spark", "python")))
    assert "reaffirming" in printed and "Japan" in printed


def test_the_job_of_the_page_on_scale(folder):
    pyarrow = pytest.importorskip("pyarrow")
    import pyarrow.parquet

    html = "<p>We will stand by our allies, whatever it costs. They met on Monday.</p><p>The weather was fine.</p>"
    (folder / "pages").mkdir()
    pages = pyarrow.table({"url": ["one", "two"], "html": [html, "<p>Nothing of the kind.</p>"]})
    pyarrow.parquet.write_table(pages, folder / "pages" / "part.parquet")
    run_on_spark("\n".join(snippets("docs/scale.md", "The job", "python")))
    found = pyarrow.parquet.read_table(folder / "stances").to_pylist()
    assert [(row["url"], row["label"]) for row in found] == [("one", "reaffirming")]
    assert found[0]["text"] == "We will stand by our allies, whatever it costs."
