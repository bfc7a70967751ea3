"""What speed is measured against: a bare Flask app under the same server, 12 bytes or a 12 kB page from one query."""

import os
import sqlite3
import threading
from typing import Any

import psycopg
from flask import Flask, render_template_string

app = Flask(__name__)
DATABASE = os.environ.get("FLOOR_DATABASE", "")  # a file of SQLite, or a URL of PostgreSQL
_kept = threading.local()

PAGE = (
    "<!doctype html><title>Floor</title><ul>{% for number, title, text in rows %}"
    "<li><a href='/{{ number }}'>{{ title }}</a><p>{{ text }}</p></li>{% endfor %}</ul>"
)


def connection() -> Any:
    """One for each thread, as a pool keeps them."""
    if not hasattr(_kept, "found"):
        is_postgres = DATABASE.startswith("postgresql")
        _kept.found = psycopg.connect(DATABASE, autocommit=True) if is_postgres else sqlite3.connect(DATABASE)
    return _kept.found


@app.get("/plain")
def plain() -> str:
    return "twelve bytes"


@app.get("/page")
def page() -> str:
    rows = connection().execute("SELECT number, title, text FROM floor ORDER BY number").fetchall()
    return render_template_string(PAGE, rows=rows)
