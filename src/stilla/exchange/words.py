"""Plain labels of the resources. Sentences with medical meaning come from the knowledge base."""

from __future__ import annotations

from stilla.text import Text

FEMALE_MALE = {"female": Text("Woman", "Kvinna"), "male": Text("Man", "Man")}
SEX_UNKNOWN = Text("Sex not said", "Kön ej angivet")
BIRTH_UNKNOWN = Text("No name, no number and no day of birth are known.", "Namn, nummer och födelsedag är inte kända.")
AGE = Text("Age", "Ålder")
YEARS = Text("years", "år")
LABS = {
    "egfr": Text("eGFR", "eGFR"),
    "magnesium": Text("Magnesium in blood", "Magnesium i blodet"),
    "ferritin": Text("Ferritin", "Ferritin"),
    "tsat": Text("Transferrin saturation", "Transferrinmättnad"),
}
PROGRAM = Text(
    "Stilla, a program that informs; knowledge {version}", "Stilla, ett program som informerar; kunskap {version}"
)
UNREADABLE = Text("measured, but the value cannot be used: “{said}”", "mätt, men värdet går inte att använda: ”{said}”")
UNDATED = Text("day not said", "dagen inte angiven")
TAKES = Text("Takes: {what}", "Tar: {what}")
MAY_TAKE = Text("May take: {what}", "Tar kanske: {what}")
NOT_RECOGNISED = Text("Not recognised: “{what}”", "Känns inte igen: ”{what}”")
ELEMENTAL = Text("{mg} mg of elemental magnesium a day", "{mg} mg rent magnesium om dagen")
MG_ELEMENTAL = Text("mg (elemental magnesium)", "mg (rent magnesium)")
AMOUNT_UNKNOWN = Text("amount not known", "mängden är inte känd")
PRESCRIBED = Text("prescribed", "på recept")
ROUTES = {
    "oral": Text("by mouth (oral)", "genom munnen (peroralt)"),
    "parenteral": Text("injected or infused (parenteral)", "sprutas in eller ges som dropp (parenteralt)"),
    "dermal": Text("on the skin (dermal)", "på huden (kutant)"),
    "eye": Text("in the eye (ophthalmic)", "i ögat (oftalmiskt)"),
    "inhaled": Text("inhaled (inhalation)", "inandat (inhalation)"),
    "rectal": Text("in the rectum (rectal)", "i ändtarmen (rektalt)"),
    "vaginal": Text("in the vagina (vaginal)", "i slidan (vaginalt)"),
}
"""With the word that records use behind it, so that whoever reads the document (`stilla.records`, too) knows it."""
HAS = {
    "has": Text("Has: {what}", "Har: {what}"),
    "refuted": Text("Does not have: {what}", "Har inte: {what}"),
    "unsure": Text("Not known whether: {what}", "Inte känt om: {what}"),
}
WHOLE = Text("The list was said to be complete.", "Listan sades vara fullständig.")
NONE = Text("None: the list was said to be complete.", "Inga: listan sades vara fullständig.")
MORE = Text("There may be more than was said.", "Det kan finnas mer än det som sagts.")
NOT_SAID = Text("Nothing was said.", "Inget har sagts.")

