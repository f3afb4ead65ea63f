"""The kinetics as arithmetic, written by `python -m stilla.physiology.generate` from the declaration.

Hours, mmol, litres. For one person: `v` constants and derived values, `y` states, both vectors. For `LANES` people
side by side: `w`, one vector in which each value and then each state has `LANES` places. (In two arrays they might
overlap, for all the compiler knows, and it would compute one person at a time.)
"""

# mypy: ignore-errors

from __future__ import annotations

import numpy as np
from numba import njit

from stilla.physiology.softplus import at_most, size, softplus, softplus_of_one


DIGEST = "996a042b79a587cc"
SOFTPLUS = "916c57e29bcd8e8d"
LANES = 8
CONSTANTS = (
    "egfr",
    "weight",
    "gfr_ratio",
    "injury",
    "keep",
    "stasis",
    "block",
    "uptake",
    "C0",
    "bsa_1kg",
    "bsa_power",
    "egfr_full",
    "Vm0",
    "Km",
    "kp",
    "MRT",
    "MRTc",
    "Vcol",
    "Kcol",
    "kd_fast",
    "kd_soluble",
    "kd_slow",
    "kd_coated",
    "kd_food",
    "Vc70",
    "Vf70",
    "Qf70",
    "Vb70",
    "Qb70",
    "fu",
    "T0",
    "s",
    "aT",
    "aV",
    "osm",
    "gH",
    "tauH",
    "C_usual",
)
VALUES = (
    "egfr",
    "weight",
    "gfr_ratio",
    "injury",
    "keep",
    "stasis",
    "block",
    "uptake",
    "C0",
    "bsa_1kg",
    "bsa_power",
    "egfr_full",
    "Vm0",
    "Km",
    "kp",
    "MRT",
    "MRTc",
    "Vcol",
    "Kcol",
    "kd_fast",
    "kd_soluble",
    "kd_slow",
    "kd_coated",
    "kd_food",
    "Vc70",
    "Vf70",
    "Qf70",
    "Vb70",
    "Qb70",
    "fu",
    "T0",
    "s",
    "aT",
    "aV",
    "osm",
    "gH",
    "tauH",
    "C_usual",
    "bsa",
    "GFR",
    "share",
    "threshold",
    "gain",
    "Vm",
    "kpara",
    "k",
    "kc",
    "Vc",
    "Vf",
    "Vb",
    "Qf",
    "Qb",
)
STATES = (
    "S_fast",
    "S_soluble",
    "S_slow",
    "S_coated",
    "S_food",
    "S_never",
    "L1",
    "L2",
    "L3",
    "L4",
    "Col",
    "Ac",
    "Af",
    "Ab",
    "Urine",
    "Faeces",
    "Taken_up",
    "Drip",
    "H",
)


@njit(cache=True, nogil=True, fastmath={"contract", "arcp"}, error_model="numpy")
def derive(v):
    """Fill in the derived values."""
    v_egfr = v[0]
    v_weight = v[1]
    v_gfr_ratio = v[2]
    v_injury = v[3]
    v_keep = v[4]
    v_stasis = v[5]
    v_block = v[6]
    v_uptake = v[7]
    v_bsa_1kg = v[9]
    v_bsa_power = v[10]
    v_egfr_full = v[11]
    v_Vm0 = v[12]
    v_kp = v[14]
    v_MRT = v[15]
    v_MRTc = v[16]
    v_Vc70 = v[24]
    v_Vf70 = v[25]
    v_Qf70 = v[26]
    v_Vb70 = v[27]
    v_Qb70 = v[28]
    v_T0 = v[30]
    v_aT = v[32]
    v_aV = v[33]
    v_gH = v[35]
    v_bsa = v_bsa_1kg * v_weight ** v_bsa_power
    v[38] = v_bsa
    v_GFR = 0.06 * v_egfr * v_gfr_ratio * v_injury * v_bsa / 1.73
    v[39] = v_GFR
    v_share = at_most(v_egfr * v_gfr_ratio, v_egfr_full) / v_egfr_full
    v[40] = v_share
    v_threshold = v_T0 * v_keep * v_share ** v_aT
    v[41] = v_threshold
    v_gain = v_gH * v_share
    v[42] = v_gain
    v_Vm = v_Vm0 * v_uptake * v_share ** v_aV
    v[43] = v_Vm
    v_kpara = v_kp * v_uptake
    v[44] = v_kpara
    v_k = 4 / (v_MRT * v_block)
    v[45] = v_k
    v_kc = 1 / (v_MRTc * v_stasis)
    v[46] = v_kc
    v_Vc = v_Vc70 * v_weight / 70
    v[47] = v_Vc
    v_Vf = v_Vf70 * v_weight / 70
    v[48] = v_Vf
    v_Vb = v_Vb70 * v_weight / 70
    v[49] = v_Vb
    v_Qf = v_Qf70 * (v_weight / 70) ** 0.75
    v[50] = v_Qf
    v_Qb = v_Qb70 * (v_weight / 70) ** 0.75
    v[51] = v_Qb


@njit(cache=True, nogil=True, fastmath={"contract", "arcp"}, error_model="numpy")
def derive_lanes(w):
    """Fill in the derived values."""
    for j in range(LANES):
        v_egfr = w[0 + j]
        v_weight = w[8 + j]
        v_gfr_ratio = w[16 + j]
        v_injury = w[24 + j]
        v_keep = w[32 + j]
        v_stasis = w[40 + j]
        v_block = w[48 + j]
        v_uptake = w[56 + j]
        v_bsa_1kg = w[72 + j]
        v_bsa_power = w[80 + j]
        v_egfr_full = w[88 + j]
        v_Vm0 = w[96 + j]
        v_kp = w[112 + j]
        v_MRT = w[120 + j]
        v_MRTc = w[128 + j]
        v_Vc70 = w[192 + j]
        v_Vf70 = w[200 + j]
        v_Qf70 = w[208 + j]
        v_Vb70 = w[216 + j]
        v_Qb70 = w[224 + j]
        v_T0 = w[240 + j]
        v_aT = w[256 + j]
        v_aV = w[264 + j]
        v_gH = w[280 + j]
        v_bsa = v_bsa_1kg * v_weight ** v_bsa_power
        w[304 + j] = v_bsa
        v_GFR = 0.06 * v_egfr * v_gfr_ratio * v_injury * v_bsa / 1.73
        w[312 + j] = v_GFR
        v_share = at_most(v_egfr * v_gfr_ratio, v_egfr_full) / v_egfr_full
        w[320 + j] = v_share
        v_threshold = v_T0 * v_keep * v_share ** v_aT
        w[328 + j] = v_threshold
        v_gain = v_gH * v_share
        w[336 + j] = v_gain
        v_Vm = v_Vm0 * v_uptake * v_share ** v_aV
        w[344 + j] = v_Vm
        v_kpara = v_kp * v_uptake
        w[352 + j] = v_kpara
        v_k = 4 / (v_MRT * v_block)
        w[360 + j] = v_k
        v_kc = 1 / (v_MRTc * v_stasis)
        w[368 + j] = v_kc
        v_Vc = v_Vc70 * v_weight / 70
        w[376 + j] = v_Vc
        v_Vf = v_Vf70 * v_weight / 70
        w[384 + j] = v_Vf
        v_Vb = v_Vb70 * v_weight / 70
        w[392 + j] = v_Vb
        v_Qf = v_Qf70 * (v_weight / 70) ** 0.75
        w[400 + j] = v_Qf
        v_Qb = v_Qb70 * (v_weight / 70) ** 0.75
        w[408 + j] = v_Qb


