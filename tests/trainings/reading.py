"""What a reader or a machine finds on a training's page."""

import json
from typing import Any
from xml.etree.ElementTree import Element

from coopnet.trainings.models import Training
from tests.rig.reader import Reader, parse


def text_of(root: Element) -> str:
    main = root.find(".//main")
    assert main is not None
    return " ".join("".join(main.itertext()).split())


def show(client: Reader, training: Training, *, language: str = "ca") -> Element:
    answer = client.get(f"/{language}/formacions/{training.slug}/")
    assert answer.status_code == 200, answer.status
    return parse(answer.text)


def linked_data(root: Element) -> dict[str, Any]:
    found = root.find(".//script[@type='application/ld+json']")
    assert found is not None
    event: dict[str, Any] = json.loads(found.text or "")
    return event
