"""Every constant of the nerve, read from the knowledge base."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import msgspec

from stilla.knowledge.models import Parameter
from stilla.knowledge.store import Knowledge, load
from stilla.physiology.node_constants import Gate, Node, Rate
from stilla.physiology.release import Brain, Release
from stilla.physiology.surface import Bath, Group, Sites

MODEL = "excitability"


class Squid(msgspec.Struct, frozen=True):
    """Hodgkin and Huxley's axon, for the check that shifted gates fire. Units as `Node`."""

    m: Gate
    h: Gate
    n: Gate
    capacitance: float
    e_sodium: float
    e_potassium: float
    e_leak: float
    g_sodium: float
    g_potassium: float
    g_leak: float
    mv_per_efold: float


class Range(msgspec.Struct, frozen=True):
    """How far a constant may reasonably be wrong."""

    low: float
    high: float


class Constants(msgspec.Struct, frozen=True):
    """All constants of the nerve."""

    sites: Sites
    reference: Bath
    ionised: float
    """Share of total serum magnesium."""
    ionised_range: Range
    k_magnesium_range: Range
    node: Node
    release: Release
    brain: Brain
    frog: Bath
    """The saline of the experiments on frog nerve; its calcium and magnesium are set by each."""
    squid: Squid

    @property
    def usual_magnesium(self) -> float:
        """The total serum magnesium of the reference, mmol/L."""
        return self.reference.magnesium / self.ionised


def constants_of(knowledge: Knowledge) -> Constants:
    """The constants as the knowledge base states them."""
    found = {each.symbol: each for each in knowledge.kind("parameters", Parameter).values() if each.model == MODEL}
    value = {symbol: float(each.value) for symbol, each in found.items()}
    reference = Bath(
        value["reference_calcium"],
        value["reference_magnesium"],
        value["reference_ph"],
        value["monovalent"],
        value["body_temperature"],
    )
    return Constants(
        sites=_sites(value),
        reference=reference,
        ionised=value["ionised_fraction"],
        ionised_range=_range(found["ionised_fraction"]),
        k_magnesium_range=_range(found["k_magnesium"]),
        node=_node(value),
        release=Release(
            value["k_release_calcium"], value["k_release_magnesium"], value["release_power"], value["safety_factor"]
        ),
        brain=Brain(
            value["csf_magnesium"], value["csf_share"], value["nmda_k"], value["nmda_slope"], value["nmda_voltage"]
        ),
        frog=Bath(0.0, 0.0, value["reference_ph"], value["frog_monovalent"], value["room_temperature"]),
        squid=_squid(value),
    )


@lru_cache(maxsize=1)
def usual_constants() -> Constants:
    """The constants of the knowledge base that is installed, read once."""
    return constants_of(load())


def _range(parameter: Parameter) -> Range:
    low, high = parameter.low, parameter.high
    return Range(parameter.value if low is None else low, parameter.value if high is None else high)


def _sites(value: dict[str, float]) -> Sites:
    acids = tuple(Group(value[f"acid_{i}_pka"], value[f"acid_{i}_density"]) for i in (1, 2))
    base = Group(value["base_pka"], value["base_density"])
    permittivity = tuple(value[f"permittivity_{power}"] for power in range(4))
    return Sites(acids, base, value["k_calcium"], value["k_magnesium"], permittivity)


def _gate(value: dict[str, float], name: str) -> Gate:
    opening, closing = (
        Rate(*(value[f"{name}_{way}_{part}"] for part in ("rate", "mid", "step"))) for way in ("open", "close")
    )
    return Gate(opening, closing)


def _node(value: dict[str, float]) -> Node:
    fields: dict[str, Any] = {name: _gate(value, name) for name in ("m", "p", "h", "s")}
    fields["temperature"] = value["node_temperature"]
    fields.update({name: value[name] for name in Node.__struct_fields__ if name not in fields})
    return Node(**fields)


def _squid(value: dict[str, float]) -> Squid:
    fields: dict[str, Any] = {name: _gate(value, f"squid_{name}") for name in ("m", "h", "n")}
    fields.update({name: value[f"squid_{name}"] for name in Squid.__struct_fields__ if name not in fields})
    return Squid(**fields)
