"""Labels of the CDS Hooks service. Sentences with medical meaning are in the knowledge base (advice, `cds-…`)."""

from __future__ import annotations

from stilla.text import Text

SOURCE = Text("Stilla: magnesium", "Stilla: magnesium")
TITLES = {
    "patient-view": Text("Magnesium: what speaks against it", "Magnesium: vad som talar emot"),
    "order-select": Text("Magnesium and the selected order", "Magnesium och vald ordination"),
    "order-sign": Text("Magnesium and the orders to sign", "Magnesium och ordinationer att signera"),
}
DESCRIPTIONS = {
    "patient-view": Text(
        "Contraindications and separations for a patient who takes magnesium; restless legs: iron and kidneys first.",
        "Kontraindikationer och avstånd för en patient som tar magnesium; restless legs: järn och njurar först.",
    ),
    "order-select": Text(
        "Checks a selected order of magnesium, or of a medicine that magnesium the patient takes interferes with.",
        "Kontrollerar vald ordination av magnesium, eller av ett läkemedel som patientens magnesium stör.",
    ),
    "order-sign": Text(
        "The same for all orders to sign; what was shown at order-select is not repeated.",
        "Detsamma för alla ordinationer att signera; det som visades vid order-select upprepas inte.",
    ),
}
USAGE = Text(
    "FHIR R4. Without prefetch the answer says what was not checked.",
    "FHIR R4. Utan prefetch säger svaret vad som inte kontrollerades.",
)
LABELS = {
    "why": Text("Why", "Varför"),
    "because": Text("In the record", "I journalen"),
    "patient": Text("What the patient is told", "Vad patienten får veta"),
    "hours": Text("Hours", "Timmar"),
    "certainty": Text("Certainty", "Tillförlitlighet"),
    "sources": Text("Sources", "Källor"),
    "unchecked": Text("Not checked", "Inte kontrollerat"),
    "more": Text("The rule and its sources", "Regeln och dess källor"),
    "limits": Text("What the service does, and its limits", "Vad tjänsten gör, och dess gränser"),
    "restless": Text("Restless legs", "Restless legs"),
    "read": Text("read", "läst"),
    "unconfirmed": Text("unconfirmed", "obekräftad"),
    "knowledge": Text("Knowledge", "Kunskapsbas"),
    "as_of": Text("as of", "per"),
    "and_more": Text("and {n} more", "och {n} till"),
}
UNCHECKED = {
    "patient": Text("age and sex", "ålder och kön"),
    "age": Text("age", "ålder"),
    "sex": Text("sex", "kön"),
    "medicines": Text("medicines", "läkemedel"),
    "medicationRequests": Text("prescribed medicines", "ordinerade läkemedel"),
    "medicationStatements": Text("medicines that the patient reports", "läkemedel som patienten uppger"),
    "magnesium": Text("magnesium", "magnesium"),
    "conditions": Text("diagnoses", "diagnoser"),
    "observations": Text("kidney function and other tests", "njurfunktion och andra prov"),
    "egfr": Text("kidney function", "njurfunktion"),
    "serum-magnesium": Text("magnesium in blood", "magnesium i blodet"),
    "ferritin": Text("ferritin", "ferritin"),
    "tsat": Text("transferrin saturation", "transferrinmättnad"),
}
"""What a card says was not checked, by the key or the fact that is missing."""
PARTIAL = Text("{what} (only the first page came)", "{what} (bara första sidan kom)")
NOT_RECOGNISED = Text("not recognised: {names}", "känns inte igen: {names}")
NOT_SURE = Text("not sure in the record: {names}", "osäkert i journalen: {names}")
OVERRIDES = {
    "already-handled": Text("Already taken care of", "Redan omhändertaget"),
    "benefit-outweighs": Text("The benefit outweighs the risk", "Nyttan överväger risken"),
    "not-taking-magnesium": Text("Takes no magnesium", "Tar inget magnesium"),
    "record-outdated": Text("The record is out of date", "Uppgifterna i journalen är inaktuella"),
    "doses-kept-apart": Text("The doses are kept apart", "Doserna tas redan isär"),
}
"""Reasons of our own for passing a card by."""
