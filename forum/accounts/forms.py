"""What people type to sign in, and about themselves."""

from __future__ import annotations

from wtforms import (
    BooleanField,
    EmailField,
    Field,
    HiddenField,
    PasswordField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import StopValidation

from forum.accounts.actions import LONGEST_NAME
from forum.accounts.email_addresses import LONGEST_ADDRESS, AddressError, tidy_address
from forum.accounts.models import Person, SiteRole
from forum.accounts.next_paths import local_path, start_page
from forum.accounts.passwords import LONGEST, fits, weakness
from forum.accounts.recovery_codes import LONGEST_TYPED
from forum.core.settings import settings
from forum.web.conflicts import EditForm
from forum.web.forms import Form, Needed, at_most, line, lines

LONGEST_REASON = 500
NAME = "Please type your name, as others here should see it."


class EmailAddress:
    """The field must hold an e-mail address; afterwards it holds it as we keep it."""

    def __call__(self, form: Form, field: Field) -> None:
        """Raise StopValidation with a sentence that says what is missing."""
        try:
            field.data = tidy_address(field.data or "")
        except AddressError as error:
            raise StopValidation(str(error)) from error


def _email(whose: str = "your") -> EmailField:
    needed = Needed(f"Please type {whose} email address.")
    label = f"{whose.capitalize()} email address"
    return EmailField(label, [needed, at_most(LONGEST_ADDRESS), EmailAddress()], filters=[line])


class SignInForm(Form):
    """An address, for a link; and where to go afterwards."""

    email = _email()
    next = HiddenField(filters=[local_path])

    @property
    def address(self) -> str:
        """Return the address as we keep it, once the form was checked."""
        return self.email.data or ""

    @property
    def next_path(self) -> str:
        """Return the page of ours to go to afterwards."""
        return self.next.data or start_page()


class PasswordSignInForm(SignInForm):
    """An address and a password."""

    password = PasswordField("Your password", [Needed("Please type your password."), at_most(LONGEST)])


class ReauthenticationForm(Form):
    """The password once more, and where to go afterwards; only the latter for somebody who has no password."""

    password = PasswordField("Your password", [Needed("Please type your password."), at_most(LONGEST)])
    next = HiddenField(filters=[local_path])

    def __init__(self, *, person: Person, next_path: str | None) -> None:
        super().__init__(next=next_path)
        self.person = person
        if person.password_hash is None:
            del self.password

    def validate_password(self, field: PasswordField) -> None:
        """Raise StopValidation when it is not the person's password."""
        if not fits(self.person, field.data or ""):
            raise StopValidation("This is not your password.")

    @property
    def next_path(self) -> str:
        """Return the page of ours to go to afterwards."""
        return self.next.data or start_page()


class CodeForm(Form):
    """The code that the app on the phone shows."""

    code = StringField(
        "The code your app shows now",
        [Needed("Please type the six digits that your app shows."), at_most(20)],
    )


class SignInLinkForm(Form):
    """One button; for somebody new their name too."""

    name = StringField("Your name", [at_most(LONGEST_NAME)], filters=[line])

    def __init__(self, *, is_new: bool, proposed: str = "") -> None:
        super().__init__(name=proposed)
        if is_new:
            self.name.validators = [Needed(NAME), *self.name.validators]
        else:
            del self.name


class NewPassword(Form):
    """A password typed twice, checked for how easily it is guessed."""

    password = PasswordField("New password", [Needed("Please choose a password.")])
    again = PasswordField("The same password again", [Needed("Please type the same password again.")])

    def about(self) -> tuple[str, ...]:
        """Return the words that others know about this person."""
        return (settings().site_name,)

    def validate_password(self, field: PasswordField) -> None:
        """Raise StopValidation for a password that is easy to guess."""
        if reason := weakness(field.data or "", about=self.about()):
            raise StopValidation(reason)

    def validate_again(self, field: PasswordField) -> None:
        """Raise StopValidation when the two differ."""
        if field.data != self.password.data:
            raise StopValidation("The two passwords are not the same. Please type them again.")


class InvitationForm(NewPassword):
    """What an invited person sets up: name, password, and the first code of their app."""

    name = StringField("Your name", [Needed(NAME), at_most(LONGEST_NAME)], filters=[line])
    code = StringField(
        "The code your app shows now",
        [Needed("Please type the six digits that your app shows."), at_most(20)],
    )

    def __init__(self, *, person: Person) -> None:
        super().__init__(name=person.name)
        self.person = person

    def about(self) -> tuple[str, ...]:
        """Return the words that others know about this person."""
        return (*super().about(), self.person.email, self.name.data or "")


class ChangePasswordForm(NewPassword):
    """A new password; and the old one, unless a mailed link has just shown whose account it is."""

    current = PasswordField(
        "Your password now", [Needed("Please type the password you have now."), at_most(LONGEST)]
    )

    def __init__(self, *, person: Person, asks_current: bool) -> None:
        super().__init__()
        self.person = person
        if not asks_current:
            del self.current

    def about(self) -> tuple[str, ...]:
        """Return the words that others know about this person."""
        return (*super().about(), self.person.email, self.person.name)

    def validate_current(self, field: PasswordField) -> None:
        """Raise StopValidation when it is not the person's password."""
        if not fits(self.person, field.data or ""):
            raise StopValidation("This is not your current password.")


class AccountForm(EditForm):
    """What others see, and whether news come by mail."""

    name = StringField("Your name", [Needed(NAME), at_most(LONGEST_NAME)], filters=[line])
    wants_mail = BooleanField("Send me updates by email")


class RoleForm(Form):
    """Somebody's role in the site."""

    role = RadioField(
        "What may they do?",
        [Needed("Please choose a role.")],
        choices=[
            SelectChoice(SiteRole.MEMBER.value, "Member"),
            SelectChoice(SiteRole.MODERATOR.value, "Moderator"),
            SelectChoice(SiteRole.ADMINISTRATOR.value, "Administrator"),
        ],
    )


class AccountSuspensionForm(Form):
    """Why somebody may not sign in; they get to read it."""

    reason = TextAreaField(
        "Why?", [Needed("Please say why. They get to read it."), at_most(LONGEST_REASON)], filters=[lines]
    )


class RecoveryCodeForm(Form):
    """One of the codes that were printed."""

    code = StringField(
        "One of your recovery codes",
        [Needed("Please type one of your recovery codes."), at_most(LONGEST_TYPED)],
        filters=[line],
    )


class EmailChangeForm(Form):
    """The new address."""

    email = EmailField(
        "New email address",
        [Needed("Please type your new email address."), at_most(LONGEST_ADDRESS), EmailAddress()],
        filters=[line],
    )

    def __init__(self, *, person: Person) -> None:
        super().__init__()
        self.person = person

    def validate_email(self, field: EmailField) -> None:
        """Raise StopValidation for the address that they have already."""
        if field.data == self.person.email:
            raise StopValidation("This is your email address already.")


class InviteForm(Form):
    """Whom to invite, to look after the site."""

    name = StringField(
        "Their name", [Needed("Please type their name."), at_most(LONGEST_NAME)], filters=[line]
    )
    email = _email("their")
    role = RadioField(
        "What will they do?",
        [Needed("Please choose one.")],
        choices=[
            SelectChoice(SiteRole.MODERATOR.value, "Moderator"),
            SelectChoice(SiteRole.ADMINISTRATOR.value, "Administrator"),
        ],
    )
