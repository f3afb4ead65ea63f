"""Who is let in: a signed token for this address, once; without clients only this computer."""

from __future__ import annotations

import json
import time
import uuid

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt import encode
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from cds.asking import asked, prefetch
from stilla.errors import BadInput
from stilla.interfaces.cds_hooks.config import Client, Config, read_config
from stilla.interfaces.cds_hooks.remembered import Remembered
from stilla.interfaces.cds_hooks.trust import Trust

ISS = "https://ehr.example.org"
VIEW = "/cds-services/stilla-magnesium-patient-view"
BASE = "https://cds.example.org"


@pytest.fixture(scope="module")
def elliptic():
    return ec.generate_private_key(ec.SECP384R1())


@pytest.fixture(scope="module")
def rivest():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def keys(tmp_path, elliptic, rivest):
    first = json.loads(ECAlgorithm.to_jwk(elliptic.public_key())) | {"kid": "e", "alg": "ES384"}
    second = json.loads(RSAAlgorithm.to_jwk(rivest.public_key())) | {"kid": "r", "alg": "RS384"}
    file = tmp_path / "keys.json"
    file.write_text(json.dumps({"keys": [first, second]}), encoding="utf-8")
    return str(file)


def token(key, *, kid="e", alg="ES384", **claims):
    now = int(time.time())
    said = {"iss": ISS, "aud": BASE + VIEW, "exp": now + 60, "iat": now, "jti": str(uuid.uuid4())} | claims
    return encode({name: value for name, value in said.items() if value is not ...}, key, alg, headers={"kid": kid})


def status(caller, held, path=VIEW):
    return caller.post(path, asked(given=prefetch()), Authorization=f"Bearer {held}").status_code


def test_a_good_token_opens_once(calling, keys, elliptic, rivest):
    caller = calling(clients=(Client(ISS, keys),))
    for held in (token(elliptic), token(rivest, kid="r", alg="RS384"), token(elliptic, aud=[BASE + VIEW])):
        assert status(caller, held) == 200
        assert status(caller, held) == 401
    assert caller.get("/cds-services").status_code == 401
    found = token(elliptic, aud=f"{BASE}/cds-services")
    assert caller.get("/cds-services", Authorization=f"Bearer {found}").status_code == 200


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://other.example.org"},
        {"iss": ...},
        {"aud": f"{BASE}/cds-services"},
        {"aud": "https://evil.example" + VIEW},
        {"aud": ...},
        {"exp": 1},
        {"exp": ...},
        {"exp": int(time.time()) + 100_000},
        {"iat": ...},
        {"iat": int(time.time()) + 10_000},
        {"jti": ...},
        {"kid": "other"},
    ],
    ids=str,
)
def test_a_token_that_is_not_good_does_not(calling, keys, elliptic, claims):
    assert status(calling(clients=(Client(ISS, keys),)), token(elliptic, **claims)) == 401


def test_other_signatures_are_none(calling, keys, elliptic):
    caller = calling(clients=(Client(ISS, keys),))
    stranger = ec.generate_private_key(ec.SECP384R1())
    public = json.dumps(json.loads(ECAlgorithm.to_jwk(elliptic.public_key())))
    for held in (
        token(stranger),
        token(b"secret" * 12, alg="HS384"),
        token(public.encode() * 2, alg="HS384"),
        token(None, alg="none"),
        "x.y.z",
        "",
    ):
        assert status(caller, held) == 401
    assert caller.post(VIEW, asked(), Authorization="Basic abc").status_code == 401
    refused = caller.post(VIEW, asked())
    assert (refused.status_code, refused["WWW-Authenticate"]) == (401, "Bearer")


def test_no_client_can_speak_for_another(calling, keys, elliptic, tmp_path):
    other = tmp_path / "other.json"
    public = ECAlgorithm.to_jwk(ec.generate_private_key(ec.SECP384R1()).public_key())
    other.write_text(json.dumps({"keys": [json.loads(public) | {"kid": "o", "alg": "ES384"}]}), encoding="utf-8")
    caller = calling(clients=(Client(ISS, keys), Client("https://second.example.org", str(other))))
    assert status(caller, token(elliptic, iss="https://second.example.org")) == 401


def test_without_clients_only_this_computer_is_answered(calling):
    caller = calling()
    assert caller.post(VIEW, asked(given=prefetch())).status_code == 200
    assert caller.post(VIEW, asked(), remote="192.0.2.7").status_code == 403
    assert caller.post(VIEW, asked(), **{"X-Forwarded-For": "192.0.2.7"}).status_code == 403


@pytest.mark.parametrize("written", ["", "{}", '{"keys": []}', '{"keys": [{"kty": "oct", "k": "AA", "kid": "x"}]}'])
def test_keys_that_are_none_are_refused_at_the_start(tmp_path, written):
    file = tmp_path / "keys.json"
    file.write_text(written, encoding="utf-8")
    with pytest.raises(BadInput):
        Trust(Config(base_url=BASE, clients=(Client(ISS, str(file)),)), Remembered(8))


def test_a_configuration_is_read_with_every_problem(tmp_path):
    file = tmp_path / "cds.toml"
    file.write_text(
        'base_url = "cds"\norigins = ["https://ehr.example.org/app"]\n[[fhir]]\nurl = "http://fhir.example.org"\n',
        encoding="utf-8",
    )
    with pytest.raises(BadInput) as caught:
        read_config(file)
    assert {each.where.en for each in caught.value.problems} == {"base_url", "origins", "fhir.url"}
    file.write_text('base_url = "https://c.example"\nunknown = 1\n', encoding="utf-8")
    with pytest.raises(BadInput):
        read_config(file)
    file.write_text('base_url = "https://c.example/"\n[[clients]]\niss = "i"\nkeys = "k.json"\n', encoding="utf-8")
    config = read_config(file)
    assert config.clients[0].keys == str(tmp_path / "k.json")
    assert config.address == "https://c.example"


def test_elsewhere_is_not_served_without_clients():
    from stilla.interfaces.cds_hooks.server.serve import Place, serve  # noqa: PLC0415  # Django

    with pytest.raises(BadInput):
        serve(Config(), Place(host="0.0.0.0"), print)
