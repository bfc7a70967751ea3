from coopnet.accounts.views import contacts, data, home, keys, second_factor, signing_in
from coopnet.accounts.views.blueprint import bp
from coopnet.accounts.views.keeper import KEEPER
from coopnet.accounts.views.refusals import REFUSALS

__all__ = ["KEEPER", "REFUSALS", "bp", "contacts", "data", "home", "keys", "second_factor", "signing_in"]
