"""What staff do with accounts at a terminal, and how the first ones get in."""

import json
from collections.abc import Callable

import click

from coopnet.accounts.models import Account
from coopnet.accounts.queries.accounts import find_by_address, list_with_roles, main_address
from coopnet.accounts.queries.proofs import link_of
from coopnet.accounts.rules.contacts import EMAIL, Address
from coopnet.accounts.rules.proofs import Purpose
from coopnet.accounts.rules.roles import Role, subject_kind_of
from coopnet.accounts.service import blocking, proving, roles, second_factor
from coopnet.accounts.service.accounts import get_or_make
from coopnet.foundation import audit, clock, subjects
from coopnet.foundation.commands import ADDRESS, TERMINAL, for_staff
from coopnet.foundation.db import in_transaction
from coopnet.foundation.emails import is_email, normal_email
from coopnet.foundation.errors import RuleBroken
from coopnet.foundation.i18n import current_language, ngettext
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.letters import absolute_url
from coopnet.web.errors import in_words

ROLES = click.Choice([role.value for role in Role])
ACTOR = click.option("--actor", type=ADDRESS, help=f"Who decides; goes into the audit log, else `{TERMINAL}`.")


@click.group("accounts")
def accounts() -> None:
    """Who may do what, and ways in for who has none."""


@accounts.command("grant")
@click.argument("email")
@click.argument("role", type=ROLES)
@click.option("--for", "slug", metavar="SLUG", help="The one entity, training or support point.")
@ACTOR
@for_staff
def grant(*, email: str, role: str, slug: str | None, actor: str | None) -> None:
    """Give a role; makes the account when there is none yet."""
    address, subject_id = _address(email), _subject(Role(role), slug)

    def give() -> bool:
        account = get_or_make(address, language=current_language(), now=clock.now())
        return roles.grant(account, Role(role), subject_id=subject_id, actor=actor or TERMINAL, now=clock.now())

    is_new = _do(email, give)
    what = _("%(role)s, for %(slug)s", role=role, slug=slug) if slug else role
    already = _("held already")
    click.echo(f"{address.value}: {what}" if is_new else f"{address.value}: {what} ({already})")


@accounts.command("revoke")
@click.argument("email")
@click.argument("role", type=ROLES)
@click.option("--for", "slug", metavar="SLUG")
@ACTOR
@for_staff
def revoke(*, email: str, role: str, slug: str | None, actor: str | None) -> None:
    """Take a role away: what it let them do ends at their next press. `block` keeps somebody out."""
    address, subject_id = _address(email), _subject(Role(role), slug)
    was_held = _do(
        email,
        lambda: roles.revoke(
            _get(address), Role(role), subject_id=subject_id, actor=actor or TERMINAL, now=clock.now()
        ),
    )
    done = _("taken away") if was_held else _("was not held")
    click.echo(f"{address.value}: {role} ({done})")


@accounts.command("block")
@click.argument("email")
@ACTOR
@for_staff
def block(*, email: str, actor: str | None) -> None:
    """Keep somebody out: their sessions end at once, and nothing lets them in until `unblock`."""
    address = _address(email)
    is_new = _do(email, lambda: blocking.block(_get(address).id, actor=actor or TERMINAL, now=clock.now()))
    done = _("cannot sign in any more") if is_new else _("was blocked already")
    click.echo(f"{address.value}: {done}")


@accounts.command("unblock")
@click.argument("email")
@ACTOR
@for_staff
def unblock(*, email: str, actor: str | None) -> None:
    """Let them sign in again."""
    address = _address(email)
    was = _do(email, lambda: blocking.unblock(_get(address).id, actor=actor or TERMINAL, now=clock.now()))
    done = _("can sign in again") if was else _("was not blocked")
    click.echo(f"{address.value}: {done}")


@accounts.command("sign-in-link")
@click.argument("email")
@ACTOR
@for_staff
def sign_in_link(*, email: str, actor: str | None) -> None:
    """Print a link that lets them in once, within 20 minutes."""
    address = _address(email)

    def make() -> str:
        now = clock.now()
        made = proving.ask(address, Purpose.SIGN_IN, language=current_language(), now=now, is_sent=False)
        known = find_by_address(address)
        _note("accounts.sign_in_link", known.public_id if known else "-", actor)
        return made.public_id

    click.echo(absolute_url("accounts.enter", token=link_of(in_transaction(make))))


@accounts.command("totp")
@click.argument("email")
@ACTOR
@for_staff
def totp(*, email: str, actor: str | None) -> None:
    """Set a new secret for an authenticator app and print it; the former one, and its recovery codes, are dead.
    Who has got in makes recovery codes of their own, which nobody else sees.
    """
    address, secret = _address(email), second_factor.new_secret()

    def put() -> None:
        account = _get(address)
        second_factor.put_totp(account.id, secret, last_step=0, now=clock.now())
        _note("accounts.totp", account.public_id, actor)

    in_transaction(put)
    click.echo(secret)


@accounts.command("list")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@for_staff
def list_all(*, form: str) -> None:
    """Who holds which role; one line, or one object, a role."""
    rows: list[dict[str, str | None]] = []
    for account, grants in list_with_roles():
        address = main_address(account)
        who = address.value if address else account.public_id
        rows += [
            {"contact": who, "role": one.role, "for_kind": one.subject_kind, "for": one.subject_id} for one in grants
        ]
    if form == "json":
        click.echo(json.dumps(rows, indent=1, ensure_ascii=False))
        return
    for row in rows:
        what = f"  {row['for_kind']} {row['for']}" if row["for"] else ""
        click.echo(f"{row['contact']}  {row['role']}{what}")
    click.echo(ngettext("%(num)d role", "%(num)d roles", len(rows)))


def _address(email: str) -> Address:
    if not is_email(email):
        wrong = _("This is no e-mail address.")
        raise click.ClickException(f"{email}: {wrong}")
    return Address(EMAIL, normal_email(email))


def _do(email: str, work: Callable[[], bool]) -> bool:
    try:
        return in_transaction(work)
    except RuleBroken as refusal:
        raise click.ClickException(f"{email}: {in_words(refusal)}") from refusal


def _get(address: Address) -> Account:
    found = find_by_address(address)
    if found is None:
        wrong = _("There is no account with this address.")
        raise click.ClickException(f"{address.value}: {wrong}")
    return found


def _subject(role: Role, slug: str | None) -> str | None:
    """The public id of what the role is given for."""
    if slug is None:
        return None
    kind = subject_kind_of(role)
    found = subjects.find_public_id(kind, slug) if kind else None
    if found is None:
        wrong = _("Nothing has this address.") if kind else _("The role %(role)s is for the whole site.", role=role)
        raise click.ClickException(f"{slug}: {wrong}")
    return found


def _note(action: str, account_id: str, actor: str | None) -> None:
    audit.record(at=clock.now(), actor=actor or TERMINAL, action=action, subject_kind="account", subject_id=account_id)
