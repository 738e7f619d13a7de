"""The departments a council starts with; it renames, adds and contacts its own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DepartmentTerm:
    """One usual department. The code stays; `help` says which rules it owns, for people who do not know."""

    code: str
    label: str
    help: str


DEPARTMENTS: tuple[DepartmentTerm, ...] = (
    DepartmentTerm("highways", "Highways and streets", "Roads, pavements and closing a street."),
    DepartmentTerm("parks", "Parks and open space", "Parks, pitches, trees and allotments."),
    DepartmentTerm("property_venues", "Property and venues", "Halls, rooms and leases."),
    DepartmentTerm("licensing", "Licensing", "Food, drink, music, raffles and collections."),
    DepartmentTerm("planning", "Planning and building control", "Building, signs and use of land."),
    DepartmentTerm("procurement", "Procurement and commissioning", "Bids, tenders and contracts."),
    DepartmentTerm("legal", "Legal and governance", "Agreements and legal checks."),
    DepartmentTerm("insurance_risk", "Insurance and risk", "Insurance cover and risk assessments."),
    DepartmentTerm("finance_grants", "Finance and grants", "Grants, invoices and payments."),
    DepartmentTerm("environmental_health", "Environmental health", "Food safety, noise and waste."),
    DepartmentTerm("housing", "Housing", "Council homes and estates."),
    DepartmentTerm("adult_social_care", "Adult social care", "Help for adults, and DBS checks there."),
    DepartmentTerm("childrens_services", "Children's services", "Schools, youth work and safeguarding."),
    DepartmentTerm("public_health", "Public health", "Health projects and advice."),
    DepartmentTerm("libraries_culture", "Libraries, culture and leisure", "Libraries, arts and sport."),
    DepartmentTerm("community", "Community development", "Help for community groups."),
    DepartmentTerm("democratic", "Democratic services", "Meetings, petitions and elections."),
    DepartmentTerm("digital_data", "Digital and data", "Online forms, maps and published data."),
    DepartmentTerm("communications", "Communications", "News, leaflets and social media."),
    DepartmentTerm("emergency_planning", "Emergency planning", "Safety of large events."),
    DepartmentTerm("customer_service", "Customer service", "The front desk and the phone line."),
    DepartmentTerm("another_body", "Another body", "Somebody else owns the rule."),
)
