"""What the contracts of import-linter cannot say of the rooms."""

import tomllib

from tests.house.sources import HOUSE, ROOT, files, imports_of, module_of, name_of

NO_ROOMS = {"foundation", "web", "translations", "api"}
OPEN_TO_OTHER_ROOMS = {"rules", "models", "queries", "service"}
WHOLE_HOUSE = ("coopnet.app", "coopnet.cli")


def rooms() -> set[str]:
    return {path.parent.name for path in HOUSE.glob("*/__init__.py")} - NO_ROOMS


def test_every_room_has_its_contract() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    contained = next(contract for contract in contracts if contract["id"] == "room")["containers"]
    assert set(contained) == {f"coopnet.{room}" for room in rooms()}


def test_rooms_meet_only_through_rules_models_queries_and_service() -> None:
    found = []
    for path in files(".py", under="coopnet/"):
        module = module_of(path)
        if module == "coopnet" or module.startswith(WHOLE_HOUSE):
            continue
        others = rooms() - {module.split(".")[1]}
        for name, line in imports_of(path):
            parts = name.split(".")
            is_other_room = parts[0] == "coopnet" and len(parts) > 2 and parts[1] in others
            if is_other_room and parts[2] not in OPEN_TO_OTHER_ROOMS:
                found.append(f"{name_of(path)}:{line} imports {name}")
    assert not found


def test_pages_are_imported_by_nobody_but_the_application() -> None:
    found = []
    for path in files(".py", under="coopnet/"):
        module = module_of(path)
        for name, line in imports_of(path):
            parts = name.split(".")
            is_page = parts[0] == "coopnet" and len(parts) > 2 and parts[2] in {"views", "desk", "cli"}
            # A package of views may be made of modules of its own.
            is_own = module.startswith(".".join(parts[:3]))
            if is_page and not is_own and not module.startswith(WHOLE_HOUSE):
                found.append(f"{name_of(path)}:{line} imports {name}")
    assert not found


def test_no_request_is_known_below_the_pages() -> None:
    """Settings are read through Flask everywhere; what a person asked is handed down by the page."""
    found = []
    for path in files(".py", under="coopnet/"):
        parts = module_of(path).split(".")
        if len(parts) > 2 and parts[2] in {"rules", "models", "queries", "letters", "service"}:
            allowed = {"flask.Flask", "flask.current_app"}
            found += [
                f"{name_of(path)}:{line} {name}"
                for name, line in imports_of(path)
                if name.startswith("flask.") and name not in allowed
            ]
    assert not found


def test_only_wsgi_and_tests_import_the_configuration() -> None:
    found = [
        name_of(path)
        for path in files(".py")
        if not name_of(path).startswith("tests/") and name_of(path) != "wsgi.py"
        for name, _ in imports_of(path)
        if name.split(".")[0] == "config"
    ]
    assert not found
