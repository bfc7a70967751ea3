"""Every address that answers somebody who has not signed in, by endpoint.

A new route fails the build until it stands here or has a guard.
"""

# Under a language; what carries a link's right checks it itself and answers 404 without.
PAGES = {
    "home.index",
    "home.privacy",
    "home.legal_notice",
    "home.accessibility",
    "accounts.sign_in",
    "accounts.enter",
    "accounts.type_code",
    "accounts.by_password",
    "accounts.by_passkey",
    "accounts.erased",
    "home.guide",
    "initiatives.index",
    "initiatives.alike",
    "initiatives.begin",
    "initiatives.claim",
    "initiatives.discover",
    "initiatives.embed",
    "initiatives.go_and_edit",
    "initiatives.no_longer",
    "initiatives.publish_step",
    "initiatives.pins",
    "initiatives.report",
    "initiatives.resume",
    "initiatives.send_link",
    "initiatives.shortlist",
    "initiatives.show",
    "initiatives.still_right",
    "initiatives.suppliers",
    "initiatives.write",
    "trainings.index",
    "trainings.show",
    "trainings.calendar",
    "trainings.picture",
    "registrations.register",
    "registrations.sent_again",
    "registrations.find_mine",
    "registrations.links_sent",
    "registrations.show",
    "registrations.calendar",
    "registrations.entry",
    "registrations.change",
    "registrations.cancel",
    "registrations.not_me",
    "registrations.take_back_needs",
}

# For machines, without a language.
MACHINES = {
    "assets.show_current",
    "assets.show_icon",
    "initiative_data.feed",
    "initiative_data.geojson",
    "initiative_data.murmuration",
    "initiative_data.murmurations",
    "initiative_data.outlines",
    "initiative_data.picture",
    "initiative_data.table",
    "machines.robots",
    "machines.sitemap",
    "health.is_alive",
    "health.is_ready",
}

# A development instance only; production answers 404.
DEVELOPMENT = {
    "kept_letters.index",
    "kept_letters.show",
    "kept_letters.show_html",
    "kept_letters.download",
    "showcase.index",
}
