"""Hand-made cases: medicines and magnesium, and the many ways to write them. Every answer is written from the rules."""

from __future__ import annotations

from stilla.synthetic.case_kinds import Case
from stilla.synthetic.case_records import ago, condition, dispense, request, statement, written_as
from stilla.synthetic.vocabulary import coding, concept

CIPRO, DOXY = "ciprofloxacin", "doxycycline"
TABLET = request("J01MA02", "Ciprofloxacin 500 mg tablett", 3)
OXIDE = statement("A12CC10", "Magnesiumoxid 250 mg tablett")
PARACETAMOL = request("N02BE01", "Paracetamol 500 mg tablett")
CONTAINED = {"resourceType": "Medication", "id": "m", "code": concept(coding("atc", "J01MA02"))}
MILK = "Magnesiumhydroxid 80 mg/ml oral suspension"
WHOLE = ("medicines",)

MEDICINES = (
    Case(
        id="ciprofloxacin-with-magnesium",
        says="takes ciprofloxacin and magnesium",
        records=(TABLET, OXIDE),
        found=(CIPRO,),
    ),
    Case(
        id="ciprofloxacin-today",
        says="ciprofloxacin prescribed today",
        records=(request("J01MA02", "Ciprofloxacin", 0),),
        found=(CIPRO,),
    ),
    Case(
        id="ciprofloxacin-tomorrow",
        says="ciprofloxacin prescribed tomorrow",
        records=(PARACETAMOL, request("J01MA02", "Ciprofloxacin", -1)),
        complete=WHOLE,
        settled=(CIPRO,),
    ),
    Case(
        id="ciprofloxacin-eye-drops",
        says="ciprofloxacin as eye drops",
        records=(request("J01MA02", "Ciprofloxacin ögondroppar", 3, route="eye"),),
        complete=WHOLE,
        settled=(CIPRO,),
    ),
    Case(
        id="ciprofloxacin-infusion",
        says="ciprofloxacin by vein",
        records=(request("J01MA02", "Ciprofloxacin infusionsvätska", 3, route="intravenous"),),
        complete=WHOLE,
        settled=(CIPRO,),
    ),
    Case(
        id="doxycycline-infusion",
        says="doxycycline by vein",
        records=(request("J01AA02", "Doxycyklin", 3, route="intravenous"),),
        found=("doxycycline-infusion",),
        not_found=(DOXY,),
    ),
    Case(
        id="do-not-perform",
        says="a prescription that says not to give ciprofloxacin",
        records=(PARACETAMOL, {**TABLET, "doNotPerform": True}),
        complete=WHOLE,
        settled=(CIPRO,),
    ),
    Case(
        id="proposed",
        says="ciprofloxacin proposed, not prescribed",
        records=({**TABLET, "intent": "proposal"},),
        complete=WHOLE,
        open=(CIPRO,),
    ),
    Case(
        id="on-hold",
        says="levothyroxine on hold",
        records=(request("H03AA01", "Levotyroxin 100 mikrogram tablett", status="on-hold"),),
        complete=WHOLE,
        open=("levothyroxine-magnesium",),
    ),
    Case(
        id="completed",
        says="a course of ciprofloxacin that was completed",
        records=(PARACETAMOL, {**TABLET, "status": "completed"}),
        complete=WHOLE,
        settled=(CIPRO,),
    ),
    Case(
        id="the-same-twice",
        says="the same prescription of ciprofloxacin twice",
        records=(TABLET, TABLET),
        found=(CIPRO,),
    ),
    Case(
        id="contained",
        says="ciprofloxacin as a contained Medication",
        records=(written_as(TABLET, contained=[CONTAINED], medicationReference={"reference": "#m"}),),
        found=(CIPRO,),
    ),
    Case(
        id="referenced",
        says="ciprofloxacin as a Medication of its own",
        records=(written_as(TABLET, medicationReference={"reference": "Medication/m-quinolones-J01MA02"}),),
        found=(CIPRO,),
    ),
    Case(
        id="dangling",
        says="a prescription of a Medication that does not exist",
        records=(PARACETAMOL, written_as(TABLET, medicationReference={"reference": "Medication/does-not-exist"})),
        complete=WHOLE,
        open=(CIPRO, DOXY),
    ),
    Case(
        id="cyclic",
        says="a contained Medication that refers to itself",
        records=(
            PARACETAMOL,
            written_as(
                TABLET,
                contained=[
                    {"resourceType": "Medication", "id": "m", "ingredient": [{"itemReference": {"reference": "#m"}}]}
                ],
                medicationReference={"reference": "#m"},
            ),
        ),
        complete=WHOLE,
        open=(CIPRO,),
    ),
    Case(
        id="two-codings",
        says="doxycycline under a code of its own and one of ATC",
        records=(
            written_as(
                TABLET,
                medicationCodeableConcept=concept(
                    coding("local", "v-1"), coding("atc", "J01AA02"), text="Doxycyklin 100 mg tablett"
                ),
            ),
        ),
        found=(DOXY,),
    ),
    Case(
        id="rxnorm",
        says="ciprofloxacin by RxNorm alone",
        records=(
            written_as(
                TABLET,
                medicationCodeableConcept=concept(
                    coding("rxnorm", "2551", "ciprofloxacin"), text="ciprofloxacin 500 MG Oral Tablet"
                ),
            ),
        ),
        found=(CIPRO,),
    ),
    Case(
        id="text-only",
        says="Levaxin in words alone",
        records=(written_as(TABLET, medicationCodeableConcept=concept(text="Levaxin 100 mikrogram tablett")),),
        found=("levothyroxine-magnesium",),
    ),
    Case(
        id="unrecognised",
        says="a medicine that nobody knows",
        records=(PARACETAMOL, written_as(TABLET, medicationCodeableConcept=concept(text="Xyzzyl 5 mg tablett"))),
        complete=WHOLE,
        open=(CIPRO, DOXY),
    ),
    Case(
        id="old-code",
        says="gabapentin under its old code",
        records=(request("N03AX12", "Gabapentin 300 mg kapsel"),),
        found=("gabapentin",),
    ),
    Case(
        id="gabapentin-and-epilepsy",
        says="gabapentin and epilepsy",
        records=(request("N02BF01", "Gabapentin 300 mg kapsel"), condition("G40.9", "Epilepsi")),
        found=("gabapentin-epilepsy",),
    ),
    Case(
        id="digoxin",
        says="digoxin and magnesium",
        records=(request("C01AA05", "Digoxin 0,13 mg tablett"), OXIDE),
        found=("digoxin-magnesium",),
    ),
    Case(
        id="lithium-and-diarrhoea",
        says="lithium, and diarrhoea since yesterday",
        records=(request("N05AN01", "Litium 42 mg depottablett"), condition("A09.9", "Gastroenterit", 1)),
        found=("diarrhoea-with-medicines", "lithium-magnesium"),
    ),
    Case(
        id="mycophenolate",
        says="mycophenolate and magnesium",
        records=(request("L04AA06", "Mykofenolat 500 mg tablett"), OXIDE),
        found=("mycophenolate",),
    ),
    Case(
        id="dolutegravir",
        says="dolutegravir and magnesium",
        records=(request("J05AJ03", "Dolutegravir 50 mg tablett"), OXIDE),
        found=("dolutegravir",),
    ),
    Case(
        id="dispensed-lately",
        says="ciprofloxacin for ten days, handed over five days ago",
        records=(dispense("J01MA02", "Ciprofloxacin 500 mg tablett", 5, 10),),
        found=(CIPRO,),
    ),
    Case(
        id="dispensed-and-used-up",
        says="ciprofloxacin for ten days, handed over forty days ago",
        records=(dispense("J01MA02", "Ciprofloxacin 500 mg tablett", 40, 10), PARACETAMOL),
        complete=WHOLE,
        settled=(CIPRO,),
    ),
    Case(
        id="statement-ended",
        says="took ciprofloxacin until yesterday",
        records=(
            PARACETAMOL,
            statement("J01MA02", "Ciprofloxacin", None, effectivePeriod={"start": ago(11), "end": ago(1)}),
        ),
        complete=WHOLE,
        settled=(CIPRO,),
    ),
    Case(
        id="prescribed-magnesium",
        says="magnesium on prescription",
        records=(request("A02AA04", MILK),),
        found=("prescribed-magnesium",),
    ),
    Case(
        id="bought-magnesium",
        says="magnesium bought without a prescription",
        records=(OXIDE,),
        not_found=("prescribed-magnesium",),
    ),
    Case(
        id="stopped-magnesium",
        says="magnesium on prescription, stopped",
        records=(request("A02AA04", MILK, status="stopped"), PARACETAMOL),
        not_found=("prescribed-magnesium",),
    ),
    Case(
        id="hydroxide-and-urinary-infection",
        says="magnesium hydroxide and chronic urinary infection",
        records=(request("A02AA04", MILK), condition("N30.2", "Kronisk cystit")),
        found=("infection-stones-hydroxide",),
        not_found=("infection-stones",),
    ),
    Case(
        id="unknown-modifier",
        says="ciprofloxacin, changed by an extension that nobody knows",
        records=(
            PARACETAMOL,
            {**TABLET, "modifierExtension": [{"url": "https://region.example/fhir/not", "valueBoolean": True}]},
        ),
        complete=WHOLE,
        open=(CIPRO, DOXY),
    ),
    Case(
        id="r5",
        says="ciprofloxacin in the shape of FHIR R5",
        valid=False,
        records=(PARACETAMOL, written_as(TABLET, medication={"concept": concept(coding("atc", "J01MA02"))})),
        complete=WHOLE,
        open=(CIPRO,),
    ),
)