@njit(cache=True, nogil=True, fastmath={"contract", "arcp"}, error_model="numpy")
def begin(v, y):
    """Fill in the states at the start."""
    v_C0 = v[8]
    v_C_usual = v[37]
    v_gain = v[42]
    v_Vc = v[47]
    v_Vf = v[48]
    v_Vb = v[49]
    y[0] = 0
    y[1] = 0
    y[2] = 0
    y[3] = 0
    y[4] = 0
    y[5] = 0
    y[6] = 0
    y[7] = 0
    y[8] = 0
    y[9] = 0
    y[10] = 0
    y[11] = v_Vc * v_C0
    y[12] = v_Vf * v_C0
    y[13] = v_Vb * v_C0
    y[14] = 0
    y[15] = 0
    y[16] = 0
    y[17] = 0
    y[18] = v_gain * (at_most(v_C0, v_C_usual) - v_C_usual)


@njit(cache=True, nogil=True, fastmath={"contract", "arcp"}, error_model="numpy")
def begin_lanes(w):
    """Fill in the states at the start."""
    for j in range(LANES):
        v_C0 = w[64 + j]
        v_C_usual = w[296 + j]
        v_gain = w[336 + j]
        v_Vc = w[376 + j]
        v_Vf = w[384 + j]
        v_Vb = w[392 + j]
        w[416 + j] = 0
        w[424 + j] = 0
        w[432 + j] = 0
        w[440 + j] = 0
        w[448 + j] = 0
        w[456 + j] = 0
        w[464 + j] = 0
        w[472 + j] = 0
        w[480 + j] = 0
        w[488 + j] = 0
        w[496 + j] = 0
        w[504 + j] = v_Vc * v_C0
        w[512 + j] = v_Vf * v_C0
        w[520 + j] = v_Vb * v_C0
        w[528 + j] = 0
        w[536 + j] = 0
        w[544 + j] = 0
        w[552 + j] = 0
        w[560 + j] = v_gain * (at_most(v_C0, v_C_usual) - v_C_usual)


@njit(cache=True, nogil=True, fastmath={"contract", "arcp"}, error_model="numpy")
def change(v, y, dy):
    """Fill in the derivatives."""
    v_uptake = v[7]
    v_Km = v[13]
    v_Vcol = v[17]
    v_Kcol = v[18]
    v_kd_fast = v[19]
    v_kd_soluble = v[20]
    v_kd_slow = v[21]
    v_kd_coated = v[22]
    v_kd_food = v[23]
    v_fu = v[29]
    v_s = v[31]
    v_osm = v[34]
    v_tauH = v[36]
    v_C_usual = v[37]
    v_GFR = v[39]
    v_threshold = v[41]
    v_gain = v[42]
    v_Vm = v[43]
    v_kpara = v[44]
    v_k = v[45]
    v_kc = v[46]
    v_Vc = v[47]
    v_Vf = v[48]
    v_Vb = v[49]
    v_Qf = v[50]
    v_Qb = v[51]
    y_S_fast = y[0]
    y_S_soluble = y[1]
    y_S_slow = y[2]
    y_S_coated = y[3]
    y_S_food = y[4]
    y_S_never = y[5]
    y_L1 = y[6]
    y_L2 = y[7]
    y_L3 = y[8]
    y_L4 = y[9]
    y_Col = y[10]
    y_Ac = y[11]
    y_Af = y[12]
    y_Ab = y[13]
    y_Drip = y[17]
    y_H = y[18]
    g_C = y_Ac / v_Vc
    g_hurry = 1 + v_osm * (y_L1 + y_L2 + y_L3 + y_L4)
    g_hurry_colon = 1 + v_osm * y_Col
    g_spill = v_s * softplus_of_one((v_fu * g_C - v_threshold + y_H) / v_s)
    f_dissolve_fast = v_kd_fast * y_S_fast
    f_dissolve_soluble = v_kd_soluble * y_S_soluble
    f_dissolve_slow = v_kd_slow * y_S_slow
    f_dissolve_coated = v_kd_coated * y_S_coated
    f_release = v_kd_food * y_S_food
    f_pass_never = v_kc * y_S_never
    f_uptake1 = v_Vm / 4 * y_L1 / (v_Km / 4 + size(y_L1)) + v_kpara * y_L1
    f_uptake2 = v_Vm / 4 * y_L2 / (v_Km / 4 + size(y_L2)) + v_kpara * y_L2
    f_uptake3 = v_Vm / 4 * y_L3 / (v_Km / 4 + size(y_L3)) + v_kpara * y_L3
    f_uptake4 = v_Vm / 4 * y_L4 / (v_Km / 4 + size(y_L4)) + v_kpara * y_L4
    f_pass1 = v_k * g_hurry * y_L1
    f_pass2 = v_k * g_hurry * y_L2
    f_pass3 = v_k * g_hurry * y_L3
    f_pass4 = v_k * g_hurry * y_L4
    f_uptake_colon = v_Vcol * v_uptake * y_Col / (v_Kcol + size(y_Col))
    f_pass_colon = v_kc * g_hurry_colon * y_Col
    f_infusion = y_Drip
    f_to_fast = v_Qf * (g_C - y_Af / v_Vf)
    f_to_bone = v_Qb * (g_C - y_Ab / v_Vb)
    f_excrete = v_GFR * g_spill
    d_S_fast = - f_dissolve_fast
    d_S_soluble = - f_dissolve_soluble
    d_S_slow = - f_dissolve_slow
    d_S_coated = - f_dissolve_coated
    d_S_food = - f_release
    d_S_never = - f_pass_never
    d_L1 = f_dissolve_fast + f_dissolve_soluble + f_dissolve_slow + f_dissolve_coated + f_release - f_uptake1 - f_pass1
    d_L2 = - f_uptake2 + f_pass1 - f_pass2
    d_L3 = - f_uptake3 + f_pass2 - f_pass3
    d_L4 = - f_uptake4 + f_pass3 - f_pass4
    d_Col = f_pass4 - f_uptake_colon - f_pass_colon
    d_Ac = f_uptake1 + f_uptake2 + f_uptake3 + f_uptake4 + f_uptake_colon + f_infusion - f_to_fast - f_to_bone - f_excrete
    d_Af = f_to_fast
    d_Ab = f_to_bone
    d_Urine = f_excrete
    d_Faeces = f_pass_never + f_pass_colon
    d_Taken_up = f_uptake1 + f_uptake2 + f_uptake3 + f_uptake4 + f_uptake_colon
    d_Drip = 0
    d_H = (v_gain * (at_most(g_C, v_C_usual) - v_C_usual) - y_H) / v_tauH
    dy[0] = d_S_fast
    dy[1] = d_S_soluble
    dy[2] = d_S_slow
    dy[3] = d_S_coated
    dy[4] = d_S_food
    dy[5] = d_S_never
    dy[6] = d_L1
    dy[7] = d_L2
    dy[8] = d_L3
    dy[9] = d_L4
    dy[10] = d_Col
    dy[11] = d_Ac
    dy[12] = d_Af
    dy[13] = d_Ab
    dy[14] = d_Urine
    dy[15] = d_Faeces
    dy[16] = d_Taken_up
    dy[17] = d_Drip
    dy[18] = d_H


