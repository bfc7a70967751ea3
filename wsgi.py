from dotenv import load_dotenv

from config import Config
from coopnet.app import create_app

load_dotenv()
app = create_app(Config.from_env().as_flask())
