"""All that comes from one contact is refused together; a contact is looked for among those that are kept out."""

from wtforms import BooleanField

from coopnet.accounts.rules.people import Contact
from coopnet.foundation.i18n import lazy_gettext as _l
from coopnet.network.forms.asking import ReasonForm
from coopnet.web.contacts import ContactFields


class RefuseAllForm(ReasonForm):
    keeps_out = BooleanField(_l("And from today on this contact does not write here"))


class FindContactForm(ContactFields):
    @property
    def contact(self) -> Contact:
        email, phone = self.reached
        return Contact(email=email, phone=phone)
