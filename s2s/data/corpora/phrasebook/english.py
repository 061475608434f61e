"""English sentences of the built-in corpus."""

from __future__ import annotations

from s2s.data.corpora.phrasebook.lexicon import ADJECTIVES, MANNERS, NOUNS, NUMBERS, PEOPLE, PLACES, TIMES
from s2s.data.corpora.phrasebook.meaning import Meaning, Thing, sentence

MODALS = {"want": ("want to", "wants to"), "can": ("can", "can"), "must": ("have to", "has to")}


def realise(meaning: Meaning) -> str:
    """Subject, verb, receiver, object, manner, place, time; questions and denials with "do" or "will"."""
    if meaning.shape in ("is", "is not", "is?"):
        return copula(meaning)
    subject, verb, tense = PEOPLE[meaning.subject], meaning.action(), meaning.tense
    plain = verb.en[0]
    third = subject.person == 3 and not subject.plural
    does = {"present": "does" if third else "do", "past": "did", "future": "will"}[tense]
    finite = {"present": verb.en[1] if third else plain, "past": verb.en[2], "future": f"will {plain}"}[tense]
    time = None if meaning.time is None else TIMES[tense][meaning.time][0]
    place = PLACES[meaning.place][0] if meaning.place else None
    manner = MANNERS[meaning.manner][0] if meaning.manner else None
    rest = [PEOPLE[meaning.receiver].en if meaning.receiver else None, phrase(meaning.thing), manner, place, time]
    match meaning.shape:
        case "negation":
            return sentence([subject.en, does, "not", plain, *rest], ".")
        case "question":
            return sentence([does, subject.en, plain, *rest], "?")
        case "what":
            return sentence(["what", does, subject.en, plain, place, time], "?")
        case "where":
            return sentence(["where", does, subject.en, plain, *rest], "?")
        case "who":
            return sentence(["who", finite, *rest], "?")
        case "how many":
            return sentence(["how many", NOUNS[meaning.thing.noun].many, does, subject.en, plain, place, time], "?")
        case "modal":
            return sentence([subject.en, MODALS[meaning.modal or ""][third], plain, *rest], ".")
        case "that":
            return sentence([PEOPLE[meaning.speaker or ""].en, "knows that", subject.en, finite, *rest], ".")
        case _ if meaning.fronted:
            return sentence([time, subject.en, finite, *rest[:-1]], ".")
        case _:
            return sentence([subject.en, finite, *rest], ".")


def copula(meaning: Meaning) -> str:
    """A sentence such as ``the house is not old.``, or the question."""
    thing = meaning.thing
    noun, adjective = NOUNS[thing.noun], ADJECTIVES[thing.adjective or ""][0]
    be, name = ("is", noun.en) if thing.number == 1 else ("are", noun.many)
    if meaning.shape == "is?":
        return sentence([be, "the", name, adjective], "?")
    return sentence(["the", name, be, "not" if meaning.shape == "is not" else None, adjective], ".")


def phrase(thing: Thing) -> str:
    """The object: an article or a number, an adjective if there is one, and the noun."""
    noun = NOUNS[thing.noun]
    words = [ADJECTIVES[thing.adjective][0]] if thing.adjective else []
    words.append(noun.en if thing.number == 1 else noun.many)
    if thing.article == "number":
        return " ".join([NUMBERS[thing.number][0], *words])
    article = "an" if thing.article == "a" and words[0][0] in "aeiou" else thing.article
    return " ".join([article, *words])
