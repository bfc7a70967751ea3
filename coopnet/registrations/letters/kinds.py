"""The kinds of letter about a registration, as the outbox knows them."""

CONFIRMED = "registration.confirmed"
WAITING = "registration.waiting"
PENDING = "registration.pending"
PLACE_GIVEN = "registration.place_given"
APPROVED = "registration.approved"
DECLINED = "registration.declined"
AGAIN = "registration.again"
CANCELLED = "registration.cancelled"
CANCELLED_BY_TEAM = "registration.cancelled_by_team"
PARTY_CHANGED = "registration.party_changed"
CONTACT_CHANGED = "registration.contact_changed"
CONTACT_LEFT = "registration.contact_left"
TRAINING_CANCELLED = "registration.training_cancelled"
TRAINING_MOVED = "registration.training_moved"
LINKS = "registration.links"

BY_STATE = {"confirmed": CONFIRMED, "waiting": WAITING, "pending": PENDING}
