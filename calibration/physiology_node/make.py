"""The node in NEURON (CVODE), against which ours is compared. Its output is kept in tests/physiology/oracles/node.json.

Needs NEURON and a C compiler, and nothing of Stilla but the file of constants:

    python -m venv .venv-peers && .venv-peers/bin/pip install neuron pyyaml
    cd calibration/physiology_node && nrnivmodl . && python make.py
"""

from __future__ import annotations

import json
from pathlib import Path

import neuron
import yaml
from neuron import h

ROOT = Path(__file__).resolve().parents[2]
CONSTANTS = ROOT / "src/stilla/knowledge/data/parameters/excitability.yaml"
KEPT = ROOT / "tests/physiology/oracles/node.json"
TOLERANCE = 1e-9
SHIFTS = (-2.8, -2.0, -1.0, 0.0, 1.0, 3.0, 6.0, 10.0)
WHOLE = {"capacitance", "node_temperature", "pulse"}
STARTS = {"m", "p", "h", "s", "g", "e", "q10"}
STRONG = (0.6, 0.1)  # mA/cm² and ms
SUSTAINED = (0.1, 40.0)
AREA = 1e-4  # cm²


def constants() -> dict[str, float]:
    entries = yaml.safe_load(CONSTANTS.read_text(encoding="utf-8"))["entries"]
    return {each["symbol"]: float(each["value"]) for each in entries}


def build(c: dict[str, float]) -> tuple[object, object]:
    """One compartment of the node, and the electrode in it."""
    node = h.Section(name="node")
    node.nseg, node.L, node.diam = 1, 100.0, AREA * 1e8 / (3.141592653589793 * 100.0)
    node.cm = c["capacitance"]
    node.insert("ranvier")
    plain = {
        "gfast": "g_fast", "gpersistent": "g_persistent", "gslow": "g_slow", "gleak": "g_leak", "gload": "g_load",
        "ena": "e_sodium", "ek": "e_potassium", "eleak": "e_leak", "eload": "e_load",
    }  # fmt: skip
    for theirs, ours in plain.items():
        setattr(h, f"{theirs}_ranvier", c[ours])
    warmth = {gate: c[f"q10_{'m' if gate == 'p' else gate}"] for gate in "mphs"}
    start = {gate: c["q10_from_slow" if gate == "s" else "q10_from_sodium"] for gate in "mphs"}
    for gate in "mphs":
        faster = warmth[gate] ** ((c["node_temperature"] - start[gate]) / 10)
        for way, letter in (("open", "o"), ("close", "c")):
            setattr(h, f"{gate}{letter}a_ranvier", c[f"{gate}_{way}_rate"] * faster)
            setattr(h, f"{gate}{letter}b_ranvier", c[f"{gate}_{way}_mid"])
            setattr(h, f"{gate}{letter}c_ranvier", c[f"{gate}_{way}_step"])
    return node, h.IClamp(node(0.5))


def settle(node: object, clamp: object, shift: float) -> None:
    """To the state in which nothing flows, from below."""
    node(0.5).ranvier.shift = shift
    clamp.amp = 0.0
    low, high = -90.0, -70.0
    while high - low > 1e-10:
        middle = (low + high) / 2
        h.finitialize(middle)
        h.fcurrent()
        low, high = (middle, high) if node(0.5).ranvier.i <= 0 else (low, middle)
    h.finitialize(high)


def spikes(  # noqa: PLR0913, PLR0917
    node: object, clamp: object, shift: float, current: float, pulse: float, duration: float
) -> list[float]:
    """When the voltage passed 0 mV upwards, ms."""
    settle(node, clamp, shift)
    clamp.delay, clamp.dur, clamp.amp = 0.0, pulse, current * AREA * 1e6
    counter, times = h.NetCon(node(0.5)._ref_v, None, sec=node), h.Vector()  # noqa: SLF001
    counter.threshold = 0.0
    counter.record(times)
    rest = node(0.5).v
    h.finitialize(rest)
    h.continuerun(duration)
    return [float(each) for each in times]


def threshold(node: object, clamp: object, shift: float, pulse: float) -> float:
    low, high = 0.0, 4.0
    while high - low > 1e-6 * high:
        middle = (low + high) / 2
        low, high = (low, middle) if spikes(node, clamp, shift, middle, pulse, 5.0) else (middle, high)
    return high


def main() -> None:
    c = constants()
    h.load_file("stdrun.hoc")
    h.CVode().active(1)
    h.CVode().atol(TOLERANCE)
    node, clamp = build(c)
    rests = []
    for shift in SHIFTS:
        settle(node, clamp, shift)
        rests.append(float(node(0.5).v))
    kept = {
        "tool": f"NEURON {neuron.__version__}, CVODE, absolute tolerance {TOLERANCE:g}",
        "constants": {name: c[name] for name in sorted(c) if name in WHOLE or name.split("_")[0] in STARTS},
        "shifts_mv": list(SHIFTS),
        "rest_mv": rests,
        "threshold_ma_per_cm2": [threshold(node, clamp, shift, c["pulse"]) for shift in SHIFTS],
        "strong": {
            "current": STRONG[0], "pulse": STRONG[1], "duration": 10.0, "shifts_mv": [0.0, 1.0],
            "spikes_ms": [spikes(node, clamp, shift, *STRONG, 10.0) for shift in (0.0, 1.0)],
        },
        "sustained": {
            "current": SUSTAINED[0], "pulse": SUSTAINED[1], "duration": 40.0, "shifts_mv": [0.0, -2.0],
            "spikes_ms": [spikes(node, clamp, shift, *SUSTAINED, 40.0) for shift in (0.0, -2.0)],
        },
    }  # fmt: skip
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    KEPT.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
