from __future__ import annotations

import copy
import json
from datetime import date
from functools import cache

import msgspec
import pytest
from click.testing import CliRunner
from finished_trial import plan
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sealed_examples import MADE, STOCKHOLM, diary, folder, protocol, sealed

from stilla.analysis.design import Design, labels
from stilla.diary import chain
from stilla.diary.canonical import digest, pretty
from stilla.diary.events import Answered, Night, Opened
from stilla.diary.record import record_of
from stilla.interfaces.cli.main import cli
from stilla.interfaces.forms.trial_answer import trial_answer_form
from stilla.trial.answer import finish
from stilla.trial.protocol import Software, write_protocol
from stilla.trial.seal import allocate, open_seal, write_commitment, write_key
from stilla.trial.seal_lock import lock, write_locked
from stilla.trial.verify import verify

FILES = ("protocol.json", "commitment.json", "key.json", "log.jsonl")


def wrong(found) -> list[str]:
    return [each.says.en for each in found.checks if each.ok is False]


def test_an_honest_folder_passes_and_the_order_is_told(tmp_path):
    found = verify(folder(tmp_path))
    assert found.ok
    assert wrong(found) == []
    assert found.sequence == open_seal(protocol(), *reversed_pair()).sequence
    assert any(labels(found.sequence) in each.says.en for each in found.checks)


def reversed_pair():
    by = sealed(protocol())
    return by.commitment, by.key


def test_before_the_opening_the_order_is_open_and_nothing_is_wrong(tmp_path):
    found = verify(folder(tmp_path, with_key=False))
    assert found.ok
    assert found.sequence is None
    assert [each.ok for each in found.checks if each.what == "key"] == [None]


def test_the_helpers_key_can_be_given_from_elsewhere(tmp_path):
    inside = folder(tmp_path / "hers", with_key=False)
    (tmp_path / "kept.json").write_bytes(write_key(sealed(protocol()).key))
    assert verify(inside, tmp_path / "kept.json").sequence is not None
    missing = verify(inside, tmp_path / "lost.json")
    assert wrong(missing) == ["lost.json: There is no such file."]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(name=st.sampled_from(FILES), data=st.data())
