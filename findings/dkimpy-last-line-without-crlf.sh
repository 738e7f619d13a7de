#!/usr/bin/env bash
# dkimpy 1.1.8 (PyPI, July 2024): white space at the end of a body's LAST line is kept where that line has no CRLF.
#
# Expected: "relaxed" body canonicalization ignores white space at the end of lines, and adds a CRLF to a body that does
# not end with one (RFC 6376, section 3.4.4). So "a " and "a \r\n" are one body, and " " is an empty one.
# Seen: dkimpy strips only white space that stands before a CRLF, and adds the CRLF afterwards: two bodies, two hashes. A
# signer that hands over a body without a last CRLF signs what a verifier never sees, for SMTP always ends a line.
# For us: bodies are signed as they go over SMTP, with an end to each line (forum/core/dkim.py).
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check dkimpy==1.1.8 dnspython==2.8.0 2>/dev/null
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from dkim.canonicalization import Relaxed

print("dkimpy", version("dkimpy"))
seen = {body: Relaxed.canonicalize_body(body) for body in (b"a \r\n", b"a ", b" ")}
for body, found in seen.items():
    print(f"{body!r:10} becomes {found!r}")
assert seen == {b"a \r\n": b"a\r\n", b"a ": b"a \r\n", b" ": b" \r\n"}, "it behaves otherwise now"
PYTHON
