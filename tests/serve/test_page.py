"""The page in a real Chromium: what a person does, and what one sees."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from urllib import request

import pytest
from browser import axe, chromium, faults, until
from selenium.webdriver import ActionChains, Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from serving import Server, served, speaker

pytestmark = pytest.mark.slow
PAIRS = [("en", "de"), ("de", "en"), ("en", "bn"), ("en", "ar"), ("ar", "en")]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with served(tmp_path_factory.mktemp("serve"), [speaker(*pair) for pair in PAIRS], char_limit=500) as found:
        yield found


@pytest.fixture(scope="module")
def downloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("downloads")


@pytest.fixture(scope="module")
def browser(downloads: Path) -> Iterator[Chrome]:
    with chromium(downloads) as found:
        yield found


@pytest.fixture
def page(server: Server, browser: Chrome) -> Iterator[Chrome]:
    """The page without a history; nothing that it does may be an error for the browser."""
    browser.get(server.url)
    browser.execute_script("localStorage.clear(); sessionStorage.clear()")
    browser.get(server.url)
    until(browser, lambda: browser.find_elements(By.CSS_SELECTOR, "#target option"))
    browser.get_log("browser")
    yield browser
    assert [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"] == []


def at(page: Chrome, name: str) -> WebElement:
    return page.find_element(By.ID, name)


def translated(page: Chrome, text: str) -> None:
    """Wait until `text` is the translation, and is that of what is typed now."""
    ready = "return !document.querySelector('#translation').matches('.old, [aria-busy]')"
    until(page, lambda: page.execute_script(ready) and at(page, "translation").text == text)


def words(page: Chrome) -> list[WebElement]:
    return page.find_elements(By.CSS_SELECTOR, "#translation .word")


def marked(page: Chrome) -> list[str]:
    return [one.get_attribute("textContent") or "" for one in page.find_elements(By.CSS_SELECTOR, "#mirror mark")]


def test_it_translates_as_one_types(page: Chrome, server: Server) -> None:
    at(page, "text").send_keys("the dog")
    translated(page, "the dog")
    at(page, "text").send_keys(" sleeps\nand eats")
    translated(page, "the dog sleeps\nand eats")
    assert at(page, "count").text == "23 of 500 characters"
    at(page, "clear").click()
    translated(page, "")


def test_a_word_shows_where_the_model_looked(page: Chrome) -> None:
    at(page, "text").send_keys("one two three")
    translated(page, "one two three")
    ActionChains(page).move_to_element(words(page)[1]).perform()
    until(page, lambda: marked(page) == ["two"])
    told = at(page, "word").text.replace("\u2068", "").replace("\u2069", "")
    assert told.startswith("two: ") and told.endswith("from: two")
    at(page, "translation").send_keys(Keys.ARROW_RIGHT)
    until(page, lambda: marked(page) == ["three"])
    at(page, "translation").send_keys(Keys.ESCAPE)
    until(page, lambda: marked(page) == [])


def test_the_mirror_lies_under_the_text(page: Chrome) -> None:
    """Marks are in the right place only if both break their lines alike."""
    at(page, "text").send_keys("several words, and a_very_long_one_that_must_be_broken_somewhere " * 4)
    sizes = "return ['text', 'mirror'].map(id => [document.getElementById(id).clientWidth, getComputedStyle("
    sizes += "document.getElementById(id)).font, document.getElementById(id).scrollHeight])"
    text, mirror = page.execute_script(sizes)
    assert text == mirror


def test_alternatives_on_a_click(page: Chrome) -> None:
    at(page, "text").send_keys("a dog")
    translated(page, "a dog")
    until(page, lambda: at(page, "more").is_enabled())
    at(page, "more").click()
    assert at(page, "more").get_attribute("aria-expanded") == "true"
    other = page.find_elements(By.CSS_SELECTOR, "#alternatives button")[0]
    text = other.text
    other.click()
    translated(page, text)
    assert "a dog" in [one.text for one in page.find_elements(By.CSS_SELECTOR, "#alternatives button")]


def choose(page: Chrome, name: str, code: str) -> None:
    at(page, name).find_element(By.CSS_SELECTOR, f"option[value={code}]").click()


def test_languages_and_swapping(page: Chrome) -> None:
    names = [option.text for option in at(page, "source").find_elements(By.TAG_NAME, "option")]
    assert names == ["Detect language", "Arabic", "English", "German"]
    assert {option.text for option in at(page, "target").find_elements(By.TAG_NAME, "option")} == {
        "Arabic", "Bengali", "German",
    }  # fmt: skip
    at(page, "text").send_keys("the cat")
    translated(page, "the cat")
    at(page, "swap").click()
    until(page, lambda: at(page, "source").get_property("value") == "de")
    assert at(page, "target").get_property("value") == "en"
    translated(page, "the cat")
    at(page, "text").send_keys(Keys.ALT, "s")
    until(page, lambda: at(page, "source").get_property("value") == "en")
    choose(page, "target", "bn")
    assert not at(page, "swap").is_enabled(), "nothing translates from Bengali"


@pytest.mark.parametrize("key", ["ß", "ś", "Dead"])
def test_alt_and_s_that_type_another_letter_do_not_swap(page: Chrome, key: str) -> None:
    """As Option and S on a Mac."""
    press = "return document.dispatchEvent(new KeyboardEvent('keydown', {altKey: true, code: 'KeyS', key: arguments[0], cancelable: true}))"
    assert page.execute_script(press, key), "the letter is not typed"
    assert at(page, "source").get_property("value") == "en"


def test_swapping_before_the_answer_keeps_the_text(page: Chrome) -> None:
    """What is shown then is of another text, and would take the place of what was typed."""
    at(page, "text").send_keys("the cat")
    translated(page, "the cat")
    page.execute_script(
        "const field = document.getElementById('text'); field.value = 'a new and longer text';"
        "field.dispatchEvent(new Event('input', {bubbles: true})); document.getElementById('swap').click()"
    )
    assert at(page, "text").get_property("value") == "a new and longer text"
    assert at(page, "source").get_property("value") == "de"
    translated(page, "a new and longer text")


def test_the_language_is_detected(page: Chrome) -> None:
    choose(page, "source", "auto")
    choose(page, "target", "de")
    at(page, "text").send_keys("The girl opened the door and went out.")
    until(page, lambda: at(page, "status").text == "From English")


@pytest.mark.parametrize(
    ("code", "text", "direction"),
    [("ar", "مرحبا بالعالم", "rtl"), ("bn", "মেয়েটি দরজা খুলল।", "ltr"), ("de", "grün", "ltr")],
)
def test_scripts_and_directions(page: Chrome, code: str, text: str, direction: str) -> None:
    choose(page, "target", code)
    at(page, "text").send_keys(text)
    translated(page, text)
    assert at(page, "translation").get_attribute("lang") == code
    for name in ("translation", "text", "mirror"):
        assert at(page, name).value_of_css_property("direction") == direction


def test_copying(page: Chrome) -> None:
    at(page, "text").send_keys("copied words")
    translated(page, "copied words")
    at(page, "copy").click()
    until(page, lambda: at(page, "status").text == "Copied")
    script = "navigator.clipboard.readText().then(arguments[0], error => arguments[0](String(error)))"
    assert page.execute_async_script(script) == "copied words"


def test_the_history_stays_in_the_browser(page: Chrome, server: Server) -> None:
    at(page, "text").send_keys("remembered")
    translated(page, "remembered")
    until(page, lambda: at(page, "history-size").text == "(1)")
    at(page, "text").send_keys(" words")
    translated(page, "remembered words")
    time.sleep(2)  # what was typed on takes the place of what it began with
    page.get(server.url)
    until(page, lambda: at(page, "history-size").text == "(1)")
    at(page, "history").click()
    entry = page.find_element(By.CSS_SELECTOR, "#history-list button")
    entry.click()
    translated(page, "remembered words")
    at(page, "forget").click()
    assert at(page, "history-size").text == "" and page.execute_script("return localStorage.length") <= 1


def test_what_is_typed_is_text_and_nothing_else(page: Chrome) -> None:
    text = "<img src=x onerror=alert(1)> & <b>"
    at(page, "text").send_keys(text)
    translated(page, text)
    assert page.find_elements(By.CSS_SELECTOR, "#translation b, #translation img, #mirror img") == []
    until(page, lambda: at(page, "history-size").text == "(1)")
    assert page.find_elements(By.CSS_SELECTOR, "#history-list img") == []


def test_a_text_that_is_too_long(page: Chrome) -> None:
    page.execute_script(
        "const text = document.getElementById('text'); text.value = 'a '.repeat(400);"
        "text.dispatchEvent(new Event('input'))"
    )
    until(page, lambda: at(page, "status").text == "The text is too long")
    assert "over" in (at(page, "count").get_attribute("class") or "")


def drop(page: Chrome, path: Path) -> None:
    """Drop a file on the page, as from the desktop: the browser gets the path, the page the events."""
    page.execute_script(
        "const input = document.createElement('input'); input.type = 'file'; input.id = 'dropped';"
        "input.onchange = () => { const data = new DataTransfer(); data.items.add(input.files[0]);"
        "for (const kind of ['dragenter', 'dragover', 'drop']) document.body.dispatchEvent("
        "new DragEvent(kind, {bubbles: true, cancelable: true, dataTransfer: data})); input.remove(); };"
        "document.body.append(input)"
    )
    at(page, "dropped").send_keys(str(path))


def test_a_file_that_is_dropped_comes_back(page: Chrome, server: Server, tmp_path: Path, downloads: Path) -> None:
    subtitles = "1\n00:00:01,000 --> 00:00:02,500\n<i>one dog</i>\n\n2\n00:00:03,000 --> 00:00:04,000\ntwo\n"
    (tmp_path / "film.srt").write_text(subtitles, encoding="utf-8")
    drop(page, tmp_path / "film.srt")
    link = until(page, lambda: page.find_elements(By.CSS_SELECTOR, "#file-list a"))[0]
    assert link.text == "film_de.srt" and not at(page, "drop").is_displayed()
    with request.urlopen(link.get_attribute("href"), timeout=30) as answer:
        assert answer.read().decode() == subtitles
    until(page, lambda: (downloads / "film_de.srt").exists())
    (tmp_path / "program.exe").write_bytes(b"MZ")
    drop(page, tmp_path / "program.exe")
    until(page, lambda: "not supported" in at(page, "status").text)
    page.get_log("browser")  # the browser notes the refusal


def test_a_server_that_goes_away_and_comes_back(browser: Chrome, tmp_path: Path) -> None:
    with served(tmp_path / "one") as first:
        port = first.address[1]
        browser.get(first.url)
        until(browser, lambda: browser.find_elements(By.CSS_SELECTOR, "#target option"))
        at(browser, "text").send_keys("before")
        translated(browser, "before")
    at(browser, "text").send_keys(" and after")
    until(browser, lambda: "cannot be reached" in at(browser, "status").text)
    assert at(browser, "translation").text == "before", "the last translation stays"
    with served(tmp_path / "two", at=port):
        translated(browser, "before and after")
        assert at(browser, "status").text == ""
    browser.get_log("browser")


def test_typing_while_the_start_is_retried(server: Server, browser: Chrome) -> None:
    failing = "let asked = 0; const real = window.fetch; window.fetch = (path, ...rest) =>"
    failing += (
        " path === 'languages' && !asked++ ? Promise.resolve(new Response('{}', {status: 502})) : real(path, ...rest);"
    )
    added = browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": failing})
    try:
        browser.get(server.url)
        until(browser, lambda: "trying again" in at(browser, "status").text)
        at(browser, "text").send_keys("typed early")
        translated(browser, "typed early")
    finally:
        browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", added)


def test_a_key_is_asked_for(browser: Chrome, tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("a-good-key\n")
    with served(tmp_path, api_keys=str(tmp_path / "keys")) as server:
        browser.get(server.url)
        until(browser, lambda: at(browser, "key").is_displayed())
        at(browser, "text").send_keys("words")
        until(browser, lambda: "API key" in at(browser, "status").text)
        at(browser, "api-key").send_keys("a-good-key", Keys.TAB)
        translated(browser, "words")
    browser.get_log("browser")


def test_everything_by_keyboard(page: Chrome) -> None:
    """In the order of the page, and nothing is a trap."""
    at(page, "text").send_keys("a dog")
    translated(page, "a dog")
    until(page, lambda: at(page, "more").is_enabled())
    page.execute_script("document.getElementById('source').focus()")
    seen = ["source"]
    for _ in range(14):
        ActionChains(page).send_keys(Keys.TAB).perform()
        element = page.switch_to.active_element
        seen.append(element.get_attribute("id") or element.tag_name)
    expected = [
        "source",
        "target",
        "text",
        "clear",
        "choose",
        "translation",
        "copy",
        "more",
        "shade",
        "summary",
        "for-programs",
    ]
    assert [name for name in seen if name in expected][: len(expected)] == expected


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (1280, True), (380, False), (380, True)])
def test_axe_finds_nothing(server: Server, downloads: Path, tmp_path: Path, width: int, dark: bool) -> None:
    script = axe(tmp_path)
    with chromium(downloads, width=width, dark=dark) as page:
        page.get(server.url)
        until(page, lambda: page.find_elements(By.CSS_SELECTOR, "#target option"))
        assert faults(page, script) == []
        at(page, "text").send_keys("a dog\nand more words")
        translated(page, "a dog\nand more words")
        until(page, lambda: at(page, "more").is_enabled())
        at(page, "more").click()
        # As a model that is unsure would have it.
        page.execute_script(
            "const words = document.querySelectorAll('#translation .word'); words[0].classList.add('unsure');"
            "words[1].classList.add('doubtful'); document.getElementById('legend').hidden = false;"
            "document.getElementById('history').open = true"
        )
        until(page, lambda: at(page, "history-size").text == "(1)")
        ActionChains(page).move_to_element(words(page)[3]).perform()
        time.sleep(0.5)
        assert faults(page, script) == []
        wide = page.execute_script("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, "the page must be moved sideways"
        page.execute_script("document.getElementById('files').hidden = false")
        page.get(server.url + "docs")
        until(page, lambda: page.find_elements(By.CSS_SELECTOR, ".opblock"), 60)
