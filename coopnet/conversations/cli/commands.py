"""Mail that comes in, by hand, by a pipe, or by a listener. For whoever runs the machine, in English as the logs."""

import sys
from collections.abc import Sequence

import click
import structlog
from flask import Flask, current_app
from flask.cli import ScriptInfo, with_appcontext

from coopnet.conversations.cli.taking import take_letter
from coopnet.conversations.rules.inbound import Answer, Way, worst
from coopnet.conversations.rules.reading import LARGEST
from coopnet.foundation.mail_boxes import ReplyBox

# sysexits.h, as mail servers read them: the first three are for good, the last one is tried again.
BAD_LETTER = 65
NO_SUCH_ADDRESS = 67
NOT_SET_UP = 78
LATER = 75

PORT = 2424

log = structlog.get_logger("coopnet.mail")


@click.group("mail")
def mail() -> None:
    """Answers to letters, as they come in."""


@mail.command("receive")
@click.option("--to", multiple=True, help="Address of the envelope; without it, those of the headers.")
@click.option("--from", "sender", help='Sender of the envelope; "" for what machines send.')
@with_appcontext
def receive(*, to: Sequence[str], sender: str | None) -> None:
    """Take one letter from standard input: `mail receive < letter.eml`, or from the pipe of a mail server.

    Ends with 0 when it was taken (also when there was nothing to pass on, which its writer is told), 65 when it cannot
    be read, 67 when it is for nobody here, 75 when it should come again, 78 when COOPNET_REPLY_ADDRESS is missing.
    """
    if current_app.config["REPLY_BOX"] is None:
        click.echo("COOPNET_REPLY_ADDRESS is missing: no mail is expected", err=True)
        sys.exit(NOT_SET_UP)
    try:
        raw = sys.stdin.buffer.read(LARGEST + 1)
        if not raw.strip():
            click.echo("nothing came: the letter is read from standard input", err=True)
            sys.exit(BAD_LETTER)
        answers = take_letter(raw, to=to, envelope_sender=sender, way=Way.COMMAND)
    except Exception as problem:
        log.exception("letter_not_taken", problem=type(problem).__name__)
        click.echo("not taken, try again later", err=True)
        sys.exit(LATER)
    answer = worst(answers)
    click.echo(answer.value)
    sys.exit({Answer.NOBODY: NO_SUCH_ADDRESS, Answer.UNREADABLE: BAD_LETTER}.get(answer, 0))


@mail.command("listen")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="0: any that is free.")
@click.option("--smtp", "is_smtp", is_flag=True, help="Speak SMTP instead of LMTP.")
@click.pass_obj
def listen(info: ScriptInfo, *, host: str, port: int, is_smtp: bool) -> None:
    """Take letters from a mail server by LMTP, until told to stop.

    Nobody is asked who they are: keep it to loopback.
    """
    app: Flask = info.load_app()
    box: ReplyBox | None = app.config["REPLY_BOX"]
    if box is None:
        raise click.ClickException("COOPNET_REPLY_ADDRESS is missing: no mail is expected")
    from coopnet.conversations.cli import listening  # noqa: PLC0415 - the mail server, loaded only where it runs

    listening.run(app, host=host, port=port, is_smtp=is_smtp, on_ready=lambda at: click.echo(f"listening on {at}"))
