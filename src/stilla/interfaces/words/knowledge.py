"""What the kinds of knowledge, their fields and their codes are called, in both languages."""

from __future__ import annotations

from stilla.interfaces.words import codes
from stilla.text import Text

KINDS = {
    "rules": (
        Text("Rules", "Regler"),
        Text(
            "When the answer is stop, ask first or keep apart.",
            "När svaret är stopp, fråga först eller ta isär.",
        ),
    ),
    "conditions": (
        Text("Illnesses and signs", "Sjukdomar och tecken"),
        Text("What a rule can ask about, with its codes.", "Det en regel kan fråga om, med koder."),
    ),
    "medicines": (
        Text("Medicines", "Läkemedel"),
        Text(
            "Names that are recognised, and the rules that speak of them.",
            "Namn som känns igen, och reglerna som talar om dem.",
        ),
    ),
    "questions": (
        Text("Questions", "Frågor"),
        Text("How a missing fact is asked for.", "Hur en uppgift som saknas frågas efter."),
    ),
    "definitions": (
        Text("Shared conditions", "Gemensamma villkor"),
        Text("Conditions that several rules share.", "Villkor som flera regler delar."),
    ),
    "criteria": (
        Text("The five criteria of RLS", "De fem kriterierna för RLS"),
        Text(
            "What has to fit before it is called restless legs.", "Det som ska stämma innan det kallas restless legs."
        ),
    ),
    "mimics": (
        Text("What feels like RLS", "Det som liknar RLS"),
        Text("And how it can be told apart.", "Och hur man skiljer det åt."),
    ),
    "red-flags": (
        Text("Warning signs", "Varningstecken"),
        Text("Signs that belong to a doctor first.", "Tecken som hör till läkare först."),
    ),
    "routes": (Text("Where to turn", "Vart du vänder dig"), Text("Numbers to ring.", "Nummer att ringa.")),
    "severity": (
        Text("Bands of severity", "Svårighetsgrader"),
        Text("What a total on the IRLS scale means.", "Vad en summa på IRLS-skalan betyder."),
    ),
    "salts": (
        Text("Forms of magnesium", "Former av magnesium"),
        Text(
            "How much magnesium they hold, and how gentle they are on the stomach.",
            "Hur mycket magnesium de innehåller, och hur magen tål dem.",
        ),
    ),
    "intakes": (
        Text("Reference intakes and upper levels", "Referensintag och övre gränser"),
        Text("What each authority says, a day.", "Vad varje myndighet säger, per dag."),
    ),
    "side-effects": (
        Text("Side effects", "Biverkningar"),
        Text("How often, and what to do.", "Hur ofta, och vad du gör."),
    ),
    "serum-bands": (
        Text("Too much in the blood", "För mycket i blodet"),
        Text(
            "Signs by level. Sources differ; all are kept.",
            "Tecken efter nivå. Källorna skiljer sig åt; alla finns kvar.",
        ),
    ),
    "serum-ranges": (
        Text("Normal ranges in blood", "Normalvärden i blodet"),
        Text("Each laboratory has its own.", "Varje laboratorium har sina egna."),
    ),
    "deficiency": (
        Text("Too little magnesium", "Brist på magnesium"),
        Text("Stores, causes, signs, tests and their limits.", "Förråd, orsaker, tecken, prover och deras gränser."),
    ),
    "risk-factors": (
        Text("Who gets too much", "Vem som får för mycket"),
        Text("What raises the risk of a high level.", "Det som ökar risken för ett högt värde."),
    ),
    "iron": (Text("Iron", "Järn"), Text("The test that comes first.", "Provet som kommer först.")),
    "treatments": (
        Text("Treatments of RLS", "Behandlingar av RLS"),
        Text(
            "As guidelines see them: for the talk with your doctor.",
            "Som riktlinjer ser dem: till samtalet med läkaren.",
        ),
    ),
    "nondrug": (
        Text("Without medicines", "Utan läkemedel"),
        Text("What was tried, and what came of it.", "Vad som har prövats, och vad det gav."),
    ),
    "claims": (
        Text("The article, statement by statement", "Artikeln, påstående för påstående"),
        Text("What it says, and what the evidence says.", "Vad den säger, och vad underlaget säger."),
    ),
    "evidence": (
        Text("Studies", "Studier"),
        Text(
            "How many people, which dose, what came out, how sure.",
            "Hur många personer, vilken dos, vad det gav, hur säkert.",
        ),
    ),
    "sources": (
        Text("Sources", "Källor"),
        Text("What was read, how much of it, and when.", "Vad som har lästs, hur mycket av det, och när."),
    ),
    "advice": (
        Text("Sentences of Stilla", "Stillas meningar"),
        Text(
            "Every sentence with medical meaning, with its sources.", "Varje mening med medicinsk innebörd, med källor."
        ),
    ),
    "codes": (
        Text("Codes in records", "Koder i journaler"),
        Text(
            "What the codes of laboratories, diagnoses and medicines mean to a rule.",
            "Vad koder för prover, diagnoser och läkemedel betyder för en regel.",
        ),
    ),
    "makers": (
        Text("Names of companies", "Företagsnamn"),
        Text("Passed over when a name on a box is read.", "Hoppas över när ett namn på en förpackning läses."),
    ),
    "models": (
        Text("Equations of the model", "Modellens ekvationer"),
        Text("What moves where in the body, and how fast.", "Vad som rör sig vart i kroppen, och hur fort."),
    ),
    "parameters": (
        Text("Constants of the model", "Modellens konstanter"),
        Text("How large, and how sure.", "Hur stora, och hur säkra."),
    ),
    "dissolutions": (
        Text("How forms dissolve", "Hur formerna löser sig"),
        Text("What the model assumes of each form.", "Det modellen antar om varje form."),
    ),
    "targets": (
        Text("What the model is held against", "Det modellen prövas mot"),
        Text("Published figures, hit or missed.", "Publicerade siffror, träffade eller missade."),
    ),
    "spans": (
        Text("How long a record is believed", "Hur länge en uppgift gäller"),
        Text(
            "Days after which what a record said is unknown again. All are our own choice.",
            "Dagar efter vilka det som stod i journalen är okänt igen. Alla är vårt eget val.",
        ),
    ),
    "prevalences": (
        Text("The invented region", "Den påhittade regionen"),
        Text(
            "How common things are in it; most is assumed, and no answer rests on it.",
            "Hur vanligt något är i den; det mesta är antaget, och inget svar bygger på det.",
        ),
    ),
}
"""Kind → its name, and a line on what it is."""

