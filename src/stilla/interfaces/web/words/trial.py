"""The trial: where you are, guesses, pauses, an emergency."""

from __future__ import annotations

from stilla.text import Text

WORDS = {
    "title": Text("Your own trial", "Ditt eget försök"),
    "lead": Text(
        "Does it help you? Capsules with magnesium and capsules without, in random periods, and you do not know which.",
        "Hjälper det dig? Kapslar med magnesium och kapslar utan, i slumpade perioder, och du vet inte vilka som är "
        "vilka.",
    ),
    "now": Text("To do now", "Att göra nu"),
    "do_morning": Text("Answer for the night", "Svara för natten"),
    "do_forecast": Text("How likely is a clear answer?", "Hur troligt är ett tydligt svar?"),
    "do_helper": Text("The protocol to send", "Protokollet att skicka"),
    "do_start": Text("Start the trial", "Starta försöket"),
    "do_guess": Text("Guess", "Gissa"),
    "do_resume": Text("Go on with the capsules", "Fortsätt med kapslarna"),
    "do_answer": Text("Open the answer", "Öppna svaret"),
    "do_see_answer": Text("See the answer", "Se svaret"),
    "way": Text("The whole way", "Hela vägen"),
    "stage_run_in": Text("Run-in: 14 nights before anything is taken", "Inkörning: 14 nätter innan något tas"),
    "stage_forecast": Text("Forecast: how likely is a clear answer?", "Prognos: hur troligt är ett tydligt svar?"),
    "stage_protocol": Text("Protocol: everything decided beforehand", "Protokoll: allt som bestäms i förväg"),
    "stage_helper": Text(
        "Seal: your helper draws the order and packs", "Försegling: din hjälpare lottar ordningen och packar"
    ),
    "stage_start": Text("Start: the check again, and the first night", "Start: kontrollen igen, och första natten"),
    "stage_mornings": Text("Mornings: one short answer each day", "Morgnar: ett kort svar varje dag"),
    "stage_guesses": Text("Guesses: one after each period", "Gissningar: en efter varje period"),
    "stage_answer": Text("Answer: the seal is opened", "Svar: förseglingen öppnas"),
    "place_done": Text("done", "klart"),
    "place_now": Text("now", "nu"),
    "place_later": Text("later", "senare"),
    "how_far": Text("How far it has come", "Hur långt det har kommit"),
    "period": Text("Period {period} of {periods}.", "Period {period} av {periods}."),
    "left": Text("Mornings left: {left}. The last one is {last}.", "Morgnar kvar: {left}. Den sista är {last}."),
    "mornings": Text("Mornings", "Morgnar"),
    "run_in_nights": Text("Run-in", "Inkörning"),
    "trial_nights": Text("Trial", "Försök"),
    "in_time": Text("answered in time", "besvarade i tid"),
    "late": Text("answered late", "besvarade sent"),
    "cannot": Text("“cannot answer”", "”kan inte svara”"),
    "missing": Text("missing", "saknas"),
    "expected": Text("in all", "sammanlagt"),
    "capsules": Text("Evenings with capsules", "Kvällar med kapslar"),
    "taken": Text("taken", "tagna"),
    "taken_late": Text("taken late", "tagna sent"),
    "not_taken": Text("not taken", "inte tagna"),
    "not_said": Text("not said", "inte angivna"),
    "run_in_left": Text("Nights the run-in still needs: {left}.", "Nätter som inkörningen behöver till: {left}."),
    "blind": Text(
        "How it is going is not shown before the end: it would give the capsules away.",
        "Hur det går visas inte före slutet: det skulle avslöja kapslarna.",
    ),
    "any_time": Text("At any time", "När som helst"),
    "pause": Text("Pause", "Uppehåll"),
    "stop": Text("Stop the trial", "Avsluta försöket"),
    "emergency": Text("Open in an emergency", "Öppna i ett nödläge"),
    "card": Text("The card to carry (PDF)", "Kortet att ha med dig (PDF)"),
    "reminders": Text("Reminders", "Påminnelser"),
    "for_helper": Text("Are you the helper? Seal a protocol here.", "Är du hjälparen? Försegla ett protokoll här."),
    "back": Text("Back to the trial", "Tillbaka till försöket"),
    "not_started": Text("The trial has not started.", "Försöket har inte startat."),
    # Guesses
    "guess_title": Text("Which capsules was it?", "Vilka kapslar var det?"),
    "guess_lead": Text(
        "Period {period} is over. A guess stands; it is compared at the end, and a wrong one is as good as a right "
        "one.",
        "Period {period} är slut. Gissningen gäller; den jämförs i slutet, och en som är fel är lika bra som en som "
        "är rätt.",
    ),
    "guess_none": Text("There is nothing to guess now.", "Det finns inget att gissa nu."),
    "guess_left": Text("{left} left to guess", "{left} kvar att gissa"),
    "guess_active": Text("I think: magnesium", "Jag tror: magnesium"),
    "guess_placebo": Text("I think: placebo", "Jag tror: placebo"),
    "guess_unsure": Text("I cannot tell", "Jag kan inte säga"),
    "how_sure": Text(
        "How sure are you? (not needed if you cannot tell)", "Hur säker är du? (behövs inte om du inte kan säga)"
    ),
    "sure_50": Text("50\u00a0%, like tossing a coin", "50\u00a0%, som att singla slant"),
    "sure_60": Text("60\u00a0%, a little", "60\u00a0%, lite"),
    "sure_75": Text("75\u00a0%, rather", "75\u00a0%, ganska"),
    "sure_90": Text("90\u00a0%, very", "90\u00a0%, mycket"),
    "save_guess": Text("Save the guess", "Spara gissningen"),
    # Pause, resume, stop
    "pause_title": Text("A pause", "Ett uppehåll"),
    "pause_lead": Text(
        "No capsules for now. The calendar of the bags runs on, and you go on answering each morning.",
        "Inga kapslar just nu. Påsarnas kalender löper vidare, och du fortsätter att svara varje morgon.",
    ),
    "why": Text("Why, in your own words (may be left empty)", "Varför, med egna ord (får lämnas tomt)"),
    "pause_now": Text("Pause now", "Gör uppehåll nu"),
    "resume_title": Text("Capsules again", "Kapslarna igen"),
    "normal": Text("All has been normal for 48 hours", "Allt har varit normalt i 48 timmar"),
    "checked": Text(
        "I have looked through my answers in the check, and they are true today",
        "Jag har sett igenom mina svar i kontrollen, och de stämmer i dag",
    ),
    "look_through": Text("Look through my answers", "Se igenom mina svar"),
    "resume_now": Text("Go on with the capsules", "Fortsätt med kapslarna"),
    "not_paused": Text("There is no pause.", "Det är inget uppehåll."),
    "stop_title": Text("Stop the trial", "Avsluta försöket"),
    "stop_lead": Text(
        "You may stop at any time, for any reason, and need not say which. It cannot be taken back.",
        "Du får avsluta när som helst, av vilken orsak som helst, och behöver inte säga varför. Det går inte att "
        "ångra.",
    ),
    "stop_now": Text("Stop the trial now", "Avsluta försöket nu"),
    # Emergency
    "emergency_title": Text("Open in an emergency", "Öppna i ett nödläge"),
    "emergency_lead": Text(
        "Care does not have to wait for this. Opening ends the blinding, and with it the trial. It is written down.",
        "Vården behöver inte vänta på det här. Att öppna bryter blindningen, och därmed försöket. Det skrivs upp.",
    ),
    "emergency_how": Text("How is it opened?", "Hur öppnas det?"),
    "envelope": Text(
        "The paper envelope was opened; only write it down", "Papperskuvertet öppnades; skriv bara upp det"
    ),
    "with_key": Text("With the helper's key file", "Med hjälparens nyckelfil"),
    "key_file": Text("Key file (key.json)", "Nyckelfil (key.json)"),
    "passphrase": Text("Passphrase, if the key is locked", "Lösenfras, om nyckeln är låst"),
    "who": Text("Who opens", "Vem öppnar"),
    "reason": Text("Why", "Varför"),
    "open_now": Text("Open and write it down", "Öppna och skriv upp det"),
    "say_who": Text("Say who opens and why.", "Skriv vem som öppnar och varför."),
    "say_how": Text(
        "Say which: the envelope, or choose the key file. In an emergency ring 112; act as if magnesium was taken.",
        "Ange vilket: kuvertet, eller välj nyckelfilen. Ring 112 i ett nödläge; utgå från att magnesium har tagits.",
    ),
    "opened_title": Text("Opened", "Öppnat"),
    "opened_now": Text("Now: period {period}, {what}.", "Nu: period {period}, {what}."),
    "logged": Text("The opening is written in the diary.", "Kodbrytningen är införd i dagboken."),
    "col_period": Text("Period", "Period"),
    "col_nights": Text("Nights", "Nätter"),
    "col_code": Text("Kit code", "Satskod"),
    "col_content": Text("Content", "Innehåll"),
}
