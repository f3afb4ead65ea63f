: A node of Ranvier after McIntyre, Richardson and Grill (2002), with all gates shifted by the same voltage and a fixed
: load of the internode. Written for the comparison; the numbers come from the script, so none stands here.

NEURON {
    SUFFIX ranvier
    NONSPECIFIC_CURRENT i
    RANGE shift
    GLOBAL gfast, gpersistent, gslow, gleak, gload, ena, ek, eleak, eload
    GLOBAL moa, mob, moc, mca, mcb, mcc
    GLOBAL poa, pob, poc, pca, pcb, pcc
    GLOBAL hoa, hob, hoc, hca, hcb, hcc
    GLOBAL soa, sob, soc, sca, scb, scc
}

UNITS {
    (mV) = (millivolt)
    (mA) = (milliamp)
    (S) = (siemens)
}

PARAMETER {
    shift = 0 (mV)
    gfast = 0 (S/cm2)
    gpersistent = 0 (S/cm2)
    gslow = 0 (S/cm2)
    gleak = 0 (S/cm2)
    gload = 0 (S/cm2)
    ena = 0 (mV)
    ek = 0 (mV)
    eleak = 0 (mV)
    eload = 0 (mV)
    moa = 0  mob = 0  moc = 1  mca = 0  mcb = 0  mcc = 1
    poa = 0  pob = 0  poc = 1  pca = 0  pcb = 0  pcc = 1
    hoa = 0  hob = 0  hoc = 1  hca = 0  hcb = 0  hcc = 1
    soa = 0  sob = 0  soc = 1  sca = 0  scb = 0  scc = 1
}

ASSIGNED {
    v (mV)
    i (mA/cm2)
}

STATE { m p h s }

INITIAL {
    LOCAL u
    u = v - shift
    m = part(rising(moa, u + mob, moc), rising(mca, -(u + mcb), mcc))
    p = part(rising(poa, u + pob, poc), rising(pca, -(u + pcb), pcc))
    h = part(rising(hoa, -(u + hob), hoc), settling(hca, u + hcb, hcc))
    s = part(settling(soa, u + sob, soc), settling(sca, u + scb, scc))
}

BREAKPOINT {
    SOLVE gates METHOD derivimplicit
    i = (gfast * m * m * m * h + gpersistent * p * p * p) * (v - ena) + gslow * s * (v - ek) + gleak * (v - eleak) + gload * (v - eload)
}

DERIVATIVE gates {
    LOCAL u
    u = v - shift
    m' = rising(moa, u + mob, moc) * (1 - m) - rising(mca, -(u + mcb), mcc) * m
    p' = rising(poa, u + pob, poc) * (1 - p) - rising(pca, -(u + pcb), pcc) * p
    h' = rising(hoa, -(u + hob), hoc) * (1 - h) - settling(hca, u + hcb, hcc) * h
    s' = settling(soa, u + sob, soc) * (1 - s) - settling(sca, u + scb, scc) * s
}

FUNCTION rising(size, x, width) {
    UNITSOFF
    if (fabs(x) < 1e-5 * width) {
        rising = size * (width + x / 2)
    } else {
        rising = size * x / (1 - exp(-x / width))
    }
    UNITSON
}

FUNCTION settling(size, x, width) {
    UNITSOFF
    settling = size / (1 + exp(-x / width))
    UNITSON
}

FUNCTION part(opening, closing) {
    part = opening / (opening + closing)
}
