from __future__ import annotations

from collections import Counter

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sealed_examples import MADE, protocol, sealed

from stilla.analysis.design import Design, every, sequences
from stilla.diary.canonical import canonical, sha256
from stilla.errors import BadInput
from stilla.trial.protocol import Filled, write_protocol
from stilla.trial.seal import (
    LETTERS,
    Opened,
    allocate,
    commit,
    open_seal,
    read_commitment,
    read_key,
    seal,
    uniform,
    write_commitment,
    write_key,
)
from stilla.trial.seal_lock import lock, read_locked, unlock, write_locked

PLAN = protocol()
SEALED = sealed(PLAN)
ORDERS = [tuple(int(each) for each in row) for row in every(PLAN.design)]


def secret(n: int) -> bytes:
    return sha256(b"fixed %d" % n).encode()[:32]


def test_the_key_opens_what_was_sealed_every_time_alike():
    once, again = (open_seal(PLAN, SEALED.commitment, SEALED.key) for _ in range(2))
    assert once == again
    assert once.sequence in ORDERS
    assert len(set(once.codes)) == len(once.codes) == 8
    assert all(set(code) <= set(LETTERS) and len(code) == 5 for code in once.codes)


def test_two_seals_of_one_protocol_have_different_secrets():
    one, other = seal(PLAN, MADE), seal(PLAN, MADE)
    assert one.key.secret != other.key.secret
    assert one.commitment.commitment != other.commitment.commitment
    assert len(bytes.fromhex(one.key.secret)) == 32


def test_files_are_read_back_as_they_were_written():
    assert read_key(write_key(SEALED.key)) == SEALED.key
    assert read_commitment(write_commitment(SEALED.commitment)) == SEALED.commitment


@given(st.binary(min_size=1, max_size=40), st.integers(1, 1000))
def test_uniform_numbers_stay_below_their_bound(seed, n):
    below = uniform(seed)
    assert all(0 <= below(n) < n for _ in range(5))


def chi_square(counts: Counter[object], cells: int) -> float:
    expected = sum(counts.values()) / cells
    missing = cells - len(counts)
    return sum((each - expected) ** 2 / expected for each in counts.values()) + missing * expected


def test_sealed_orders_are_uniform_over_the_admissible_ones():
    # 6200 fixed secrets over 62 orders: chi-square with 61 degrees of freedom exceeds 118 with probability 1e-5.
    drawn = Counter(allocate(PLAN, secret(n)).sequence for n in range(6200))
    assert set(drawn) <= set(ORDERS)
    assert chi_square(drawn, len(ORDERS)) < 118


def test_numbers_that_are_no_power_of_two_are_uniform_too():
    below = uniform(b"a fixed seed")
    drawn = Counter(below(6) for _ in range(6000))
    assert chi_square(drawn, 6) < 30  # 5 degrees of freedom: 1.5e-5


def test_one_order_alone_is_drawn_without_a_coin():
    assert uniform(b"x")(1) == 0


def forge(order: tuple[int, ...], guess: bytes) -> str:
    """The commitment somebody would get who guesses the secret."""
    codes = allocate(PLAN, bytes.fromhex(SEALED.key.secret)).codes
    return commit(PLAN, SEALED.commitment, Opened(order, codes), guess)


def test_trying_every_order_without_the_secret_finds_nothing():
    # Even somebody who knows the kit codes from the jars, and tries every order with a thousand secrets each.
    wanted = SEALED.commitment.commitment
    tried = {forge(order, guess) for order in ORDERS for guess in [b"", bytes(32), *(secret(n) for n in range(20))]}
    assert wanted not in tried


def test_the_same_attack_would_break_a_hash_without_a_secret():
    codes = allocate(PLAN, bytes.fromhex(SEALED.key.secret)).codes
    truth = open_seal(PLAN, SEALED.commitment, SEALED.key).sequence
    bare = commit(PLAN, SEALED.commitment, Opened(truth, codes), b"")
    found = [order for order in ORDERS if commit(PLAN, SEALED.commitment, Opened(order, codes), b"") == bare]
    assert found == [truth]


def test_kit_codes_tell_nothing_of_what_is_in_the_kits():
    """The same secret gives the same codes whatever the order: they follow from the period alone."""
    other = protocol(id="f" * 32)
    one, two = (allocate(each, secret(1)) for each in (PLAN, other))
    assert one.codes == two.codes
    assert one.sequence != two.sequence or allocate(other, secret(2)).sequence != allocate(PLAN, secret(2)).sequence


def test_the_letters_of_the_codes_are_as_frequent_in_active_as_in_placebo_periods():
    counts = {0: Counter(), 1: Counter()}
    for n in range(400):
        opened = allocate(PLAN, secret(n))
        for active, code in zip(opened.sequence, opened.codes, strict=True):
            counts[active].update(code)
    for arm in counts.values():  # 15 degrees of freedom: above 50 with probability 1e-5
        assert chi_square(arm, len(LETTERS)) < 50


def test_the_order_stands_nowhere_in_what_the_person_gets():
    """Neither secret nor order nor any kit's code: not in the protocol, not in the commitment, in no spelling."""
    opened = open_seal(PLAN, SEALED.commitment, SEALED.key)
    held = write_protocol(PLAN) + write_commitment(SEALED.commitment)
    raw = bytes.fromhex(SEALED.key.secret)
    order = opened.sequence
    spellings = [SEALED.key.secret.encode(), raw, raw[::-1], *(code.encode() for code in opened.codes)]
    for ones, zeros in (("1", "0"), ("A", "P")):
        text = [ones if each else zeros for each in order]
        spellings += [separator.join(text).encode() for separator in ("", ",", ", ", " ")]
    assert not [each for each in spellings if each in held]