GROUPS = (
    (
        Text("What decides", "Det som avgör"),
        ("rules", "conditions", "medicines", "codes", "spans", "questions", "definitions"),
    ),
    (Text("The legs", "Benen"), ("criteria", "mimics", "red-flags", "routes", "severity")),
    (
        Text("Magnesium", "Magnesium"),
        ("salts", "intakes", "side-effects", "deficiency", "serum-bands", "serum-ranges", "risk-factors"),
    ),
    (Text("What else there is", "Det som finns utöver"), ("iron", "treatments", "nondrug")),
    (
        Text("How it would work", "Hur det skulle verka"),
        ("models", "parameters", "dissolutions", "targets", "prevalences"),
    ),
    (Text("What it rests on", "Det som det vilar på"), ("claims", "evidence", "sources", "advice", "makers")),
)
"""Every kind, in the order in which people look for them."""

FIELDS = {
    "says": Text("What the article says", "Vad artikeln säger"),
    "why": Text("Why", "Varför"),
    "do": Text("What to do", "Gör så här"),
    "text": Text("What is known", "Vad man vet"),
    "effect": Text("Effect", "Effekt"),
    "risks": Text("Risks", "Risker"),
    "conflict": Text("Where guidelines disagree", "Där riktlinjerna är oense"),
    "evidence": Text("What was found", "Vad man har sett"),
    "advice": Text("What you can do", "Vad du kan göra"),
    "frequency": Text("How often", "Hur ofta"),
    "action": Text("What to do", "Gör så här"),
    "question": Text("Asked as", "Frågan lyder"),
    "remark": Text("Good to know", "Bra att veta"),
    "tells_apart": Text("How to tell it apart", "Så skiljer du det åt"),
    "hint": Text("Hint", "Ledtråd"),
    "order": Text("Place among the questions", "Plats bland frågorna"),
    "group": Text("Asked by", "Frågas efter i"),
    "broader": Text("Also counts as", "Räknas också som"),
    "as_sign": Text("As a sign right now", "Som tecken just nu"),
    "words": Text("Other names", "Andra namn"),
    "icd10": Text("Codes in ICD-10", "Koder i ICD-10"),
    "snomed": Text("Codes in SNOMED CT", "Koder i SNOMED CT"),
    "earlier_counts": Text("Counts if it used to be so", "Räknas om det har varit så"),
    "number": Text("Number", "Nummer"),
    "route": Text("Where to turn", "Vart du vänder dig"),
    "urgency": Text("How soon", "Hur snart"),
    "low": Text("From", "Från"),
    "high": Text("To", "Till"),
    "from_mmol": Text("From", "Från"),
    "to_mmol": Text("To", "Till"),
    "low_mmol": Text("Lower limit", "Nedre gräns"),
    "high_mmol": Text("Upper limit", "Övre gräns"),
    "class_": Text("Group", "Grupp"),
    "atc": Text("ATC codes", "ATC-koder"),
    "type": Text("About", "Om"),
    "formula": Text("Formula", "Formel"),
    "synonyms": Text("Also called", "Kallas också"),
    "absorption": Text("Uptake", "Upptag"),
    "laxative": Text("How much it loosens the bowels", "Hur lös magen kan bli"),
    "offered": Text("May be named as a form in a plan", "Får nämnas som form i en plan"),
    "authority": Text("Authority", "Myndighet"),
    "kind": Text("Kind of figure", "Sorts siffra"),
    "sex": Text("For", "För"),
    "life_stage": Text("Stage of life", "Livsskede"),
    "mg": Text("Amount a day", "Mängd om dagen"),
    "covers": Text("Counts", "Räknar"),
    "age_from": Text("From the age of", "Från åldern"),
    "age_to": Text("Below the age of", "Under åldern"),
    "names": Text("Names", "Namn"),
    "searched": Text("No rule known; searched", "Ingen känd regel; sökt"),
    "scale": Text("Scale", "Skala"),
    "year": Text("Year", "År"),
    "symbol": Text("Symbol", "Symbol"),
    "value": Text("Value", "Värde"),
    "unit": Text("Unit", "Enhet"),
    "basis": Text("Rests on", "Bygger på"),
    "role": Text("Used", "Används"),
    "share": Text("Share that dissolves", "Andel som löser sig"),
    "days": Text("Days", "Dagar"),
} | codes.FIELDS
"""Field → what it is called. A field that is not here is not shown by itself."""

