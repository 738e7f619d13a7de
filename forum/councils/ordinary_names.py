"""Names of places that are ordinary words too: who types "park", "reading" or "town centre" may mean no place at all."""

from __future__ import annotations

_WORDS = """
    abbey airport allotment anchor arts barracks bath bay beach beacon bridge broadway brook bury business camp canal
    care carers castle cathedral central centre chapel charity choir church circus city cliff club coast college common
    community country court cross craven deaf derby disability disabled docklands docks down drift east eden estate
    estuary faith families farm ferry fairground field fields food football forest forum fort friends garden gardens
    gate grange green group grove guildhall hackney hall harbour hart haven health heath high highland highlands hill
    hills hospital house housing hull industrial inner island isle lake lakes lane library lightship lodge london lower
    lunch manor marina market marsh meadow meadows middle mill mine minster moor mosque mount museum new north
    northern old orchard outer palace parade park parks parish people pier place playgroup pool port pride priory
    quarry quay queen queens quayside racecourse reading residents ridge river riverside road rock royal rugby rural
    school schools scouts sea seaside shore slough society south southern spa spring springs square station
    street swimming temple theatre tower town union university upper valley victoria view village walking walk water
    waterside welcome west western wharf white wood woodland woods women workshop youth bank men trust
"""
ORDINARY_WORDS = frozenset(_WORDS.split())


def is_ordinary(normalised: str) -> bool:
    """Return whether a name, as it is compared, is made of ordinary words alone."""
    return ORDINARY_WORDS.issuperset(normalised.split())