@njit(cache=True, nogil=True, fastmath={"contract", "arcp"}, error_model="numpy")
def march(w, hours, steps):
    """Classical Runge-Kutta for all people at once, in equal steps."""
    h = hours / steps
    for _ in range(steps):
        for j in range(LANES):
            v_uptake = w[56 + j]
            v_Km = w[104 + j]
            v_Vcol = w[136 + j]
            v_Kcol = w[144 + j]
            v_kd_fast = w[152 + j]
            v_kd_soluble = w[160 + j]
            v_kd_slow = w[168 + j]
            v_kd_coated = w[176 + j]
            v_kd_food = w[184 + j]
            v_fu = w[232 + j]
            v_s = w[248 + j]
            v_osm = w[272 + j]
            v_tauH = w[288 + j]
            v_C_usual = w[296 + j]
            v_GFR = w[312 + j]
            v_threshold = w[328 + j]
            v_gain = w[336 + j]
            v_Vm = w[344 + j]
            v_kpara = w[352 + j]
            v_k = w[360 + j]
            v_kc = w[368 + j]
            v_Vc = w[376 + j]
            v_Vf = w[384 + j]
            v_Vb = w[392 + j]
            v_Qf = w[400 + j]
            v_Qb = w[408 + j]
            y_S_fast = w[416 + j]
            t_S_fast = y_S_fast
            y_S_soluble = w[424 + j]
            t_S_soluble = y_S_soluble
            y_S_slow = w[432 + j]
            t_S_slow = y_S_slow
            y_S_coated = w[440 + j]
            t_S_coated = y_S_coated
            y_S_food = w[448 + j]
            t_S_food = y_S_food
            y_S_never = w[456 + j]
            t_S_never = y_S_never
            y_L1 = w[464 + j]
            t_L1 = y_L1
            y_L2 = w[472 + j]
            t_L2 = y_L2
            y_L3 = w[480 + j]
            t_L3 = y_L3
            y_L4 = w[488 + j]
            t_L4 = y_L4
            y_Col = w[496 + j]
            t_Col = y_Col
            y_Ac = w[504 + j]
            t_Ac = y_Ac
            y_Af = w[512 + j]
            t_Af = y_Af
            y_Ab = w[520 + j]
            t_Ab = y_Ab
            y_Urine = w[528 + j]
            t_Urine = y_Urine
            y_Faeces = w[536 + j]
            t_Faeces = y_Faeces
            y_Taken_up = w[544 + j]
            t_Taken_up = y_Taken_up
            y_Drip = w[552 + j]
            t_Drip = y_Drip
            y_H = w[560 + j]
            t_H = y_H
            g_C = t_Ac / v_Vc
            g_hurry = 1 + v_osm * (t_L1 + t_L2 + t_L3 + t_L4)
            g_hurry_colon = 1 + v_osm * t_Col
            g_spill = v_s * softplus((v_fu * g_C - v_threshold + t_H) / v_s)
            f_dissolve_fast = v_kd_fast * t_S_fast
            f_dissolve_soluble = v_kd_soluble * t_S_soluble
            f_dissolve_slow = v_kd_slow * t_S_slow
            f_dissolve_coated = v_kd_coated * t_S_coated
            f_release = v_kd_food * t_S_food
            f_pass_never = v_kc * t_S_never
            f_uptake1 = v_Vm / 4 * t_L1 / (v_Km / 4 + size(t_L1)) + v_kpara * t_L1
            f_uptake2 = v_Vm / 4 * t_L2 / (v_Km / 4 + size(t_L2)) + v_kpara * t_L2
            f_uptake3 = v_Vm / 4 * t_L3 / (v_Km / 4 + size(t_L3)) + v_kpara * t_L3
            f_uptake4 = v_Vm / 4 * t_L4 / (v_Km / 4 + size(t_L4)) + v_kpara * t_L4
            f_pass1 = v_k * g_hurry * t_L1
            f_pass2 = v_k * g_hurry * t_L2
            f_pass3 = v_k * g_hurry * t_L3
            f_pass4 = v_k * g_hurry * t_L4
            f_uptake_colon = v_Vcol * v_uptake * t_Col / (v_Kcol + size(t_Col))
            f_pass_colon = v_kc * g_hurry_colon * t_Col
            f_infusion = t_Drip
            f_to_fast = v_Qf * (g_C - t_Af / v_Vf)
            f_to_bone = v_Qb * (g_C - t_Ab / v_Vb)
            f_excrete = v_GFR * g_spill
            d_S_fast = - f_dissolve_fast
            d_S_soluble = - f_dissolve_soluble
            d_S_slow = - f_dissolve_slow
            d_S_coated = - f_dissolve_coated
            d_S_food = - f_release
            d_S_never = - f_pass_never
            d_L1 = f_dissolve_fast + f_dissolve_soluble + f_dissolve_slow + f_dissolve_coated + f_release - f_uptake1 - f_pass1
            d_L2 = - f_uptake2 + f_pass1 - f_pass2
            d_L3 = - f_uptake3 + f_pass2 - f_pass3
            d_L4 = - f_uptake4 + f_pass3 - f_pass4
            d_Col = f_pass4 - f_uptake_colon - f_pass_colon
            d_Ac = f_uptake1 + f_uptake2 + f_uptake3 + f_uptake4 + f_uptake_colon + f_infusion - f_to_fast - f_to_bone - f_excrete
            d_Af = f_to_fast
            d_Ab = f_to_bone
            d_Urine = f_excrete
            d_Faeces = f_pass_never + f_pass_colon
            d_Taken_up = f_uptake1 + f_uptake2 + f_uptake3 + f_uptake4 + f_uptake_colon
            d_Drip = 0
            d_H = (v_gain * (at_most(g_C, v_C_usual) - v_C_usual) - t_H) / v_tauH
            a_S_fast = d_S_fast
            t_S_fast = y_S_fast + 0.5 * h * d_S_fast
            a_S_soluble = d_S_soluble
            t_S_soluble = y_S_soluble + 0.5 * h * d_S_soluble
            a_S_slow = d_S_slow
            t_S_slow = y_S_slow + 0.5 * h * d_S_slow
            a_S_coated = d_S_coated
            t_S_coated = y_S_coated + 0.5 * h * d_S_coated
            a_S_food = d_S_food
            t_S_food = y_S_food + 0.5 * h * d_S_food
            a_S_never = d_S_never
            t_S_never = y_S_never + 0.5 * h * d_S_never
            a_L1 = d_L1
            t_L1 = y_L1 + 0.5 * h * d_L1
            a_L2 = d_L2
            t_L2 = y_L2 + 0.5 * h * d_L2
            a_L3 = d_L3
            t_L3 = y_L3 + 0.5 * h * d_L3
            a_L4 = d_L4
            t_L4 = y_L4 + 0.5 * h * d_L4
            a_Col = d_Col
            t_Col = y_Col + 0.5 * h * d_Col
            a_Ac = d_Ac
            t_Ac = y_Ac + 0.5 * h * d_Ac
            a_Af = d_Af
            t_Af = y_Af + 0.5 * h * d_Af
            a_Ab = d_Ab
            t_Ab = y_Ab + 0.5 * h * d_Ab
            a_Urine = d_Urine
            t_Urine = y_Urine + 0.5 * h * d_Urine
            a_Faeces = d_Faeces
            t_Faeces = y_Faeces + 0.5 * h * d_Faeces
            a_Taken_up = d_Taken_up
            t_Taken_up = y_Taken_up + 0.5 * h * d_Taken_up
            a_Drip = d_Drip
            t_Drip = y_Drip + 0.5 * h * d_Drip
            a_H = d_H
            t_H = y_H + 0.5 * h * d_H
            g_C = t_Ac / v_Vc
            g_hurry = 1 + v_osm * (t_L1 + t_L2 + t_L3 + t_L4)
            g_hurry_colon = 1 + v_osm * t_Col
            g_spill = v_s * softplus((v_fu * g_C - v_threshold + t_H) / v_s)
            f_dissolve_fast = v_kd_fast * t_S_fast
            f_dissolve_soluble = v_kd_soluble * t_S_soluble
            f_dissolve_slow = v_kd_slow * t_S_slow
            f_dissolve_coated = v_kd_coated * t_S_coated
            f_release = v_kd_food * t_S_food
            f_pass_never = v_kc * t_S_never
            f_uptake1 = v_Vm / 4 * t_L1 / (v_Km / 4 + size(t_L1)) + v_kpara * t_L1
            f_uptake2 = v_Vm / 4 * t_L2 / (v_Km / 4 + size(t_L2)) + v_kpara * t_L2
            f_uptake3 = v_Vm / 4 * t_L3 / (v_Km / 4 + size(t_L3)) + v_kpara * t_L3
            f_uptake4 = v_Vm / 4 * t_L4 / (v_Km / 4 + size(t_L4)) + v_kpara * t_L4
            f_pass1 = v_k * g_hurry * t_L1
            f_pass2 = v_k * g_hurry * t_L2
            f_pass3 = v_k * g_hurry * t_L3
            f_pass4 = v_k * g_hurry * t_L4
            f_uptake_colon = v_Vcol * v_uptake * t_Col / (v_Kcol + size(t_Col))
            f_pass_colon = v_kc * g_hurry_colon * t_Col
            f_infusion = t_Drip
            f_to_fast = v_Qf * (g_C - t_Af / v_Vf)
            f_to_bone = v_Qb * (g_C - t_Ab / v_Vb)
            f_excrete = v_GFR * g_spill
            d_S_fast = - f_dissolve_fast
            d_S_soluble = - f_dissolve_soluble
            d_S_slow = - f_dissolve_slow
            d_S_coated = - f_dissolve_coated
            d_S_food = - f_release
            d_S_never = - f_pass_never
            d_L1 = f_dissolve_fast + f_dissolve_soluble + f_dissolve_slow + f_dissolve_coated + f_release - f_uptake1 - f_pass1
            d_L2 = - f_uptake2 + f_pass1 - f_pass2
            d_L3 = - f_uptake3 + f_pass2 - f_pass3
            d_L4 = - f_uptake4 + f_pass3 - f_pass4
            d_Col = f_pass4 - f_uptake_colon - f_pass_colon
            d_Ac = f_uptake1 + f_uptake2 + f_uptake3 + f_uptake4 + f_uptake_colon + f_infusion - f_to_fast - f_to_bone - f_excrete
            d_Af = f_to_fast
            d_Ab = f_to_bone
            d_Urine = f_excrete
            d_Faeces = f_pass_never + f_pass_colon
            d_Taken_up = f_uptake1 + f_uptake2 + f_uptake3 + f_uptake4 + f_uptake_colon
            d_Drip = 0
            d_H = (v_gain * (at_most(g_C, v_C_usual) - v_C_usual) - t_H) / v_tauH
            a_S_fast += 2.0 * d_S_fast
            t_S_fast = y_S_fast + 0.5 * h * d_S_fast
            a_S_soluble += 2.0 * d_S_soluble
            t_S_soluble = y_S_soluble + 0.5 * h * d_S_soluble
            a_S_slow += 2.0 * d_S_slow
            t_S_slow = y_S_slow + 0.5 * h * d_S_slow
            a_S_coated += 2.0 * d_S_coated
            t_S_coated = y_S_coated + 0.5 * h * d_S_coated
            a_S_food += 2.0 * d_S_food
            t_S_food = y_S_food + 0.5 * h * d_S_food
            a_S_never += 2.0 * d_S_never
            t_S_never = y_S_never + 0.5 * h * d_S_never
            a_L1 += 2.0 * d_L1
            t_L1 = y_L1 + 0.5 * h * d_L1
            a_L2 += 2.0 * d_L2
            t_L2 = y_L2 + 0.5 * h * d_L2
            a_L3 += 2.0 * d_L3
            t_L3 = y_L3 + 0.5 * h * d_L3
            a_L4 += 2.0 * d_L4
            t_L4 = y_L4 + 0.5 * h * d_L4
            a_Col += 2.0 * d_Col
            t_Col = y_Col + 0.5 * h * d_Col
            a_Ac += 2.0 * d_Ac
            t_Ac = y_Ac + 0.5 * h * d_Ac
            a_Af += 2.0 * d_Af
            t_Af = y_Af + 0.5 * h * d_Af
            a_Ab += 2.0 * d_Ab
            t_Ab = y_Ab + 0.5 * h * d_Ab
            a_Urine += 2.0 * d_Urine
            t_Urine = y_Urine + 0.5 * h * d_Urine
            a_Faeces += 2.0 * d_Faeces
            t_Faeces = y_Faeces + 0.5 * h * d_Faeces
            a_Taken_up += 2.0 * d_Taken_up
            t_Taken_up = y_Taken_up + 0.5 * h * d_Taken_up
            a_Drip += 2.0 * d_Drip
            t_Drip = y_Drip + 0.5 * h * d_Drip
            a_H += 2.0 * d_H
            t_H = y_H + 0.5 * h * d_H
            g_C = t_Ac / v_Vc
            g_hurry = 1 + v_osm * (t_L1 + t_L2 + t_L3 + t_L4)
            g_hurry_colon = 1 + v_osm * t_Col
            g_spill = v_s * softplus((v_fu * g_C - v_threshold + t_H) / v_s)
            f_dissolve_fast = v_kd_fast * t_S_fast
            f_dissolve_soluble = v_kd_soluble * t_S_soluble
            f_dissolve_slow = v_kd_slow * t_S_slow
            f_dissolve_coated = v_kd_coated * t_S_coated
            f_release = v_kd_food * t_S_food
            f_pass_never = v_kc * t_S_never
            f_uptake1 = v_Vm / 4 * t_L1 / (v_Km / 4 + size(t_L1)) + v_kpara * t_L1
            f_uptake2 = v_Vm / 4 * t_L2 / (v_Km / 4 + size(t_L2)) + v_kpara * t_L2
            f_uptake3 = v_Vm / 4 * t_L3 / (v_Km / 4 + size(t_L3)) + v_kpara * t_L3
            f_uptake4 = v_Vm / 4 * t_L4 / (v_Km / 4 + size(t_L4)) + v_kpara * t_L4
            f_pass1 = v_k * g_hurry * t_L1
            f_pass2 = v_k * g_hurry * t_L2
            f_pass3 = v_k * g_hurry * t_L3
            f_pass4 = v_k * g_hurry * t_L4
            f_uptake_colon = v_Vcol * v_uptake * t_Col / (v_Kcol + size(t_Col))
            f_pass_colon = v_kc * g_hurry_colon * t_Col
            f_infusion = t_Drip
            f_to_fast = v_Qf * (g_C - t_Af / v_Vf)
            f_to_bone = v_Qb * (g_C - t_Ab / v_Vb)
            f_excrete = v_GFR * g_spill
            d_S_fast = - f_dissolve_fast
            d_S_soluble = - f_dissolve_soluble
            d_S_slow = - f_dissolve_slow
            d_S_coated = - f_dissolve_coated
            d_S_food = - f_release
            d_S_never = - f_pass_never
            d_L1 = f_dissolve_fast + f_dissolve_soluble + f_dissolve_slow + f_dissolve_coated + f_release - f_uptake1 - f_pass1
            d_L2 = - f_uptake2 + f_pass1 - f_pass2
            d_L3 = - f_uptake3 + f_pass2 - f_pass3
            d_L4 = - f_uptake4 + f_pass3 - f_pass4
            d_Col = f_pass4 - f_uptake_colon - f_pass_colon
            d_Ac = f_uptake1 + f_uptake2 + f_uptake3 + f_uptake4 + f_uptake_colon + f_infusion - f_to_fast - f_to_bone - f_excrete
            d_Af = f_to_fast
            d_Ab = f_to_bone
            d_Urine = f_excrete
            d_Faeces = f_pass_never + f_pass_colon
            d_Taken_up = f_uptake1 + f_uptake2 + f_uptake3 + f_uptake4 + f_uptake_colon
            d_Drip = 0
            d_H = (v_gain * (at_most(g_C, v_C_usual) - v_C_usual) - t_H) / v_tauH
            a_S_fast += 2.0 * d_S_fast
            t_S_fast = y_S_fast + h * d_S_fast
            a_S_soluble += 2.0 * d_S_soluble
            t_S_soluble = y_S_soluble + h * d_S_soluble
            a_S_slow += 2.0 * d_S_slow
            t_S_slow = y_S_slow + h * d_S_slow
            a_S_coated += 2.0 * d_S_coated
            t_S_coated = y_S_coated + h * d_S_coated
            a_S_food += 2.0 * d_S_food
            t_S_food = y_S_food + h * d_S_food
            a_S_never += 2.0 * d_S_never
            t_S_never = y_S_never + h * d_S_never
            a_L1 += 2.0 * d_L1
            t_L1 = y_L1 + h * d_L1
            a_L2 += 2.0 * d_L2
            t_L2 = y_L2 + h * d_L2
            a_L3 += 2.0 * d_L3
            t_L3 = y_L3 + h * d_L3
            a_L4 += 2.0 * d_L4
            t_L4 = y_L4 + h * d_L4
            a_Col += 2.0 * d_Col
            t_Col = y_Col + h * d_Col
            a_Ac += 2.0 * d_Ac
            t_Ac = y_Ac + h * d_Ac
            a_Af += 2.0 * d_Af
            t_Af = y_Af + h * d_Af
            a_Ab += 2.0 * d_Ab
            t_Ab = y_Ab + h * d_Ab
            a_Urine += 2.0 * d_Urine
            t_Urine = y_Urine + h * d_Urine
            a_Faeces += 2.0 * d_Faeces
            t_Faeces = y_Faeces + h * d_Faeces
            a_Taken_up += 2.0 * d_Taken_up
            t_Taken_up = y_Taken_up + h * d_Taken_up
            a_Drip += 2.0 * d_Drip
            t_Drip = y_Drip + h * d_Drip
            a_H += 2.0 * d_H
            t_H = y_H + h * d_H
            g_C = t_Ac / v_Vc
            g_hurry = 1 + v_osm * (t_L1 + t_L2 + t_L3 + t_L4)
            g_hurry_colon = 1 + v_osm * t_Col
            g_spill = v_s * softplus((v_fu * g_C - v_threshold + t_H) / v_s)
            f_dissolve_fast = v_kd_fast * t_S_fast
            f_dissolve_soluble = v_kd_soluble * t_S_soluble
            f_dissolve_slow = v_kd_slow * t_S_slow
            f_dissolve_coated = v_kd_coated * t_S_coated
            f_release = v_kd_food * t_S_food
            f_pass_never = v_kc * t_S_never
            f_uptake1 = v_Vm / 4 * t_L1 / (v_Km / 4 + size(t_L1)) + v_kpara * t_L1
            f_uptake2 = v_Vm / 4 * t_L2 / (v_Km / 4 + size(t_L2)) + v_kpara * t_L2
            f_uptake3 = v_Vm / 4 * t_L3 / (v_Km / 4 + size(t_L3)) + v_kpara * t_L3
            f_uptake4 = v_Vm / 4 * t_L4 / (v_Km / 4 + size(t_L4)) + v_kpara * t_L4
            f_pass1 = v_k * g_hurry * t_L1
            f_pass2 = v_k * g_hurry * t_L2
            f_pass3 = v_k * g_hurry * t_L3
            f_pass4 = v_k * g_hurry * t_L4
            f_uptake_colon = v_Vcol * v_uptake * t_Col / (v_Kcol + size(t_Col))
            f_pass_colon = v_kc * g_hurry_colon * t_Col
            f_infusion = t_Drip
            f_to_fast = v_Qf * (g_C - t_Af / v_Vf)
            f_to_bone = v_Qb * (g_C - t_Ab / v_Vb)
            f_excrete = v_GFR * g_spill
            d_S_fast = - f_dissolve_fast
            d_S_soluble = - f_dissolve_soluble
            d_S_slow = - f_dissolve_slow
            d_S_coated = - f_dissolve_coated
            d_S_food = - f_release
            d_S_never = - f_pass_never
            d_L1 = f_dissolve_fast + f_dissolve_soluble + f_dissolve_slow + f_dissolve_coated + f_release - f_uptake1 - f_pass1
            d_L2 = - f_uptake2 + f_pass1 - f_pass2
            d_L3 = - f_uptake3 + f_pass2 - f_pass3
            d_L4 = - f_uptake4 + f_pass3 - f_pass4
            d_Col = f_pass4 - f_uptake_colon - f_pass_colon
            d_Ac = f_uptake1 + f_uptake2 + f_uptake3 + f_uptake4 + f_uptake_colon + f_infusion - f_to_fast - f_to_bone - f_excrete
            d_Af = f_to_fast
            d_Ab = f_to_bone
            d_Urine = f_excrete
            d_Faeces = f_pass_never + f_pass_colon
            d_Taken_up = f_uptake1 + f_uptake2 + f_uptake3 + f_uptake4 + f_uptake_colon
            d_Drip = 0
            d_H = (v_gain * (at_most(g_C, v_C_usual) - v_C_usual) - t_H) / v_tauH
            a_S_fast += 1.0 * d_S_fast
            a_S_soluble += 1.0 * d_S_soluble
            a_S_slow += 1.0 * d_S_slow
            a_S_coated += 1.0 * d_S_coated
            a_S_food += 1.0 * d_S_food
            a_S_never += 1.0 * d_S_never
            a_L1 += 1.0 * d_L1
            a_L2 += 1.0 * d_L2
            a_L3 += 1.0 * d_L3
            a_L4 += 1.0 * d_L4
            a_Col += 1.0 * d_Col
            a_Ac += 1.0 * d_Ac
            a_Af += 1.0 * d_Af
            a_Ab += 1.0 * d_Ab
            a_Urine += 1.0 * d_Urine
            a_Faeces += 1.0 * d_Faeces
            a_Taken_up += 1.0 * d_Taken_up
            a_Drip += 1.0 * d_Drip
            a_H += 1.0 * d_H
            w[416 + j] = y_S_fast + h / 6.0 * a_S_fast
            w[424 + j] = y_S_soluble + h / 6.0 * a_S_soluble
            w[432 + j] = y_S_slow + h / 6.0 * a_S_slow
            w[440 + j] = y_S_coated + h / 6.0 * a_S_coated
            w[448 + j] = y_S_food + h / 6.0 * a_S_food
            w[456 + j] = y_S_never + h / 6.0 * a_S_never
            w[464 + j] = y_L1 + h / 6.0 * a_L1
            w[472 + j] = y_L2 + h / 6.0 * a_L2
            w[480 + j] = y_L3 + h / 6.0 * a_L3
            w[488 + j] = y_L4 + h / 6.0 * a_L4
            w[496 + j] = y_Col + h / 6.0 * a_Col
            w[504 + j] = y_Ac + h / 6.0 * a_Ac
            w[512 + j] = y_Af + h / 6.0 * a_Af
            w[520 + j] = y_Ab + h / 6.0 * a_Ab
            w[528 + j] = y_Urine + h / 6.0 * a_Urine
            w[536 + j] = y_Faeces + h / 6.0 * a_Faeces
            w[544 + j] = y_Taken_up + h / 6.0 * a_Taken_up
            w[552 + j] = y_Drip + h / 6.0 * a_Drip
            w[560 + j] = y_H + h / 6.0 * a_H


