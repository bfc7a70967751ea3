"""The kinds of letter about a post, as the outbox knows them."""

from coopnet.network.rules.states import Act

ASKED = "post.asked"
AGAIN = "post.again"
APPROVED = "post.approved"
REJECTED = "post.rejected"
HIDDEN = "post.hidden"
SHOWN_AGAIN = "post.shown_again"
EXPIRING = "post.expiring"
EXPIRED = "post.expired"
OPEN_AGAIN = "post.open_again"
DIGEST = "post.digest"
LINKS = "post.links"

# What somebody else than its maker does to a post, its maker is told.
BY_ACT = {
    Act.APPROVE: APPROVED,
    Act.REJECT: REJECTED,
    Act.HIDE: HIDDEN,
    Act.SHOW_AGAIN: SHOWN_AGAIN,
    Act.EXPIRE: EXPIRED,
}
