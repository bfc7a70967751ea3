"""Letters on the way of a profile into the directory, and to those who keep it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from coopnet.accounts.rules.contacts import EMAIL, Address
from coopnet.foundation import letters, outbox
from coopnet.foundation.i18n import gettext as _
from coopnet.foundation.letters import Wording, Words, absolute_url
from coopnet.foundation.outbox import SMS, Dispatch
from coopnet.initiatives.queries.claims import claim_link, find_claim_key, find_invitation_key, invitation_link
from coopnet.initiatives.queries.drafts import token_of
from coopnet.initiatives.queries.standing import Standing, find_standing

DRAFT = "initiative.draft"
RECEIVED = "initiative.received"
PUBLISHED = "initiative.published"
RETURNED = "initiative.returned"
REFUSED = "initiative.refused"
WITHDRAWN = "initiative.withdrawn"
CLAIM = "initiative.claim"
CLAIM_CONFIRMED = "initiative.claim_confirmed"
CLAIM_DECLINED = "initiative.claim_declined"
INVITED = "initiative.invited"
KEEPER_CAME = "initiative.keeper_came"
KEEPER_WENT = "initiative.keeper_went"
CLOSED = "initiative.closed"
REOPENED = "initiative.reopened"
MERGED = "initiative.merged"

Values = Mapping[str, str]


@dataclass(frozen=True)
class Said:
    subject: str
    lines: tuple[str, ...]
    label: str
    link: str


def put(
    kind: str, to: Address | None, *, key: str, language: str, subject: tuple[str, str], values: Values, now: datetime
) -> None:
    """`subject` is whom it is about, so that it is forgotten with them; nobody is written to who has no address."""
    if to is None:
        return
    outbox.put(
        dedup_key=f"{kind}:{key}",
        channel=outbox.EMAIL if to.kind == EMAIL else outbox.SMS,
        kind=kind,
        recipient=to.value,
        language=language,
        values=dict(values),
        subject_kind=subject[0],
        subject_id=subject[1],
        now=now,
    )


def word(dispatch: Dispatch) -> Words | str | None:
    """None when what it is about is gone."""
    values = {name: str(value) for name, value in dispatch.values.items()}
    said = _SAYING[dispatch.kind](values)
    if said is None:
        return None
    if dispatch.channel == SMS:
        return f"{said.subject} {said.link}"
    text, html = letters.render(
        "initiatives/keeping", subject=said.subject, lines=said.lines, label=said.label, link=said.link
    )
    return Words(said.subject, text, html)


def _draft(values: Values) -> Said | None:
    if not values.get("draft"):
        return None
    return Said(
        _("Go on with your initiative"),
        (
            _("With this link you go on where you left it, on any device."),
            _("Whoever has the link can read and change what you wrote. We keep it for 60 days."),
        ),
        _("Go on"),
        absolute_url("initiatives.resume", token=token_of(values["draft"])),
    )


def _of(say: Callable[[Standing, Values], Said | None]) -> Callable[[Values], Said | None]:
    def found(values: Values) -> Said | None:
        standing = find_standing(values.get("initiative", ""))
        return None if standing is None else say(standing, values)

    return found


def _received(one: Standing, _values: Values) -> Said:
    return Said(
        _("We have received “%(name)s”", name=one.name),
        (
            _("The team will look at it, and then it will be public. We write to you when it is."),
            _("Meanwhile you can still change it."),
        ),
        _("See it and change it"),
        _keep(one),
    )


def _published(one: Standing, _values: Values) -> Said:
    return Said(
        _("“%(name)s” is public", name=one.name),
        (
            _("Anybody can find it in the directory now."),
            _("You can change it whenever you like, and invite others to keep it with you."),
        ),
        _("See its page"),
        absolute_url("initiatives.show", slug=one.slug),
    )


def _returned(one: Standing, values: Values) -> Said:
    return Said(
        _("“%(name)s” needs a change before it is public", name=one.name),
        (_("The team writes:"), values.get("reason", ""), _("Change it and send it again.")),
        _("Change it"),
        _keep(one),
    )


def _refused(values: Values) -> Said | None:
    if not values.get("name"):
        return None
    return Said(
        _("“%(name)s” will not be in the directory", name=values["name"]),
        (
            _("The team writes:"),
            values.get("reason", ""),
            _("If you think that this is a mistake, answer or call us."),
        ),
        _("See the directory"),
        absolute_url("initiatives.index"),
    )


def _withdrawn(values: Values) -> Said | None:
    if not values.get("name"):
        return None
    return Said(
        _("“%(name)s” was withdrawn", name=values["name"]),
        (
            _("It will not be in the directory, and what was written of it is erased."),
            _("You can publish it at another time."),
        ),
        _("Publish an initiative"),
        absolute_url("initiatives.begin"),
    )


def _claim(one: Standing, values: Values) -> Said | None:
    if find_claim_key(values.get("claim", "")) is None:
        return None
    return Said(
        _("Will you keep the page of “%(name)s”?", name=one.name),
        (
            _("Somebody asked for this on its page in the directory. We write to its own address, to be sure."),
            _("If it was you, open the link and press the button. It works once, for seven days."),
            _("If it was not you, there is nothing to do."),
        ),
        _("Keep this page"),
        absolute_url("initiatives.take_claim", token=claim_link(values["claim"])),
    )


def _confirmed(one: Standing, _values: Values) -> Said:
    return Said(
        _("You answer for “%(name)s” now", name=one.name),
        (_("You can change its page, and invite others to keep it with you."),),
        _("See it and change it"),
        _keep(one),
    )


def _declined(one: Standing, values: Values) -> Said:
    return Said(
        _("We could not confirm that “%(name)s” is yours", name=one.name),
        (_("The team writes:"), values.get("reason", "")),
        _("See its page"),
        absolute_url("initiatives.show", slug=one.slug),
    )


def _invited(one: Standing, values: Values) -> Said | None:
    if find_invitation_key(values.get("invitation", "")) is None:
        return None
    return Said(
        _("You are invited to keep “%(name)s”", name=one.name),
        (
            _("%(who)s asks you to keep its page in the directory with them.", who=values.get("who", "")),
            _("Open the link and say yes or no. It works for thirty days."),
        ),
        _("See the invitation"),
        absolute_url("initiatives.invitation", token=invitation_link(values["invitation"])),
    )


def _came(one: Standing, values: Values) -> Said:
    return Said(
        _("Somebody else keeps “%(name)s” too", name=one.name),
        (
            _("Since today it is also kept by %(who)s.", who=values.get("who", "")),
            _("If this is not right, take them off, or call us."),
        ),
        _("Who keeps it"),
        absolute_url("initiatives_desk.people", slug=one.slug),
    )


def _went(one: Standing, _values: Values) -> Said:
    return Said(
        _("You no longer keep “%(name)s”", name=one.name),
        (_("You can no longer change its page. What you did stays."),),
        _("See the directory"),
        absolute_url("initiatives.index"),
    )


def _closed(one: Standing, values: Values) -> Said:
    """Whoever reads its own address has no history to open."""
    is_own = values.get("to") == "own"
    return Said(
        _("“%(name)s” is marked as no longer existing", name=one.name),
        (
            _("This was said by %(who)s. It has left the lists, and its page says so.", who=_who(values)),
            _("If this is not right, tell the team from its page, or answer: they put it back.")
            if is_own
            else _("If this is not right, open its history: there it is put back."),
        ),
        _("See its page") if is_own else _("See its history"),
        absolute_url("initiatives.show" if is_own else "initiatives.history", slug=one.slug),
    )


def _reopened(one: Standing, values: Values) -> Said:
    return Said(
        _("“%(name)s” stands in the lists again", name=one.name),
        (_("It was put back by %(who)s: it exists.", who=_who(values)),),
        _("See its page"),
        absolute_url("initiatives.show", slug=one.slug),
    )


def _merged(one: Standing, values: Values) -> Said:
    return Said(
        _("“%(gone)s” and “%(name)s” are one page now", gone=values.get("gone", ""), name=one.name),
        (
            _("The team saw that it is the same initiative. Both addresses lead to one page, and you all keep it."),
            _("If this is not right, tell the team: they can be two again."),
        ),
        _("See it and change it"),
        _keep(one),
    )


def _who(values: Values) -> str:
    """Somebody who keeps it too, by name; others by what they are."""
    return values.get("who") or (_("whoever reads its own e-mail") if values.get("by") == "own" else _("the team"))


def _keep(one: Standing) -> str:
    return absolute_url("initiatives_desk.keep", slug=one.slug)


_SAYING: dict[str, Callable[[Values], Said | None]] = {
    DRAFT: _draft,
    RECEIVED: _of(_received),
    PUBLISHED: _of(_published),
    RETURNED: _of(_returned),
    REFUSED: _refused,
    WITHDRAWN: _withdrawn,
    CLAIM: _of(_claim),
    CLAIM_CONFIRMED: _of(_confirmed),
    CLAIM_DECLINED: _of(_declined),
    INVITED: _of(_invited),
    KEEPER_CAME: _of(_came),
    KEEPER_WENT: _of(_went),
    CLOSED: _of(_closed),
    REOPENED: _of(_reopened),
    MERGED: _of(_merged),
}

WORDINGS: dict[str, Wording] = dict.fromkeys(_SAYING, word)
