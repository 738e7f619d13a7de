#!/usr/bin/env bash
# Python's email package (3.11): a delivery report for an international address (RFC 6533) loses its Status.
#
# Expected: message/global-delivery-status has the groups of fields of message/delivery-status (RFC 3464), which the package
# reads as a list of messages, one a group. It may be encoded (base64) for transport (RFC 6533, section 3).
# Seen: it is read as ONE message. The second group, with Action and Status, is that message's body; encoded as base64 not
# even the first group is found, and get_payload(decode=True) gives None. Who reads bounces so counts none of them.
# For us: forum/core/bounce_reports.py takes such a part apart by itself.
# Source: RFC 6533 sections 3 and 4; the package's parser knows message/delivery-status by name (email/feedparser.py).
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" - <<'PYTHON'
import base64
import sys
from email import message_from_bytes, policy

FIELDS = (
    "Reporting-MTA: dns; mx.example.org\n\nFinal-Recipient: utf-8; someone@example.net\n"
    "Action: failed\nStatus: 5.1.1\n"
)


def statuses(kind, encoding):
    content = base64.encodebytes(FIELDS.encode()).decode() if encoding == "base64" else FIELDS
    part = f"Content-Type: {kind}\nContent-Transfer-Encoding: {encoding}\n\n{content}"
    whole = f"MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n{part}\n--b--\n"
    report = message_from_bytes(whole.encode(), policy=policy.default).get_payload()[0]
    return [group["Status"] for group in report.get_payload()]


print("Python", sys.version.split()[0])
seen = {
    (kind, encoding): statuses(f"message/{kind}", encoding)
    for kind, encoding in (
        ("delivery-status", "7bit"),
        ("global-delivery-status", "8bit"),
        ("global-delivery-status", "base64"),
    )
}
for (kind, encoding), found in seen.items():
    print(f"{kind:24} {encoding:7} Status by group: {found}")
assert list(seen.values()) == [[None, "5.1.1"], [None], [None]], "it behaves otherwise now"
PYTHON
