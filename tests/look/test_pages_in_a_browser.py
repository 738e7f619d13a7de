"""What people meet when they open our pages: on a phone and at a desk, with and without scripts."""

import re
from threading import Thread

import pytest
from playwright.sync_api import expect
from werkzeug.serving import make_server

from tests.support.axe import find_faults
from tests.support.gallery import create_gallery

pytestmark = pytest.mark.browser
WIDTHS = (1280, 375, 320)


@pytest.fixture(scope="module")
def gallery():
    return create_gallery()


@pytest.fixture(scope="module")
def site(gallery):
    server = make_server("127.0.0.1", 0, gallery, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(browser):
    opened = browser.new_page(viewport={"width": 375, "height": 800})
    yield opened
    opened.close()


@pytest.mark.parametrize(
    "address", ["/", "/?errors&person", "/errors/404", "/look/home", "/look/barrier", "/look/form?errors"]
)
def test_axe_finds_nothing_wrong_and_nothing_runs_off_the_side(page, site, address):
    page.goto(site + address)
    for more in page.locator("main details summary").all():
        more.click()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert find_faults(page) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_axe_finds_what_is_wrong(page, site):
    page.goto(site + "/errors/404")
    page.evaluate("document.querySelector('main').innerHTML += '<img src=\"/static/favicon.svg\">'")
    assert [fault.split(":")[0] for fault in find_faults(page)] == ["image-alt"]


def test_everything_to_press_is_at_least_24_pixels_or_stands_in_a_sentence(page, site):
    page.goto(site + "/")
    small = page.evaluate(
        """() => [...document.querySelectorAll("main a, main button, main input, main select, main summary, header a, header button")]
        .filter((e) => e.checkVisibility() && !e.closest("p:not(.row, .figure__note, .card__top), .prose, svg, td, th, dd, h3"))
        .filter((e) => e.getBoundingClientRect().height < 24).map((e) => e.outerHTML)"""
    )
    assert small == []


def test_the_menu_opens_without_scripts(browser, site):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 375, "height": 800})
    page = context.new_page()
    page.goto(site + "/errors/404")
    expect(page.get_by_role("link", name="Councils", exact=True)).to_be_hidden()
    page.get_by_text("Menu", exact=True).click()
    expect(page.get_by_role("link", name="Councils", exact=True)).to_be_visible()
    context.close()


def test_the_keyboard_reaches_the_main_content_first(page, site):
    page.goto(site + "/errors/404")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the main content")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_error_summary_is_read_out_first_and_leads_to_the_first_choice(page, site):
    page.goto(site + "/?errors")
    expect(page.locator(".error-summary")).to_be_focused()
    page.get_by_role("link", name="Choose who may see this").click()
    expect(page.get_by_role("radio", name="Everyone", exact=True)).to_be_focused()


def test_letters_are_counted_while_people_type(page, site):
    page.goto(site + "/")
    title = page.get_by_label("What got in the way?")
    title.fill("x" * 119)
    expect(page.locator("#title-count")).to_have_text("1 character left")
    title.fill("x" * 122)
    expect(page.locator("#title-count")).to_have_text("2 characters too many")


def test_a_council_is_found_by_typing_and_chosen_with_the_keyboard(page, site):
    page.goto(site + "/")
    box = page.get_by_role("combobox", name=re.compile("type the council"))
    box.press_sequentially("wex")
    expect(page.locator(".picker__option")).to_have_count(2)
    box.press("ArrowDown")
    box.press("ArrowDown")
    box.press("Enter")
    expect(box).to_have_value("Wexley Town Council")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_threads_like_mine_and_a_preview_appear(page, site):
    page.goto(site + "/")
    page.get_by_label("What got in the way?").press_sequentially("hall insurance")
    expect(page.get_by_role("heading", name="Is it one of these?")).to_be_visible()
    page.get_by_label("What happened?").fill("They said **no**.")
    page.get_by_role("button", name="Show how it will look").click()
    expect(page.locator(".preview strong")).to_have_text("no")


def test_a_draft_is_kept_without_the_password(page, site, gallery):
    page.goto(site + "/")
    page.get_by_label("Password").fill("long and secret")
    page.get_by_label("What happened?").fill("We were asked for cover.")
    expect(page.get_by_text("Draft kept at")).to_be_visible(timeout=8000)
    kept = gallery.extensions["kept_drafts"][-1]
    assert kept["story"] == "We were asked for cover."
    assert "password" not in kept


def test_a_second_press_sends_nothing(page, site):
    page.goto(site + "/")
    sent = page.evaluate(
        """() => {
          let sent = 0;
          const form = document.querySelector("form[data-autosave-url]");
          window.addEventListener("submit", (event) => { if (!event.defaultPrevented) sent += 1; event.preventDefault(); });
          form.requestSubmit();
          form.requestSubmit();
          return sent;
        }"""
    )
    assert sent == 1
