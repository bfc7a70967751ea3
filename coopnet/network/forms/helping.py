"""The form by which a helper writes a post for somebody who stands at a support point."""

from datetime import date

from coopnet.accounts.queries.read_aloud import reach_in_words
from coopnet.accounts.rules.helping import Reach
from coopnet.accounts.rules.people import Contact
from coopnet.network.forms.posting import PostForm
from coopnet.web.helped import HelpedFields


class HelperPostForm(HelpedFields, PostForm):
    page_order = (*PostForm.page_order, "reach", "reach_note", "was_read")
    point: str = ""  # the support point's public id

    @property
    def contact(self) -> Contact:
        if not self.is_own:
            return Contact(point=self.point)
        email, phone = self.reached
        return Contact(email=email, phone=phone)


def make_helper_form(point: str, *, today: date, kind: str | None) -> HelperPostForm:
    reaches = [(reach.value, reach_in_words(reach)) for reach in Reach]
    form = HelperPostForm(today=today, reaches=reaches, data={"kind": kind} if kind else {})
    form.point = point
    return form
