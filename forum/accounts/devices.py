"""What a browser tells of itself, in two words: enough to know one's own devices by, and no more than that.

The words a browser sends are long, name versions and tell people apart; they are read once and not kept.
"""

from __future__ import annotations

from dataclasses import dataclass

UNKNOWN = "other"
BROWSERS = (
    ("edge", "Edge", ("Edg/", "EdgA/", "EdgiOS/")),
    ("opera", "Opera", ("OPR/", "Opera")),
    ("samsung", "Samsung Internet", ("SamsungBrowser/",)),
    ("firefox", "Firefox", ("Firefox/", "FxiOS/")),
    ("chrome", "Chrome", ("Chrome/", "Chromium/", "CriOS/", "HeadlessChrome/")),
    ("safari", "Safari", ("Safari/",)),
)
SYSTEMS = (
    ("iphone", "an iPhone", ("iPhone",)),
    ("ipad", "an iPad", ("iPad",)),
    ("android_phone", "an Android phone", ("Android", "Mobile")),
    ("android", "an Android tablet", ("Android",)),
    ("chromebook", "a Chromebook", ("CrOS",)),
    ("windows", "Windows", ("Windows",)),
    ("mac", "a Mac", ("Macintosh",)),
    ("linux", "Linux", ("Linux",)),
)
_BROWSER_NAMES = {code: name for code, name, _ in BROWSERS}
_SYSTEM_NAMES = {code: name for code, name, _ in SYSTEMS}


@dataclass(frozen=True, slots=True)
class Device:
    """A kind of browser on a kind of device, as codes."""

    browser: str
    system: str

    @property
    def words(self) -> str:
        """Return it in words, as in Firefox on Windows."""
        browser = _BROWSER_NAMES.get(self.browser, "A browser")
        system = _SYSTEM_NAMES.get(self.system)
        return f"{browser} on {system}" if system else f"{browser} on a device we do not know"


def device_of(user_agent: str) -> Device:
    """Read the words that a browser sent."""
    browser = next(
        (code for code, _, marks in BROWSERS if any(mark in user_agent for mark in marks)), UNKNOWN
    )
    system = next((code for code, _, marks in SYSTEMS if all(mark in user_agent for mark in marks)), UNKNOWN)
    return Device(browser, system)
