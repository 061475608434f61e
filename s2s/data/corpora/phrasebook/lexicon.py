"""The words of the built-in corpus, in English, German and Bengali, every form written out.

German nouns carry gender, singular and plural; verbs carry er- and ich-forms, plural, participle, infinitive and a
separable prefix. Bengali verbs have third and first person: present, past, future, negated past; and the infinitive.
"""

from __future__ import annotations

from typing import NamedTuple


class Person(NamedTuple):
    """Somebody who acts or receives. `person` is 1 or 3; Bengali has the bare and the objective form.

    That is -কে or -দেরকে: -দের alone would also be "of the …", and a definite object after it theirs.
    """

    en: str
    de: str
    bn: str
    dative: str
    receiver: str
    plural: bool = False
    person: int = 3


class Noun(NamedTuple):
    """English singular and plural; German singular, gender and plural; Bengali; adjectives that go with it."""

    en: str
    many: str
    de: str
    gender: str
    viele: str
    bn: str
    adjectives: tuple[str, ...]


class Verb(NamedTuple):
    """English base, -s, past; German er, ich, plural, participle, infinitive, prefix; Bengali forms."""

    en: tuple[str, str, str]
    de: tuple[str, str, str, str, str]
    prefix: str
    bn: tuple[str, str, str, str]
    bn_first: tuple[str, str, str, str]
    bn_infinitive: str
    nouns: tuple[str, ...]
    places: tuple[str, ...]
    manners: tuple[str, ...] = ()
    """How it can be done, where all three languages say so with the same words."""
    unlike: tuple[str, ...] = ()
    """Adjectives of its nouns that do not go with it: nobody writes an old letter."""


