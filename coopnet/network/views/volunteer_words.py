"""What pages say of volunteers' codes."""

from coopnet.foundation.dates import format_weekday
from coopnet.network.queries import reasons
from coopnet.network.queries.wordings import proposal_state_in_words, volunteer_state_in_words
from coopnet.network.rules.times import Part
from coopnet.network.views.blueprint import bp

bp.app_template_filter("volunteer_state")(volunteer_state_in_words)
bp.app_template_filter("proposal_state")(proposal_state_in_words)
bp.app_template_filter("match_reason")(reasons.reason_in_words)
bp.app_template_filter("volunteer_skills")(reasons.skills_in_words)
bp.app_template_filter("minutes")(reasons.minutes_in_words)
bp.app_template_filter("volunteer_times")(reasons.times_in_words)
bp.app_template_filter("volunteer_ways")(reasons.ways_in_words)
bp.app_template_global("week_day")(format_weekday)


@bp.app_template_global()
def week_parts() -> list[str]:
    return [reasons.part_in_words(part) for part in Part]
