"""German sentences of the built-in corpus: verb second in statements, last in subordinate clauses, a verb bracket."""

from __future__ import annotations

from s2s.data.corpora.phrasebook.lexicon import ADJECTIVES, MANNERS, NOUNS, NUMBERS, PEOPLE, PLACES, TIMES, Person
from s2s.data.corpora.phrasebook.meaning import Meaning, Thing, sentence

DEFINITE = {"m": "den", "f": "die", "n": "das"}
INDEFINITE = {"m": "einen", "f": "eine", "n": "ein"}
NOMINATIVE = {"m": "der", "f": "die", "n": "das"}
HAVE, WILL = ("hat", "habe", "haben"), ("wird", "werde", "werden")
MODALS = {"want": ("will", "will", "wollen"), "can": ("kann", "kann", "können"), "must": ("muss", "muss", "müssen")}


def realise(meaning: Meaning) -> str:
    """The finite verb, what stands between, and what closes the bracket: prefix, participle or infinitive."""
    if meaning.shape in ("is", "is not", "is?"):
        return copula(meaning)
    subject, verb, tense = PEOPLE[meaning.subject], meaning.action(), meaning.tense
    who = "wer" if meaning.shape == "who" else subject.de
    finite, closing = bracket(meaning, subject)
    time = None if meaning.time is None else TIMES[tense][meaning.time][1]
    place = PLACES[meaning.place][1] if meaning.place else None
    receiver = PEOPLE[meaning.receiver].dative if meaning.receiver else None
    manner = MANNERS[meaning.manner][1] if meaning.manner else None
    thing = phrase(meaning.thing)
    middle = [receiver, time, place, thing, manner]
    match meaning.shape:
        case "negation" if meaning.thing.article == "a":
            return sentence([who, finite, time, f"k{thing}", closing], ".")  # kein, keine, keinen
        case "negation":
            return sentence([who, finite, thing, time, "nicht", closing], ".")
        case "question":
            return sentence([finite, who, *middle, closing], "?")
        case "what":
            return sentence(["was", finite, who, time, place, closing], "?")
        case "where":
            return sentence(["wo", finite, who, *middle, closing], "?")
        case "how many":
            return sentence(["wie viele", NOUNS[meaning.thing.noun].viele, finite, who, time, place, closing], "?")
        case "that":
            last = closing + " " + finite if tense == "past" else verb.prefix + finite
            return sentence([f"{PEOPLE[meaning.speaker or ''].de} weiß, dass", who, *middle, last], ".")
        case _ if meaning.fronted:
            return sentence([time, finite, who, receiver, place, thing, manner, closing], ".")
        case _:
            return sentence([who, finite, *middle, closing], "?" if meaning.shape == "who" else ".")


def bracket(meaning: Meaning, subject: Person) -> tuple[str, str]:
    """The finite verb and the word that ends the clause, which may be empty."""
    verb = meaning.action()
    index = 2 if subject.plural else 1 if subject.person == 1 else 0
    if meaning.modal:
        return MODALS[meaning.modal][index], verb.de[4]
    match meaning.tense:
        case "past":
            return HAVE[index], verb.de[3]
        case "future":
            return WILL[index], verb.de[4]
        case _:
            return verb.de[index], verb.prefix


def copula(meaning: Meaning) -> str:
    """A sentence such as ``das Haus ist nicht alt.``, or the question."""
    thing = meaning.thing
    noun, adjective = NOUNS[thing.noun], ADJECTIVES[thing.adjective or ""][1]
    be, name = "ist", f"{NOMINATIVE[noun.gender]} {noun.de}"
    if thing.number != 1:
        be, name = "sind", f"die {noun.viele}"
    if meaning.shape == "is?":
        return sentence([be, name, adjective], "?")
    return sentence([name, be, "nicht" if meaning.shape == "is not" else None, adjective], ".")


def phrase(thing: Thing) -> str:
    """The object, in the accusative."""
    noun = NOUNS[thing.noun]
    if thing.article == "number":
        return " ".join(filter(None, [NUMBERS[thing.number][1], decline(thing.adjective, "e"), noun.viele]))
    if thing.article == "a":
        ending = {"m": "en", "f": "e", "n": "es"}[noun.gender]
        return " ".join(filter(None, [INDEFINITE[noun.gender], decline(thing.adjective, ending), noun.de]))
    ending = {"m": "en", "f": "e", "n": "e"}[noun.gender]
    return " ".join(filter(None, [DEFINITE[noun.gender], decline(thing.adjective, ending), noun.de]))


def decline(adjective: str | None, ending: str) -> str:
    """ "teuer" loses its e before an ending."""
    if adjective is None:
        return ""
    stem = ADJECTIVES[adjective][1]
    return ("teur" if stem == "teuer" else stem) + ending