def test_the_commitment_is_independent_of_the_order_it_hides():
    """Its first bit says nothing: as often set for orders that begin active as for the others."""
    counts = Counter()
    for n in range(400):
        by = seal(PLAN, MADE, secret=secret(n))
        counts[allocate(PLAN, secret(n)).sequence[0], int(by.commitment.commitment[0], 16) >> 3] += 1
    expected = 100
    assert sum((each - expected) ** 2 / expected for each in counts.values()) < 25


CHANGES = {
    "another protocol": ("protocol.json", lambda p, c, k: (msgspec.structs.replace(p, mid=2.0), c, k)),
    "another trial's commitment": (
        "commitment.json",
        lambda p, c, k: (p, msgspec.structs.replace(c, trial="f" * 32), k),
    ),
    "a later day": ("commitment.json", lambda p, c, k: (p, msgspec.structs.replace(c, made="2027-01-01T00:00:00Z"), k)),
    "another helper": ("commitment.json", lambda p, c, k: (p, msgspec.structs.replace(c, helper="Eva"), k)),
    "another commitment": ("commitment.json", lambda p, c, k: (p, msgspec.structs.replace(c, commitment="0" * 64), k)),
    "less blinding": ("commitment.json", lambda p, c, k: (p, msgspec.structs.replace(c, blinding="open"), k)),
    "a changed secret": ("key.json", lambda p, c, k: (p, c, msgspec.structs.replace(k, secret="0" * 64))),
    "no secret": ("key.json", lambda p, c, k: (p, c, msgspec.structs.replace(k, secret="zz"))),
    "another trial's key": ("key.json", lambda p, c, _: (p, c, sealed(protocol(id="e" * 32)).key)),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_does_not_fit_is_named(change):
    where, changed = CHANGES[change]
    with pytest.raises(BadInput) as refused:
        open_seal(*changed(PLAN, SEALED.commitment, SEALED.key))
    assert where in {each.where.en for each in refused.value.problems}


def test_a_key_of_the_same_trial_from_a_second_draw_does_not_open_the_first():
    with pytest.raises(BadInput, match="does not open the commitment"):
        open_seal(PLAN, SEALED.commitment, sealed(PLAN, secret(3)).key)


def test_a_protocol_with_an_empty_starred_item_is_not_sealed():
    empty = msgspec.structs.replace(PLAN, spent=PLAN.spent | {"20c": Filled(" "), "10": Filled()})
    with pytest.raises(BadInput) as refused:
        seal(empty, MADE)
    assert [each.where.en for each in refused.value.problems] == ["SPENT 10", "SPENT 20c"]


@settings(max_examples=5)
@given(st.sampled_from(["pairs", "counterbalanced", "balanced", "free"]), st.integers(0, 10**6))
def test_every_scheme_seals_an_order_it_admits(scheme, n):
    plan = protocol(design=Design(scheme, 8, 21))
    by = sealed(plan, secret(n))
    orders = {tuple(map(int, row)) for row in every(plan.design)}
    assert len(orders) == sequences(plan.design)
    assert open_seal(plan, by.commitment, by.key).sequence in orders


def test_a_locked_key_opens_with_its_passphrase_only():
    locked = lock(SEALED.key, "fyra gröna små ord")
    assert SEALED.key.secret not in write_locked(locked).decode()
    assert unlock(read_locked(write_locked(locked)), "fyra gro\u0308na sma\u030a ord ") == SEALED.key
    for other in (
        locked,
        msgspec.structs.replace(locked, cipher=locked.cipher[:-4] + "AAA="),
        msgspec.structs.replace(locked, trial="f" * 32),
        msgspec.structs.replace(locked, n=2**30),
        msgspec.structs.replace(locked, salt="no base64!"),
    ):
        phrase = "fyra blåa små ord" if other is locked else "fyra gröna små ord"
        with pytest.raises(BadInput, match="does not open the key"):
            unlock(other, phrase)


def test_a_short_passphrase_is_refused():
    with pytest.raises(BadInput, match="too short"):
        lock(SEALED.key, "short")


def test_the_kit_codes_stay_different_when_letters_collide(monkeypatch):
    monkeypatch.setattr("stilla.trial.seal.CODE_LETTERS", 1)
    assert len(set(allocate(PLAN, secret(5)).codes)) == 8


def test_the_fixed_parts_of_the_hash_are_what_the_guide_says():
    """A third party recomputes C from the files with nothing but a JSON library and SHA-256."""
    opened = open_seal(PLAN, SEALED.commitment, SEALED.key)
    fixed = {
        "sealed": msgspec.to_builtins(SEALED.commitment) | {"commitment": ""},
        "design": msgspec.to_builtins(PLAN.design),
        "sequence": list(opened.sequence),
        "codes": list(opened.codes),
    }
    assert sha256(canonical(fixed) + bytes.fromhex(SEALED.key.secret)) == SEALED.commitment.commitment


def test_all_orders_of_a_small_design_come_up():
    plan = protocol(design=Design("pairs", 2, 21))
    assert {allocate(plan, secret(n)).sequence for n in range(20)} == {(0, 1), (1, 0)}
