"""Who calls: a client proves itself with a signed token (JWT), for one address and only once.

Without clients in the configuration nobody beyond this computer gets an answer.
"""

from __future__ import annotations

import json
import time
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stilla.errors import refuse
from stilla.interfaces.cds_hooks.config import LOOPBACK, SIGNATURES
from stilla.interfaces.cds_hooks.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jwt import PyJWK

    from stilla.interfaces.cds_hooks.config import Config
    from stilla.interfaces.cds_hooks.remembered import Remembered

LEEWAY = 30
"""Seconds that clocks may differ."""
LONGEST = 3600
"""Seconds a token may be valid. A used one is kept in mind as long."""
_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")


class Trust:
    """Whom a server trusts.

    Args:
        config: the clients and their keys.
        used: where used tokens are kept in mind.

    Raises:
        BadInput: a file of keys cannot be read, or PyJWT is not there.
    """

    def __init__(self, config: Config, used: Remembered) -> None:
        self._used = used
        self._address = config.address
        self._keys: dict[tuple[str, str], PyJWK] = {}
        for client in config.clients:
            for name, key in _read_keys(Path(client.keys)).items():
                self._keys[client.iss, name] = key

    def check(self, headers: Mapping[str, str], remote: str, path: str) -> None:
        """Let a caller in.

        Args:
            headers: of the request, by lower-case name.
            remote: the address it came from.
            path: the endpoint, which the token must be for.

        Raises:
            Refused: 401 for a token that is missing or not good, 403 for a stranger where nobody is configured.
        """
        if self._keys:
            self._check_token(headers.get("authorization", ""), path)
        elif remote not in LOOPBACK or any(name in headers for name in _FORWARDED):
            raise Refused(
                HTTPStatus.FORBIDDEN,
                "forbidden",
                "",
                "No clients are configured, so only this computer itself is answered.",
                "Inga klienter är inställda, så bara den här datorn själv får svar.",
            )

    def _check_token(self, authorization: str, path: str) -> None:
        import jwt  # noqa: PLC0415  # only where clients are configured

        scheme, _, token = authorization.partition(" ")
        if scheme.casefold() != "bearer" or not token:
            raise _unknown_caller()
        try:
            key = self._key(jwt.get_unverified_header(token), token)
            claims = jwt.decode(
                token,
                key=key,
                algorithms=list(SIGNATURES),
                audience=f"{self._address}{path}",
                leeway=LEEWAY,
                options={"require": ["iss", "aud", "exp", "iat", "jti"]},
            )
        except jwt.PyJWTError as error:
            raise _unknown_caller() from error
        left = claims["exp"] + LEEWAY - time.time()
        if left > LONGEST or not self._used.add(left, str(claims["iss"]), str(claims["jti"])):
            raise _unknown_caller()

    def _key(self, header: dict[str, Any], token: str) -> PyJWK:
        """The key by the issuer that the token names, so that no client can speak for another."""
        import jwt  # noqa: PLC0415  # as above

        named = jwt.decode(token, options={"verify_signature": False}).get("iss")
        found = self._keys.get((str(named), str(header.get("kid"))))
        if found is None or header.get("alg") != found.algorithm_name:
            raise jwt.InvalidKeyError
        return found


def _unknown_caller() -> Refused:
    """One sentence for every fault, so that nobody learns which."""
    return Refused(
        HTTPStatus.UNAUTHORIZED,
        "login",
        "",
        "A signed token of a known client is required, for this address, once.",
        "En signerad token från en känd klient krävs, för den här adressen, en gång.",
    )


def _read_keys(file: Path) -> dict[str, PyJWK]:
    try:
        from jwt import PyJWKSet, PyJWTError  # noqa: PLC0415  # as above
    except ImportError as error:
        raise refuse(
            "clients",
            "Checking who calls needs more: pip install 'stilla[clinic]'",
            "Att kontrollera vem som anropar kräver mer: pip install 'stilla[clinic]'",
        ) from error
    try:
        found = {
            each.key_id: each
            for each in PyJWKSet.from_dict(json.loads(file.read_text(encoding="utf-8"))).keys
            if each.key_id and each.algorithm_name in SIGNATURES
        }
    except (OSError, ValueError, AttributeError, PyJWTError) as error:
        raise refuse(str(file), "This is no JWK Set with public keys.", "Det här är ingen JWK Set.") from error
    if not found:
        raise refuse(
            str(file),
            f"No key with a kid and one of {', '.join(SIGNATURES)} is here.",
            f"Här finns ingen nyckel med kid och någon av {', '.join(SIGNATURES)}.",
        )
    return found
