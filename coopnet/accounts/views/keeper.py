"""What the guards of `web` ask of this room."""

from coopnet.accounts.queries.sessions import find_owner, find_viewer
from coopnet.accounts.rules.sessions import KEPT_IDLE
from coopnet.accounts.service.sessions import note_seen
from coopnet.web.guards import Keeper

KEEPER = Keeper(
    find=find_viewer,
    note_seen=note_seen,
    find_owner=find_owner,
    sign_in="accounts.sign_in",
    second_factor="accounts.second_factor_page",
    enrol="accounts.enrol",
    kept_for=KEPT_IDLE,
)
