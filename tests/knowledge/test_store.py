"""The compiled cache: quick, renewed by content, never trusted when damaged."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from stilla.errors import KnowledgeInvalid
from stilla.knowledge import store


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return Path(shutil.copytree(store.DATA, tmp_path / "data"))


def files(cache: Path) -> list[Path]:
    return sorted(cache.rglob("*.msgpack"))


def test_a_second_start_reads_no_yaml(data, tmp_path, monkeypatch):
    cache = tmp_path / "cache"
    first = store.load(str(data), str(cache))
    monkeypatch.setattr("stilla.knowledge.compile.compile_files", lambda _: pytest.fail("compiled again"))
    second = store.load(str(data), str(cache))
    assert first.version == second.version
    assert first.checking.trees == second.checking.trees


def test_any_change_of_content_compiles_again(data, tmp_path):
    cache = tmp_path / "cache"
    before = store.load(str(data), str(cache)).version
    file = data / "advice" / "advice.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("Cannot tell yet", "Can't tell yet"), encoding="utf-8")
    after = store.load(str(data), str(cache))
    assert after.version.fingerprint != before.fingerprint
    assert "Can't" in after.advice("verdict-unknown").en


@pytest.mark.parametrize("harm", [b"", b"rubbish", b"\x00" * 40])
def test_a_damaged_cache_is_made_again(data, tmp_path, harm):
    cache = tmp_path / "cache"
    store.load(str(data), str(cache))
    for file in files(cache):
        file.write_bytes(harm)
    assert store.load(str(data), str(cache)).checking.rules


def test_a_half_written_cache_is_not_used(data, tmp_path):
    cache = tmp_path / "cache"
    store.load(str(data), str(cache))
    files(cache)[0].unlink()
    assert store.load(str(data), str(cache)).checking.rules


def test_without_a_place_for_the_cache_it_still_answers(data, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")
    assert store.load(str(data), str(blocked)).checking.rules


def test_older_compilations_are_removed(data, tmp_path):
    cache = tmp_path / "cache"
    store.load(str(data), str(cache))
    file = data / "advice" / "advice.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    store.load(str(data), str(cache))
    assert len(list(cache.iterdir())) == 1


def test_knowledge_that_cannot_be_read_says_where(data, tmp_path):
    (data / "rules" / "kidneys.yaml").write_text("entries: [", encoding="utf-8")
    with pytest.raises(KnowledgeInvalid) as caught:
        store.load(str(data), str(tmp_path / "cache"))
    assert "rules/kidneys.yaml:" in str(caught.value)