CODES = {
    "urgency": {
        "now": Text("now", "nu"), "today": Text("today", "i dag"), "soon": Text("soon", "snart"),
        "before-starting": Text("before you start", "innan du börjar"),
    },
    "class_": {
        "alpha2delta": Text("alpha-2-delta medicines", "alfa-2-delta-läkemedel"),
        "dopaminergic": Text("dopamine medicines", "dopaminläkemedel"), "opioid": Text("opioids", "opioider"),
        "iron": Text("iron", "järn"), "benzodiazepine": Text("benzodiazepines", "bensodiazepiner"),
        "antiepileptic": Text("other epilepsy medicines", "andra epilepsiläkemedel"),
        "vitamin": Text("vitamins", "vitaminer"), "magnesium": Text("magnesium", "magnesium"),
        "device": Text("devices", "hjälpmedel"), "other": Text("other", "annat"),
    },
    "type": {
        "store": Text("the body's store", "kroppens förråd"),
        "definition": Text("what counts as too little", "vad som räknas som brist"),
        "cause": Text("a cause", "en orsak"),
        "sign": Text("a sign", "ett tecken"),
        "test": Text("a test", "ett prov"),
        "limit": Text("the limits of a test", "ett provs gränser"),
    },
    "absorption": {
        "low": Text("low", "lågt"), "fair": Text("fair", "måttligt"), "good": Text("good", "bra"),
        "unknown": Text("not known", "okänt"),
    },
    "laxative": {
        "low": Text("little", "lite"), "moderate": Text("somewhat", "en del"), "high": Text("much", "mycket"),
        "very-high": Text("very much", "väldigt mycket"), "unknown": Text("not known", "okänt"),
    },
    "authority": {
        "se": Text("Sweden", "Sverige"), "eu": Text("EU", "EU"), "us": Text("United States", "USA"),
        "uk": Text("United Kingdom", "Storbritannien"), "no": Text("Norway", "Norge"),
        "de": Text("Germany", "Tyskland"), "who": Text("WHO", "WHO"),
    },
    "kind": {
        "AI": Text("adequate intake (AI)", "tillräckligt intag (AI)"),
        "RDA": Text("recommended intake (RDA)", "rekommenderat intag (RDA)"),
        "RNI": Text("reference intake (RNI)", "referensintag (RNI)"),
        "UL": Text("upper level (UL)", "övre gräns (UL)"), "guidance": Text("guidance level", "vägledande gräns"),
    },
    "sex": {
        "female": Text("women and girls", "kvinnor och flickor"), "male": Text("men and boys", "män och pojkar"),
        "any": Text("everybody", "alla"),
    },
    "life_stage": {
        "any": Text("any", "alla"), "none": Text("neither pregnant nor breastfeeding", "varken gravid eller ammande"),
        "pregnant": Text("pregnant", "gravid"), "lactating": Text("breastfeeding", "ammande"),
    },
    "covers": {
        "all": Text("all magnesium, food included", "allt magnesium, även från mat"),
        "added": Text("added magnesium; food never", "tillsatt magnesium; aldrig mat"),
        "supplements": Text("supplements; food never", "kosttillskott; aldrig mat"),
    },
    "seen": {
        "full": Text("the whole text", "hela texten"), "abstract": Text("the abstract", "sammanfattningen"),
        "excerpt": Text("an excerpt", "ett utdrag"),
        "secondary": Text("only a retelling by somebody else", "bara någon annans återgivning"),
        "primary": Text("the guideline itself", "riktlinjen själv"),
        "unconfirmed": Text("not confirmed", "inte bekräftat"),
    },
    "source_kind": {
        "label": Text("package leaflet or label", "bipacksedel eller produkttext"),
        "guideline": Text("guideline", "riktlinje"),
        "authority": Text("authority", "myndighet"),
        "trial": Text("trial", "prövning"),
        "study": Text("study", "studie"),
        "review": Text("review", "översikt"),
        "reference": Text("reference work", "uppslagsverk"),
        "law": Text("law", "lag"),
        "secondary": Text("somebody's copy or retelling", "någons kopia eller återgivning"),
        "record": Text("a search or a calculation of our own", "en egen sökning eller beräkning"),
    },
    "population": {
        "adults": Text("adults", "vuxna"), "eskd": Text("end-stage kidney failure", "njursvikt i slutstadiet"),
        "plmd": Text("limb movements in sleep", "benrörelser i sömnen"), "children": Text("children", "barn"),
        "pregnancy": Text("pregnancy", "graviditet"),
    },
    "direction": {
        "for": Text("for", "för"),
        "against": Text("against", "emot"),
        "none": Text("takes no side", "tar inte ställning"),
    },
    "strength": {
        "strong": Text("strong", "stark"), "conditional": Text("conditional", "villkorad"),
        "good-practice": Text("good practice", "god praxis"), "not-stated": Text("not stated", "anges inte"),
    },
    "mechanism": {
        "chelation": Text("magnesium binds the medicine", "magnesium binder läkemedlet"),
        "adsorption": Text("the medicine sticks to the magnesium", "läkemedlet fastnar på magnesium"),
        "gastric-ph": Text("the stomach becomes less acid", "magen blir mindre sur"),
        "urinary-ph": Text("the urine becomes less acid", "urinen blir mindre sur"),
        "degradation": Text("the medicine is broken down", "läkemedlet bryts ned"),
        "competition": Text("both are taken up the same way", "båda tas upp samma väg"),
        "renal-loss": Text("the kidneys lose magnesium", "njurarna förlorar magnesium"),
        "renal-retention": Text("the kidneys keep magnesium", "njurarna håller kvar magnesium"),
        "motility": Text("the bowel moves differently", "tarmen rör sig annorlunda"),
        "additive": Text("both act the same way", "båda verkar åt samma håll"),
        "exchange": Text("the medicine swaps ions", "läkemedlet byter joner"),
        "unknown": Text("not known", "okänt"), "none": Text("no effect known", "ingen känd effekt"),
    },
    "rule_kind": {
        "contraindication": Text("reason not to take it", "skäl att inte ta det"),
        "caution": Text("caution", "försiktighet"),
        "requirement": Text("what must be known first", "det som måste vara känt först"),
        "interaction": Text("medicine and magnesium", "läkemedel och magnesium"),
        "aggravator": Text("can make RLS worse", "kan förvärra RLS"),
        "information": Text("information", "information"),
    },
    "topic": {
        "rls": Text("RLS", "RLS"), "plms": Text("limb movements in sleep", "benrörelser i sömnen"),
        "insomnia": Text("sleeplessness", "sömnlöshet"), "cramps": Text("muscle cramps", "muskelkramper"),
        "serum": Text("blood levels", "blodvärden"),
        "placebo": Text("placebo", "placebo"),
        "iron": Text("iron", "järn"),
        "mechanism": Text("how it works", "hur det verkar"), "safety": Text("risks", "risker"),
    },
    "basis": {
        "published": Text("a figure that was read", "en siffra som har lästs"),
        "fitted": Text("fitted to published figures", "anpassat till publicerade siffror"),
        "assumed": Text("our assumption", "vårt antagande"),
        "derived": Text("a figure that was read, split by age", "en siffra som har lästs, uppdelad efter ålder"),
    },
    "role": {
        "calibration": Text("to choose a constant", "för att välja en konstant"),
        "check": Text("as a check, never to choose", "som kontroll, aldrig för att välja"),
    },
    "verdict": {
        "supported": Text("supported", "har stöd"), "partly-supported": Text("partly supported", "har delvis stöd"),
        "overstated": Text("overstated", "överdrivet"), "unsupported": Text("unsupported", "saknar stöd"),
        "misleading": Text("misleading", "vilseledande"), "incomplete": Text("incomplete", "ofullständigt"),
        "list-lost": Text("list lost in the copy", "listan saknas i kopian"),
    },
} | codes.VALUES  # fmt: skip
"""Field → code → what it means."""

UNITS = {
    "from_mmol": Text("mmol/L", "mmol/l"),
    "to_mmol": Text("mmol/L", "mmol/l"),
    "low_mmol": Text("mmol/L", "mmol/l"),
    "high_mmol": Text("mmol/L", "mmol/l"),
    "mg": Text("mg", "mg"),
    "elemental_mg": Text("mg", "mg"),
}
YES, NO = Text("Yes", "Ja"), Text("No", "Nej")
YEARS, MONTHS = Text("{n} years", "{n} år"), Text("{n} months", "{n} månader")
NOT_BUILT = Text("not built yet", "finns inte än")
