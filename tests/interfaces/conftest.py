"""What the tests of the commands of a trial begin with."""

from __future__ import annotations

import pytest
from at_home import WELL, Home, chain_bytes

from trial import sealed_examples


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path)


@pytest.fixture
def papers(tmp_path):
    """Person file, protocol and commitment as the helper sends them back."""
    plan = sealed_examples.protocol()
    sealed = sealed_examples.sealed(plan)
    (tmp_path / "person.toml").write_text(WELL)
    (tmp_path / "protocol.json").write_bytes(chain_bytes(plan))
    (tmp_path / "commitment.json").write_bytes(chain_bytes(sealed.commitment))
    return [
        str(tmp_path / "person.toml"),
        "--protocol", str(tmp_path / "protocol.json"),
        "--commitment", str(tmp_path / "commitment.json"),
    ]  # fmt: skip
