"""Passwords: how they are kept, how they are compared, and which are too easy to guess.

Length counts, not kinds of characters (NIST SP 800-63B, 5.1.1.2). Argon2id with OWASP's parameters for a
small machine: 19 MiB and two rounds.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from forum.accounts.models import Person

SHORTEST, LONGEST = 12, 200
FEWEST_DIFFERENT = 5
SHORTEST_TELLING_WORD = 4

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def hash_password(password: str) -> str:
    """Return what is stored in place of the password."""
    return _hasher.hash(password)


def fits(person: Person | None, password: str) -> bool:
    """Return whether this is the person's password. Takes the same time for nobody, and for one who has none."""
    return matches(person.password_hash if person is not None else None, password)


def matches(stored: str | None, password: str) -> bool:
    """Return whether this is the password of which that is stored; the same time where nothing is."""
    try:
        _hasher.verify(stored or _of_nobody(), password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def weakness(password: str, *, about: tuple[str, ...] = ()) -> str | None:
    """Return in a sentence why a password is too easy to guess; None when it will do.

    `about` are words that others know: the person's name and address, the site's name.
    """
    if len(password) < SHORTEST:
        return f"Your password needs {SHORTEST} characters or more. Three or four words together work well."
    if len(password) > LONGEST:
        return f"Please use {LONGEST} characters or fewer."
    folded = "".join(password.casefold().split())
    if len(set(folded)) < FEWEST_DIFFERENT or _is_common(folded):
        return "Many people use a password like this, so it is easy to guess. Please choose another."
    if _only_about(folded, about):
        return "This is mostly your name, your address or ours. Please add other words."
    return None


def _is_common(folded: str) -> bool:
    if folded in COMMON:
        return True
    halves = {folded[: len(folded) // times] for times in (2, 3, 4) if len(folded) % times == 0}
    if any(half * (len(folded) // len(half)) == folded for half in halves):
        return True
    steps = {ord(after) - ord(before) for before, after in pairwise(folded)}
    letters = folded.rstrip("0123456789!?.")
    return steps in ({1}, {-1}) or letters in COMMON


def _only_about(folded: str, about: tuple[str, ...]) -> bool:
    rest = folded
    for text in about:
        for word in text.casefold().replace("@", " ").replace(".", " ").split():
            if len(word) >= SHORTEST_TELLING_WORD:
                rest = rest.replace(word, "")
    return rest != folded and len(rest) < SHORTEST // 2


@lru_cache(maxsize=1)
def _of_nobody() -> str:
    """Make the hash that is compared where there is none, so that the work is the same."""
    return _hasher.hash("the password of no one")


_LISTED = """
password passwords password1 passw0rd p@ssword p@ssw0rd pa55word passwordpassword password123456 mypassword
mypassword1 newpassword thepassword thisismypassword changeme changemenow changeme123 changethis pleasechangeme
letmein letmeinnow letmeinplease welcome welcomeback welcomehome welcome123 administrator administrator1 admin
adminadmin adminadminadmin administration superadmin superuser rootroot rootpassword defaultpassword default
guestguest guest testtest testing testpassword temporary temporarypassword secret secretpassword topsecret
qwerty qwertyuiop qwertyuiop123 qwertyuiopasdf qwertyuiopasdfghjkl qwertyqwerty qwerty123456 qwerty12345678
asdfghjkl asdfghjkl123 asdfasdfasdf zxcvbnm zxcvbnm12345 1q2w3e4r5t6y 1q2w3e4r5t6y7u 1qaz2wsx3edc 1qaz2wsx3edc4rfv
zaq12wsxcde3 q1w2e3r4t5y6 qazwsxedcrfv qazwsxedcrfvtgb abc123abc123 abcd1234abcd abcdefghijkl abcdefghijklm
abcdefg1234567 aaaaaaaaaaaa 000000000000 111111111111 121212121212 123123123123 112233445566 123456123456
123456789012 1234567890123 123456789123 123456789abc 1234567890qwerty 123qweasdzxc 123qwe123qwe 147258369147
159753159753 192837465564 098765432109 987654321098 987654321012 iloveyou iloveyou123 iloveyousomuch
iloveyouforever ihateyou imissyou lovelovelove mylove monkey monkeymonkey dragon dragondragon sunshine
sunshine123 princess princess123 football footballfootball football123 footballclub baseball basketball
superman superman123 batman batman123 starwars starwars123 starwarsfan trustno1 trustnoone whatever whatever123
whateverwhatever nothing nothingnothing computer computer123 internet internet123 michael jennifer jessica
charlie thomas liverpool liverpoolfc liverpoolfc1 manchester manchesterutd manchesterunited manchestercity
manunited arsenal arsenalfc chelseafc chelsea tottenham tottenhamhotspur newcastle newcastleunited everton evertonfc
leedsunited astonvilla westhamunited rangers rangersfc celtic celticfc birmingham london londonlondon england
englandengland scotland scotlandscotland wales unitedkingdom greatbritain january february march april
summer summer2024 summer2025 summer2026 autumn winter spring september october november december monday friday
christmas christmas2024 christmas2025 happychristmas happybirthday birthday correcthorsebatterystaple
correcthorsebattery correcthorse staplebattery youllneverguess ilovemyfamily ilovemymum ilovemydad ilovemycat
ilovemydog openthedoor opensesame accessdenied access blahblahblah lalalalalala hahahahahaha community communities
communitygroup communitycouncil council councilcouncil councilpassword boroughcouncil localcouncil citycouncil
countycouncil volunteer volunteers volunteering charity clearway clearwayclearway clearwaypassword forumforum
forumpassword mypasswordis passwordispassword thequickbrownfox tobeornottobe hellohello hellohellohello helloworld
hello123 hellokitty minecraft pokemon pokemonpokemon spiderman chocolate chocolate123 butterfly butterfly123 flower
flowers rainbow rainbow123 unicorn unicorn123 cheesecake banana bananabanana snoopy snoopysnoopy ginger pepper shadow
freedom freedom123 jesuschrist jesuslovesme blessed godisgood
"""
COMMON = frozenset(_LISTED.split())