PEOPLE = {
    "anna": Person("Anna", "Anna", "আন্না", "Anna", "আন্নাকে"),
    "peter": Person("Peter", "Peter", "পিটার", "Peter", "পিটারকে"),
    "maria": Person("Maria", "Maria", "মারিয়া", "Maria", "মারিয়াকে"),
    "karim": Person("Karim", "Karim", "করিম", "Karim", "করিমকে"),
    "rina": Person("Rina", "Rina", "রিনা", "Rina", "রিনাকে"),
    "boy": Person("the boy", "der Junge", "ছেলেটি", "dem Jungen", "ছেলেটিকে"),
    "girl": Person("the girl", "das Mädchen", "মেয়েটি", "dem Mädchen", "মেয়েটিকে"),
    "child": Person("the child", "das Kind", "শিশুটি", "dem Kind", "শিশুটিকে"),
    "pupil": Person("the pupil", "der Schüler", "ছাত্রটি", "dem Schüler", "ছাত্রটিকে"),
    "boys": Person("the boys", "die Jungen", "ছেলেরা", "den Jungen", "ছেলেদেরকে", True),
    "girls": Person("the girls", "die Mädchen", "মেয়েরা", "den Mädchen", "মেয়েদেরকে", True),
    "children": Person("the children", "die Kinder", "শিশুরা", "den Kindern", "শিশুদেরকে", True),
    "pupils": Person("the pupils", "die Schüler", "ছাত্ররা", "den Schülern", "ছাত্রদেরকে", True),
    "i": Person("I", "ich", "আমি", "mir", "আমাকে", False, 1),
    "we": Person("we", "wir", "আমরা", "uns", "আমাদেরকে", True, 1),
}
ADJECTIVES = {
    "new": ("new", "neu", "নতুন"),
    "old": ("old", "alt", "পুরোনো"),
    "big": ("big", "groß", "বড়"),
    "small": ("small", "klein", "ছোট"),
    "beautiful": ("beautiful", "schön", "সুন্দর"),
    "red": ("red", "rot", "লাল"),
    "blue": ("blue", "blau", "নীল"),
    "expensive": ("expensive", "teuer", "দামি"),
    "good": ("good", "gut", "ভালো"),
}
THING = ("new", "old", "big", "small", "beautiful", "red", "blue", "expensive")
TEXT, FOOD, SIGHT = (
    ("new", "old", "beautiful", "good"),
    ("big", "small", "good", "expensive"),
    ("big", "small", "beautiful"),
)
NOUNS = {
    "book": Noun("book", "books", "Buch", "n", "Bücher", "বই", (*TEXT, "expensive")),
    "letter": Noun("letter", "letters", "Brief", "m", "Briefe", "চিঠি", TEXT),
    "story": Noun("story", "stories", "Geschichte", "f", "Geschichten", "গল্প", TEXT),
    "apple": Noun("apple", "apples", "Apfel", "m", "Äpfel", "আপেল", (*FOOD, "red")),
    "banana": Noun("banana", "bananas", "Banane", "f", "Bananen", "কলা", FOOD),
    "mango": Noun("mango", "mangoes", "Mango", "f", "Mangos", "আম", FOOD),
    "shirt": Noun("shirt", "shirts", "Hemd", "n", "Hemden", "জামা", THING),
    "hat": Noun("hat", "hats", "Hut", "m", "Hüte", "টুপি", THING),
    "umbrella": Noun("umbrella", "umbrellas", "Regenschirm", "m", "Regenschirme", "ছাতা", THING),
    "lamp": Noun("lamp", "lamps", "Lampe", "f", "Lampen", "বাতি", THING),
    "bag": Noun("bag", "bags", "Tasche", "f", "Taschen", "ব্যাগ", THING),
    "picture": Noun("picture", "pictures", "Bild", "n", "Bilder", "ছবি", (*SIGHT, "new", "old", "expensive")),
    "house": Noun("house", "houses", "Haus", "n", "Häuser", "বাড়ি", (*SIGHT, "new", "old")),
    "tree": Noun("tree", "trees", "Baum", "m", "Bäume", "গাছ", SIGHT),
    "flower": Noun("flower", "flowers", "Blume", "f", "Blumen", "ফুল", (*SIGHT, "red", "blue")),
    "door": Noun("door", "doors", "Tür", "f", "Türen", "দরজা", ("big", "small", "old", "new", "red", "blue")),
    "window": Noun("window", "windows", "Fenster", "n", "Fenster", "জানালা", ("big", "small", "old", "new")),
    "box": Noun("box", "boxes", "Kiste", "f", "Kisten", "বাক্স", THING),
}
PLACES = {
    "garden": ("in the garden", "im Garten", "বাগানে"),
    "school": ("at school", "in der Schule", "স্কুলে"),
    "kitchen": ("in the kitchen", "in der Küche", "রান্নাঘরে"),
    "market": ("at the market", "auf dem Markt", "বাজারে"),
    "room": ("in the room", "im Zimmer", "ঘরে"),
}
TIMES = {
    "present": (("every day", "jeden Tag", "প্রতিদিন"), ("every week", "jede Woche", "প্রতি সপ্তাহে")),
    "past": (("yesterday", "gestern", "গতকাল"), ("last week", "letzte Woche", "গত সপ্তাহে")),
    "future": (("tomorrow", "morgen", "আগামীকাল"), ("next week", "nächste Woche", "আগামী সপ্তাহে")),
}
MANNERS = {
    "slowly": ("slowly", "langsam", "ধীরে ধীরে"),
    "quickly": ("quickly", "schnell", "দ্রুত"),
    "carefully": ("carefully", "vorsichtig", "সাবধানে"),
}
NUMBERS = {
    2: ("two", "zwei", "দুটি"),
    3: ("three", "drei", "তিনটি"),
    4: ("four", "vier", "চারটি"),
    5: ("five", "fünf", "পাঁচটি"),
}
PACE = ("slowly", "quickly")
ANY = (*PACE, "carefully")
GOODS = ("book", "shirt", "hat", "umbrella", "lamp", "bag", "picture", "apple", "banana", "mango", "box")
INDOORS = ("school", "kitchen", "room")


def compound(word: str) -> tuple[tuple[str, str, str, str], tuple[str, str, str, str], str]:
    """Bengali verbs made of a noun or adjective and করা, to do."""
    third = (f"{word} করে", f"{word} করেছিল", f"{word} করবে", f"{word} করেনি")
    first = (f"{word} করি", f"{word} করেছিলাম", f"{word} করব", f"{word} করিনি")
    return third, first, f"{word} করতে"


