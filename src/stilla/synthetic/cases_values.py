"""Hand-made cases: kidneys, blood, conditions, ages. Every answer is written from the rules, not computed."""

from __future__ import annotations

from stilla.synthetic.case_kinds import Case
from stilla.synthetic.case_records import absent, ago, condition, lab, pregnancy, request, statement
from stilla.synthetic.vocabulary import of_hl7

BELOW, MIDDLE, SEVERE = "egfr-below-30", "egfr-30-to-60", "severe-kidney-disease"
OXIDE = statement("A12CC10", "Magnesiumoxid 250 mg tablett")
PARACETAMOL = request("N02BE01", "Paracetamol 500 mg tablett")
COLD = condition("J06.9", "Akut övre luftvägsinfektion", 20)
ERROR = of_hl7("condition-ver-status", "entered-in-error")
REFUTED = of_hl7("condition-ver-status", "refuted")
BOTH = ("conditions", "medicines")

VALUES = (
    Case(
        id="egfr-29.9",
        says="takes magnesium, eGFR 29.9",
        records=(OXIDE, lab("egfr", 29.9)),
        found=(BELOW,),
        not_found=(MIDDLE,),
    ),
    Case(
        id="egfr-30.0",
        says="takes magnesium, eGFR 30.0",
        records=(OXIDE, lab("egfr", 30.0)),
        found=(MIDDLE,),
        not_found=(BELOW,),
    ),
    Case(
        id="egfr-59.9",
        says="takes magnesium, eGFR 59.9",
        records=(OXIDE, lab("egfr", 59.9)),
        found=(MIDDLE,),
        not_found=(BELOW,),
    ),
    Case(id="egfr-60", says="takes magnesium, eGFR 60", records=(OXIDE, lab("egfr", 60)), not_found=(BELOW, MIDDLE)),
    Case(
        id="egfr-30.0-whole-lists",
        says="eGFR 30.0, and nothing that is not in the records",
        records=(OXIDE, COLD, lab("egfr", 30.0)),
        complete=BOTH,
        found=(MIDDLE,),
        settled=(BELOW,),
    ),
    Case(
        id="egfr-60-whole-lists",
        says="eGFR 60, and nothing that is not in the records",
        records=(OXIDE, COLD, lab("egfr", 60)),
        complete=BOTH,
        settled=(BELOW, MIDDLE),
    ),
    Case(
        id="egfr-above-60",
        says="eGFR “>60”",
        records=(lab("egfr", 60, bound=">"),),
        not_found=(BELOW, MIDDLE),
    ),
    Case(
        id="egfr-above-30",
        says="eGFR “>30”: may be below 60",
        records=(lab("egfr", 30, bound=">"),),
        not_found=(BELOW,),
        open=(MIDDLE,),
    ),
    Case(
        id="egfr-below-30-bound",
        says="eGFR “<30”",
        records=(lab("egfr", 30, bound="<"),),
        found=(BELOW,),
    ),
    Case(
        id="egfr-12-months",
        says="65 years, eGFR 75 twelve months ago to the day",
        age=65,
        records=(COLD, PARACETAMOL, lab("egfr", 75, None, effectiveDateTime=ago(0, months=12))),
        complete=BOTH,
        settled=("kidney-value-missing-60", BELOW),
    ),
    Case(
        id="egfr-12-months-and-a-day",
        says="65 years, eGFR 75 twelve months and a day ago",
        age=65,
        records=(COLD, PARACETAMOL, lab("egfr", 75, None, effectiveDateTime=ago(1, months=12))),
        complete=BOTH,
        open=("kidney-value-missing-60", BELOW),
    ),
    Case(
        id="egfr-6-months-at-80",
        says="80 years, eGFR 75 six months ago to the day",
        age=80,
        records=(COLD, PARACETAMOL, lab("egfr", 75, None, effectiveDateTime=ago(0, months=6))),
        complete=BOTH,
        settled=("kidney-value-too-old-75",),
    ),
    Case(
        id="egfr-6-months-and-a-day-at-80",
        says="80 years, eGFR 75 six months and a day ago",
        age=80,
        records=(COLD, PARACETAMOL, lab("egfr", 75, None, effectiveDateTime=ago(1, months=6))),
        complete=BOTH,
        found=("kidney-value-too-old-75",),
    ),
    Case(
        id="newer-value-in-error",
        says="eGFR 22; a newer 80 entered in error",
        records=(OXIDE, lab("egfr", 22, 60), lab("egfr", 80, 5, status="entered-in-error")),
        found=(BELOW,),
    ),
    Case(
        id="newer-value-preliminary",
        says="eGFR 80; a newer preliminary 22",
        records=(lab("egfr", 80, 60), lab("egfr", 22, 5, status="preliminary")),
        open=(BELOW, MIDDLE),
    ),
    Case(
        id="newer-value-absent",
        says="eGFR 22; a newer test without a result",
        records=(lab("egfr", 22, 60), lab("egfr", None, 5, dataAbsentReason=absent())),
        found=(BELOW,),
    ),
    Case(
        id="two-values-a-day",
        says="eGFR 28 and 45 on the same day: the lower counts",
        records=(lab("egfr", 45, 10), lab("egfr", 28, 10)),
        found=(BELOW,),
    ),
    Case(
        id="undated-low-value",
        says="eGFR 70 lately, and 25 without a day",
        records=(lab("egfr", 70, 10), lab("egfr", 25, None)),
        found=(BELOW,),
    ),
    Case(
        id="undated-high-value",
        says="eGFR 25 lately, and 70 without a day",
        records=(lab("egfr", 25, 10), lab("egfr", 70, None)),
        found=(BELOW,),
    ),
    Case(
        id="value-of-tomorrow",
        says="eGFR 80 today, 22 tomorrow",
        records=(lab("egfr", 80, 0), lab("egfr", 22, -1)),
        not_found=(BELOW, MIDDLE),
    ),
    Case(
        id="creatinine-mg-dl",
        says="man of 60, creatinine 2.8 mg/dL and no eGFR: eGFR 25",
        age=60,
        sex="male",
        records=(OXIDE, lab("creatinine", 2.8)),
        found=(BELOW,),
    ),
    Case(
        id="creatinine-without-sex",
        says="60 years, sex unknown, creatinine 1.2 mg/dL: 52 or 69",
        age=60,
        sex=None,
        records=(lab("creatinine", 1.2),),
        open=(MIDDLE,),
    ),
    Case(
        id="ckd-refuted",
        says="kidney disease stage 4, refuted",
        records=(
            condition(
                "N18.4",
                "Kronisk njursvikt, stadium 4",
                verificationStatus=REFUTED,
                clinicalStatus=of_hl7("condition-clinical", "inactive"),
            ),
        ),
        not_found=(SEVERE, "known-kidney-disease"),
    ),
    Case(
        id="ckd-in-error",
        says="kidney disease stage 4, entered in error",
        records=(
            {
                key: value
                for key, value in condition("N18.4", "Kronisk njursvikt, stadium 4", verificationStatus=ERROR).items()
                if key != "clinicalStatus"
            },
        ),
        not_found=(SEVERE, "known-kidney-disease"),
    ),
    Case(
        id="ckd-suspected",
        says="kidney disease stage 4, provisional",
        records=(
            condition(
                "N18.4",
                "Kronisk njursvikt, stadium 4",
                verificationStatus=of_hl7("condition-ver-status", "provisional"),
            ),
            COLD,
        ),
        complete=("conditions",),
        open=(SEVERE,),
    ),
    Case(
        id="dialysis",
        says="dialysis, eGFR 70",
        records=(condition("Z99.2", "Beroende av njurdialys"), lab("egfr", 70)),
        found=("dialysis",),
    ),
    Case(
        id="stones-passed",
        says="45 years, kidney stones that passed, no kidney value: the risk remains",
        age=45,
        records=(condition("N20.0", "Njursten", 900, clinical="resolved", abatementDateTime=ago(800)), PARACETAMOL),
        complete=BOTH,
        open=("kidney-value-missing-risk",),
    ),
    Case(
        id="no-risk",
        says="45 years, nothing but a cold, no kidney value",
        age=45,
        records=(COLD, PARACETAMOL),
        complete=BOTH,
        settled=("kidney-value-missing-risk", BELOW),
    ),
    Case(
        id="heart-block",
        says="complete heart block",
        records=(condition("I44.2", "Atrioventrikulärt block III"),),
        found=("heart-block",),
    ),
    Case(
        id="heart-block-paced",
        says="complete heart block and a pacemaker",
        records=(condition("27885002", "Totalt AV-block"), condition("Z95.0", "Pacemaker")),
        found=("heart-block-paced",),
        settled=("heart-block",),
    ),
    Case(
        id="myasthenia",
        says="myasthenia gravis",
        records=(condition("G70.0", "Myasthenia gravis"),),
        found=("myasthenia",),
    ),
    Case(id="pregnant", says="pregnant", age=30, records=(condition("77386006", "Gravid", 60),), found=("pregnancy",)),
    Case(
        id="pregnant-before",
        says="was pregnant two years ago",
        age=30,
        records=(condition("Z34.9", "Graviditet", 900, clinical="resolved", abatementDateTime=ago(700)),),
        not_found=("pregnancy",),
    ),
    Case(
        id="pregnant-by-answer",
        says="answered “pregnant” a month ago",
        age=30,
        records=(pregnancy("LA15173-0", 30),),
        found=("pregnancy",),
    ),
    Case(
        id="pregnant-by-old-answer",
        says="answered “pregnant” a year and a half ago",
        age=30,
        records=(pregnancy("LA15173-0", 550),),
        not_found=("pregnancy",),
    ),
    Case(
        id="fainted-last-year",
        says="fainted more than a year ago",
        records=(condition("R55.9", "Svimning", 400),),
        not_found=("danger-signs-now",),
    ),
    Case(
        id="fainted-today",
        says="fainted today",
        records=(condition("R55.9", "Svimning", 0),),
        found=("danger-signs-now",),
    ),
    Case(
        id="low-magnesium-is-not-a-disorder",
        says="E83.42, low magnesium: the longer code alone counts",
        records=(condition("E83.42", "Hypomagnesemi"),),
        not_found=("magnesium-disorder",),
    ),
    Case(
        id="magnesium-1.06",
        says="magnesium in blood 1.06 mmol/L",
        records=(lab("magnesium", 1.06),),
        found=("high-magnesium-known",),
    ),
    Case(
        id="magnesium-1.05",
        says="magnesium in blood 1.05 mmol/L",
        records=(lab("magnesium", 1.05),),
        found=("serum-magnesium-upper",),
        not_found=("high-magnesium-known",),
    ),
    Case(
        id="magnesium-2.0-mmol",
        says="magnesium in blood 2.0 mmol/L",
        records=(lab("magnesium", 2.0),),
        found=("serum-magnesium-dangerous",),
    ),
    Case(
        id="magnesium-2.0-mg-dl",
        says="magnesium in blood 2.0 mg/dL, which is 0.82 mmol/L",
        records=(lab("magnesium-mass", 2.0),),
        settled=("serum-magnesium-dangerous", "serum-magnesium-upper"),
    ),
    Case(
        id="magnesium-no-unit",
        says="magnesium in blood 2.0 of nobody knows what",
        records=(lab("magnesium", None, valueQuantity={"value": 2.0}),),
        open=("serum-magnesium-dangerous",),
    ),
    Case(
        id="magnesium-in-urine",
        says="magnesium in urine 5 mmol/L",
        records=(lab("urine-magnesium", 5),),
        settled=("serum-magnesium-upper", "serum-magnesium-dangerous"),
    ),
    Case(
        id="ferritin-40",
        says="restless legs and ferritin 40",
        records=(condition("G25.8", "Restless legs"), lab("ferritin", 40)),
        found=("iron-low",),
    ),
    Case(id="child", says="12 years", age=12, records=(OXIDE,), found=("under-18",)),
    Case(
        id="year-of-birth",
        says="born in the year in which people turn 60: 59 or 60",
        age=60,
        birth="year",
        records=(PARACETAMOL,),
        open=("kidney-value-missing-60",),
    ),
    Case(
        id="no-birth-date",
        says="nobody knows how old",
        birth="none",
        records=(PARACETAMOL,),
        open=("under-18", "kidney-value-missing-60"),
    ),
    Case(
        id="dead",
        says="takes magnesium, eGFR 12, has died: not judged",
        dead=True,
        records=(OXIDE, lab("egfr", 12)),
    ),
)
