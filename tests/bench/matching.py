"""What it costs to find who fits one request, at the size of the issue: 50,000 posts and 5,000 volunteers."""

import time

from coopnet.foundation import clock
from coopnet.foundation.db import db
from coopnet.foundation.kept import clear
from coopnet.network.queries.matching import list_matches, list_waiting
from tests.bench import servers
from tests.bench.pages import make_app
from tests.bench.report import say

VOLUNTEERS = 5_000
ROUNDS = 20
SHOWN = 12


def measure(env: dict[str, str], *, posts: int, floor: float) -> None:
    """CPU for one request, with the sets kept and with all of them read anew; `floor` is that of a page, in seconds."""
    servers.flask(env, "demo", "load", "--posts", str(posts), "--volunteers", str(VOLUNTEERS))
    app = make_app(env)
    with app.app_context():
        waiting = list_waiting(page=1, size=ROUNDS)[0]
        for name, is_cold in (("sets kept", False), ("sets read anew", True)):
            list_matches(waiting[:1], now=clock.now(), most=SHOWN)
            spent = []
            for post in waiting:
                if is_cold:
                    clear(app)
                began = time.process_time()
                list_matches([post], now=clock.now(), most=SHOWN)
                spent.append((time.process_time() - began) * 1000)
            spent.sort()
            middle = spent[len(spent) // 2]
            say(
                f"  matching one request of {posts:,} posts and {VOLUNTEERS:,} volunteers, {name}: "
                f"{middle:.1f} ms of CPU, {middle / 1000 / floor:.1f} times a page of the "
                f"floor, at most {spent[-1]:.1f} ms (goal: less than 100)"
            )
        db.session.remove()
        db.engine.dispose()