VERBS = {
    "read": Verb(("read", "reads", "read"), ("liest", "lese", "lesen", "gelesen", "lesen"), "",
                 ("পড়ে", "পড়েছিল", "পড়বে", "পড়েনি"), ("পড়ি", "পড়েছিলাম", "পড়ব", "পড়িনি"), "পড়তে",
                 ("book", "letter", "story"), ("garden", "school", "room"), PACE),
    "write": Verb(("write", "writes", "wrote"), ("schreibt", "schreibe", "schreiben", "geschrieben", "schreiben"), "",
                  ("লেখে", "লিখেছিল", "লিখবে", "লেখেনি"), ("লিখি", "লিখেছিলাম", "লিখব", "লিখিনি"), "লিখতে",
                  ("letter", "story", "book"), ("garden", "school", "room"), PACE, ("old", "expensive")),
    "buy": Verb(("buy", "buys", "bought"), ("kauft", "kaufe", "kaufen", "gekauft", "kaufen"), "",
                ("কেনে", "কিনেছিল", "কিনবে", "কেনেনি"), ("কিনি", "কিনেছিলাম", "কিনব", "কিনিনি"), "কিনতে",
                GOODS, ("market",)),
    "eat": Verb(("eat", "eats", "ate"), ("isst", "esse", "essen", "gegessen", "essen"), "",
                ("খায়", "খেয়েছিল", "খাবে", "খায়নি"), ("খাই", "খেয়েছিলাম", "খাব", "খাইনি"), "খেতে",
                ("apple", "banana", "mango"), ("garden", "school", "kitchen")),
    "see": Verb(("see", "sees", "saw"), ("sieht", "sehe", "sehen", "gesehen", "sehen"), "",
                ("দেখে", "দেখেছিল", "দেখবে", "দেখেনি"), ("দেখি", "দেখেছিলাম", "দেখব", "দেখিনি"), "দেখতে",
                ("flower", "picture", "tree", "bag", "hat"), ("garden", "market")),
    "draw": Verb(("draw", "draws", "drew"), ("zeichnet", "zeichne", "zeichnen", "gezeichnet", "zeichnen"), "",
                 ("আঁকে", "এঁকেছিল", "আঁকবে", "আঁকেনি"), ("আঁকি", "এঁকেছিলাম", "আঁকব", "আঁকিনি"), "আঁকতে",
                 ("house", "tree", "flower"), ("garden", "school", "room"), PACE),
    "bring": Verb(("bring", "brings", "brought"), ("bringt", "bringe", "bringen", "mitgebracht", "mitbringen"), "mit",
                  ("আনে", "এনেছিল", "আনবে", "আনেনি"), ("আনি", "এনেছিলাম", "আনব", "আনিনি"), "আনতে", GOODS, ()),
    "open": Verb(("open", "opens", "opened"), ("macht", "mache", "machen", "aufgemacht", "aufmachen"), "auf",
                 ("খোলে", "খুলেছিল", "খুলবে", "খোলেনি"), ("খুলি", "খুলেছিলাম", "খুলব", "খুলিনি"), "খুলতে",
                 ("door", "window", "box", "bag"), INDOORS, ANY),
    "close": Verb(("close", "closes", "closed"), ("macht", "mache", "machen", "zugemacht", "zumachen"), "zu",
                  *compound("বন্ধ"), ("door", "window", "box", "bag"), INDOORS, ANY),
    "sell": Verb(("sell", "sells", "sold"), ("verkauft", "verkaufe", "verkaufen", "verkauft", "verkaufen"), "",
                 *compound("বিক্রি"), GOODS, ("market",)),
    "clean": Verb(("clean", "cleans", "cleaned"), ("putzt", "putze", "putzen", "geputzt", "putzen"), "",
                  *compound("পরিষ্কার"), ("lamp", "door", "window"), INDOORS, ANY),
}  # fmt: skip
GIFTS = {
    "give": Verb(("give", "gives", "gave"), ("gibt", "gebe", "geben", "gegeben", "geben"), "",
                 ("দেয়", "দিয়েছিল", "দেবে", "দেয়নি"), ("দিই", "দিয়েছিলাম", "দেব", "দিইনি"), "দিতে", GOODS, ()),
    "show": Verb(("show", "shows", "showed"), ("zeigt", "zeige", "zeigen", "gezeigt", "zeigen"), "",
                 ("দেখায়", "দেখিয়েছিল", "দেখাবে", "দেখায়নি"), ("দেখাই", "দেখিয়েছিলাম", "দেখাব", "দেখাইনি"), "দেখাতে",
                 ("book", "letter", "picture", "house", "shirt", "hat"), ()),
    "send": Verb(("send", "sends", "sent"), ("schickt", "schicke", "schicken", "geschickt", "schicken"), "",
                 ("পাঠায়", "পাঠিয়েছিল", "পাঠাবে", "পাঠায়নি"), ("পাঠাই", "পাঠিয়েছিলাম", "পাঠাব", "পাঠাইনি"), "পাঠাতে",
                 ("book", "letter", "picture", "shirt"), ()),
}  # fmt: skip
