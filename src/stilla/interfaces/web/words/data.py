"""The person's data."""

from __future__ import annotations

from stilla.text import Text

WORDS = {
    "title": Text("Your data", "Dina data"),
    "where": Text(
        "Everything lies in this folder on this computer:", "Allt ligger i den här mappen på den här datorn:"
    ),
    "empty": Text("Nothing is kept there yet.", "Inget är sparat där än."),
    "done_backup": Text("The backup is made and checked.", "Säkerhetskopian är gjord och kontrollerad."),
    "done_place": Text("Backups go there from now on.", "Säkerhetskopior sparas där från och med nu."),
    "done_restored": Text(
        "The backup is put back. What was here before is kept as a backup of its own.",
        "Säkerhetskopian är återställd. Det som fanns förut är sparat som en egen säkerhetskopia.",
    ),
    "done_imported": Text(
        "Everything in the file is kept here now. What was here before, if anything, is kept as a backup.",
        "Allt i filen är nu sparat här. Fanns det något förut är det sparat som säkerhetskopia.",
    ),
    "backups": Text("Backups", "Säkerhetskopior"),
    "backups_lead": Text(
        "One is made each week, and before anything is replaced. The last eight of each kind stay.",
        "En görs varje vecka, och innan något ersätts. De åtta senaste av varje sort finns kvar.",
    ),
    "none": Text("There is none yet.", "Det finns ingen än."),
    "damaged": Text("damaged", "skadad"),
    "unsound": Text("files as they were, not checked", "filer som de var, inte kontrollerade"),
    "outside": Text("in your other folder", "i din andra mapp"),
    "restore": Text("Put back", "Återställ"),
    "make": Text("Make a backup now", "Gör en säkerhetskopia nu"),
    "place": Text("Folder for backups", "Mapp för säkerhetskopior"),
    "place_hint": Text(
        "A backup on the same disk does not help when the disk breaks. Write a folder on another one; leave it empty "
        "for the data folder.",
        "En säkerhetskopia på samma disk hjälper inte när disken går sönder. Skriv en mapp på en annan; lämna tomt för "
        "datamappen.",
    ),
    "place_save": Text("Use this folder", "Använd mappen"),
    "place_now": Text("Now:", "Nu:"),
    "export": Text("Everything as one file", "Allt i en fil"),
    "export_lead": Text(
        "A ZIP with tables for a spreadsheet, JSON and the databases. It holds your own words: look through it before "
        "you give it away.",
        "En ZIP med tabeller för kalkylprogram, JSON och databaserna. Dina egna ord finns med: titta igenom den innan "
        "du lämnar ut den.",
    ),
    "export_button": Text("Download the file", "Ladda ned filen"),
    "import": Text("From an exported file", "Från en exporterad fil"),
    "import_lead": Text(
        "You see what is in it before anything is replaced.", "Du ser vad som finns i den innan något ersätts."
    ),
    "import_file": Text("A ZIP from Stilla", "En ZIP från Stilla"),
    "import_look": Text("Look into the file", "Titta i filen"),
    "import_title": Text("What is in {name}", "Det som finns i {name}"),
    "nights": Text("Nights with an answer", "Nätter med svar"),
    "from_to": Text("{n}, from {first} to {last}", "{n}, från {first} till {last}"),
    "entries": Text("Entries in the diary", "Anteckningar i dagboken"),
    "facts": Text("Answers about you", "Svar om dig"),
    "sleep_files": Text("Imported sleep files", "Importerade sömnfiler"),
    "food_tables": Text("Imported food tables", "Importerade livsmedelstabeller"),
    "import_replaces": Text(
        "It replaces everything that is kept here now. A backup of that is made first.",
        "Den ersätter allt som är sparat här nu. Först görs en säkerhetskopia av det.",
    ),
    "import_into_empty": Text(
        "Nothing is kept here, so nothing is replaced.", "Inget är sparat här, så inget ersätts."
    ),
    "import_replace": Text("Replace everything with this", "Ersätt allt med det här"),
    "import_take": Text("Import the file", "Läs in filen"),
    "cancel": Text("No, go back", "Nej, gå tillbaka"),
    "restore_title": Text("Put this backup back?", "Återställa den här säkerhetskopian?"),
    "restore_lead": Text(
        "It replaces what is kept now: what you wrote since then is no longer shown. A backup of what is here is "
        "made first, so you can come back.",
        "Den ersätter det som är sparat nu: det du har skrivit sedan dess visas inte längre. Först görs en "
        "säkerhetskopia av det som finns här, så du kan gå tillbaka.",
    ),
    "restore_yes": Text("Put it back", "Återställ den"),
    "erase": Text("Remove everything", "Ta bort allt"),
    "erase_lead": Text(
        "What you told Stilla, the diary, the trial with its key, imported sleep and food, and all backups.",
        "Det du har berättat för Stilla, dagboken, försöket med nyckeln, importerad sömn och mat, och alla "
        "säkerhetskopior.",
    ),
    "erase_open": Text("Remove everything …", "Ta bort allt …"),
    "erase_undo": Text("It cannot be undone. Keep a copy first:", "Det går inte att ångra. Spara en kopia först:"),
    "erase_type": Text("Type {word} to go on", "Skriv {word} för att gå vidare"),
    "erase_wrong": Text("Nothing was removed: the word did not match.", "Inget togs bort: ordet stämde inte."),
    "erased_title": Text("Everything that can be reached is gone", "Allt som går att nå är borta"),
    "erased_nothing": Text("Nothing was kept here.", "Här fanns inget sparat."),
    "erased_what": Text("Removed", "Borttaget"),
    "erased_left": Text("Still there", "Finns kvar"),
}
