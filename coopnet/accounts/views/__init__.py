from coopnet.accounts.views import contacts, data, home, keys, second_factor, signing_in
from coopnet.accounts.views.blueprint import bp
from coopnet.accounts.views.keeper import KEEPER

__all__ = ["KEEPER", "bp", "contacts", "data", "home", "keys", "second_factor", "signing_in"]
