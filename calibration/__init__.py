"""How the trial engine is shown to be right: oracles, simulation-based calibration, error rates, mutants.

Nothing here runs when Stilla runs. `make calibration` writes `docs/calibration.md` from it.
"""
