"""Every sentence of the clinic's own pages, in both languages.

Sentences with medical meaning are not here but in the knowledge base, where they have sources.
"""

from __future__ import annotations

from stilla.text import Text

WORDS = {
    "participant": Text("participant", "deltagare"),
    "clinician": Text("clinician", "behandlare"),
    "key-holder": Text("key-holder", "nyckelhållare"),
    "analyst": Text("analyst", "analytiker"),
    "admin": Text("administrator", "administratör"),
    "common.logout": Text("Log out", "Logga ut"),
    "common.inside_as": Text("Logged in: {name},", "Inloggad: {name},"),
    "common.code": Text("Code", "Kod"),
    "common.file": Text("File", "Fil"),
    "common.keep": Text("Save", "Spara"),
    "common.back_people": Text("Back to all people", "Tillbaka till alla personer"),
    "common.back_person": Text("Back to the person", "Tillbaka till personen"),
    "common.back_keys": Text("Back to all keys", "Tillbaka till alla nycklar"),
    "login.title": Text("Log in", "Logga in"),
    "login.name": Text("Name", "Namn"),
    "login.password": Text("Password", "Lösenord"),
    "login.enter": Text("Log in", "Logga in"),
    "login.failed": Text(
        "Name and password do not fit, or the account is shut.",
        "Namn och lösenord stämmer inte, eller kontot är stängt.",
    ),
    "login.shut": Text(
        "Too many attempts. Wait a quarter of an hour and try again.",
        "För många försök. Vänta en kvart och försök igen.",
    ),
    "login.forgotten": Text(
        "Forgotten your password? The clinic's administrator gives you a new one.",
        "Glömt lösenordet? Klinikens administratör ger dig ett nytt.",
    ),
    "password.title": Text("Change password", "Byt lösenord"),
    "password.first": Text("Choose a password of your own first.", "Välj först ett eget lösenord."),
    "password.old": Text("Old password", "Gammalt lösenord"),
    "password.new": Text("New password", "Nytt lösenord"),
    "password.again": Text("New password again", "Nytt lösenord igen"),
    "password.hint": Text(
        "At least 12 characters; four plain words are good.", "Minst 12 tecken; fyra vanliga ord är bra."
    ),
    "password.change": Text("Change", "Byt"),
    "refused.title": Text("This is not for your account", "Det här är inte för ditt konto"),
    "refused.text": Text(
        "Your account may not see or do this. That it was asked for has been noted.",
        "Ditt konto får inte se eller göra det här. Att det efterfrågades har antecknats.",
    ),
    "me.title": Text("Today", "I dag"),
    "me.nobody": Text(
        "Your clinic has not yet assigned this account. Ask them.", "Kliniken har inte kopplat kontot än. Fråga dem."
    ),
    "me.now": Text("To do now", "Att göra nu"),
    "me.trial": Text("Your own trial", "Ditt eget försök"),
    "me.planned": Text("Your clinic has planned the trial.", "Kliniken har planerat försöket."),
    "me.not_planned": Text("Your clinic has not planned a trial yet.", "Kliniken har inte planerat något försök än."),
    "me.promise": Text("The promise of {helper}, made {day}", "Löftet från {helper}, gjort {day}"),
    "me.promise_what": Text(
        "This fixes the order of the capsules without telling it. Write it down: whoever changes the order cannot make "
        "it fit again.",
        "Det här låser kapslarnas ordning utan att avslöja den. Skriv av det: den som ändrar ordningen kan inte få det "
        "att stämma igen.",
    ),
    "me.start": Text("Start the trial", "Starta försöket"),
    "me.answer": Text("See the answer", "Se svaret"),
    "me.no_answer": Text(
        "There is no answer yet: the key-holder opens the seal when the trial is over.",
        "Det finns inget svar än: nyckelhållaren bryter förseglingen när försöket är slut.",
    ),
    "answer.title": Text("Did it help?", "Hjälpte det?"),
    "answer.order": Text("What the capsules were", "Vad kapslarna var"),
    "people.title": Text("My people", "Mina personer"),
    "people.none": Text("Nobody is assigned to you.", "Ingen är kopplad till dig."),
    "people.name": Text("Name", "Namn"),
    "people.unnamed": Text("no name yet", "inget namn än"),
    "person.check": Text("What the rules say today", "Vad reglerna säger i dag"),
    "person.changed": Text("Facts changed {day} at {time} (UTC).", "Uppgifterna ändrades {day} kl. {time} (UTC)."),
    "person.nothing": Text("Nothing has been told yet.", "Inget har angetts än."),
    "person.open": Text("Still unknown", "Fortfarande okänt"),
    "person.unrecognised": Text("Not recognised", "Känns inte igen"),
    "person.facts": Text("Facts from a person file", "Uppgifter från en personfil"),
    "person.facts_hint": Text(
        "TOML or JSON takes the place of what was known; the earlier facts are kept. A FHIR record (Bundle, IPS) is "
        "only looked at: its answer is shown, and nothing of it is kept.",
        "TOML eller JSON ersätter det som var känt; de tidigare uppgifterna sparas. En FHIR-journal (Bundle, IPS) "
        "läses bara: svaret visas, och inget av den sparas.",
    ),
    "person.choose": Text("Choose a file first.", "Välj en fil först."),
    "person.record": Text("What the rules say of this record", "Vad reglerna säger om den här journalen"),
    "person.not_kept": Text("Nothing of the record was kept.", "Inget av journalen sparades."),
    "person.set_aside": Text(
        "Entries that could not be read, and are missing in this answer: {n}.",
        "Poster som inte gick att läsa, och som saknas i svaret: {n}.",
    ),
    "person.lab": Text("A measured value", "Ett mätvärde"),
    "person.what": Text("What", "Vad"),
    "person.value": Text("Value with its unit, such as 88 umol/L", "Värde med enhet, till exempel 88 umol/L"),
    "person.measured": Text("Measured, 2026-11-22", "Mätt, 2026-11-22"),
    "person.trial": Text("Trial and diary", "Försök och dagbok"),
    "person.plan": Text("Protocol of the trial (protocol.json)", "Försökets protokoll (protocol.json)"),
    "person.planned": Text("The trial is planned.", "Försöket är planerat."),
    "person.sealed": Text("The key-holder has sealed it.", "Nyckelhållaren har förseglat det."),
    "person.opened": Text("The seal has been opened.", "Förseglingen är bruten."),
    "person.emergency": Text(
        "The seal was opened in an emergency. A active, P placebo, period by period: {sequence}",
        "Förseglingen bröts i ett nödläge. A aktiv, P placebo, period för period: {sequence}",
    ),
    "person.report": Text("Report (PDF)", "Rapport (PDF)"),
    "person.diary": Text("Diary", "Dagbok"),
    "person.diary_file": Text("Diary as a table", "Dagboken som tabell"),
    "person.no_nights": Text("There is no diary yet.", "Det finns ingen dagbok än."),
    "keys.title": Text("My keys", "Mina nycklar"),
    "keys.none": Text("No person is assigned to you.", "Ingen person är kopplad till dig."),
    "keys.no_plan": Text(
        "There is no plan yet; a clinician adds it.", "Det finns ingen plan än; en behandlare lägger in den."
    ),
    "keys.seal": Text("Draw the order and seal it", "Lotta ordningen och försegla"),
    "keys.seal_hint": Text(
        "The passphrase is kept nowhere. Without it nobody can open the seal: write it down and lock it away.",
        "Lösenfrasen sparas ingenstans. Utan den kan ingen bryta förseglingen: skriv ner den och lås in den.",
    ),
    "keys.helper": Text("Your name and telephone, for the card", "Ditt namn och telefonnummer, till kortet"),
    "keys.passphrase": Text("Passphrase", "Lösenfras"),
    "keys.again": Text("Passphrase again", "Lösenfrasen igen"),
    "keys.promise": Text("Sealed {day} at {time} (UTC). The promise:", "Förseglat {day} kl. {time} (UTC). Löftet:"),
    "keys.packing": Text("Packing sheet and page for the envelope", "Packlista och blad till kuvertet"),
    "keys.open": Text("Open the seal at the end", "Bryt förseglingen vid slutet"),
    "keys.without": Text("also where guesses are missing", "även om gissningar saknas"),
    "keys.emergency": Text("Open in an emergency", "Öppna i ett nödläge"),
    "keys.why": Text("Why", "Varför"),
    "keys.opened": Text("The seal has been opened.", "Förseglingen är bruten."),
    "keys.shown": Text("What each kit holds", "Vad varje förpackning innehåller"),
    "keys.period": Text("Period", "Period"),
    "keys.nights": Text("Nights", "Nätter"),
    "keys.content": Text("Content", "Innehåll"),
    "keys.logged": Text("The opening has been written down.", "Öppningen har antecknats."),
    "pooled.title": Text("Pooled data", "Samlade data"),
    "pooled.lead": Text(
        "Nights by their number and answers, under codes. No dates, no words, no names; the treatment only where the "
        "seal has been opened.",
        "Nätter efter nummer och svar, under koder. Inga datum, inga ord, inga namn; behandlingen bara där "
        "förseglingen är bruten.",
    ),
    "pooled.nights": Text("Nights", "Nätter"),
    "pooled.answers": Text("Answers", "Svar"),
    "accounts.title": Text("Accounts", "Konton"),
    "accounts.add": Text("New account", "Nytt konto"),
    "accounts.role": Text("Role", "Roll"),
    "accounts.role_hint": Text(
        "For good: whoever has two duties gets two accounts.", "För gott: den som har två uppgifter får två konton."
    ),
    "accounts.made": Text(
        "First password for {name}: {password} It is shown once; hand it over in person.",
        "Första lösenordet för {name}: {password} Det visas en gång; lämna över det personligen.",
    ),
    "accounts.state": Text("State", "Läge"),
    "accounts.open": Text("open", "öppet"),
    "accounts.shut": Text("shut", "stängt"),
    "accounts.disable": Text("Shut", "Stäng"),
    "accounts.enable": Text("Open", "Öppna"),
    "accounts.reset": Text("New password", "Nytt lösenord"),
    "assignments.title": Text("Assignments", "Kopplingar"),
    "assignments.person": Text("New person", "Ny person"),
    "assignments.person_hint": Text(
        "A person gets a code and nothing else here. A clinician writes the name.",
        "En person får en kod och inget annat här. En behandlare skriver namnet.",
    ),
    "assignments.add": Text("Assign", "Koppla"),
    "assignments.account": Text("Account", "Konto"),
    "assignments.who": Text("Person", "Person"),
    "assignments.end": Text("End", "Avsluta"),
    "audit.title": Text("Log", "Logg"),
    "audit.lead": Text(
        "The newest rows. Whether the whole chain holds is told by: stilla clinic audit verify",
        "De nyaste raderna. Om hela kedjan håller sägs av: stilla clinic audit verify",
    ),
    "audit.at": Text("When (UTC)", "När (UTC)"),
    "audit.who": Text("Account", "Konto"),
    "audit.action": Text("Action", "Handling"),
    "audit.kind": Text("Of what", "Vad"),
    "audit.object": Text("Whose", "Vems"),
    "audit.outcome": Text("Outcome", "Utfall"),
}
