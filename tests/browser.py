"""A real Chromium, Debian's, and axe-core: what is missing skips the tests that need it, and says so."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.ui import WebDriverWait

AXE = "axe-core@4"


@contextmanager
def chromium(downloads: Path, width: int = 1280, height: int = 900, dark: bool = False) -> Iterator[Chrome]:
    binary, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if binary is None or driver is None:
        pytest.skip("no chromium and chromedriver; on Debian: apt-get install chromium chromium-driver")
    options = ChromeOptions()
    options.binary_location = binary
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"):
        options.add_argument(argument)
    options.add_argument(f"--window-size={width},{height}")
    options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    page = Chrome(options=options, service=Service(driver))
    try:
        # A headless window has a least width; a phone is emulated.
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": scheme})
        page.execute_cdp_cmd(
            "Browser.grantPermissions", {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]}
        )
        yield page
    finally:
        page.quit()


def until(page: Chrome, condition: Callable[[], Any], seconds: float = 30) -> Any:
    """What `condition` gives, once it is true."""
    return WebDriverWait(page, seconds, poll_frequency=0.05).until(lambda _: condition())


def axe(folder: Path) -> str:
    """The script of axe-core, from npm (MPL 2.0; it is used, not distributed)."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("no npm, which axe-core comes from; on Debian: apt-get install npm")
    done = subprocess.run([npm, "pack", "--silent", AXE], cwd=folder, capture_output=True, text=True, timeout=120)
    if done.returncode:
        pytest.skip(f"npm cannot fetch {AXE}: {done.stderr.strip()[-200:]}")
    with tarfile.open(folder / done.stdout.strip().split("\n")[-1]) as archive:
        script = archive.extractfile("package/axe.min.js")
        assert script is not None
        return script.read().decode()


def faults(page: Chrome, script: str) -> list[str]:
    """What axe finds wrong with the page as it is, best practices too."""
    page.execute_script(script)
    found = page.execute_async_script("axe.run(document).then(arguments[0])")
    return [
        f"{violation['id']}: {violation['help']} at {node['target']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
