"""The tables of roles and permissions for people, against those of the code."""

import re

from coopnet.accounts.rules.roles import PERMISSIONS, SUBJECT_KINDS, Role, is_staff
from tests.house.sources import ROOT, files


def table_in_docs() -> dict[str, set[str]]:
    text = (ROOT / "docs" / "roles.md").read_text()
    rows = re.findall(r"^\| `(\w+)`( \*)? \| ([^|]*)\| ([^|]*) \|$", text, re.MULTILINE)
    assert rows
    for name, star, subject, _ in rows:
        assert bool(star) == is_staff(name), name
        assert bool(subject.strip()) == (Role(name) in SUBJECT_KINDS), name
    return {name: set(re.findall(r"`([\w.]+)`", permissions)) for name, _, _, permissions in rows}


def test_the_table_for_people_is_the_table_of_the_code() -> None:
    assert table_in_docs() == {role.value: set(permissions) for role, permissions in PERMISSIONS.items()}


def test_every_permission_is_explained_and_every_explained_one_exists() -> None:
    text = (ROOT / "docs" / "roles.md").read_text().partition("## Permissions")[2]
    explained = set(re.findall(r"^\| `([\w.]+)` \|", text, re.MULTILINE))
    assert explained == set().union(*PERMISSIONS.values())


def test_every_permission_that_is_asked_for_is_somebodys() -> None:
    asked = set()
    for path in files(".py", under="coopnet/"):
        asked |= set(re.findall(r"""(?:requires|check|can)\(\s*"([a-z_]+\.[a-z_]+)\"""", path.read_text()))
    assert asked <= set().union(*PERMISSIONS.values())
