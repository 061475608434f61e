"""Bengali sentences of the built-in corpus: subject, time, place, receiver, manner, object, verb; classifiers on things."""

from __future__ import annotations

from s2s.data.corpora.phrasebook.lexicon import ADJECTIVES, MANNERS, NOUNS, NUMBERS, PEOPLE, PLACES, TIMES
from s2s.data.corpora.phrasebook.meaning import Meaning, Thing, sentence

TENSES = ("present", "past", "future")
DANDA = "।"


def realise(meaning: Meaning) -> str:
    """The verb comes last; কি after the subject asks, না after the verb denies, and নি is part of the past verb."""
    if meaning.shape in ("is", "is not", "is?"):
        return copula(meaning)
    subject, verb = PEOPLE[meaning.subject], meaning.action()
    first = subject.person == 1
    forms = verb.bn_first if first else verb.bn
    finite = forms[TENSES.index(meaning.tense)]
    time = None if meaning.time is None else TIMES[meaning.tense][meaning.time][2]
    place = PLACES[meaning.place][2] if meaning.place else None
    receiver = PEOPLE[meaning.receiver].receiver if meaning.receiver else None
    manner = MANNERS[meaning.manner][2] if meaning.manner else None
    thing = phrase(meaning.thing)
    middle = [time, place, receiver, manner, thing]
    match meaning.shape:
        case "negation":
            denied = phrase(meaning.thing, one="কোনো")
            finite = forms[3] if meaning.tense == "past" else f"{finite} না"
            return sentence([subject.bn, time, denied, finite], DANDA)
        case "question":
            return sentence([subject.bn, "কি", *middle, finite], "?")
        case "what":
            return sentence([subject.bn, time, place, "কী", finite], "?")
        case "where":
            return sentence([subject.bn, time, thing, "কোথায়", finite], "?")
        case "who":
            return sentence([time, thing, "কে", finite], "?")
        case "how many":
            return sentence([subject.bn, time, place, "কয়টি", NOUNS[meaning.thing.noun].bn, finite], "?")
        case "modal":
            if meaning.modal == "must":
                return sentence([subject.receiver, thing, verb.bn_infinitive, "হবে"], DANDA)
            ending = {"want": ("চায়", "চাই"), "can": ("পারে", "পারি")}[meaning.modal or ""][first]
            return sentence([subject.bn, thing, verb.bn_infinitive, ending], DANDA)
        case "that":
            return sentence([PEOPLE[meaning.speaker or ""].bn, "জানে যে", subject.bn, *middle, finite], DANDA)
        case _ if meaning.fronted:
            return sentence([time, subject.bn, *middle[1:], finite], DANDA)
        case _:
            return sentence([subject.bn, *middle, finite], DANDA)


def copula(meaning: Meaning) -> str:
    """There is no verb "to be" in the present; নয় denies it."""
    thing = meaning.thing
    name = NOUNS[thing.noun].bn + ("টি" if thing.number == 1 else "গুলো")
    adjective = ADJECTIVES[thing.adjective or ""][2]
    if meaning.shape == "is?":
        return sentence([name, "কি", adjective], "?")
    return sentence([name, adjective, "নয়" if meaning.shape == "is not" else None], DANDA)


def phrase(thing: Thing, one: str = "একটি") -> str:
    """`one` stands for "a": একটি, or কোনো in a denial."""
    noun, adjective = NOUNS[thing.noun].bn, ADJECTIVES[thing.adjective][2] if thing.adjective else None
    if thing.article == "the":
        return " ".join(filter(None, [adjective, noun + "টি"]))
    count = one if thing.article == "a" else NUMBERS[thing.number][2]
    return " ".join(filter(None, [count, adjective, noun]))
