"""Sealing, on the helper's computer, and the start, on the person's."""

from __future__ import annotations

from stilla.text import Text

WORDS = {
    "helper_title": Text("For the helper", "För hjälparen"),
    "helper_lead": Text(
        "Somebody asked you to seal their trial. Choose the protocol they sent; Stilla draws the order of the "
        "capsules, and you get four files in one ZIP.",
        "Någon har bett dig försegla sitt försök. Välj protokollet du fick; Stilla lottar kapslarnas ordning, och du "
        "får fyra filer i en ZIP.",
    ),
    "own_computer": Text(
        "Do this on your own computer, not on that of the person in the trial.",
        "Gör det här på din egen dator, inte på datorn hos den som gör försöket.",
    ),
    "nothing_stays": Text(
        "Nothing of this is kept here: what you download is all there is. If key.json is lost, there is no answer.",
        "Inget av detta sparas här: det du laddar ned är allt som finns. Om key.json tappas bort går det inte att få "
        "något svar.",
    ),
    "once": Text(
        "Draw once. Each download is a new draw: use the files of one ZIP, and throw away any other.",
        "Lotta en gång. Varje nedladdning är en ny lottning: använd filerna ur en och samma ZIP, och släng andra.",
    ),
    "files": Text("What is in it", "Vad som finns i den"),
    "protocol_file": Text("The protocol (protocol.json)", "Protokollet (protocol.json)"),
    "helper_name": Text("Your name and phone number, for the card", "Ditt namn och telefonnummer, till kortet"),
    "seal_now": Text("Draw, seal and download", "Lotta, försegla och ladda ned"),
    "same_title": Text(
        "This is the computer of the person in the trial", "Den här datorn hör till den som gör försöket"
    ),
    "same": Text(
        "The protocol was made here. Whoever uses this computer could look at the key, and the trial would not be "
        "blinded. Nothing was drawn. Send protocol.json to your helper instead.",
        "Protokollet är gjort här. Den som använder datorn skulle kunna titta på nyckeln, och då är försöket inte "
        "blindat. Inget har lottats. Skicka protocol.json till din hjälpare i stället.",
    ),
    "same_anyway": Text(
        "I am the helper, the person is not here, and I take the files with me and delete them from this computer. "
        "(Choose the protocol again.)",
        "Jag är hjälparen, personen är inte här, och jag tar med mig filerna och raderar dem från den här datorn. "
        "(Välj protokollet igen.)",
    ),
    "mine": Text(
        "A protocol was made on this computer. If it is yours, do not seal it here: send it to your helper.",
        "Ett protokoll är gjort på den här datorn. Är det ditt: försegla det inte här, utan skicka det till din "
        "hjälpare.",
    ),
    "alone": Text("Without a helper (weaker)", "Utan hjälpare (svagare)"),
    "alone_how": Text(
        "Only for a protocol that says “alone”. The key is locked with a passphrase.",
        "Bara för ett protokoll där det står ”utan hjälpare”. Nyckeln låses med en lösenfras.",
    ),
    "passphrase": Text("Passphrase, at least 12 characters", "Lösenfras, minst 12 tecken"),
    "again": Text("The passphrase once more", "Lösenfrasen en gång till"),
    "packing": Text(
        "Also the packing sheet and the emergency page. They tell the order: only for whoever fills the capsules.",
        "Även packbladet och nödbladet. De visar ordningen: bara för den som fyller kapslarna.",
    ),
    "choose_protocol": Text("Choose the protocol's file, protocol.json.", "Välj protokollets fil, protocol.json."),
    "choose_commitment": Text(
        "Choose the file that your helper sent back, commitment.json.",
        "Välj filen som din hjälpare skickade tillbaka, commitment.json.",
    ),
    "not_the_same": Text("The two passphrases differ.", "De två lösenfraserna är olika."),
    "start_title": Text("Start the trial", "Starta försöket"),
    "start_lead": Text(
        "Everything is checked once more. Then choose the first night.",
        "Allt kontrolleras en gång till. Välj sedan den första natten.",
    ),
    "no_protocol": Text(
        "There is no protocol here yet. Make it first, or choose its file.",
        "Här finns inget protokoll än. Gör det först, eller välj dess fil.",
    ),
    "commitment_file": Text("From the helper (commitment.json)", "Från hjälparen (commitment.json)"),
    "commitment_hint": Text(
        "It fixes the order and tells nothing of it.", "Den låser ordningen och säger inget om den."
    ),
    "first_night": Text("First night with capsules", "Första natten med kapslar"),
    "start_now": Text("Check and start", "Kontrollera och starta"),
    "started_title": Text("The trial has started", "Försöket har börjat"),
    "started_night": Text("First night: {night}.", "Första natten: {night}."),
    "print_card": Text("The card to carry (PDF)", "Kortet att ha med dig (PDF)"),
    "card_hint": Text("Print it and carry it with you.", "Skriv ut det och ha det med dig."),
}
