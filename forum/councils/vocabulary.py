"""The departments a council starts with; it renames, adds and contacts its own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of a controlled list: the code stays, `label` is what people read, `help` explains it in a sentence."""

    code: str
    label: str
    help: str = ""


DEPARTMENTS: tuple[Term, ...] = (
    Term("highways", "Highways and streets", "Roads, pavements and closing a street."),
    Term("parks", "Parks and open space", "Parks, pitches, trees and allotments."),
    Term("property_venues", "Property and venues", "Halls, rooms and leases."),
    Term("licensing", "Licensing", "Food, drink, music, raffles and collections."),
    Term("planning", "Planning and building control", "Building, signs and use of land."),
    Term("procurement", "Procurement and commissioning", "Bids, tenders and contracts."),
    Term("legal", "Legal and governance", "Agreements and legal checks."),
    Term("insurance_risk", "Insurance and risk", "Insurance cover and risk assessments."),
    Term("finance_grants", "Finance and grants", "Grants, invoices and payments."),
    Term("environmental_health", "Environmental health", "Food safety, noise and waste."),
    Term("housing", "Housing", "Council homes and estates."),
    Term("adult_social_care", "Adult social care", "Help for adults, and DBS checks there."),
    Term("childrens_services", "Children's services", "Schools, youth work and safeguarding."),
    Term("public_health", "Public health", "Health projects and advice."),
    Term("libraries_culture", "Libraries, culture and leisure", "Libraries, arts and sport."),
    Term("community", "Community development", "Help for community groups."),
    Term("democratic", "Democratic services", "Meetings, petitions and elections."),
    Term("digital_data", "Digital and data", "Online forms, maps and published data."),
    Term("communications", "Communications", "News, leaflets and social media."),
    Term("emergency_planning", "Emergency planning", "Safety of large events."),
    Term("customer_service", "Customer service", "The front desk and the phone line."),
    Term("another_body", "Another body", "Someone else owns the rule."),
)
