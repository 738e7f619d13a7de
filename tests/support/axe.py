"""axe in a page: what it finds wrong, by WCAG 2.2 AA and its best practice."""

from __future__ import annotations

import json

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "resultTypes": ["violations"],  # what is right need not be told: telling it takes longer than finding it
}
FAULTS = f"axe.run({json.dumps(RULES)}).then((found) => found.violations.map((one) => [one.id, one.nodes[0].html]))"


IS_SCRIPTED = """() => {
  const box = document.createElement("div");
  box.innerHTML = "<noscript><p></p></noscript>";
  return box.querySelector("p") === null;
}"""


def find_faults(page: Page) -> list[str]:
    """Name each rule that the page breaks, with the first place where it does.

    None where JavaScript is off: axe waits for timers, and there they never come. The HTML is the same.
    """
    if not page.evaluate(IS_SCRIPTED):
        return []
    page.evaluate(Axe().axe_script)
    return [f"{rule}: {html[:200]}" for rule, html in page.evaluate(FAULTS)]
