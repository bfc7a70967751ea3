"""Which messages wait for the team: they may be a fraud, or give away what has a button of its own. Never a language.

False alarms are worse than they look: a person who asks for help with a password has to be able to say the word.
"""

from enum import StrEnum

from coopnet.conversations.rules.bank import has_bank_data
from coopnet.conversations.rules.codes import asks_for_code, tells_code
from coopnet.conversations.rules.folding import readings, sentences_of
from coopnet.conversations.rules.money import asks_for_money
from coopnet.conversations.rules.reaching import has_contact
from coopnet.conversations.rules.spots import has_address
from coopnet.conversations.rules.weblinks import has_link


class Reason(StrEnum):
    LINK = "link"
    MONEY = "money"  # a bank's data, a card, an account, a transfer; somebody asks for money
    CODE = "code"  # asks for a code or a password, or tells one
    CONTACT = "contact"  # an e-mail or a phone, for which there is a button
    ADDRESS = "address"  # where somebody lives
    NAME = "name"  # it is written under a name of the team, a bank or an office
    SENDER = "sender"  # it came by e-mail, from an address that is not known to be theirs


def reasons_to_hold(text: str) -> tuple[str, ...]:
    """In one order; empty where the message may pass.

    >>> reasons_to_hold("Quedem dijous a les 18 h a la biblioteca?")
    ()
    >>> reasons_to_hold("Mira això: https://example.org/premi i envia'm el codi que t'arribarà")
    ('link', 'code')
    >>> reasons_to_hold("Fes un bizum i truca'm al 612 34 56 78. Visc al carrer de Sants, 12.")
    ('money', 'contact', 'address')
    """
    found = {Reason.LINK} if has_link(text) else set()
    for reading in readings(text):
        sentences = sentences_of(reading)
        if has_bank_data(reading) or asks_for_money(reading, sentences):
            found.add(Reason.MONEY)
        if asks_for_code(reading, sentences) or tells_code(reading):
            found.add(Reason.CODE)
        if has_contact(reading):
            found.add(Reason.CONTACT)
        if has_address(reading):
            found.add(Reason.ADDRESS)
    return tuple(reason.value for reason in Reason if reason in found)