@njit(cache=True, nogil=True, fastmath={"contract", "arcp"}, error_model="numpy")
def march_gut(w, hours, steps):
    """The same for what uptake from the bowel needs, and nothing else."""
    h = hours / steps
    for _ in range(steps):
        for j in range(LANES):
            v_uptake = w[56 + j]
            v_Km = w[104 + j]
            v_Vcol = w[136 + j]
            v_Kcol = w[144 + j]
            v_kd_fast = w[152 + j]
            v_kd_soluble = w[160 + j]
            v_kd_slow = w[168 + j]
            v_kd_coated = w[176 + j]
            v_kd_food = w[184 + j]
            v_osm = w[272 + j]
            v_Vm = w[344 + j]
            v_kpara = w[352 + j]
            v_k = w[360 + j]
            v_kc = w[368 + j]
            y_S_fast = w[416 + j]
            t_S_fast = y_S_fast
            y_S_soluble = w[424 + j]
            t_S_soluble = y_S_soluble
            y_S_slow = w[432 + j]
            t_S_slow = y_S_slow
            y_S_coated = w[440 + j]
            t_S_coated = y_S_coated
            y_S_food = w[448 + j]
            t_S_food = y_S_food
            y_L1 = w[464 + j]
            t_L1 = y_L1
            y_L2 = w[472 + j]
            t_L2 = y_L2
            y_L3 = w[480 + j]
            t_L3 = y_L3
            y_L4 = w[488 + j]
            t_L4 = y_L4
            y_Col = w[496 + j]
            t_Col = y_Col
            y_Taken_up = w[544 + j]
            t_Taken_up = y_Taken_up
            g_hurry = 1 + v_osm * (t_L1 + t_L2 + t_L3 + t_L4)
            g_hurry_colon = 1 + v_osm * t_Col
            f_dissolve_fast = v_kd_fast * t_S_fast
            f_dissolve_soluble = v_kd_soluble * t_S_soluble
            f_dissolve_slow = v_kd_slow * t_S_slow
            f_dissolve_coated = v_kd_coated * t_S_coated
            f_release = v_kd_food * t_S_food
            f_uptake1 = v_Vm / 4 * t_L1 / (v_Km / 4 + size(t_L1)) + v_kpara * t_L1
            f_uptake2 = v_Vm / 4 * t_L2 / (v_Km / 4 + size(t_L2)) + v_kpara * t_L2
            f_uptake3 = v_Vm / 4 * t_L3 / (v_Km / 4 + size(t_L3)) + v_kpara * t_L3
            f_uptake4 = v_Vm / 4 * t_L4 / (v_Km / 4 + size(t_L4)) + v_kpara * t_L4
            f_pass1 = v_k * g_hurry * t_L1
            f_pass2 = v_k * g_hurry * t_L2
            f_pass3 = v_k * g_hurry * t_L3
            f_pass4 = v_k * g_hurry * t_L4
            f_uptake_colon = v_Vcol * v_uptake * t_Col / (v_Kcol + size(t_Col))
            f_pass_colon = v_kc * g_hurry_colon * t_Col
            d_S_fast = - f_dissolve_fast
            d_S_soluble = - f_dissolve_soluble
            d_S_slow = - f_dissolve_slow
            d_S_coated = - f_dissolve_coated
            d_S_food = - f_release
            d_L1 = f_dissolve_fast + f_dissolve_soluble + f_dissolve_slow + f_dissolve_coated + f_release - f_uptake1 - f_pass1
            d_L2 = - f_uptake2 + f_pass1 - f_pass2
            d_L3 = - f_uptake3 + f_pass2 - f_pass3
            d_L4 = - f_uptake4 + f_pass3 - f_pass4
            d_Col = f_pass4 - f_uptake_colon - f_pass_colon
            d_Taken_up = f_uptake1 + f_uptake2 + f_uptake3 + f_uptake4 + f_uptake_colon
            a_S_fast = d_S_fast
            t_S_fast = y_S_fast + 0.5 * h * d_S_fast
            a_S_soluble = d_S_soluble
            t_S_soluble = y_S_soluble + 0.5 * h * d_S_soluble
            a_S_slow = d_S_slow
            t_S_slow = y_S_slow + 0.5 * h * d_S_slow
            a_S_coated = d_S_coated
            t_S_coated = y_S_coated + 0.5 * h * d_S_coated
            a_S_food = d_S_food
            t_S_food = y_S_food + 0.5 * h * d_S_food
            a_L1 = d_L1
            t_L1 = y_L1 + 0.5 * h * d_L1
            a_L2 = d_L2
            t_L2 = y_L2 + 0.5 * h * d_L2
            a_L3 = d_L3
            t_L3 = y_L3 + 0.5 * h * d_L3
            a_L4 = d_L4
            t_L4 = y_L4 + 0.5 * h * d_L4
            a_Col = d_Col
            t_Col = y_Col + 0.5 * h * d_Col
            a_Taken_up = d_Taken_up
            t_Taken_up = y_Taken_up + 0.5 * h * d_Taken_up
            g_hurry = 1 + v_osm * (t_L1 + t_L2 + t_L3 + t_L4)
            g_hurry_colon = 1 + v_osm * t_Col
            f_dissolve_fast = v_kd_fast * t_S_fast
            f_dissolve_soluble = v_kd_soluble * t_S_soluble
            f_dissolve_slow = v_kd_slow * t_S_slow
            f_dissolve_coated = v_kd_coated * t_S_coated
            f_release = v_kd_food * t_S_food
            f_uptake1 = v_Vm / 4 * t_L1 / (v_Km / 4 + size(t_L1)) + v_kpara * t_L1
            f_uptake2 = v_Vm / 4 * t_L2 / (v_Km / 4 + size(t_L2)) + v_kpara * t_L2
            f_uptake3 = v_Vm / 4 * t_L3 / (v_Km / 4 + size(t_L3)) + v_kpara * t_L3
            f_uptake4 = v_Vm / 4 * t_L4 / (v_Km / 4 + size(t_L4)) + v_kpara * t_L4
            f_pass1 = v_k * g_hurry * t_L1
            f_pass2 = v_k * g_hurry * t_L2
            f_pass3 = v_k * g_hurry * t_L3
            f_pass4 = v_k * g_hurry * t_L4
            f_uptake_colon = v_Vcol * v_uptake * t_Col / (v_Kcol + size(t_Col))
            f_pass_colon = v_kc * g_hurry_colon * t_Col
            d_S_fast = - f_dissolve_fast
            d_S_soluble = - f_dissolve_soluble
            d_S_slow = - f_dissolve_slow
            d_S_coated = - f_dissolve_coated
            d_S_food = - f_release
            d_L1 = f_dissolve_fast + f_dissolve_soluble + f_dissolve_slow + f_dissolve_coated + f_release - f_uptake1 - f_pass1
            d_L2 = - f_uptake2 + f_pass1 - f_pass2
            d_L3 = - f_uptake3 + f_pass2 - f_pass3
            d_L4 = - f_uptake4 + f_pass3 - f_pass4
            d_Col = f_pass4 - f_uptake_colon - f_pass_colon
            d_Taken_up = f_uptake1 + f_uptake2 + f_uptake3 + f_uptake4 + f_uptake_colon
            a_S_fast += 2.0 * d_S_fast
            t_S_fast = y_S_fast + 0.5 * h * d_S_fast
            a_S_soluble += 2.0 * d_S_soluble
            t_S_soluble = y_S_soluble + 0.5 * h * d_S_soluble
            a_S_slow += 2.0 * d_S_slow
            t_S_slow = y_S_slow + 0.5 * h * d_S_slow
            a_S_coated += 2.0 * d_S_coated
            t_S_coated = y_S_coated + 0.5 * h * d_S_coated
            a_S_food += 2.0 * d_S_food
            t_S_food = y_S_food + 0.5 * h * d_S_food
            a_L1 += 2.0 * d_L1
            t_L1 = y_L1 + 0.5 * h * d_L1
            a_L2 += 2.0 * d_L2
            t_L2 = y_L2 + 0.5 * h * d_L2
            a_L3 += 2.0 * d_L3
            t_L3 = y_L3 + 0.5 * h * d_L3
            a_L4 += 2.0 * d_L4
            t_L4 = y_L4 + 0.5 * h * d_L4
            a_Col += 2.0 * d_Col
            t_Col = y_Col + 0.5 * h * d_Col
            a_Taken_up += 2.0 * d_Taken_up
            t_Taken_up = y_Taken_up + 0.5 * h * d_Taken_up
            g_hurry = 1 + v_osm * (t_L1 + t_L2 + t_L3 + t_L4)
            g_hurry_colon = 1 + v_osm * t_Col
            f_dissolve_fast = v_kd_fast * t_S_fast
            f_dissolve_soluble = v_kd_soluble * t_S_soluble
            f_dissolve_slow = v_kd_slow * t_S_slow
            f_dissolve_coated = v_kd_coated * t_S_coated
            f_release = v_kd_food * t_S_food
            f_uptake1 = v_Vm / 4 * t_L1 / (v_Km / 4 + size(t_L1)) + v_kpara * t_L1
            f_uptake2 = v_Vm / 4 * t_L2 / (v_Km / 4 + size(t_L2)) + v_kpara * t_L2
            f_uptake3 = v_Vm / 4 * t_L3 / (v_Km / 4 + size(t_L3)) + v_kpara * t_L3
            f_uptake4 = v_Vm / 4 * t_L4 / (v_Km / 4 + size(t_L4)) + v_kpara * t_L4
            f_pass1 = v_k * g_hurry * t_L1
            f_pass2 = v_k * g_hurry * t_L2
            f_pass3 = v_k * g_hurry * t_L3
            f_pass4 = v_k * g_hurry * t_L4
            f_uptake_colon = v_Vcol * v_uptake * t_Col / (v_Kcol + size(t_Col))
            f_pass_colon = v_kc * g_hurry_colon * t_Col
            d_S_fast = - f_dissolve_fast
            d_S_soluble = - f_dissolve_soluble
            d_S_slow = - f_dissolve_slow
            d_S_coated = - f_dissolve_coated
            d_S_food = - f_release
            d_L1 = f_dissolve_fast + f_dissolve_soluble + f_dissolve_slow + f_dissolve_coated + f_release - f_uptake1 - f_pass1
            d_L2 = - f_uptake2 + f_pass1 - f_pass2
            d_L3 = - f_uptake3 + f_pass2 - f_pass3
            d_L4 = - f_uptake4 + f_pass3 - f_pass4
            d_Col = f_pass4 - f_uptake_colon - f_pass_colon
            d_Taken_up = f_uptake1 + f_uptake2 + f_uptake3 + f_uptake4 + f_uptake_colon
            a_S_fast += 2.0 * d_S_fast
            t_S_fast = y_S_fast + h * d_S_fast
            a_S_soluble += 2.0 * d_S_soluble
            t_S_soluble = y_S_soluble + h * d_S_soluble
            a_S_slow += 2.0 * d_S_slow
            t_S_slow = y_S_slow + h * d_S_slow
            a_S_coated += 2.0 * d_S_coated
            t_S_coated = y_S_coated + h * d_S_coated
            a_S_food += 2.0 * d_S_food
            t_S_food = y_S_food + h * d_S_food
            a_L1 += 2.0 * d_L1
            t_L1 = y_L1 + h * d_L1
            a_L2 += 2.0 * d_L2
            t_L2 = y_L2 + h * d_L2
            a_L3 += 2.0 * d_L3
            t_L3 = y_L3 + h * d_L3
            a_L4 += 2.0 * d_L4
            t_L4 = y_L4 + h * d_L4
            a_Col += 2.0 * d_Col
            t_Col = y_Col + h * d_Col
            a_Taken_up += 2.0 * d_Taken_up
            t_Taken_up = y_Taken_up + h * d_Taken_up
            g_hurry = 1 + v_osm * (t_L1 + t_L2 + t_L3 + t_L4)
            g_hurry_colon = 1 + v_osm * t_Col
            f_dissolve_fast = v_kd_fast * t_S_fast
            f_dissolve_soluble = v_kd_soluble * t_S_soluble
            f_dissolve_slow = v_kd_slow * t_S_slow
            f_dissolve_coated = v_kd_coated * t_S_coated
            f_release = v_kd_food * t_S_food
            f_uptake1 = v_Vm / 4 * t_L1 / (v_Km / 4 + size(t_L1)) + v_kpara * t_L1
            f_uptake2 = v_Vm / 4 * t_L2 / (v_Km / 4 + size(t_L2)) + v_kpara * t_L2
            f_uptake3 = v_Vm / 4 * t_L3 / (v_Km / 4 + size(t_L3)) + v_kpara * t_L3
            f_uptake4 = v_Vm / 4 * t_L4 / (v_Km / 4 + size(t_L4)) + v_kpara * t_L4
            f_pass1 = v_k * g_hurry * t_L1
            f_pass2 = v_k * g_hurry * t_L2
            f_pass3 = v_k * g_hurry * t_L3
            f_pass4 = v_k * g_hurry * t_L4
            f_uptake_colon = v_Vcol * v_uptake * t_Col / (v_Kcol + size(t_Col))
            f_pass_colon = v_kc * g_hurry_colon * t_Col
            d_S_fast = - f_dissolve_fast
            d_S_soluble = - f_dissolve_soluble
            d_S_slow = - f_dissolve_slow
            d_S_coated = - f_dissolve_coated
            d_S_food = - f_release
            d_L1 = f_dissolve_fast + f_dissolve_soluble + f_dissolve_slow + f_dissolve_coated + f_release - f_uptake1 - f_pass1
            d_L2 = - f_uptake2 + f_pass1 - f_pass2
            d_L3 = - f_uptake3 + f_pass2 - f_pass3
            d_L4 = - f_uptake4 + f_pass3 - f_pass4
            d_Col = f_pass4 - f_uptake_colon - f_pass_colon
            d_Taken_up = f_uptake1 + f_uptake2 + f_uptake3 + f_uptake4 + f_uptake_colon
            a_S_fast += 1.0 * d_S_fast
            a_S_soluble += 1.0 * d_S_soluble
            a_S_slow += 1.0 * d_S_slow
            a_S_coated += 1.0 * d_S_coated
            a_S_food += 1.0 * d_S_food
            a_L1 += 1.0 * d_L1
            a_L2 += 1.0 * d_L2
            a_L3 += 1.0 * d_L3
            a_L4 += 1.0 * d_L4
            a_Col += 1.0 * d_Col
            a_Taken_up += 1.0 * d_Taken_up
            w[416 + j] = y_S_fast + h / 6.0 * a_S_fast
            w[424 + j] = y_S_soluble + h / 6.0 * a_S_soluble
            w[432 + j] = y_S_slow + h / 6.0 * a_S_slow
            w[440 + j] = y_S_coated + h / 6.0 * a_S_coated
            w[448 + j] = y_S_food + h / 6.0 * a_S_food
            w[464 + j] = y_L1 + h / 6.0 * a_L1
            w[472 + j] = y_L2 + h / 6.0 * a_L2
            w[480 + j] = y_L3 + h / 6.0 * a_L3
            w[488 + j] = y_L4 + h / 6.0 * a_L4
            w[496 + j] = y_Col + h / 6.0 * a_Col
            w[544 + j] = y_Taken_up + h / 6.0 * a_Taken_up
