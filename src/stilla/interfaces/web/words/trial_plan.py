"""The forecast and the protocol."""

from __future__ import annotations

from stilla.text import Text

WORDS = {
    "forecast_title": Text("How likely is a clear answer?", "Hur troligt är ett tydligt svar?"),
    "forecast_lead": Text(
        "Before anything is taken: invented trials with nights like yours show how often each design would give an "
        "answer.",
        "Innan något tas: påhittade försök med nätter som dina visar hur ofta varje upplägg skulle ge besked.",
    ),
    "mid": Text("The least difference that would matter to you", "Den minsta skillnad som skulle spela roll för dig"),
    "mid_hint": Text(
        "In points on the scale from 0 to 10. It is chosen now, and stays.",
        "I poäng på skalan från 0 till 10. Den väljs nu, och ligger fast.",
    ),
    "choose_mid": Text(
        "Choose the least difference that would matter to you.",
        "Välj den minsta skillnad som skulle spela roll för dig.",
    ),
    "compute": Text("Work out the forecast", "Räkna ut prognosen"),
    "compute_again": Text("Work it out again", "Räkna ut den igen"),
    "takes": Text("It takes about a minute. You may leave this page.", "Det tar ungefär en minut. Du kan lämna sidan."),
    "working": Text("Computing: {per_cent}\u00a0% done", "Räknar: {per_cent}\u00a0% klart"),
    "reloads": Text("This page asks again by itself.", "Sidan frågar igen av sig själv."),
    "failed": Text("The computation did not finish. Try again.", "Beräkningen blev inte klar. Försök igen."),
    "of_hundred": Text("Of 100 trials with that true benefit", "Av 100 försök med den sanna nyttan"),
    "give_or_take": Text("give or take", "plus minus"),
    "all_figures": Text("All figures, design by design", "Alla siffror, upplägg för upplägg"),
    "to_protocol": Text("Make the protocol", "Gör protokollet"),
    # Protocol
    "protocol_title": Text("The protocol", "Protokollet"),
    "protocol_lead": Text(
        "Everything that is decided before the first capsule. Your helper seals it; afterwards nothing in it changes.",
        "Allt som bestäms före den första kapseln. Din hjälpare förseglar det; sedan ändras inget i det.",
    ),
    "refused": Text("Not now, because:", "Inte nu, eftersom:"),
    "asked": Text("Before a trial", "Före ett försök"),
    "checked": Text(
        "I have looked through my answers in the check, and they are true today",
        "Jag har sett igenom mina svar i kontrollen, och de stämmer i dag",
    ),
    "look_through": Text("Look through my answers", "Se igenom mina svar"),
    "say_checked": Text(
        "Look through your answers in the check first, and say that they are true today.",
        "Se igenom dina svar i kontrollen först, och säg att de stämmer i dag.",
    ),
    "clinician": Text(
        "If you take gabapentin: the clinician who knows of the trial",
        "Om du tar gabapentin: läkaren eller vårdpersonen som känner till försöket",
    ),
    "despite": Text("Start although my legs were calm in the run-in", "Börja fast benen var lugna under inkörningen"),
    "mid_why": Text("Why that difference, in your words", "Varför den skillnaden, med dina ord"),
    "rated": Text("What you rate", "Vad du skattar"),
    "rated_hint": Text("As in your diary. It stays the same.", "Som i din dagbok. Det ändras inte."),
    "secondary": Text("Something else you follow (may be left empty)", "Något annat du följer (får lämnas tomt)"),
    "design": Text("Periods and nights", "Perioder och nätter"),
    "choose_design": Text("Choose how many periods.", "Välj hur många perioder."),
    "capsules": Text("The capsules", "Kapslarna"),
    "product": Text("A salt, or what a label says of one capsule", "Ett salt, eller vad etiketten säger om en kapsel"),
    "product_hint": Text(
        "For example: citrate, or: Magnesium 100\u00a0mg per capsule.",
        "Till exempel: citrat, eller: Magnesium 100\u00a0mg per kapsel.",
    ),
    "declared": Text("Per cent magnesium on the powder's pack", "Procent magnesium enligt pulvrets förpackning"),
    "size": Text("Size of the capsules", "Kapslarnas storlek"),
    "size_fits": Text("whichever fits", "den som räcker"),
    "dose": Text("Magnesium a day, in mg", "Magnesium om dagen, i mg"),
    "dose_hint": Text("Left empty: that of your plan.", "Lämnas det tomt gäller din plan."),
    "blinding": Text("Who seals", "Vem förseglar"),
    "choose_blinding": Text("Choose who seals.", "Välj vem som förseglar."),
    "by_helper": Text("A helper, on their own computer", "En hjälpare, på sin egen dator"),
    "by_alone": Text(
        "Nobody else: alone, with a passphrase (weaker)", "Ingen annan: utan hjälpare, med lösenfras (svagare)"
    ),
    "by_open": Text("Open: no blinding (weakest)", "Öppet: ingen blindning (svagast)"),
    "look": Text(
        "The helper looks before the end: is harm likely, or is a benefit that matters unlikely?",
        "Hjälparen tittar före slutet: är skada trolig, eller är nytta som spelar roll osannolik?",
    ),
    "spent": Text(
        "Your own words in the protocol, item by item (may be left empty)",
        "Egna ord i protokollet, punkt för punkt (får lämnas tomt)",
    ),
    "spent_hint": Text("Left empty, Stilla's own words stand there.", "Lämnas en punkt tom står Stillas ord där."),
    "make": Text("Check and make the protocol", "Kontrollera och gör protokollet"),
    "make_takes": Text(
        "The threshold for “helps” is set by some thousands of invented trials without effect; that takes minutes.",
        "Gränsen för ”hjälper” sätts med några tusen påhittade försök utan effekt; det tar några minuter.",
    ),
    "download": Text("Download protocol.json", "Ladda ned protocol.json"),
    "send": Text(
        "Send protocol.json to your helper. On their computer they open Stilla, choose the trial, and “for the "
        "helper”. "
        "You get commitment.json back.",
        "Skicka protocol.json till din hjälpare. På sin dator öppnar hjälparen Stilla, väljer försöket och ”för "
        "hjälparen”. Du får tillbaka commitment.json.",
    ),
    "seal_alone": Text("Seal it", "Försegla det"),
    "to_start": Text("commitment.json has come back: start", "commitment.json har kommit tillbaka: starta"),
    "in_short": Text("In short", "I korthet"),
    "every_evening": Text("Every evening", "Varje kväll"),
    "capsules_a_night": Text("{n} capsules with food", "{n} kapslar till mat"),
    "active_dose": Text("In active periods", "I aktiva perioder"),
    "mg_first": Text(
        "{mg}\u00a0mg of magnesium; {first}\u00a0mg in their first week",
        "{mg}\u00a0mg magnesium; {first}\u00a0mg första veckan",
    ),
    "periods": Text("Periods", "Perioder"),
    "periods_nights": Text("{periods} of {nights} nights", "{periods} om {nights} nätter"),
    "difference": Text("Difference that matters", "Skillnad som spelar roll"),
    "points": Text("{n} points of 10", "{n} poäng av 10"),
    "foreseen": Text("Forecast", "Prognos"),
    "uncalibrated": Text(
        "The threshold for “helps” was not set by simulation. The report will say so.",
        "Gränsen för ”hjälper” är inte satt genom simulering. Det kommer att stå i rapporten.",
    ),
    "all_items": Text(
        "Every item of the protocol ({n}, after the list SPENT)", "Varje punkt i protokollet ({n}, efter listan SPENT)"
    ),
    "not_applicable": Text("Not applicable, because {why}.", "Gäller inte, eftersom {why}."),
    "starred": Text("special to trials of one person", "särskilt för försök på en person"),
}
