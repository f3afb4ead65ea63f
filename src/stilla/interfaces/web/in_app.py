"""A sentence that names a command, said to somebody who has no terminal: the command becomes the page that does it.

The sentences of the knowledge base and the refusals of the core are the same for every door; only what to type differs.
A test goes through every sentence, so that none reaches the screen with a command or a flag in it.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stilla.text import Language

_EN = (
    (r"Answer for last night, this morning or tomorrow: stilla trial log --score 0–10\.",
     "Answer for last night, this morning or tomorrow."),
    (r": stilla trial log --score 0–10 \(or --cannot\)\.", "."),
    (r" Answer each morning with stilla trial log\.", " Answer each morning."),
    ((r"See how likely a clear answer is with stilla trial forecast PERSON, then make the plan: "
     r"stilla trial protocol PERSON\."), "See how likely a clear answer is, then make the plan."),
    (r"\(stilla trial forecast says how likely an answer is then\)",
     "(the forecast says how likely an answer is then)"),
    (r" are packed: stilla trial start PERSON\.", " are packed, start the trial."),
    (r"When the bags are too: stilla trial start PERSON\.", "When the bags are too, start the trial."),
    (r"had: stilla trial guess --period \S+ --active, --placebo or --unsure, with --sure 0–100\.", "had."),
    (r"for key\.json, then: stilla trial answer --key key\.json\.", "for key.json, and open the answer."),
    (r" Then: stilla trial resume PERSON\.", " Then go on here."),
    (r"Put it in your person file, then: stilla trial resume PERSON\.", "Put it in the check, then go on here."),
    (r"the capsules: stilla trial resume PERSON\.", "the capsules."),
    (r" Then: stilla trial resume --normal\.", " Then say so here."),
    (r" If so: stilla trial resume --normal\. If not, wait\.", " If so, go on. If not, wait."),
    (r": stilla trial log --side-effect WHAT\.", "."),
    (r" Name it: stilla trial log --medicine NAME\.", " Name it in the morning's page."),
    (r"Put it in your person file and run stilla check again", "Put it in the check and make it again"),
    (r"run stilla check again with your new list", "make the check again with your new list"),
    (r"is not in the person file\. Put it there first", "is not in the check. Put it there first"),
    (r"Run stilla check and answer", "Make the check and answer"),
    (r"Check again with stilla check every", "Make the check again every"),
    (r"; to end the trial, use stilla trial stop\.", "; you may end the trial at any time."),
    (r" \(stilla trial guess\)", ""),
    (r" With --without-guesses it is opened anyway\.", " You can also choose to open it without them."),
    (r" \(--clinician NAME\)", ""),
    (r"With --despite-few-symptoms it can start", "It can start all the same if you ask for it"),
    (r"because --none-of-these was said", "because you said that none applies"),
    (r", and note it with --note\.", ", and note it."),
    (r" \(--side-effect fever\)", ""),
    (r" For something without a name: other, and --note\.", " For something without a name, write: other."),
    (r" For anything else: other, and --note\.", " For anything else: other."),
    (r"To change it, say --replace --why REASON; the old one is kept", "You can replace it; the old one is kept"),
    (r" Write --night \S+ or --night \S+ \(the morning\)\.", " Say which one."),
    (r" \(or give another --now\)", ""),
    (r"; see stilla label", ""),
    (r" See what was changed with: stilla trial verify FOLDER", " The check of the files says what was changed."),
    (r", or see with stilla plan --now whether", ", or see in the plan whether"),
    (r"Go through them with `stilla rls`, or read them with `stilla knowledge list red-flags`\.", "Go through them."),
    ((r"Say what was taken \(--taken 5g --form oxide\), signs \(--sign nausea\) or a measured level "
     r"\(--serum 2\.6mmol/L\)\."), "Say what was taken, signs, or a measured level."),
    (r" and afterwards: stilla trial open --envelope\.", " and afterwards in Stilla."),
    (r"Say --active, --placebo or --unsure\.", "Choose a guess, or “I cannot tell”."),
    (r", then take back a backup: stilla backup list\.", ", then take back a backup."),
    (r"Name its columns: --map start=…,end=… \(or date=…,asleep=…\)\.", "Say which column is what."),
    (r"Write --dates dmy or mdy;", "Say how dates are written;"),
    (r"Say which: --dates dmy or --dates mdy\.", "Say how dates are written."),
    (r"Say which: --date-is morning or --date-is evening\.", "Say which."),
    (r" \(--zone\)", ""),
    (r"Say whose nights are yours with --person:", "Say which of them you are:"),
)  # fmt: skip
_SV = (
    (r"nu i morse eller i morgon bitti: stilla trial log --score 0–10\.", "nu i morse eller i morgon bitti."),
    (r": stilla trial log --score 0–10 \(eller --cannot\)\.", "."),
    (r" Svara varje morgon med stilla trial log\.", " Svara varje morgon."),
    ((r"Se hur troligt ett tydligt svar är med stilla trial forecast PERSON, och gör sedan planen: "
     r"stilla trial protocol PERSON\."), "Se hur troligt ett tydligt svar är, och gör sedan planen."),
    (r"\(stilla trial forecast säger hur troligt ett svar är då\)", "(prognosen säger hur troligt ett svar är då)"),
    (r" är packade: stilla trial start PERSON\.", " är packade: starta försöket."),
    (r"När påsarna också gör det: stilla trial start PERSON\.", "När påsarna också gör det: starta försöket."),
    ((r"hade innan du går vidare: stilla trial guess --period \S+ --active, --placebo eller --unsure, "
     r"med --sure 0–100\."), "hade innan du går vidare."),
    (r"om key\.json, sedan: stilla trial answer --key key\.json\.", "om key.json, och öppna svaret."),
    (r" Sedan: stilla trial resume PERSON\.", " Fortsätt sedan här."),
    (r"Skriv in det i din personfil, sedan: stilla trial resume PERSON\.", "Skriv in det i kontrollen och fortsätt."),
    (r"före kapslarna: stilla trial resume PERSON\.", "före kapslarna."),
    (r" Sedan: stilla trial resume --normal\.", " Säg sedan till här."),
    (r" I så fall: stilla trial resume --normal\. Annars, vänta\.", " Fortsätt i så fall. Annars: vänta."),
    (r": stilla trial log --side-effect VAD\.", "."),
    (r" Ange det: stilla trial log --medicine NAMN\.", " Ange det på morgonens sida."),
    (r"Skriv in det i din personfil och kör stilla check igen", "Skriv in det i kontrollen och gör om den"),
    (r"kör stilla check igen med din nya lista", "gör om kontrollen med din nya lista"),
    (r"saknas i personfilen\. Skriv in det där först", "saknas i kontrollen. Skriv in det där först"),
    (r"Kör stilla check och svara", "Gör kontrollen och svara"),
    (r"Kontrollera igen med stilla check var", "Gör om kontrollen var"),
    (r"; avsluta försöket med stilla trial stop\.", "; du får avsluta försöket när du vill."),
    (r" \(stilla trial guess\)", ""),
    (r" Med --without-guesses öppnas det ändå\.", " Du kan också välja att öppna utan dem."),
    (r" \(--clinician NAMN\)", ""),
    (r"Med --despite-few-symptoms kan det börja", "Det kan börja ändå om du ber om det"),
    (r"eftersom --none-of-these angavs", "eftersom du angav att inget gäller"),
    (r", och anteckna det med --note\.", ", och anteckna det."),
    (r" \(--side-effect feber\)", ""),
    (r" För något utan namn: other, och --note\.", " För något utan namn, skriv: annat."),
    (r" För annat: other, och --note\.", " För annat: något annat."),
    (r"Ändra den med --replace --why ORSAK; den gamla sparas", "Du kan ersätta den; den gamla sparas"),
    (r" Skriv --night \S+ eller --night \S+ \(morgonens datum\)\.", " Ange vilken."),
    (r" \(eller ge ett annat --now\)", ""),
    (r"; se stilla label", ""),
    (r" Se vad som har ändrats med: stilla trial verify MAPP", " Filkontrollen visar vad som har ändrats."),
    (r", eller se med stilla plan --now om", ", eller se i planen om"),
    (r"Gå igenom dem med `stilla rls`, eller läs dem med `stilla knowledge list red-flags`\.", "Gå igenom dem här."),
    ((r"Skriv vad som har tagits \(--taken 5g --form oxide\), tecken \(--sign illamående\) eller ett uppmätt värde "
     r"\(--serum 2,6mmol/L\)\."), "Skriv vad som har tagits, tecken, eller ett uppmätt värde."),
    (r" och efteråt: stilla trial open --envelope\.", " och efteråt i Stilla."),
    (r"Ange --active, --placebo eller --unsure\.", "Välj en gissning, eller ”Jag kan inte säga”."),
    (r" och hämta sedan en säkerhetskopia: stilla backup list\.", " och hämta sedan en säkerhetskopia."),
    (r"Ange kolumnerna: --map start=…,end=… \(eller date=…,asleep=…\)\.", "Ange vilken kolumn som är vad."),
    (r"Skriv --dates dmy eller mdy;", "Ange hur datum skrivs;"),
    (r"Säg vilket: --dates dmy eller --dates mdy\.", "Ange hur datum skrivs."),
    (r"Säg vilket: --date-is morning eller --date-is evening\.", "Ange vilket."),
    (r" \(--zone\)", ""),
    (r"Ange vilken som är du med --person:", "Ange vilken som är du:"),
)  # fmt: skip
_TABLES = {
    language: tuple((re.compile(typed), said) for typed, said in table)
    for language, table in (("en", _EN), ("sv", _SV))
}
_COMMAND = re.compile(r"stilla [a-z]|--[a-z]|person file|personfil")


def names_a_command(said: str) -> bool:
    """Whether a sentence names a command, a flag, or a file that only the command line reads."""
    return _COMMAND.search(said) is not None


@lru_cache(maxsize=512)
def in_app(said: str, language: Language) -> str:
    """The sentence as the app says it; the same where it names no command.

    >>> in_app("Answer the night to Sunday: stilla trial log --score 0–10 (or --cannot).", "en")
    'Answer the night to Sunday.'
    """
    if not names_a_command(said):
        return said
    for typed, instead in _TABLES[language]:
        said = typed.sub(instead, said)
    return said
