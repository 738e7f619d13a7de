"""Brings forms of one word together that the stemmer leaves apart: irregular plurals, British and American spelling.

Documents and queries are folded alike, so it does not matter which of two forms stands for both. Forms that are also
another word ("leaves", "lives", "meter", "tire") stay as they are.
"""

from __future__ import annotations

import re

_PLURALS = {
    "person": "people persons peoples",
    "woman": "women womens womans",
    "man": "men mens",
    "child": "children childrens childs",
    "foot": "feet",
    "tooth": "teeth",
    "goose": "geese",
    "mouse": "mice",
    "ox": "oxen",
    "half": "halves",
    "shelf": "shelves",
    "knife": "knives",
    "wife": "wives",
    "midwife": "midwives",
    "loaf": "loaves",
    "wolf": "wolves",
    "calf": "calves",
    "thief": "thieves",
    "scarf": "scarves",
    "hoof": "hooves",
    "bus": "buses busses",
    "minibus": "minibuses minibusses",
    "gas": "gases gasses",
    "lens": "lenses",
    "quiz": "quizzes",
    "crisis": "crises",
    "criterion": "criteria",
    "curriculum": "curricula",
    "cactus": "cacti",
    "fungus": "fungi",
    "penny": "pence pennies",
    "passerby": "passersby",
}
_PLURAL_ENDINGS = (("children", "child"), ("people", "person"), ("women", "woman"), ("men", "man"))
_COMPOUND = re.compile(
    r"(?:grand|step|god|school)children|(?:spokes|chair|sales|trades|towns)people"
    r"|(?:chair|police|sports|business|spokes|trades|country|horse)women"
    r"|(?:chair|police|fire|fisher|work|trades|sports|business|crafts|country|spokes)men"
)
_AMERICAN = {  # British: American
    "ageing": "aging",
    "aluminium": "aluminum",
    "anaesthetic": "anesthetic",
    "archaeology": "archeology",
    "archaeological": "archeological",
    "catalogue": "catalog",
    "catalogues": "catalogs",
    "cosy": "cozy",
    "dialogue": "dialog",
    "enrol": "enroll",
    "enrols": "enrolls",
    "enrolment": "enrollment",
    "fulfil": "fulfill",
    "fulfils": "fulfills",
    "fulfilment": "fulfillment",
    "grey": "gray",
    "instalment": "installment",
    "instalments": "installments",
    "jewellery": "jewelry",
    "judgement": "judgment",
    "judgements": "judgments",
    "kerb": "curb",
    "kerbs": "curbs",
    "mould": "mold",
    "mum": "mom",
    "mums": "moms",
    "orthopaedic": "orthopedic",
    "paediatric": "pediatric",
    "plough": "plow",
    "programme": "program",
    "programmes": "programs",
    "pyjamas": "pajamas",
    "sceptical": "skeptical",
    "skilful": "skillful",
    "woollen": "woolen",
    "yoghurt": "yogurt",
    "yoghurts": "yogurts",
}
_FOLDED = {form: word for word, forms in _PLURALS.items() for form in forms.split()} | _AMERICAN
_RULES = tuple(
    (re.compile(pattern), put)
    for pattern, put in (
        # Not towards -ize, which the stemmer cuts down to "organ", where "organic" is too.
        (r"^((?:dis|re|un)?organ)iz(e[ds]?|ers?|ing|ations?|ational)$", r"\1is\2"),
        (
            (
                r"^(?!(?:dis|re|un)?organ|advertis|chastis|compris|compromis|circumcis|demis|despis|disguis|enterpris|exercis"
                r"|expertis|franchis|merchandis|paradis|practis|premis|promis|surpris|treatis|anis|\w*(?:ais|ois|uis|vis|wis))"
                r"(\w{3,})is(e[ds]?|ers?|ing|ations?|ational|able)$"
            ),
            r"\1iz\2",
        ),
        (r"^(anal|paral|catal)yz(e[ds]?|ers?|ing)$", r"\1ys\2"),
        (
            (
                r"^((?:dis|un|mis)?(?:arm|behavi|clam|col|endeav|fav|flav|glam|harb|hon|hum|lab|neighb|od|parl|rum|sav"
                r"|tum|vap|vig))our"
            ),
            r"\1or",
        ),
        (r"^(amphitheat|calib|cent|centimet|fib|kilomet|lit|millimet|somb|spect|theat)re([sd]?)$", r"\1er\2"),
        (r"^(un)?(licen|defen|offen|preten)c(?=[ei])", r"\1\2s"),
        (r"^(mal)?practis", r"\1practic"),
        (
            (
                r"^(cancel|channel|counsel|equal|fuel|initial|label|level|marvel|model|quarrel|signal|total|travel|tunnel)"
                r"l(ed|ing|ings|ers?|ors?|ous)$"
            ),
            r"\1\2",
        ),
    )
)


def fold_form(word: str) -> str:
    """Return the form that stands for all forms of a plain word (lower case, without accents)."""
    known = _FOLDED.get(word)
    if known:
        return known
    if word.endswith(("men", "people", "children")) and _COMPOUND.fullmatch(word):
        return next(word.removesuffix(end) + one for end, one in _PLURAL_ENDINGS if word.endswith(end))
    for pattern, put in _RULES:
        folded, number = pattern.subn(put, word)
        if number:
            return folded
    return word
