import re
import subprocess
import sys

import pytest
from flask import Flask

from coopnet.web import tiles
from tests.house.sources import ROOT

SEEDS = [f"training {number}" for number in range(200)]
CARD_BYTES = 150


def test_a_seed_gives_the_same_tile_in_every_process() -> None:
    program = "from coopnet.web import tiles; print(tiles.tile('energia'))"
    other = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert other.stdout.strip() == str(tiles.tile("energia"))


def test_trainings_look_different() -> None:
    assert len({tiles.choose(seed) for seed in SEEDS}) >= 60


def test_every_motif_and_palette_is_met() -> None:
    met = [tiles.choose(seed) for seed in SEEDS]
    assert {each.corner for each in met} == set(range(len(tiles.CORNERS)))
    assert {each.centre for each in met} == set(range(len(tiles.CENTRES)))
    assert {each.palette for each in met} == set(range(len(tiles.PALETTES)))


def test_a_card_pays_little_for_its_tile() -> None:
    assert max(len(tiles.tile(seed)) for seed in SEEDS) <= CARD_BYTES


def test_a_tile_names_only_motifs_that_the_page_has() -> None:
    sent = set(re.findall(r'id="(\w+)"', tiles._symbols()))
    for seed in SEEDS:
        assert set(re.findall(r'href="#(\w+)"', tiles.tile(seed))) <= sent


def test_ids_do_not_collide_where_banner_and_cards_share_a_page() -> None:
    ids = re.findall(r'id="(\w+)"', tiles._symbols() + tiles.tile_banner("energia"))
    assert len(ids) == len(set(ids))


def test_the_motifs_are_sent_once_a_page(app: Flask) -> None:
    with app.test_request_context("/"):
        assert "<symbol" in tiles.tile_symbols()
        assert tiles.tile_symbols() == ""
        assert "<symbol" not in tiles.tile_patchwork("coopnet")


@pytest.mark.parametrize("made", [tiles._patchwork("x"), tiles._symbols(), tiles.tile("x"), tiles.tile_banner("x")])
def test_tiles_are_hidden_from_screen_readers_and_allowed_by_the_policy(made: str) -> None:
    assert 'aria-hidden="true"' in made
    assert "style" not in made


@pytest.mark.parametrize("seed", SEEDS[:40])
def test_a_painted_tile_stays_in_its_square_and_looks_the_same_after_a_quarter_turn(seed: str) -> None:
    shapes = tiles.tile_shapes(seed)
    points = [point for _colour, polygon in shapes for point in polygon]
    assert all(-1e-9 <= value <= 1 + 1e-9 for point in points for value in point)
    rounded = {(round(x, 6), round(y, 6)) for x, y in points}
    assert {(round(1 - y, 6), round(x, 6)) for x, y in rounded} == rounded


def test_a_painted_tile_has_its_own_colours() -> None:
    for seed in SEEDS:
        assert {colour for colour, _points in tiles.tile_shapes(seed)} <= set(tiles.tile_colours(seed))


def test_the_style_sheet_knows_every_palette_and_ink() -> None:
    css = (ROOT / "static" / "css" / "site.css").read_text()
    for number, (ground, *inks) in enumerate(tiles.PALETTES):
        rule = f".t{number} {{ --g: var(--{ground});"
        assert rule in css
        for letter, ink in zip("abc", inks, strict=True):
            assert f"--{letter}: var(--{ink});" in css.split(rule)[1].split("}")[0]
    for ink, colour in tiles.INKS.items():
        assert f"--{ink}: {colour};" in css
