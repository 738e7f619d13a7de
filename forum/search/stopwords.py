"""Words that say nothing about what a text is about."""

from __future__ import annotations

# Words with apostrophes stand without them: "dont". Left in, since they mean something here: need, self, way,
# outside, new, old, well, help.
STOP_WORDS = frozenset(
    """
    a able about above according across actually after afterwards again against ago all almost alone along
    already also although always am among amongst an and another any anybody anyhow anyone anything anyway
    anyways anywhere apart appear appreciate are around as aside ask asking at away
    be became because become becomes becoming been before beforehand behind being believe below beside
    besides between beyond both but by
    came can cannot cant certain certainly clearly come comes concerning consequently consider considering
    contain containing contains corresponding could couldnt course currently
    definitely described despite did didnt different do does doesnt doing done dont down downwards due
    during
    each either else elsewhere enough entirely especially etc even ever every everybody everyone everything
    everywhere exactly example examples except exist exists
    far few following follows for former formerly from further furthermore
    get gets getting give given gives giving go goes going gone got
    had hadnt happen happens hardly has hasnt have havent having he hello hence her here hereafter hereby
    herein hereupon hers herself hes hi him himself his hopefully how however
    i if in inasmuch include included includes including indeed indicate indicated indicates insofar instead
    interested into inward is isnt it its itself
    just
    keep keeps kept know known knows
    last lately later latter latterly least less lest let lets like liked likely little looks
    made mainly make makes making many may maybe me mean meanwhile merely might mine more moreover most
    mostly much must mustnt my myself
    namely near nearly neither never nevertheless next no nobody none nonetheless noone nor normally not
    nothing now nowhere
    obviously of off often oh ok okay on once one ones only onto or other others otherwise ought our ours
    ourselves out over overall own
    particular particularly per perhaps please possible possibly presumably probably put
    quite
    rather really regarding regardless regards relatively respectively
    said same saw say saying says see seeing seem seemed seeming seems seen selves shall shant she shes
    should shouldnt since so some somebody somehow someone something sometime sometimes somewhat somewhere
    soon still such sure
    take taken taking tell tends than thank thanks that thats the their theirs them themselves then thence
    there thereafter thereby therefore therein theres thereupon these they think thinking this thorough
    thoroughly those though through throughout thru thus to together too took toward towards tried tries
    truly try trying
    under unfortunately unless unlikely until unto up upon us use used uses using usually
    various very via
    want wants was wasnt we went were werent what whatever whats when whence whenever where whereafter
    whereas whereby wherein whereupon wherever whether which while whither who whoever whole whom whos whose
    why will willing wish with within without wonder wondering wont would wouldnt
    yes yet you your yours yourself yourselves
    """.split()  # noqa: SIM905  # prose is easier to read and to mend than a column of quotes
)

# Words people ask with. They are left out of queries, not of documents, and only where others remain.
REQUEST_WORDS = frozenset(
    """
    article articles describe describes describing discuss discussed discusses discussing discussion explain
    explains find finding info information interest interests
    """.split()  # noqa: SIM905
)
