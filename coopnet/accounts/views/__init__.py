from coopnet.accounts.views import contacts, data, home, keys, second_factor, signing_in
from coopnet.accounts.views.blueprint import bp

__all__ = ["bp", "contacts", "data", "home", "keys", "second_factor", "signing_in"]
