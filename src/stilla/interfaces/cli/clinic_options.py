"""What the commands of a clinic share: the address of its database, and what is said without its libraries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from stilla.errors import refuse

if TYPE_CHECKING:
    from collections.abc import Callable

    from stilla.errors import BadInput


def database_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--database`, as whoever owns the database."""
    return click.option(
        "--database",
        metavar="ADDRESS",
        envvar="STILLA_DATABASE",
        required=True,
        help="The database as its owner: postgresql://postgres@host/name.",
    )(command)


def clinic_is_missing() -> BadInput:
    """The sentence for an installation without what a clinic needs."""
    return refuse(
        "",
        "A clinic needs more than the commands do. Install it with: pip install 'stilla[clinic]'",
        "En klinik behöver mer än kommandona. Installera den med: pip install 'stilla[clinic]'",
    )
