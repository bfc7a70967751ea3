"""What each refusal of the directory's services says to a person, at a terminal too."""

from collections.abc import Callable
from typing import Any

from coopnet.foundation.i18n import gettext as _

REFUSALS: dict[str, Callable[[dict[str, Any]], str]] = {
    "initiative_not_found": lambda _values: _("There is no initiative at this address."),
    "name_missing": lambda _values: _("It has no name yet."),
    "name_taken": lambda _values: _("There is another initiative of this name."),
    "edited_meanwhile": lambda _values: _("Somebody else has changed this profile meanwhile. Look at it again."),
    "nothing_to_undo": lambda _values: _("There is no such change to take back."),
    "changed_since": lambda _values: _("Some of this has been changed again since. Say whether to take that back too."),
    "merged_away": lambda _values: _("It was merged into another profile. Look at it again."),
    "merged_with_itself": lambda _values: _("A profile cannot be merged with itself."),
    "cannot_become": lambda _values: _("As it stands now, this cannot be done."),
    "ask_ended": lambda _values: _("This link is no longer needed: somebody has answered already."),
    "has_keeper": lambda _values: _("Somebody keeps it by now: they can invite you to keep it with them."),
    "cannot_be_written": lambda _values: _("It has no address to write to."),
    "draft_gone": lambda _values: _("This has been sent already, or is no longer kept."),
    "not_to_be_sent": lambda _values: _("It is with the team already, or public."),
    "submission_gone": lambda _values: _("This has been decided meanwhile, or withdrawn."),
    "closed_by_team": lambda _values: _("The team has closed it: write to them if it exists."),
    "reason_missing": lambda _values: _("Say why: they will read it."),
    "claim_letters_enough": lambda _values: _(
        "Today several letters have gone to its own address already. Open one of them: each works for seven days."
    ),
    "claim_ended": lambda _values: _("This has been used or answered already, or is too old."),
    "invitation_ended": lambda _values: _("This invitation has been answered, taken back, or is too old."),
    "keeper_gone": lambda _values: _("This person does not keep it."),
    "last_owner": lambda _values: _("Nobody else answers for it: hand it over first."),
    "report_closed": lambda _values: _("Somebody else has closed this notice meanwhile."),
    "picture_missing": lambda _values: _("Choose a file."),
    "picture_too_heavy": lambda values: _("This file is too heavy: at most %(megabytes)d MB.", **values),
    "picture_unreadable": lambda _values: _("We cannot read this file. Send a JPEG, PNG or WebP that is whole."),
    "picture_is_none": lambda _values: _("This is no picture. Send a JPEG, PNG or WebP."),
    "picture_is_drawing": lambda _values: _("This is an SVG drawing. Save it as PNG and send that."),
    "picture_too_large": lambda values: _(
        "This picture is too large: at most %(megapixels)d million pixels. Make it smaller and send it again.", **values
    ),
    "picture_moves": lambda _values: _("This picture moves. Send one that stands still."),
    "picture_too_small": lambda values: _(
        "This picture is too small: at least %(pixels)d pixels high and wide.", **values
    ),
    "picture_hides_something": lambda _values: _(
        "There is something else in this file beside a picture. Open it, save it anew as JPEG or PNG and send that."
    ),
    "picture_not_found": lambda _values: _("This picture is not there any more."),
    "pictures_full": lambda values: _(
        "There is room for %(most)d pictures. Remove one first, or put this one in its place.", **values
    ),
    "label_not_found": lambda _values: _("There is no such label."),
}