def test_one_flipped_bit_anywhere_is_found_and_its_file_named(tmp_path, name, data):
    path = folder(tmp_path / "trial") / name
    content = bytearray(path.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= 1 << data.draw(st.integers(0, 7))
    path.write_bytes(content)
    found = verify(tmp_path / "trial")
    assert not found.ok
    assert any(name in each for each in wrong(found))


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_every_single_bit_counts(tmp_path, name):
    path = folder(tmp_path) / name
    honest = path.read_bytes()
    for place in range(0, 8 * len(honest), 61 if name in {"protocol.json", "log.jsonl"} else 3):
        changed = bytearray(honest)
        changed[place // 8] ^= 1 << place % 8
        path.write_bytes(changed)
        assert any(name in each for each in wrong(verify(tmp_path))), place


@pytest.mark.parametrize("name", FILES)
def test_a_truncated_or_empty_or_missing_file_is_named(tmp_path, name):
    path = folder(tmp_path) / name
    honest = path.read_bytes()
    for content in (b"", honest[:-1], honest[: len(honest) // 2], honest + b"\n"):
        path.write_bytes(content)
        found = verify(tmp_path)
        assert any(name in each for each in wrong(found)) or (name == "log.jsonl" and content == b""), content[-20:]
    path.unlink()
    if name != "key.json":
        assert any(name in each for each in wrong(verify(tmp_path)))


def test_only_the_spelling_changed_is_found_with_its_line(tmp_path):
    path = folder(tmp_path) / "protocol.json"
    path.write_bytes(path.read_bytes().replace(b'  "mid": 1,', b'  "mid":  1,'))
    line = path.read_bytes().split(b'"mid"')[0].count(b"\n") + 1
    assert [each for each in wrong(verify(tmp_path)) if f"protocol.json, line {line}:" in each]


def test_every_problem_is_told_not_only_the_first(tmp_path):
    path = folder(tmp_path)
    changed = msgspec.structs.replace(protocol(), mid=2.0)
    (path / "protocol.json").write_bytes(write_protocol(changed))
    lines = (path / "log.jsonl").read_bytes().split(b"\n")
    lines[3] = lines[3].replace(b'"yes"', b'"no"')
    (path / "log.jsonl").write_bytes(b"\n".join(lines))
    found = " ".join(wrong(verify(path)))
    assert "protocol.json: The protocol is not the one that was sealed" in found
    assert "commitment.json: " not in found
    assert "log.jsonl, line 2: the diary was started with something else than protocol.json" in found
    assert "log.jsonl, line 4: the entry was changed after it was written" in found


def test_a_whole_second_trial_put_in_its_place_is_found(tmp_path):
    """Protocol, commitment and key that fit each other, but not the diary."""
    path = folder(tmp_path)
    other = protocol(id="f" * 32)
    by = sealed(other)
    (path / "protocol.json").write_bytes(write_protocol(other))
    (path / "commitment.json").write_bytes(write_commitment(by.commitment))
    (path / "key.json").write_bytes(write_key(by.key))
    found = wrong(verify(path))
    assert any("started with something else than protocol.json" in each for each in found)
    assert any("started with something else than commitment.json" in each for each in found)


def answered(path, value, of=None, *, nights=5):
    """The folder after an answer: everything in it fits together, whatever the answer says."""
    of = of or protocol()
    folder(path, **msgspec.structs.asdict(of))
    events = list(diary(of, sealed(of), nights))
    verdict = value.get("answer", {}).get("verdict", "not_settled")
    for body in (Opened("Karin", "the end"), Answered(verdict, digest(value))):
        events.append(chain.append(events, body, MADE.replace(year=2027), STOCKHOLM))
    (path / "log.jsonl").write_bytes(chain.encode(events))
    (path / "answer.json").write_bytes(pretty(value))


@cache
def true_answer(nights):
    """What `stilla trial answer` writes."""
    of = small()
    by = sealed(of)
    events, order = diary(of, by, nights), open_seal(of, by.commitment, by.key).sequence
    finished = finish(record_of(events), events, of, order, STOCKHOLM)
    return json.loads(pretty(trial_answer_form(finished, of, labels(order), ((), ()), "en")))


@cache
def small():
    """The plan of a trial whose answer takes little time."""
    return plan(design=Design("balanced", 8, 21), sensitivity=())


def recomputed(path):
    return [(each.ok, each.says.en) for each in verify(path).checks if each.what == "recomputed"]


@pytest.mark.parametrize("nights", [5, 168])
def test_the_answer_that_the_diary_gives_passes(tmp_path, nights):
    answered(tmp_path, true_answer(nights), small(), nights=nights)
    found = verify(tmp_path)
    assert wrong(found) == []
    assert [each.ok for each in found.checks if each.what == "recomputed"] == [True]


FORGED = (
    (("effect", "mean"), -3.5, ["effect.mean"]),
    (("effect", "hi"), -0.5, ["effect.hi"]),
    (("p_benefit",), 0.999, ["p_benefit"]),
    (("p_harm",), None, ["p_harm"]),
    (("p_mid",), True, ["p_mid"]),
    (("p_mid",), 10**400, ["p_mid"]),
    (("verdict",), "helps", ["verdict", "log.jsonl: verdict"]),
    (("n", "observed"), 500, ["n.observed"]),
    (("effect",), [], ["effect.mean", "effect.sd", "effect.lo", "effect.hi"]),
)


@pytest.mark.parametrize(("where", "value", "named"), FORGED)
def test_another_answer_with_a_whole_new_log_is_found(tmp_path, where, value, named):
    """Whoever writes the log anew can put the digest of any answer into it; the nights do not give that answer."""
    forged = copy.deepcopy(true_answer(168))
    *path, last = where
    inside = forged["answer"]
    for each in path:
        inside = inside[each]
    inside[last] = value
    answered(tmp_path, forged, small(), nights=168)
    says = f"answer.json: computed anew from the diary, this is different: {', '.join(named)}."
    assert wrong(verify(tmp_path)) == [says]
    done = CliRunner().invoke(cli, ["trial", "verify", str(tmp_path), "--lang", "en"])
    assert done.exit_code == 2
    assert "computed anew from the diary" in " ".join(done.output.split())


def test_an_answer_without_figures_is_no_answer(tmp_path):
    answered(tmp_path, {"verdict": "not_settled"}, small())
    assert not verify(tmp_path).ok


def test_an_answer_of_another_version_is_not_compared(tmp_path):
    other = msgspec.structs.replace(small(), software=Software("stilla", "0.0.1", "0" * 64))
    answered(tmp_path, {"answer": {}}, other)
    assert recomputed(tmp_path) == [(None, "answer.json: computed by another version, not compared.")]
    assert verify(tmp_path).ok


def test_without_the_key_nothing_is_computed_anew(tmp_path):
    answered(tmp_path, {"answer": {}}, small())
    (tmp_path / "key.json").unlink()
    assert recomputed(tmp_path) == []


def test_the_answer_is_the_one_in_the_diary(tmp_path):
    path = tmp_path
    value = true_answer(5)
    answered(path, value, small())
    found = verify(path)
    assert found.ok
    assert any("opened on 2027-12-06, for the answer" in each.says.en for each in found.checks)
    (path / "answer.json").write_bytes(pretty(value | {"nights": 1}))
    assert any("answer.json: not the answer that line" in each for each in wrong(verify(path)))
    (path / "answer.json").write_bytes(json.dumps(value).encode())
    assert not verify(path).ok
    (path / "answer.json").unlink()
    assert verify(path).ok


def test_an_answer_the_diary_does_not_know_is_wrong(tmp_path):
    path = folder(tmp_path)
    (path / "answer.json").write_bytes(pretty({"verdict": "helps"}))
    assert wrong(verify(path)) == ["answer.json: the diary knows of no answer."]


def test_another_version_of_the_analysis_is_told_and_not_wrong(tmp_path):
    found = verify(folder(tmp_path, software=Software("stilla", "0.0.1", "0" * 64)))
    assert found.ok
    assert [each.says.en for each in found.checks if each.what == "software"] == [
        "The analysis of this computer is another version than the one that was sealed (stilla 0.0.1)."
    ]


def test_nothing_at_all_is_refused_by_name(tmp_path):
    found = wrong(verify(tmp_path))
    assert found == [
        "protocol.json: There is no such file.",
        "commitment.json: There is no such file.",
        "log.jsonl: There is no such file.",
    ]


def test_allocation_and_verification_agree(tmp_path):
    plan = protocol()
    assert verify(folder(tmp_path)).sequence == allocate(plan, bytes.fromhex(sealed(plan).key.secret)).sequence


def test_a_key_without_an_opening_in_the_diary_is_found(tmp_path):
    """Somebody cut the end of the log off, or looked without a word."""
    path = folder(tmp_path)
    plan = protocol()
    (path / "log.jsonl").write_bytes(chain.encode(diary(plan, sealed(plan))))
    assert [each[:42] for each in wrong(verify(path))] == ["key.json lies here, but the diary knows of"]


def test_a_key_that_lies_there_unopened_does_not_tell_the_order(tmp_path):
    path = folder(tmp_path)
    plan = protocol()
    (path / "log.jsonl").write_bytes(chain.encode(diary(plan, sealed(plan))))
    order = labels(open_seal(plan, *reversed_pair()).sequence)
    found = verify(path)
    assert found.sequence is None
    assert not [each for each in found.checks if order in each.says.en + each.says.sv]
    assert any("opens the commitment" in each.says.en for each in found.checks)
    assert verify(path, path / "key.json").sequence is not None


def test_an_answer_after_the_opening_is_found_although_the_chain_holds(tmp_path):
    path = folder(tmp_path)
    events = list(chain.decode((path / "log.jsonl").read_bytes(), "log.jsonl"))
    late = Night(date(2026, 12, 20), score=0)
    events.append(chain.append(events, late, MADE.replace(year=2027), STOCKHOLM))
    (path / "log.jsonl").write_bytes(chain.encode(events))
    [found] = wrong(verify(path))
    assert found == f"log.jsonl, line {len(events)}: an answer was written after the seal had been opened."


def test_a_locked_key_is_open_and_not_wrong(tmp_path):
    inside = folder(tmp_path / "hers", with_key=False)
    (tmp_path / "locked.json").write_bytes(write_locked(lock(sealed(protocol()).key, "four plain words here")))
    found = verify(inside, tmp_path / "locked.json")
    assert found.ok
    assert [each.says.en for each in found.checks if each.what == "key"] == [
        "locked.json is locked with a passphrase, so the order cannot be checked yet."
    ]
