"""Every check of the doctor, in the order of its report: a new one is a row here, and a file beside this one."""

from __future__ import annotations

from s2s.doctor.checks.base import Check, Fix
from s2s.doctor.checks.capitals import Capitals
from s2s.doctor.checks.composition import Composition
from s2s.doctor.checks.entities import Entities
from s2s.doctor.checks.headers import Headers
from s2s.doctor.checks.invisible import Invisible
from s2s.doctor.checks.markup import Markup
from s2s.doctor.checks.numbers import Numbers
from s2s.doctor.checks.quotes import Quotes
from s2s.doctor.checks.sentences import Sentences

LIMIT_TRANSLATIONS = 3
"""Different translations of one text that raise no question."""
OUT = "--fix leaves these lines out"
MEND = "--fix mends it"
CHECKS = {
    "count": Check("the other file has no such line", "make the files fit by hand, or give the whole files"),
    "unreadable": Check(
        "from this line on the file cannot be read, as quotes do not end where a field does",
        "quote fields that hold quotes, and double these",
        Fix.refused,
    ),
    "form": Check("not in the format of the file", f"{OUT}; --format and --columns say how it is read"),
    "declared": Check(
        "the text of the whole side is in another language than is declared",
        "--source and --target, in training data.source and data.target, declare it; or give the right file",
        Fix.kept,
    ),
    "swapped": Check(
        "source and target have changed places",
        "--fix puts them in their places; where it is every pair: --columns, in training data.columns, or --source and"
        " --target the other way round",
        Fix.mended,
    ),
    "encoding": Check("bytes that are not UTF-8", f"{OUT}; iconv converts a whole file"),
    "lost": Check("U+FFFD: an earlier conversion has lost a character", f"{OUT}; convert the original again"),
    "mark": Check("a byte order mark", MEND, Fix.mended),
    "separator": Check("a tab, or what ends a line elsewhere: CR, form feed, U+0085, U+2028", MEND, Fix.mended),
    "control": Check("control characters, such as NUL", MEND, Fix.mended),
    "mojibake": Check("UTF-8 that was read as another encoding", MEND, Fix.mended),
    "header": Check("a row that names the columns", f"{OUT}; data.columns names them", pairs=Headers()),
    "markup": Check("tags of HTML or XML", f"{MEND}; s2s translate reads whole HTML files", Fix.mended, pairs=Markup()),
    "entity": Check("references of HTML or XML, such as &amp;", MEND, Fix.mended, pairs=Entities()),
    "quotes": Check("quotes that a spreadsheet has left, or that stand for '", MEND, Fix.mended, pairs=Quotes()),
    "invisible": Check(
        "invisible characters without a meaning, such as soft hyphens",
        f"{MEND}; in training tokenizer.normalize",
        Fix.mended,
        pairs=Invisible(),
    ),
    "composition": Check(
        "not in Unicode's composed form (NFC): letters and their accents apart, say, or in another order",
        f"{MEND}; in training tokenizer.normalize",
        Fix.mended,
        pairs=Composition(),
    ),
    "blank": Check("blank on this side only", OUT),
    "empty": Check("blank on both sides", OUT),
    "copy": Check("the target is the source", OUT),
    "duplicate": Check("the pair has been there before", OUT),
    "crowd": Check(f"a text that already had {LIMIT_TRANSLATIONS} other translations", OUT),
    "in validation": Check("is in the validation set too", OUT),
    "in test": Check("is in the test set too", OUT),
    "length": Check("much longer or shorter than the other side says", OUT),
    "step": Check("out of step: by the lengths it belongs to a line a few further up or down", OUT),
    "numbers": Check("the numbers of the two sides differ", OUT, pairs=Numbers()),
    "script": Check("letters of another script than the side's", OUT),
    "language": Check("looks like another language than the side's", OUT),
    "capitals": Check(
        "in capitals throughout", "data.lowercase=true, if there are many", Fix.kept, warns=False, pairs=Capitals()
    ),
    "sentences": Check(
        "several sentences on a line",
        "s2s translate translates sentence by sentence unless a tenth of the training lines has several; --no-split"
        " keeps lines whole",
        Fix.kept,
        warns=False,
        pairs=Sentences(),
    ),
    "unknown": Check(
        "pieces that the tokenizer does not know", "tokenizer.kind=bpe, or a higher tokenizer.coverage", Fix.kept
    ),
    "bytes": Check("characters that the tokenizer spells by their bytes", "tokenizer.coverage=1.0", Fix.kept),
}
"""What says more of a tokenizer than of the text is kept by a cleaned copy."""
PAIR_CHECKS = {name: check.pairs for name, check in CHECKS.items() if check.pairs is not None}
