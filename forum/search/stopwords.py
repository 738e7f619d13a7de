"""English words that say nothing about what a text is about. Words with apostrophes stand without them."""

from __future__ import annotations

STOP_WORDS = frozenset(
    """
    a able about above according across actually after afterwards again against ago all almost alone along
    already also although always am among amongst an and another any anybody anyhow anyone anything anyway
    anyways anywhere apart appear are around as aside ask asking at away
    be became because become becomes becoming been before beforehand behind being believe below beside besides
    between beyond both but by
    came can cannot cant come comes could couldnt
    did didnt do does doesnt doing done dont down downwards due during
    each either else elsewhere enough especially etc even ever every everybody everyone everything everywhere
    exactly except
    far few for former formerly from further furthermore
    get gets getting give given gives giving go goes going gone got
    had hadnt happen happens hardly has hasnt have havent having he hed hence her here hereafter hereby
    herein hereupon hers herself hes him himself his how however
    i if im in indeed instead into inward is isnt it itd itll its itself ive
    just keep keeps kept know known knows
    last lately later latter latterly least less lest let lets like liked likely little looks
    made mainly make makes making many may maybe me mean meanwhile merely might mine more moreover most mostly
    much must mustnt my myself
    namely near nearly neither never nevertheless next no nobody none nonetheless noone nor
    normally not nothing now nowhere
    obviously of off often oh ok okay on once one ones only onto or other others otherwise ought our ours
    ourselves out over overall own
    particular particularly per perhaps please possible possibly presumably probably put
    quite rather really regarding relatively respectively
    said same saw say saying says see seeing seem seemed seeming seems seen selves shall shant she
    shes should shouldnt since so some somebody somehow someone something sometime sometimes somewhat
    somewhere soon still such sure
    take taken taking tell tends than thank thanks that thatll thats thatve the their theirs them themselves
    then thence there thereafter thereby therefore therein theres thereupon these they theyd theyll theyre
    theyve this thorough thoroughly those though through throughout thru thus to together too took toward
    towards tried tries truly try trying
    under unfortunately unless unlikely until unto up upon us use used uses using usually
    various very via
    want wants was wasnt we wed well went were werent weve what whatever whats when whence whenever where
    whereafter whereas whereby wherein whereupon wherever whether which while whither who whod whoever whole
    wholl whom whos whose why will willing wish with within without wont would wouldnt
    yes yet you youd youll your youre yours yourself yourselves youve
    """.split()  # noqa: SIM905  # prose is easier to read and to mend than a column of quotes
)
