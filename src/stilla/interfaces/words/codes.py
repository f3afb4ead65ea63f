"""Words for the codes of records, in Swedish and English."""

from __future__ import annotations

from stilla.text import Text

FIELDS = {
    "remains": Text("Still true when it is over", "Gäller även när det är över"),
    "lasts": Text("Counts for (days)", "Räknas i (dagar)"),
    "system": Text("Code system", "Kodsystem"),
    "codes": Text("Codes", "Koder"),
    "lab": Text("Test", "Prov"),
    "conditions": Text("Says that somebody has", "Säger att någon har"),
    "leaves": Text("Leaves when it is over", "Kvar när det är över"),
    "asks": Text("Asks about", "Frågar om"),
    "answers": Text("Answers", "Svarar"),
    "answers_with": Text("Answers with", "Svarar med"),
    "administered": Text("Given", "Ges"),
    "form": Text("Form of magnesium", "Form av magnesium"),
    "elemental_mg": Text("Magnesium in one", "Magnesium i en"),
    "closes": Text("Says that there are no", "Säger att det inte finns några"),
}
"""Field of a code, or of a condition in records → what it is called."""

VALUES = {
    "answers": {"yes": Text("yes", "ja"), "no": Text("no", "nej"), "unknown": Text("not known", "vet ej")},
    "closes": {"conditions": Text("conditions", "sjukdomar"), "medicines": Text("medicines", "läkemedel")},
    "administered": {
        "oral": Text("swallowed", "sväljs"),
        "parenteral": Text("injected or infused", "sprutas in eller ges som dropp"),
        "dermal": Text("on the skin or in the ear", "på huden eller i örat"),
        "eye": Text("in the eye", "i ögat"),
        "inhaled": Text("inhaled, or in the nose", "andas in, eller i näsan"),
        "rectal": Text("in the rectum", "i ändtarmen"),
        "vaginal": Text("in the vagina", "i slidan"),
    },
    "lab": {
        "egfr": Text("eGFR", "eGFR"),
        "magnesium": Text("magnesium in blood", "magnesium i blodet"),
        "ferritin": Text("ferritin", "ferritin"),
        "tsat": Text("transferrin saturation", "transferrinmättnad"),
        "creatinine": Text("creatinine", "kreatinin"),
    },
    "system": {
        "loinc": Text("LOINC", "LOINC"),
        "npu": Text("NPU", "NPU"),
        "snomed": Text("SNOMED CT", "Snomed CT"),
        "rxnorm": Text("RxNorm", "RxNorm"),
        "atc": Text("ATC", "ATC"),
        "icd-10": Text("ICD-10", "ICD-10"),
        "ips-absent": Text("International Patient Summary", "International Patient Summary"),
        "edqm-route": Text("EDQM Standard Terms", "EDQM Standard Terms"),
        "hl7-route": Text("HL7", "HL7"),
    },
}
"""Field → value → what it means."""
