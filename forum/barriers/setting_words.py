"""How the history of a council's settings says what is set about kinds of barriers."""

from __future__ import annotations

from forum.barriers.lifecycle.labels import RESPONSE_LABELS
from forum.barriers.lifecycle.responses import ResponseKind
from forum.barriers.vocabulary import CATEGORY_BY_CODE
from forum.councils.setting_changes import SettingWords, Values, joined


def _kind(values: Values) -> str:
    category = CATEGORY_BY_CODE.get(str(values.get("category", "")))
    return category.label if category else "every kind"


def _removed(values: Values) -> str:
    return "Removed" if "removed" in values else joined(values)


def _template(values: Values) -> str:
    if "removed" in values:
        return "Deleted"
    if not values:
        return ""
    kind = RESPONSE_LABELS[ResponseKind(str(values["kind"]))]
    return f"{values['name']} ({kind}; {_kind(values)}): {values['body']}"


SETTING_WORDS = {
    "route": SettingWords(lambda about: f"Route: {_kind(about)}", joined),
    "ward_route": SettingWords(lambda about: f"Route: {about['area']}, {_kind(about)}", _removed),
    "reply_template": SettingWords(lambda _about: "Reply template", _template),
}