MAY_I = Text("Does anything speak against magnesium by mouth?", "Talar något emot magnesium genom munnen?")
VERDICT = Text("Answer: {verdict}.", "Svar: {verdict}.")
VERDICTS = {
    "go": Text("nothing that was told speaks against it for now", "inget som sagts talar emot det för tillfället"),
    "unknown": Text("cannot tell yet", "det går inte att säga än"),
    "ask": Text("ask a doctor or pharmacist first", "fråga läkare eller apotekare först"),
    "stop": Text("do not take magnesium", "ta inte magnesium"),
}
STILL_OPEN = Text("Still open: {question}", "Återstår att ta reda på: {question}")
COULD_STOP = Text("Could still become a stop: {titles}", "Kan ännu bli ett stopp: {titles}")
LEVELS = {
    "stop": Text("Stop", "Stopp"),
    "ask": Text("Ask first", "Fråga först"),
    "space": Text("Take apart", "Håll isär"),
    "watch": Text("Watch", "Håll koll"),
    "info": Text("To know", "Att veta"),
}
LEVEL = Text("{level}: {title}", "{level}: {title}")
CERTAINTY = Text("How sure this is: {word}.", "Hur säkert det är: {word}.")
CERTAINTIES = {
    "high": Text("high", "hög"),
    "moderate": Text("moderate", "måttlig"),
    "low": Text("low", "låg"),
    "very-low": Text("very low", "mycket låg"),
    "unconfirmed": Text("recalled, not yet read at a source", "ur minnet, ännu inte läst i en källa"),
}
BECAUSE = Text("Because: {facts}", "Därför att: {facts}")
SOURCE = Text("Source: {source}", "Källa: {source}")

PLAN = {
    "try": Text("Magnesium, a proposal", "Magnesium, ett förslag"),
    "ask": Text("Magnesium: no dose yet", "Magnesium: ingen dos än"),
    "stop": Text("No magnesium", "Inget magnesium"),
}
NOT_ORDER = Text(
    "A proposal to talk about. It is no order and no prescription.",
    "Ett förslag att tala om. Det är ingen ordination och inget recept.",
)
SUPPLEMENT = Text(
    "Magnesium supplement ({form}), amounts as elemental magnesium",
    "Magnesiumtillskott ({form}), mängder som rent magnesium",
)
STOP = Text("Magnesium by mouth is not to be taken.", "Magnesium genom munnen ska inte tas.")

NIGHT = Text(
    "The night's rating, 0–10, in the person's own words: {words}", "Nattens skattning, 0–10, med egna ord: {words}"
)
NIGHT_PLAIN = Text("The night's rating, 0–10", "Nattens skattning, 0–10")
CANNOT = Text("Bad night, cannot answer", "Svår natt, kan inte svara")
RECALLED = Text("Written down later than noon of the day after.", "Nedskrivet senare än kl. 12 dagen efter.")
SLEEP = Text("Sleep", "Sömn")
BY_DEVICE = Text("by a device: {source}", "enligt enhet: {source}")
BY_PERSON = Text("by the person's own judgement", "enligt egen bedömning")
TIREDNESS = Text("Tiredness by day, 0–10", "Trötthet på dagen, 0–10")
NOTICED = Text("Noticed", "Märkt")
SEVERITIES = {
    1: Text("mild", "lindrig"),
    2: Text("moderate", "måttlig"),
    3: Text("severe", "svår"),
}
SEVERITY = Text("Severity", "Svårighetsgrad")
CAPSULES = Text("Capsules of the evening before", "Kapslarna kvällen före")
TAKEN = {
    "yes": Text("taken", "tagna"),
    "no": Text("not taken", "inte tagna"),
    "late": Text("taken late", "tagna sent"),
}
IRLS = Text(
    "Total of the IRLS questionnaire, 0–40, from the person's own copy",
    "Summan av IRLS-formuläret, 0–40, ur personens eget exemplar",
)

