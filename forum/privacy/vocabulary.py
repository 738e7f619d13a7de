"""The words for what was done with people's data."""

from __future__ import annotations

from forum.privacy.models import IdentityCheck, RequestKind, SafetyRecordKind

REQUEST_LABELS = {
    RequestKind.DOWNLOAD: "Copy of their data",
    RequestKind.CORRECTION: "Name or address put right",
    RequestKind.ERASURE: "Account deleted",
}
CHECK_LABELS = {
    IdentityCheck.SIGNED_IN: "They were signed in",
    IdentityCheck.MAILED_LINK: "They used a link we emailed to them",
    IdentityCheck.WROTE_FROM_ADDRESS: "They wrote from the address of the account",
    IdentityCheck.MET_IN_PERSON: "I know them and spoke to them",
    IdentityCheck.SHOWED_PAPERS: "They showed a document with their name",
}
SAFETY_LABELS = {
    SafetyRecordKind.RISK_ASSESSMENT: "Illegal content risk assessment",
    SafetyRecordKind.CHILDREN: "Children’s access assessment",
    SafetyRecordKind.MEASURES: "What we do, or why we do it in another way",
    SafetyRecordKind.REVIEW: "Review",
}
