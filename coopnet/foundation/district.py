"""The district an instance serves: names, languages, zone, plan, house entity, colours, legal facts. Data, not code."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from flask import current_app

from coopnet.foundation import legal
from coopnet.foundation.legal import Labels, Legal

# Its origin goes into a header: nothing but a host, and perhaps a port.
TILES = re.compile(r"https://[a-z0-9.-]+(:\d+)?/[^\s<>\"';,]*\{z\}[^\s<>\"';,]*", re.IGNORECASE)


@dataclass(frozen=True)
class District:
    """`folder` holds `district.json`, `taxonomy.json` and `barris.geojson`. Labels are by language code."""

    folder: Path
    name: Labels
    municipality: str  # that it is part of: where an address is, for machines
    site_name: Labels
    tagline: Labels
    languages: tuple[str, ...]  # the default one first
    zone: str  # IANA name
    plan_code: str  # the edition that measures are keyed by
    plan_name: Labels
    house_name: str  # the entity that co-produces with everybody
    house_url: str | None
    house_legal_name: str
    house_tax_id: str
    label_granters: dict[str, str | None]  # who alone gives a label, and the address of its profile where it has one
    house_registry: Labels
    address: str
    phone: str
    email: str
    accent: str  # CSS colours
    accent_dark: str
    logo: str | None  # a file of `folder`, SVG
    data_licence: str  # of the directory as open data: its name
    data_licence_url: str
    outlines_credit: Labels  # whose the outlines in `barris.geojson` are
    tiles_url: str  # https://…/{z}/{x}/{y}.png of a server of map tiles; empty: none, nothing comes from others
    tiles_credit: str  # what that server asks to be said
    map_url: str  # with {latitude}, {longitude}; opened only when pressed
    map_search_url: str  # with {query}
    phone_region: str  # ISO 3166: how a number without prefix is read
    reports_to_hide: int  # notices of different people that hide a post of the board until the team has decided
    legal: Legal  # controllers, purposes, retention: what fills the notices

    @property
    def tiles_origin(self) -> str:
        """Where the browser may load tiles from; empty: nowhere."""
        parts = urlsplit(self.tiles_url)
        return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""

    @property
    def default_language(self) -> str:
        return self.languages[0]


def load(folder: Path) -> District:
    """Raises `ValueError` naming what is missing or of the wrong kind."""
    raw = json.loads((folder / "district.json").read_text(encoding="utf-8"))
    fields = set(District.__dataclass_fields__) - {"folder"}
    missing, unknown = sorted(fields - raw.keys()), sorted(raw.keys() - fields)
    if missing or unknown:
        raise ValueError(f"{folder / 'district.json'}: missing {missing}, unknown {unknown}")
    if raw["tiles_url"] and not TILES.fullmatch(raw["tiles_url"]):
        raise ValueError(
            f"{folder / 'district.json'}: tiles_url is not like https://tiles.example.org/{{z}}/{{x}}/{{y}}.png"
        )
    if not isinstance(raw["reports_to_hide"], int) or raw["reports_to_hide"] < 1:
        raise ValueError(f"{folder / 'district.json'}: reports_to_hide must be a whole number above 0")
    raw["languages"] = tuple(raw["languages"])
    raw["legal"] = legal.read(raw["legal"])
    return District(folder=folder, **raw)


def current() -> District:
    found: District = current_app.config["DISTRICT"]
    return found


def label(labels: Labels, language: str) -> str:
    """The label in a language, else in the district's first language, else any."""
    return labels.get(language) or labels.get(current().default_language) or next(iter(labels.values()), "")