TRIAL = Text("N-of-1 trial of magnesium for restless legs", "N-of-1-försök med magnesium vid restless legs")
DESIGN = Text(
    "{periods} periods of {nights} nights in random order ({scheme}), after {run_in} nights of run-in. "
    "Blinding: {blinding}.",
    "{periods} perioder om {nights} nätter i slumpad ordning ({scheme}), efter {run_in} nätters inkörning. "
    "Blindning: {blinding}.",
)
BLINDINGS = {
    "helper": Text("by a helper", "genom en medhjälpare"),
    "alone": Text("packed alone", "packat på egen hand"),
    "open": Text("none, an open trial", "ingen, ett öppet försök"),
}
ACTIVE = Text("Magnesium", "Magnesium")
ACTIVE_SAYS = Text("{mg} mg of elemental magnesium a night", "{mg} mg rent magnesium per natt")
COMPARATOR = Text("Comparator", "Jämförelse")
COMPARATOR_SAYS = {
    True: Text("capsules without magnesium", "kapslar utan magnesium"),
    False: Text("nights without magnesium, known to the person", "nätter utan magnesium, känt för personen"),
}
OWN_RATING = Text("The person's own rating of the night, 0–10", "Personens egen skattning av natten, 0–10")
NOT_OPENED = Text(
    "The order of the periods is not written here, and nothing of an effect, until the trial has been answered.",
    "Periodernas ordning skrivs inte här, och inget om någon effekt, förrän försöket är besvarat.",
)
STATES = {
    "running": Text("under way", "pågår"),
    "paused": Text("paused", "har uppehåll"),
    "over": Text("over, not answered", "slut, inte besvarat"),
    "stopped": Text("ended early, not answered", "avslutat i förtid, inte besvarat"),
    "answered": Text("answered", "besvarat"),
}
STATE = Text("State: {state}", "Läge: {state}")
EFFECT = Text(
    "Effect of magnesium on this person: magnesium minus comparator, on the scale of the outcome",
    "Effekten av magnesium på den här personen: magnesium minus jämförelse, på utfallets skala",
)
EFFECT_IS = Text("{mean} (95 % credible interval {lo} to {hi})", "{mean} (95 % trovärdighetsintervall {lo} till {hi})")
TOO_LITTLE = Text("No figure: {why}", "Ingen siffra: {why}")
COMPONENTS = {
    "credible-interval-95": Text("95 % credible interval", "95 % trovärdighetsintervall"),
    "p-benefit": Text("Probability of any benefit", "Sannolikhet för någon nytta"),
    "p-important": Text("Probability of a benefit that matters", "Sannolikhet för nytta som märks"),
    "p-harm": Text("Probability of harm", "Sannolikhet för försämring"),
    "smallest-important": Text("Smallest difference that matters", "Minsta skillnad som betyder något"),
    "nights-active": Text("Answered nights with magnesium", "Besvarade nätter med magnesium"),
    "nights-comparator": Text("Answered nights without", "Besvarade nätter utan"),
    "randomisation-p": Text("p of the randomisation test, two-sided", "p för randomiseringstestet, tvåsidigt"),
    "order": Text("Order of the periods, A with magnesium, P without", "Periodernas ordning, A med magnesium, P utan"),
    "better": Text("Which way on the scale is better", "Åt vilket håll skalan är bättre"),
    "stopped-for-harm": Text("Ended because of harm", "Avslutat på grund av besvär"),
}
TRIAL_VERDICTS = {
    "helps": Text("helps", "hjälper"),
    "not_enough": Text("not enough to matter", "för lite för att märkas"),
    "worse": Text("worse", "sämre"),
    "not_settled": Text("not settled", "inte avgjort"),
}

TITLES = {
    "check": Text("Magnesium: what speaks against it", "Magnesium: vad som talar emot"),
    "plan": Text("Magnesium: a proposal", "Magnesium: ett förslag"),
    "report": Text("Report for the talk with the doctor", "Rapport till samtalet med läkaren"),
}
SECTIONS = {
    "warning": Text("Before all else", "Före allt annat"),
    "answer": Text("The answer", "Svaret"),
    "findings": Text("What was found", "Vad som hittades"),
    "basics": Text("Age and tests", "Ålder och prover"),
    "conditions": Text("Illnesses", "Sjukdomar"),
    "medicines": Text("Medicines", "Läkemedel"),
    "magnesium": Text("Magnesium taken already", "Magnesium som redan tas"),
    "plan": Text("The plan", "Planen"),
    "trial": Text("The person's own trial", "Personens eget försök"),
    "nights": Text("The nights", "Nätterna"),
    "paper": Text("The report as a page", "Rapporten som sida"),
}
