import sys

import click
from dotenv import load_dotenv

from config import Config, ConfigProblem
from coopnet.app import create_app

load_dotenv()
try:
    settings = Config.from_env().as_flask()
except ConfigProblem as problem:
    if click.get_current_context(silent=True) is None:
        raise  # another server has its own way to say that it cannot start
    sys.exit(f"These settings are wrong, and nothing was done:\n{problem}")
app = create_app(settings)
