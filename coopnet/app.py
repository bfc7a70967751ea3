"""The whole house on one page: its rooms, who listens to what, and what the outbox knows how to word."""

from pathlib import Path

from flask import Flask
from flask_migrate import Migrate

from coopnet import cli
from coopnet.accounts import letters as account_letters, views as accounts
from coopnet.accounts.queries import overdue as account_data, own_file
from coopnet.accounts.rules.events import AccountBlocked, AccountErased, ActorRenamed
from coopnet.accounts.service import upkeep as account_upkeep
from coopnet.conversations import desk as conversations_desk, letters as talk_letters, views as conversations
from coopnet.conversations.queries import joined as talks, moderation as talks_waiting, overdue as talk_data
from coopnet.conversations.rules.events import TalkBegan
from coopnet.conversations.service import erasing as talks_erasing, maildir, upkeep as talk_upkeep
from coopnet.desk import views as desk
from coopnet.desk.queries import mail as desk_mail, shelf as desk_shelf
from coopnet.foundation import db, events, i18n, jobs, letters, personal_data, subjects
from coopnet.home import views as home
from coopnet.initiatives import desk as initiatives_desk, letters as initiative_letters, views as initiatives
from coopnet.initiatives.queries import addresses, entering, granters, keepers, moderation, overdue_keeping, silent
from coopnet.initiatives.queries import overdue as profile_data
from coopnet.initiatives.rules.events import InitiativesMerged, NameJoined
from coopnet.initiatives.service import daily as initiative_jobs, forgetting, sharing
from coopnet.network import desk as network_desk, letters as network_letters, views as network
from coopnet.network.queries import joined as posts, moderation as posts_due, overdue as post_data, own_help, talking
from coopnet.network.service import answering, joining as posts_joining, reminding, upkeep as network_upkeep
from coopnet.places import desk as places_desk, views as places
from coopnet.places.queries import find_public_id as find_point, keeping as places_keeping
from coopnet.registrations import desk as registrations_desk, letters as registration_letters, views as registrations
from coopnet.registrations.queries import joined, panel as registration_panel, overdue as place_data, waiting
from coopnet.registrations.service import deciding, jobs as registration_jobs, joining, telling
from coopnet.trainings import desk as trainings_desk, queries as training_queries, views as trainings
from coopnet.trainings.queries import find_public_id as find_training, writing as typed
from coopnet.trainings.rules import moves, states
from coopnet.trainings.service import partners, upkeep as training_jobs
from coopnet.vocabulary import queries as vocabulary
from coopnet.web import edge, errors, guards, kept_letters, languages, logs, rendering, showcase, slots

ROOT = Path(__file__).resolve().parent.parent


def create_app(settings: dict[str, object]) -> Flask:
    app = Flask("coopnet", template_folder=str(ROOT / "templates"), static_folder=None)
    app.config.from_mapping(settings)
    logs.init_app(app)  # before the engine is made, which hides what its statements hold
    db.init_app(app)
    rendering.init_app(app)  # before anything asks for the templates' environment
    i18n.init_app(app)
    edge.init_app(app)
    guards.init_app(app, accounts.KEEPER)
    vocabulary.init_app(app)
    Migrate(app, db.db, directory=str(ROOT / "migrations"), render_as_batch=True)
    jobs.init_app(app)
    _subscribe(app)
    _fill_outbox(app)
    slots.offer(app, "initiatives.show", training_queries.panel)
    slots.offer(app, "trainings.show", registration_panel)
    slots.offer(app, "trainings.moving", telling.preview_moved)
    slots.offer(app, "conversations.show", talking.panel)
    slots.offer(app, "places.point", training_queries.panel_of_point)
    slots.offer(app, "accounts.sign_in", entering.panel)
    slots.offer(app, "accounts.home", joined.panel, posts.panel, talks.panel, keepers.panel, desk_shelf.panel)
    slots.offer(app, "accounts.erasing", *(room.what_is_erased for room in (joined, posts, talks, keepers)))
    slots.offer(app, "desk.home", waiting.panel, moderation.panel, posts_due.panel, talks_waiting.panel)
    slots.offer(app, "desk.home", desk_mail.panel, silent.panel, granters.panel, places_keeping.panel)
    rooms = (accounts, conversations, desk, home, initiatives, network, places, registrations)
    desks = (conversations_desk, initiatives_desk, network_desk, places_desk, registrations_desk, trainings_desk)
    for room in (*rooms, trainings, *desks):
        languages.register_public(app, room.bp)
    for machines in (home.machines, initiatives.machines, places.machines):
        app.register_blueprint(machines)
    for room in rooms:
        errors.register_words(app, room.REFUSALS)
    _know_personal_data(app)
    for kind, find in (("initiative", addresses.find_public_id), ("training", find_training), ("point", find_point)):
        subjects.register(app, kind, find)
    if not app.config["IS_PRODUCTION"]:
        languages.register_public(app, kept_letters.bp)
        languages.register_public(app, showcase.bp)
    cli.register(app)
    return app


def _subscribe(app: Flask) -> None:  # who listens to what: in this order, in the publisher's transaction
    events.subscribe(app, states.PlacesChanged, deciding.on_places_changed)
    events.subscribe(app, NameJoined, partners.on_name_joined)
    erased = (room.on_account_erased for room in (forgetting, joining, posts_joining, talks_erasing, sharing))
    events.subscribe(app, AccountErased, *erased)
    events.subscribe(app, AccountBlocked, posts_joining.on_account_blocked)
    events.subscribe(app, TalkBegan, answering.on_talk_began)
    events.subscribe(app, ActorRenamed, forgetting.on_actor_renamed, posts_joining.on_actor_renamed)
    events.subscribe(app, InitiativesMerged, partners.on_initiatives_merged, posts_joining.on_initiatives_merged)
    events.subscribe(app, states.TrainingCancelled, deciding.on_training_cancelled)
    events.subscribe(app, moves.TrainingMoved, telling.on_training_moved)


def _know_personal_data(app: Flask) -> None:
    """Every room's personal fields with their dates, and what it gives for a person's file."""
    with app.app_context():
        for room in (jobs, account_data, talk_data, profile_data, overdue_keeping, post_data, typed, place_data):
            personal_data.register(app, *room.personal_fields())
    own = {"account": own_file, "registrations": joined, "posts": posts, "conversations": talks, "initiatives": keepers}
    for name, part in {**own, "help": own_help}.items():
        personal_data.register_export(app, name, part.export)


def _fill_outbox(app: Flask) -> None:
    """What the outbox can word and do, and what is done by the clock."""
    for room in (account_letters, initiative_letters, network_letters, registration_letters, talk_letters):
        for kind, wording in room.WORDINGS.items():
            letters.register_letter(app, kind, wording)
    for job, handler in (*registration_jobs.QUEUED, *reminding.QUEUED, *talk_upkeep.QUEUED):
        letters.register_job(app, job, handler)
    maildir.init_app(app)
    for room in (account_upkeep, talk_upkeep, registration_jobs, initiative_jobs, network_upkeep, training_jobs):
        for job, handler, at in room.DAILY:
            jobs.register_periodic(app, job, handler=handler, at=at)
