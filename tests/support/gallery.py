"""A tiny app that shows every layout and component, to look at and to test: `python -m tests.support.gallery`."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Flask, abort, current_app, render_template, request
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFProtect
from jinja2 import FileSystemLoader, StrictUndefined
from wtforms import (
    BooleanField,
    EmailField,
    FileField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length
from wtforms.validators import Optional as MayBeEmpty

from forum.barriers.template_globals import use_state_labels
from forum.core.text import render
from forum.web.errors import use_error_pages
from forum.web.pages import use_page_words
from forum.web.security import use_security_headers
from forum.web.static_files import use_static_files
from forum.web.urls import current_path

ROOT = Path(__file__).resolve().parents[2]
MENU = [SimpleNamespace(url=f"/{word.lower()}", label=word) for word in ("Barriers", "Stories", "Councils")]
ERRORS = (400, 403, 404, 405, 409, 413, 422, 429, 500, 503)


class Gallery(Flask):
    """An app whose layouts lead to pages of features that it does not have."""

    def url_for(self, endpoint: str, **values: Any) -> str:
        """Give the address of a page of its own, or a stand-in for that of a feature."""
        return (
            super().url_for(endpoint, **values)
            if endpoint in self.view_functions
            else f"/{endpoint.replace('.', '/')}"
        )


class Someone:
    """A signed-in person, as the header sees one."""

    name = "Amina Yusuf"
    id = 1
    is_staff = False


class GalleryForm(FlaskForm):
    """One field of each kind."""

    title = StringField("What got in the way?", [DataRequired("Say what got in the way, in a few words")])
    email = EmailField(
        "Your email address", [MayBeEmpty()], description="We only write when something changes."
    )
    password = PasswordField("Password", [MayBeEmpty()])
    cost = StringField("What did it cost you?", [MayBeEmpty()])
    people = StringField("How many people could not take part?", [MayBeEmpty()])
    story = TextAreaField("What happened?", [DataRequired("Tell us what happened"), Length(max=4000)])
    council = SelectField(
        "Which council?",
        [DataRequired("Choose a council, or say that you are not sure")],
        choices=[
            SelectChoice("", "Choose a council"),
            SelectChoice("wexmoor", "Wexmoor Borough Council"),
            SelectChoice("harrowdale", "Harrowdale District Council"),
        ],
    )
    council_name = StringField("Or type the council's name", [MayBeEmpty()])
    who_sees = RadioField(
        "Who may see this?",
        [DataRequired("Choose who may see this")],
        choices=[
            SelectChoice("public", "Everyone"),
            SelectChoice("nameless", "Everyone, without our name"),
            SelectChoice("council", "Only the council"),
        ],
    )
    again = RadioField(
        "Would you try again?", [MayBeEmpty()], choices=[SelectChoice("yes", "Yes"), SelectChoice("no", "No")]
    )
    excluded = SelectMultipleField(
        "Who was left out?",
        [MayBeEmpty()],
        choices=[
            SelectChoice("disabled", "Disabled people"),
            SelectChoice("carers", "Carers"),
            SelectChoice("young", "Young people"),
        ],
    )
    kind = RadioField(
        "Which kind of barrier is it?",
        [DataRequired("Choose the kind that fits best")],
        choices=[],
        validate_choice=False,
    )
    letter = FileField("A photo or letter that shows it", [MayBeEmpty()])
    agree = BooleanField("We may share this with other groups", [DataRequired("Tick the box to go on")])


def create_gallery(*, signed_in: bool = False) -> Flask:
    """The gallery as a Flask app of its own, with no database and no features."""
    app = Gallery("gallery", root_path=str(ROOT), template_folder="templates", static_folder="static")
    app.config.update(SECRET_KEY="gallery", DEBUG=True)
    pages = FileSystemLoader([ROOT / "templates", Path(__file__).with_name("gallery_pages")])
    app.jinja_env.loader, app.jinja_env.undefined = pages, StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    use_static_files(app)
    use_security_headers(app)
    use_error_pages(app)
    use_page_words(app, SimpleNamespace(site_name="Clearway", smtp_host=""), is_demo=False)
    use_state_labels(app)
    app.jinja_env.globals["main_menu"] = MENU
    app.jinja_env.globals.update(current_path=current_path, absolute_url=app.url_for)
    CSRFProtect(app)
    app.context_processor(
        lambda: {
            "person": Someone() if signed_in or "person" in request.args else None,
        }
    )
    app.add_url_rule("/", "gallery", show_gallery, methods=["GET", "POST"])
    app.add_url_rule("/look/<name>", "sample", show_sample)
    app.add_url_rule("/errors/<int:code>", "error", abort)
    app.add_url_rule("/suggest", "suggest", suggest)
    app.add_url_rule("/similar", "similar", find_similar)
    app.add_url_rule("/preview", "preview", preview, methods=["POST"])
    app.add_url_rule("/drafts", "drafts", keep_draft, methods=["POST"])
    app.add_url_rule("/favicon.ico", "favicon", lambda: ("", 204))
    return app


def show_gallery():
    form = GalleryForm()
    if "errors" in request.args:
        form.validate()
    return render_template("developers/components.html", form=form)


def suggest():
    names = ["Wexmoor Borough Council", "Harrowdale District Council", "Wexley Town Council"]
    words = request.args["q"].lower()
    return [{"value": name.split()[0].lower(), "label": name} for name in names if words in name.lower()]


def find_similar():
    return (
        "<h3>Is it one of these?</h3><p><a href='/barriers/12'>The hall wants £5 million of insurance</a></p>"
    )


def preview():
    return render(request.form["text"])


def keep_draft():
    kept = current_app.extensions.setdefault("kept_drafts", [])
    kept.append(request.form.to_dict())
    return "", 204


def show_sample(name):
    form = GalleryForm()
    if "errors" in request.args:
        form.validate()
    return render_template(f"developers/sample_{name}.html", form=form)


if __name__ == "__main__":
    create_gallery().run(port=5099, debug=False)
