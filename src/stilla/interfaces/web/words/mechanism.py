"""How would it work: what is asked of the model, and the frame of its answer."""

from __future__ import annotations

from stilla.text import Text

WORDS = {
    "title": Text("How would it work?", "Hur skulle det verka?"),
    "lead": Text(
        "From a dose to the level in blood, and from there to a nerve. Change a value and see what the model says.",
        "Från en dos till halten i blodet, och därifrån till en nerv. Ändra ett värde och se vad modellen gör av det.",
    ),
    "see": Text("See the model", "Se modellen"),
    "from_plan": Text(
        "How would it work? Dose, kidneys and nerve in a model",
        "Hur skulle det verka? Dos, njurar och nerv i en modell",
    ),
    "asked": Text("What to reckon with", "Vad som ska räknas med"),
    "from_answers": Text(
        "Begins with what you have answered before. Here you may change it; your answers stay as they are.",
        "Börjar med det du har svarat förut. Här får du ändra det; dina svar blir kvar som de är.",
    ),
    "not_said": Text("not given", "inte angivet"),
    "dose": Text("Magnesium a day, mg", "Magnesium om dagen, mg"),
    "dose_hint": Text(
        "Elemental magnesium, beside food. 0 is food alone.", "Rent magnesium, utöver maten. 0 är bara mat."
    ),
    "dose_kept": Text("Left empty: what you take, according to your answers.", "Tomt: det du tar, enligt dina svar."),
    "dose_slider": Text("Slider: magnesium a day", "Reglage: magnesium om dagen"),
    "form": Text("Form", "Form"),
    "doses": Text("Doses a day", "Doser om dagen"),
    "egfr": Text("Kidney value, eGFR", "Njurvärde, eGFR"),
    "egfr_hint": Text("mL/min/1.73\u00a0m², from 5 to 150", "ml/min/1,73\u00a0m², från 5 till 150"),
    "egfr_slider": Text("Slider: kidney value", "Reglage: njurvärde"),
    "calcium": Text("Ionised calcium, mmol/L", "Joniserat kalcium, mmol/l"),
    "calcium_hint": Text(
        "About 1.2 is usual. Only the nerve needs it.", "Ungefär 1,2 är vanligt. Bara nerven behöver det."
    ),
    "calcium_slider": Text("Slider: ionised calcium", "Reglage: joniserat kalcium"),
    "more": Text("More about the person", "Mer om personen"),
    "weight": Text("Weight, kg", "Vikt, kg"),
    "weight_hint": Text("Left empty: 70", "Tomt: 70"),
    "diet": Text("Magnesium in food, mg a day", "Magnesium i maten, mg om dagen"),
    "diet_hint": Text("Left empty: the usual at this kidney value", "Tomt: det vanliga vid det här njurvärdet"),
    "times": Text("Clock times", "Klockslag"),
    "times_hint": Text(
        "For example 08:00, 20:00. Stands instead of the doses a day.",
        "Till exempel 08:00, 20:00. Gäller i stället för antalet doser.",
    ),
    "switches": Text("Circumstances", "Omständigheter"),
    "not_calibrated": Text("not calibrated", "inte kalibrerat"),
    "compute": Text("Work it out", "Räkna ut"),
    "needs_egfr": Text("The kidney value is needed", "Njurvärdet behövs"),
    "needs_egfr_why": Text(
        "The kidneys decide where the level settles, so none is assumed. Write yours, from a blood test, or look at an "
        "invented person:",
        "Njurarna avgör var halten hamnar, så inget värde antas. Skriv ditt, från ett blodprov, eller se på en "
        "påhittad person:",
    ),
    "example": Text("200\u00a0mg with eGFR\u00a0{egfr}", "200\u00a0mg med eGFR\u00a0{egfr}"),
    "computing": Text(
        "The model is being loaded. The answer comes here by itself.",
        "Modellen läses in. Svaret kommer här av sig självt.",
    ),
    "turn": Text("Your measured level: where to turn", "Din uppmätta halt: vart du vänder dig"),
    "settles": Text("In this model the level settles at", "I modellen hamnar halten på"),
    "blood": Text("In the blood", "I blodet"),
    "nerve": Text("At the nerve", "Vid nerven"),
    "many": Text("What about other people?", "Hur blir det för andra?"),
    "many_lead": Text(
        "People with the same kidney value differ in much else. The model can draw 4,000 of them.",
        "Människor med samma njurvärde skiljer sig åt i mycket annat. Modellen kan dra 4\u00a0000 av dem.",
    ),
    "ask_many": Text("Draw 4,000 virtual people", "Dra 4\u00a0000 virtuella personer"),
    "figures": Text("The figures", "Siffrorna"),
    "chances": Text("Among {count} virtual people", "Bland {count} virtuella personer"),
    "measured": Text("My measured level", "Min uppmätta halt"),
    "my_level": Text("Total magnesium in serum or plasma", "Totalt magnesium i serum eller plasma"),
    "my_level_hint": Text(
        "With its unit, for example 0.85\u00a0mmol/L. Can dose and kidneys explain it?",
        "Med enhet, till exempel 0,85\u00a0mmol/l. Kan dos och njurar förklara den?",
    ),
    "compare": Text("Compare", "Jämför"),
    "explained": Text("Your measured level", "Din uppmätta halt"),
    "assumed": Text("What is assumed here", "Vad som antas här"),
    "cannot": Text("What this model cannot tell", "Vad modellen inte kan säga"),
    "kept": Text(
        "Stilla keeps nothing of what you try here. The values stand in the page's address, which the browser may "
        "remember.",
        "Stilla sparar inget av det du provar här. Värdena står i sidans adress, som webbläsaren kan minnas.",
    ),
    "to_check": Text("May I take magnesium?", "Får jag ta magnesium?"),
    "to_article": Text("What the article says of this", "Vad artikeln säger om det här"),
    "to_urgent": Text("Too much magnesium: where to turn", "För mycket magnesium: vart du vänder dig"),
}
