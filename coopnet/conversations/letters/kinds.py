"""The kinds of letter about a conversation, as the outbox knows them."""

BEGAN = "conversation.began"  # to who has answered: the way to their page
AGAIN = "conversation.again"  # the same, since they answered again
MESSAGE = "conversation.message"  # to the other side
HELD = "conversation.held"  # to who wrote by e-mail: it waits, and why
REFUSED = "conversation.refused"  # to its sender, with the team's reason
NEW_LINK = "conversation.new_link"
MAILED = "conversation.mailed"  # to who wrote by e-mail: it did not go through, or not all of it
