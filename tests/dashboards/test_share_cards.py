"""The pictures beside shared links: of the right size, of public figures alone, drawn once."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from forum.core import clock
from forum.dashboards.figures.definitions import GROUPS, NAMELESS, OPEN, REMOVED
from forum.dashboards.figures.schema import Figure
from forum.dashboards.month import Month
from forum.dashboards.output import share_cards
from forum.dashboards.output.share_cards import (
    CACHED_CARDS,
    HEIGHT,
    WIDTH,
    ShareCard,
    barrier_card,
    council_card,
    draw,
    picture_of,
)
from forum.threads.models import Visibility
from tests.dashboards.town import build_town
from tests.support.depth import examples
from tests.support.factories import make_barrier, make_council, make_group, make_person, sign_in


def card(**given):
    words = {
        "site": "Clearway",
        "council": "Testham",
        "number": "7",
        "label": "groups",
        "sentence": "x",
        "period": "y",
    }
    return ShareCard(**(words | given))


def size_of(data):
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture.format, picture.size


@settings(max_examples=examples(12), deadline=None)
@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=40))
def test_any_words_fit_on_a_picture_of_the_right_size(council, sentence, number):
    data = draw(card(council=council, sentence=sentence, number=number))
    assert size_of(data) == ("PNG", (WIDTH, HEIGHT))
    assert len(data) < 120_000


def test_it_is_drawn_without_any_font_of_the_system_too(monkeypatch):
    monkeypatch.setattr(share_cards, "PLACES", ())
    share_cards._font.cache_clear()
    share_cards._has_all_letters.cache_clear()
    assert size_of(draw(card(council="Caerdydd – Ŵyl £5"))) == ("PNG", (WIDTH, HEIGHT))
    share_cards._font.cache_clear()
    share_cards._has_all_letters.cache_clear()


def test_the_same_content_is_drawn_once_and_no_more_than_so_many_are_kept(monkeypatch):
    drawn = []
    monkeypatch.setattr(share_cards, "draw", lambda one: drawn.append(one) or b"png")
    share_cards._cached.clear()
    for _ in range(3):
        picture_of(card())
    assert len(drawn) == 1
    for number in range(CACHED_CARDS + 20):
        picture_of(card(number=str(number)))
    assert len(share_cards._cached) == CACHED_CARDS
    share_cards._cached.clear()


def test_pages_name_their_picture_with_its_whole_address_and_its_words(client, app):
    town = build_town()
    month = Month.of(clock.today())
    for path in (
        "/councils/testham/dashboard",
        f"/councils/testham/months/{month}",
        f"/barriers/{town.street.numbered_slug}",
    ):
        html = client.get(path).get_data(as_text=True)
        url = html.split('property="og:image" content="', 1)[1].split('"', 1)[0]
        assert url.startswith("http://127.0.0.1:8000/")
        assert 'property="og:image:alt" content="' in html
        answer = client.get(url.removeprefix("http://127.0.0.1:8000"))
        assert answer.status_code == 200
        assert answer.mimetype == "image/png"
        assert size_of(answer.data) == ("PNG", (WIDTH, HEIGHT))
        assert (
            client.get(
                url.removeprefix("http://127.0.0.1:8000"), headers={"If-None-Match": answer.headers["ETag"]}
            ).status_code
            == 304
        )


@pytest.mark.parametrize("given", [{"visibility": Visibility.COUNCIL}, {"hidden_at": clock.real_now()}])
def test_there_is_no_picture_of_what_not_everybody_may_read_whoever_asks(client, app, given):
    author = make_person()
    barrier = make_barrier("Secret", council=make_council(), author=author, **given)
    for reader in (None, author, make_person(role="administrator")):
        if reader:
            sign_in(client, reader)
        assert client.get(f"/barriers/{barrier.id}/card.png").status_code == 404
        page = client.get(f"/barriers/{barrier.numbered_slug}")
        assert "og:image" not in page.get_data(as_text=True)


def test_no_name_is_on_a_picture_of_a_barrier_without_one(app):
    group = make_group("The Quiet Knitters")
    barrier = make_barrier("No chairs", council=make_council(), group=group, visibility=Visibility.NAMELESS)
    with app.test_request_context():
        assert "Knitters" not in barrier_card(barrier).alt


def test_unknown_places_and_months_to_come_have_no_picture(client, app):
    make_council("Testham")
    ahead = Month.of(clock.today()).next
    for path in (
        "/councils/nowhere/card.png",
        f"/councils/testham/months/{ahead}/card.png",
        "/barriers/999/card.png",
    ):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("waiting", "gone", "sentence"),
    [
        (33, 1, "1 barrier removed, confirmed by the groups affected. 33 still wait for the council."),
        (1, 2, "2 barriers removed, confirmed by the groups affected. 1 still waits for the council."),
        (0, 0, "0 wait for the council."),
    ],
)
def test_a_card_speaks_of_one_as_of_one(app, waiting, gone, sentence):
    figures = [
        Figure(definition=what, value=value)
        for what, value in ((GROUPS, 9), (NAMELESS, 2), (OPEN, waiting), (REMOVED, gone))
    ]
    card = council_card(make_council("Testham"), figures, name="October 2026")
    assert card.sentence == sentence
    assert card.label == "groups said that something got in their way, 2 of them without a name"
