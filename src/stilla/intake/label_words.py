"""The words of labels in Swedish and English, and the element's name in other languages. Words only, no facts.

All are in the folded form that `label_tokens` gives: one case, hyphens as spaces.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ELEMENT = _words("magnesium magnésium magnesio magnésio magnesiums mgelement")
"""Names of the element. `mgelement` is the symbol Mg where it cannot be the unit."""

PRODUCT_ENDINGS = _words(
    "tillskott kosttillskott halt innehåll mängd tablett tabletter kapsel kapslar pulver brustablett brustabletter "
    "preparat gehalt"
)
"""Endings that keep a compound ("magnesiuminnehåll") about the element."""

SALT_ENDINGS = ("at", "ate", "id", "ide", "salt", "salter", "salz", "kelat", "chelat")
"""A compound or a second word with such an ending is a salt, known or not."""

FATTY = [
    "stearat",
    "stearate",
    "stéarate",
    "stearoat",
    "palmitat",
    "palmitate",
    "oleat",
    "oleate",
    "laurat",
    "laurate",
    "myristat",
    "myristate",
    "behenat",
    "behenate",
    "estearato",
    "stearato",
]
"""Salts of fatty acids: tablet excipients, never a source."""

NOT_A_SALT = _words(
    "plate private climate immediate alternate moderate appropriate accurate guide side wide provide inside beside "
    "include aid liquid rapid valid hybrid fluid acid solid that what att fat format privat"
)
"""Words with the ending of a salt that are none."""

PURE = _words("elemental elementary elementärt elementär elementar rent ren pure actual ionic joniskt jonisk")
QUALIFIERS = PURE | _words("chelated kelaterat kelaterad buffered buffrat high potency total totalt totally of av")
TOTAL = _words("total totalt totala")
ELEMENTAL = _words("elemental elementary elementärt elementär elementar")
OF = _words("of av")
LINKS = _words("as from som från ur aus form i of in av the a an den source källa källor sources blend")
"""Words that lead from the element to what it is made from."""

FROM = _words("as from som från ur aus")
CONNECTORS = _words("and och und et or eller & / + ,")
VARAV = _words(
    "varav providing provides provide ger motsvarar motsvarande equivalent containing contains innehåller "
    "innehållande supplying supplies supply yields yielding delivers delivering to till with med which "
    "därav whereof give "
    "gives corresponding equals contain innehåll content dosage dosering"
)
"""Words that lead to an amount; not the name of anything."""

FILLERS = _words(
    "caps capsule capsules tablet tablets tabs caplet caplets softgel softgels vegcaps vcaps tablett "
    "tabletter kapsel kapslar powder "
    "pulver liquid supplement kosttillskott content innehåll halt mängd amount usp ca circa cirka about "
    "approx approximately minst "
    "elemental elementärt elementär rent ren contains innehåller ger provides is är on a the free fri fast "
    "acting natural high "
    "strength potency extra forte strong stark softgels mineral chewable tuggtabletter brustabletter "
    "brustablett effervescent per each i "
    "kapseln tabletten total totalt max supplements is ionic vegan form"
)
"""Words that may stand between a name and its amount without being the name of something else."""

NUTRIENTS = _words(
    "vitamin vitamins vitaminer calcium kalcium kalsium calciumkarbonat zinc zink iron järn potassium "
    "kalium sodium natrium phosphorus "
    "fosfor iodine jod iodide copper koppar selenium selen manganese mangan chromium krom molybdenum "
    "molybden niacin biotin folate "
    "folic folsyra folat pantothenic pantotensyra thiamine thiamin tiamin riboflavin pyridoxine pyridoxin "
    "chloride klorid taurine taurin "
    "theanine teanin glycine glycin inositol melatonin omega fiber fibre fibrer protein kolhydrat "
    "kolhydrater fat fett salt sugar socker "
    "boron bor dolomite coral silica kisel choline kolin coq10 q10 gaba tryptophan valerian ashwagandha "
    "curcumin carbohydrate energy "
    "energi sulfate bicarbonate nitrate fluoride cholesterol calories sugars fer zinc cuivre calcio "
    "phosphore potasio sodio kalzium eisen"
)
"""Names that own amounts: none of these may lend its amount to magnesium."""

ONE = {
    "a": 1,
    "an": 1,
    "one": 1,
    "each": 1,
    "every": 1,
    "en": 1,
    "ett": 1,
    "varje": 1,
    "each one": 1,
    "à": 1,
    "single": 1,
}
NUMBERS = ONE | {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6,
}  # fmt: skip

UNITS: dict[str, str] = {
    word: unit
    for unit, words in {
        "tablet": "tablet tablets tablett tabletter tabletten tabl tabs tab tablette tabletten caplet "
        "caplets lozenge lozenges "
        "sugtablett sugtabletter brustablett brustabletter tuggtablett tuggtabletter wafer wafers "
        "depottablett depottabletter",
        "capsule": "capsule capsules kapsel kapslar kapseln caps cap kaps vcap vcaps vegcap vegcaps softgel softgels "
        "vegcapsule vegcapsules gelule gelules",
        "gummy": "gummy gummies gelégodis",
        "scoop": "scoop scoops skopa skopor mått måttskopa måttskopor",
        "sachet": "sachet sachets stick sticks påse påsar dospåse dospåsar portionspåse ampull ampuller",
        "teaspoon": "teaspoon teaspoons tsp tesked teskedar tsk",
        "tablespoon": "tablespoon tablespoons tbsp matsked matskedar msk",
        "serving": "serving servings portion portioner dos doser dose doses dosis",
        "drop": "drop drops droppe droppar",
        "spray": "spray sprays sprayning sprayningar",
    }.items()
    for word in words.split()
}
"""What a serving is counted in."""

DAY = _words("dag dygn day dagsdos dagsdosen dagsintag dagligt daglig dagsdosering daily dagen dygnet")
DAILY = _words("daily dagligen dagl")
TIMES = _words("times gånger gång ggr time x")
OFTEN = {"once": 1, "twice": 2}
PER = _words("per pr / i in each every varje från from à")
GIVES = _words(
    "ger innehåller contains contain provides provide gives give supplies supply delivers deliver motsvarar "
    "equals yields"
)
MEASURES = {"g": "g", "ml": "ml", "l": "l", "kg": "kg", "cl": "cl", "dl": "dl"}
LITRE = _words("l liter litre kg litern")

OTHERS: dict[str, tuple[tuple[str, ...], ...]] = {
    "vitamin-b6": (("vitamin", "b6"), ("vitamin", "b", "6"), ("b6",), ("pyridoxine",), ("pyridoxin",)),
    "zinc": (("zinc",), ("zink",)),
    "calcium": (("calcium",), ("kalcium",)),
    "iron": (("iron",), ("järn",)),
}
"""Other ingredients whose amounts matter, by the names they go by."""

ADJECTIVES = _words(
    "vegetarian vegan veg veggie chewable level heaped heaping struken strukna vegetabiliska small large full"
)
"""Words between a count and its unit."""

REFERENCE_WORDS = _words(
    "nrv dri rdi dv rda gda vnr ri drv daily dagligt dagsintag dagsbehov of av referensintag reference per der"
)
"""Words after a percent that say of what: the reference intake."""
