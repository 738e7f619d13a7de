"""The list of features: their views, their subscribers, and what the worker does for each kind of outbox row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import ModuleType

from flask import Flask

import forum.accounts.cli
import forum.accounts.handlers
import forum.accounts.subscribers
import forum.accounts.views.account
import forum.accounts.views.invitations
import forum.accounts.views.people
import forum.accounts.views.sign_in
import forum.barriers.cli
import forum.barriers.handlers
import forum.barriers.models
import forum.barriers.subscribers
import forum.barriers.views.affected
import forum.barriers.views.casework
import forum.barriers.views.confirm
import forum.barriers.views.correct
import forum.barriers.views.council_settings
import forum.barriers.views.duplicates
import forum.barriers.views.inbox
import forum.barriers.views.lists
import forum.barriers.views.log
import forum.barriers.views.respond
import forum.barriers.views.show
import forum.barriers.views.similar
import forum.barriers.views.unassignment
import forum.barriers.views.ward_routes
import forum.barriers.vocabulary
import forum.core.mail
import forum.councils.cli
import forum.councils.handlers
import forum.councils.subscribers
import forum.councils.views.branding
import forum.councils.views.settings
import forum.councils.views.thresholds
import forum.dashboards.cli
import forum.dashboards.handlers
import forum.dashboards.models
import forum.dashboards.month_mails
import forum.dashboards.subscribers
import forum.dashboards.views.csv_files
import forum.dashboards.views.dashboard
import forum.dashboards.views.follows
import forum.dashboards.views.months
import forum.dashboards.views.obstacles
import forum.dashboards.views.responses
import forum.dashboards.views.share_cards
import forum.demo.cli
import forum.discovery.views.about
import forum.discovery.views.group_statements
import forum.discovery.views.groups
import forum.discovery.views.home
import forum.discovery.views.needs
import forum.discovery.views.places
import forum.discovery.views.saved
import forum.discovery.views.search
import forum.discovery.views.suggestions
import forum.discovery.views.tags
import forum.discovery.views.who_can_help
import forum.groups.cli
import forum.groups.duplicate_views
import forum.groups.invitation_views
import forum.groups.join_views
import forum.groups.resource_views
import forum.groups.subscribers
import forum.groups.views
import forum.groups.yearly_check
import forum.moderation.models
import forum.moderation.views.dead_letters
import forum.moderation.views.queue
import forum.moderation.views.reports
import forum.needs.subscribers
import forum.needs.views
import forum.notifications.group_emails
import forum.notifications.group_statement_emails
import forum.notifications.handlers
import forum.notifications.question_emails
import forum.notifications.story_emails
import forum.notifications.subscribers
import forum.notifications.views
import forum.questions.handlers
import forum.questions.models
import forum.questions.subscribers
import forum.questions.views.advice
import forum.questions.views.ask
import forum.questions.views.change
import forum.questions.views.lists
import forum.questions.views.matches
import forum.questions.views.offers
import forum.questions.views.show
import forum.stories.cli
import forum.stories.handlers
import forum.stories.models
import forum.stories.related_stories
import forum.stories.subscribers
import forum.stories.views.additions
import forum.stories.views.change
import forum.stories.views.lists
import forum.stories.views.outcomes
import forum.stories.views.place
import forum.stories.views.show
import forum.stories.views.tell
import forum.threads.attachments
import forum.threads.cli
import forum.threads.handlers
import forum.threads.journeys.links
import forum.threads.subscribers
import forum.threads.views.comments
import forum.threads.views.files
import forum.threads.views.follows
import forum.threads.views.pictures
import forum.threads.views.related
import forum.threads.views.tags
import forum.web.developers
import forum.web.health
from forum.accounts.next_paths import LANDING
from forum.barriers.inbox_badge import landing_of, use_desk
from forum.barriers.template_globals import use_state_labels
from forum.barriers.thread_kind import BarrierKind
from forum.core.outbox import OutboxRow
from forum.councils.identity import use_identity
from forum.questions.thread_kind import QuestionKind
from forum.search.current import SYNONYMS
from forum.stories.thread_kind import StoryKind
from forum.threads import related
from forum.threads.kinds import use_kinds

# Named so that every table is known wherever the application is, whichever views import it.
MODELS: tuple[ModuleType, ...] = (
    forum.questions.models,
    forum.barriers.models,
    forum.dashboards.models,
    forum.moderation.models,
    forum.stories.models,
    forum.threads.attachments,
)
VIEWS: tuple[ModuleType, ...] = (
    forum.web.health,
    forum.web.developers,
    forum.discovery.views.home,
    forum.discovery.views.who_can_help,
    forum.discovery.views.places,
    forum.discovery.views.needs,
    forum.discovery.views.group_statements,
    forum.discovery.views.groups,
    forum.discovery.views.search,
    forum.discovery.views.saved,
    forum.discovery.views.suggestions,
    forum.discovery.views.tags,
    forum.discovery.views.about,
    forum.councils.views.settings,
    forum.councils.views.thresholds,
    forum.councils.views.branding,
    forum.groups.views,
    forum.groups.invitation_views,
    forum.groups.join_views,
    forum.groups.resource_views,
    forum.groups.duplicate_views,
    forum.accounts.views.sign_in,
    forum.accounts.views.invitations,
    forum.accounts.views.account,
    forum.accounts.views.people,
    forum.moderation.views.dead_letters,
    forum.moderation.views.queue,
    forum.moderation.views.reports,
    forum.threads.views.comments,
    forum.threads.journeys.links,
    forum.threads.views.follows,
    forum.threads.views.related,
    forum.threads.views.tags,
    forum.threads.views.pictures,
    forum.threads.views.files,
    forum.barriers.views.log,
    forum.barriers.views.lists,
    forum.barriers.views.show,
    forum.barriers.views.similar,
    forum.barriers.views.affected,
    forum.barriers.views.respond,
    forum.barriers.views.confirm,
    forum.barriers.views.correct,
    forum.barriers.views.casework,
    forum.barriers.views.council_settings,
    forum.barriers.views.inbox,
    forum.barriers.views.unassignment,
    forum.barriers.views.duplicates,
    forum.barriers.views.ward_routes,
    forum.stories.views.tell,
    forum.stories.views.lists,
    forum.stories.views.show,
    forum.stories.views.change,
    forum.stories.views.outcomes,
    forum.stories.views.place,
    forum.stories.views.additions,
    forum.needs.views,
    forum.questions.views.advice,
    forum.questions.views.ask,
    forum.questions.views.change,
    forum.questions.views.lists,
    forum.questions.views.matches,
    forum.questions.views.offers,
    forum.questions.views.show,
    forum.notifications.views,
    forum.dashboards.views.dashboard,
    forum.dashboards.views.csv_files,
    forum.dashboards.views.months,
    forum.dashboards.views.obstacles,
    forum.dashboards.views.share_cards,
    forum.dashboards.views.follows,
    forum.dashboards.views.responses,
)
COMMANDS: tuple[ModuleType, ...] = (
    forum.accounts.cli,
    forum.councils.cli,
    forum.groups.cli,
    forum.threads.cli,
    forum.barriers.cli,
    forum.dashboards.cli,
    forum.demo.cli,
    forum.stories.cli,
)
SUBSCRIBERS: tuple[ModuleType, ...] = (
    forum.accounts.subscribers,
    forum.councils.subscribers,
    forum.barriers.subscribers,  # before threads: it must still see at which council a barrier was
    forum.threads.subscribers,
    forum.groups.subscribers,
    forum.needs.subscribers,
    forum.questions.subscribers,
    forum.stories.subscribers,
    forum.dashboards.subscribers,
    forum.notifications.subscribers,
    forum.notifications.group_statement_emails,
    forum.notifications.group_emails,
    forum.notifications.question_emails,
    forum.notifications.story_emails,
)
HANDLERS: Mapping[str, Callable[[list[OutboxRow]], None]] = {
    "mail": forum.core.mail.deliver,
    **forum.councils.handlers.HANDLERS,
    **forum.threads.handlers.HANDLERS,
    **forum.barriers.handlers.HANDLERS,
    **forum.questions.handlers.HANDLERS,
    **forum.accounts.handlers.HANDLERS,
    **forum.stories.handlers.HANDLERS,
    **forum.groups.yearly_check.HANDLERS,
    **forum.notifications.handlers.HANDLERS,
    **forum.notifications.question_emails.HANDLERS,
    **forum.dashboards.handlers.HANDLERS,
    **forum.dashboards.month_mails.HANDLERS,
}


def register(app: Flask) -> None:
    """Put every feature into the application."""
    use_identity(app)
    use_desk(app)
    use_state_labels(app)
    app.extensions[LANDING] = landing_of
    use_kinds(app, (BarrierKind(), QuestionKind(), StoryKind()))
    related.register("stories", forum.stories.related_stories.stories_that_met)
    app.extensions[SYNONYMS] = forum.barriers.vocabulary.SYNONYMS
    for views in VIEWS:
        app.register_blueprint(views.blueprint)
    for commands in COMMANDS:
        commands.register(app)
    for subscribers in SUBSCRIBERS:
        subscribers.register()
