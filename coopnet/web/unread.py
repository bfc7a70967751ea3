"""What is said where the web server could not read what was sent, so that nothing of it reaches Flask.

Nobody knows then what the person reads, so it is said in every language, the district's first one first.
"""

from collections.abc import Callable
from http import HTTPStatus

from flask import Flask

from coopnet.foundation import served
from coopnet.foundation.i18n import in_language
from coopnet.web import headers
from coopnet.web.errors import Explanation, explain
from coopnet.web.logs import log_exception


def init_app(app: Flask) -> None:
    app.extensions[served.UNREAD] = _answerer(app)


def _answerer(app: Flask) -> Callable[[int, BaseException], served.Answer]:
    def answer(status: int, problem: BaseException) -> served.Answer:
        with app.app_context():
            if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                log_exception((type(problem), problem, problem.__traceback__))
            said = [(code, _explain(status, code)) for code in app.config["DISTRICT"].languages]
            page = app.jinja_env.get_template("errors/unread.html").render(said=said, status=status)
        kind = [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", headers.NEVER_KEEP)]
        return [*kind, *headers.for_app(app)], page.encode()

    return answer


def _explain(status: int, language: str) -> Explanation:
    with in_language(language):
        return explain(status)
