"""Keeps the GSS codes that councils had before, so that what was published under them is found."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlalchemy import select

from forum.core.db import db
from forum.councils.models import Council, FormerCode

GSS_CODE = re.compile(r"[A-Z]\d{8}")


def write_former_codes(given: Iterable[tuple[int, str]]) -> None:
    """Write down which codes, in a text of them, each council had; a code that a council has now is not former."""
    taken = set(db.session.scalars(select(Council.gss_code).where(Council.gss_code.is_not(None))))
    known = {one.gss_code: one for one in db.session.scalars(select(FormerCode))}
    for council_id, codes in given:
        for code in GSS_CODE.findall(codes.upper()):
            if code in taken:
                continue
            former = known.get(code)
            if former is None:
                known[code] = FormerCode(gss_code=code, council_id=council_id)
                db.session.add(known[code])
            else:
                former.council_id = council_id
    db.session.flush()
