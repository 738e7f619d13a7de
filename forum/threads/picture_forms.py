"""What people send and type about the pictures of a thread: one form for all of it, so that nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterable

from werkzeug.datastructures import FileStorage
from wtforms import Field, MultipleFileField, TextAreaField

from forum.core.file_types import ACCEPTED_PICTURES
from forum.threads.attachments import LONGEST_ALT, MOST_PICTURES, Picture
from forum.web.conflicts import EditForm
from forum.web.forms import at_most, line

DESCRIBE = "Describe picture {} for someone who cannot see it"
DESCRIBE_FIRST = "Describe picture {}, or remove it. Until then no one else sees it."


class PicturesForm(EditForm):
    """Pictures to add; `form_for` puts a field beside each picture that is there."""

    files = MultipleFileField(
        "Choose pictures",
        description=f"Photos from your phone are fine: JPEG, PNG, WebP or HEIC, up to 15 MB each and {MOST_PICTURES}"
        " in all. We make them smaller, and remove where and when they were taken.",
        render_kw={"accept": ACCEPTED_PICTURES, "data-shrink": ""},
    )

    def sent(self) -> list[FileStorage]:
        """Return the files that were chosen: a browser sends one without a name where none was."""
        return [one for one in self.files.data or [] if isinstance(one, FileStorage) and one.filename]

    def alt_of(self, picture: Picture) -> Field:
        """Return the field that describes one picture."""
        field: Field = self[f"alt_{picture.id}"]
        return field

    def say(self, field: Field, *errors: str) -> None:
        """Show errors beside a field."""
        field.errors = [*field.errors, *errors]


def form_for(pictures: Iterable[Picture]) -> PicturesForm:
    """Make the form for these pictures, with what was typed, or what is there already."""
    fields = {
        f"alt_{one.id}": TextAreaField(
            DESCRIBE.format(number), filters=[line], validators=[at_most(LONGEST_ALT)], default=one.alt
        )
        for number, one in enumerate(pictures, start=1)
    }
    made = type("PicturesForm", (PicturesForm,), fields)()
    assert isinstance(made, PicturesForm)  # noqa: S101  # for the type checker: made just above
    return made
