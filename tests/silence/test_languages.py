"""Languages under any of their names, and scripts without spaces: words are cut as the field does, and it is said."""

from __future__ import annotations

from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
import sacrebleu
from training import config, metrics, train

from s2s.config.schema import RunConfig
from s2s.data.text.scripts import spaceless_script
from s2s.data.text.vocabulary import learn
from s2s.errors import UserError
from s2s.metrics.base import by_line
from s2s.metrics.bleu import Bleu
from s2s.metrics.languages import tokenizer_for, tokenizer_of
from s2s.metrics.ter import Ter
from s2s.runtime.process import say_once
from s2s.tasks.base import task_of
from s2s.tasks.evaluation import Examples
from s2s.tasks.loaded import Written

CHINESE = ["我喜欢喝绿茶。", "他昨天去了北京的图书馆。", "今天天气很好，我们去公园吧。"]
JAPANESE = ["私は緑茶が好きです。", "彼は昨日図書館に行きました。"]
KHMER = ["ខ្ញុំចូលចិត្តតែបៃតង។", "គាត់បានទៅបណ្ណាល័យកាលពីម្សិលមិញ។"]
GERMAN = ["Ich trinke gern grünen Tee.", "Er ging gestern in die Bibliothek."]


@pytest.mark.parametrize(
    ("tokenizer", "names"),
    [
        ("zh", ["zh", "zh_CN", "zh-TW", "zho", "chi", "zho_Hans", "cmn", "yue_Hant", "zh_CN.UTF-8"]),
        ("ja-mecab", ["ja", "jpn", "ja_JP", "jpn_Jpan"]),
        ("ko-mecab", ["ko", "kor", "ko-KR", "kor_Hang"]),
        ("char", ["lo", "lao", "khm_Khmr", "km", "my", "mya", "bur", "tha_Thai", "bo"]),
        (None, ["de", "deu", "ger", "eng_Latn", "pt_BR", "src", "target", "x", ""]),
    ],
)
def test_a_language_under_any_of_its_names(tokenizer: str | None, names: list[str]) -> None:
    assert {name: tokenizer_of(name) for name in names} == dict.fromkeys(names, tokenizer)


def test_the_script_is_recognised_from_the_text() -> None:
    assert spaceless_script(CHINESE) == "zh" and spaceless_script(JAPANESE) == "ja"
    assert spaceless_script(KHMER) == "other" and spaceless_script(GERMAN) is None
    assert spaceless_script(["나는 녹차를 좋아해요."]) is None  # Korean has spaces
    assert spaceless_script(["我 喜欢 喝 绿茶 。"] * 3) is None  # cut into words already
    assert spaceless_script([*GERMAN, "茶 heißt Tee."]) is None
    assert spaceless_script([]) is None and spaceless_script(["", "  "]) is None
    assert tokenizer_for("tgt", CHINESE) == "zh" and tokenizer_for("tgt", KHMER) == "char"
    assert tokenizer_for("de", GERMAN) == "13a"


def test_bleu_is_that_of_sacrebleu_with_the_tokenizer_that_it_says() -> None:
    written = [line[:-2] + line[-1] for line in CHINESE]
    expected = sacrebleu.BLEU(tokenize="zh", force=True).corpus_score(written, [CHINESE]).score
    for language in ("zho_Hans", "tgt"):
        metric = Bleu(language=language)
        assert metric.score(written, CHINESE) == expected > 50
        assert "tok:zh" in metric.signature
    assert "tokenizer zh" in Bleu(language="tgt").remark(CHINESE)
    assert not Bleu(language="zh").remark(CHINESE) and not Bleu(language="de").remark(GERMAN)
    chosen = Bleu(language="zh", tokenize="char")
    assert chosen.score(CHINESE, CHINESE) == pytest.approx(100) and "tok:char" in chosen.signature


def test_ter_counts_characters_where_there_are_no_spaces() -> None:
    written = [CHINESE[0].replace("绿", "红")]
    expected = sacrebleu.TER(normalized=True, asian_support=True).corpus_score(written, [CHINESE[:1]]).score
    metric = Ter(language="zh_CN")
    assert metric.score(written, CHINESE[:1]) == expected < 50
    assert "asian:yes" in metric.signature and "norm:yes" in metric.signature
    assert Ter(language="de").score(GERMAN, GERMAN) == 0


@pytest.mark.parametrize("language", ["km", "", "x"])
def test_ter_counts_the_characters_that_sacrebleu_leaves_in_one_piece(language: str) -> None:
    written = [KHMER[0].replace("បៃតង", "ខ្មៅ"), KHMER[1]]
    apart = [[" ".join(line) for line in lines] for lines in (written, KHMER)]
    metric = Ter(language=language)
    assert metric.score(written, KHMER) == sacrebleu.TER().corpus_score(apart[0], [apart[1]]).score
    assert by_line(metric, written, KHMER, None)[1] == 0 < by_line(metric, written, KHMER, None)[0] < 50
    assert "|tok:char|" in metric.signature and "asian:no" in metric.signature
    words = ["ខ្ញុំ ចូលចិត្ត តែ បៃតង"]  # cut by spaces already
    assert metric.score([words[0].replace("បៃតង", "ខ្មៅ")], words) == 25 and "tok:tercom" in metric.signature


def test_ter_of_characters_takes_long_and_is_computed_where_it_is_named(capfd: pytest.CaptureFixture[str]) -> None:
    config = replace(RunConfig(), data=replace(RunConfig().data, target="km"))
    model, examples = Written(config, KHMER), Examples(None, KHMER)
    say_once.cache_clear()
    assert list(task_of(config).evaluate(model, examples).scores) == ["bleu", "chrf"]
    assert "ter is left out: this text has no spaces between words, and by characters" in capfd.readouterr().err
    assert task_of(config).evaluate(model, examples, metrics=("ter",)).scores["ter"].score == 0


@pytest.mark.skipif(find_spec("MeCab") is not None, reason="needs mecab to be missing")
def test_a_tokenizer_that_is_missing_stops_only_what_needs_it(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    from s2s.training.setup import assemble

    with pytest.raises(UserError, match=r"target language ja: BLEU needs mecab .*train.tokenize=char"):
        assemble(config(tmp_path, "data.target=ja", "data.train=" + str(tmp_path / "train.tsv"), "train.metric=bleu"))
    run = train(tmp_path, "data.target=ja", "train.metric=chrf")
    assert metrics(run, "validation_chrf") and not metrics(run, "validation_bleu")
    assert capfd.readouterr().err.count("bleu is left out: target language ja") == 1


def test_training_is_told_a_tokenizer(tmp_path: Path) -> None:
    run = train(tmp_path, "data.target=ja", "train.metric=bleu", "train.tokenize=char")
    assert metrics(run, "validation_bleu")
    assert "tok:char" in (run / "README.md").read_text()


def test_words_of_text_without_spaces_are_refused() -> None:
    for lines in (CHINESE * 20, JAPANESE * 20, KHMER * 20):
        with pytest.raises(UserError, match=r"tokenizer.kind=word: the text has no spaces .* tokenizer.kind=unigram"):
            learn(lines, kind="word", size=None, coverage=None)
    learn(GERMAN * 20, kind="word", size=None, coverage=None)
