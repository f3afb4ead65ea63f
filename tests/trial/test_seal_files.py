from __future__ import annotations

import os

import pytest

from stilla.errors import BadInput
from stilla.trial.seal_files import write_again, write_new


def test_a_file_is_replaced_whole_and_leaves_nothing_beside_it(tmp_path):
    path = tmp_path / "answer.json"
    write_again(path, b"first, and longer")
    write_again(path, b"second")
    assert path.read_bytes() == b"second"
    assert list(tmp_path.iterdir()) == [path]


def test_the_old_file_stands_where_the_new_one_cannot_be_finished(tmp_path, monkeypatch):
    path = tmp_path / "answer.json"
    write_again(path, b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(BadInput) as wrong:
        write_again(path, b"new")
    (problem,) = wrong.value.problems
    assert problem.where.en == "answer.json"
    assert problem.says.sv == "Filen går inte att skriva."
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(BadInput):
        write_again(tmp_path / "nowhere" / "answer.json", b"x")


def test_a_new_file_is_never_written_over(tmp_path):
    write_new(tmp_path / "key.json", b"one")
    with pytest.raises(BadInput):
        write_new(tmp_path / "key.json", b"two")
    assert (tmp_path / "key.json").read_bytes() == b"one"
