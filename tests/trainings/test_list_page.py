"""`/formacions/`: the address says everything, and nothing in it can break the page."""

from collections.abc import Callable
from datetime import datetime
from xml.etree.ElementTree import Element

import pytest

from coopnet.trainings.models import Training
from tests.factories.programme import NOW, SECRET, make_venue
from tests.rig.reader import Reader, parse


def page(client: Reader, query: str = "", *, language: str = "ca") -> Element:
    answer = client.get(f"/{language}/formacions/{query}")
    assert answer.status_code == 200, answer.status
    return parse(answer.text)


def titles(root: Element) -> list[str]:
    return ["".join(card.find(".//h2/a").itertext()) for card in root.iter("article")]  # type: ignore[union-attr]


def boxes(root: Element) -> dict[str, tuple[str, bool]]:
    """By `name=value`: what is written beside each box, and whether it is ticked."""
    found = {}
    for label in root.iter("label"):
        box = label.find("input")
        if box is not None and box.get("type") == "checkbox":
            text = " ".join("".join(label.itertext()).split())
            found[f"{box.get('name')}={box.get('value')}"] = (text, "checked" in box.attrib)
    return found


def links(root: Element) -> dict[str, str]:
    return {" ".join("".join(a.itertext()).split()): a.get("href", "") for a in root.iter("a")}


def test_each_training_is_an_article_with_a_heading_link(client: Reader, make: Callable[..., Training]) -> None:
    training = make(title="Horts urbans")
    card = next(page(client).iter("article"))
    link = card.find(".//h2/a")
    assert link is not None
    assert link.get("href") == f"/ca/formacions/{training.slug}/"


def test_filters_are_catalan_words_in_every_language(client: Reader, make: Callable[..., Training]) -> None:
    venue = make_venue(barri="16")
    make(title="Una", venue=venue, topics=("creacio_cooperatives",), languages=("es",))
    make(title="Altra")
    query = "?tema=creacio-cooperatives&barri=bordeta&llengua=castella&modalitat=presencial&places=1"
    root = page(client, query, language="es")
    assert titles(root) == ["Una"]
    ticked = {name for name, (_text, is_on) in boxes(root).items() if is_on}
    assert ticked == set(query[1:].split("&"))


@pytest.mark.parametrize(
    "query", ["?barri=La Bordeta", "?barri=16", "?barri=la-bordeta", "?llengua=ca", "?llengua=Català", "?tema=ENERGIA"]
)
def test_filters_forgive_how_they_are_written(client: Reader, make: Callable[..., Training], query: str) -> None:
    make(title="Una", venue=make_venue(barri="16"))
    make(title="Altra", languages=("ar",), topics=("consum",))
    assert titles(page(client, query)) == ["Una"]


def test_several_values_of_one_filter_widen(client: Reader, make: Callable[..., Training]) -> None:
    make(title="A", topics=("energia",))
    make(title="B", topics=("consum",))
    make(title="C", topics=("reparacio",))
    assert titles(page(client, "?tema=energia&tema=consum")) == ["A", "B"]


def test_each_option_says_how_many_it_would_give(client: Reader, make: Callable[..., Training]) -> None:
    make(topics=("energia",), venue=make_venue(barri="16"))
    make(topics=("energia",), taken=20)
    make(topics=("consum",))
    found = boxes(page(client))
    assert found["tema=energia"][0].endswith("2")
    assert found["tema=consum"][0].endswith("1")
    assert found["places=1"][0].endswith("2")
    assert "tema=reparacio" not in found
    assert boxes(page(client, "?barri=la-bordeta"))["tema=energia"][0].endswith("1")


def test_removing_one_filter_is_one_press(client: Reader, make: Callable[..., Training]) -> None:
    make(venue=make_venue(barri="16"))
    found = links(page(client, "?q=formació&tema=energia&barri=bordeta&places=1&pagina=2"))
    without_barri = next(href for text, href in found.items() if text.endswith("la Bordeta"))
    assert without_barri == "/ca/formacions/?q=formaci%C3%B3&tema=energia&places=1"


def test_past_ones_are_found_on_a_page_of_their_own(client: Reader, make: Callable[..., Training]) -> None:
    assert "/ca/formacions/?quan=passades" not in links(page(client)).values(), "it would lead to an empty page"
    make(title="Per fer")
    make(title="Ja feta", days=-10)
    root = page(client)
    assert titles(root) == ["Per fer"]
    assert "/ca/formacions/?quan=passades" in links(root).values()
    assert titles(page(client, "?quan=passades")) == ["Ja feta"]
    assert titles(page(client, "?quan=passades&q=fetes")) == ["Ja feta"]


def test_a_second_page_keeps_the_filters(client: Reader, make: Callable[..., Training]) -> None:
    for _ in range(21):
        make()
    root = page(client, "?tema=energia")
    assert "/ca/formacions/?tema=energia&pagina=2" in links(root).values()
    assert len(titles(page(client, "?tema=energia&pagina=2"))) == 1


@pytest.mark.parametrize(
    "query",
    [
        "?pagina=999999999999",
        "?pagina=-1",
        "?pagina=0",
        "?pagina=dos",
        "?pagina=%F0%9D%9F%9A",
        "?pagina=",
        "?pagina=1&pagina=2",
        "?tema=no-hi-es",
        "?tema=" + "a" * 5000,
        "?" + "tema=energia&" * 200,
        "?barri=%00%01",
        "?q=%00%FF%FE",
        "?q=" + "x" * 3000,
        "?q=%27%22%3B--%25_*(",
        "?q=AND+OR+NOT+NEAR(",
        "?quan=mai",
        "?places=potser",
        "?modalitat=hibrid&llengua=klingon",
        "?desconegut=1&utm_source=x",
        "?q[]=1&tema[$ne]=2",
    ],
)
def test_no_query_breaks_the_page(client: Reader, make: Callable[..., Training], query: str) -> None:
    make(days=-3)
    make()
    page(client, query)
    page(client, f"{query}&quan=passades")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?barri=xx", "No coneixem «xx». La llista es mostra sense aquest filtre."),
        ("?tema=no-hi-es&llengua=klingon", "No coneixem «no-hi-es» i «klingon». La llista es mostra sense aquests"),
        ("?modalitat=a&modalitat=b&modalitat=c&modalitat=d", "No coneixem «a», «b» i «c»."),
        ("?barri=%3Cb%3E%0A%00x", "No coneixem «<b> x»."),
        ("?barri=" + "z" * 500, f"No coneixem «{'z' * 40}…»."),
        ("?barri=xx&quan=passades", "No coneixem «xx»."),
    ],
)
def test_a_value_that_no_filter_knows_is_said_and_left_out(
    client: Reader, make: Callable[..., Training], query: str, said: str
) -> None:
    make(title="Una", days=-9 if "passades" in query else 7)
    root = page(client, query)
    assert said in " ".join("".join(root.itertext()).split())
    assert titles(root) == ["Una"]


def test_one_that_is_known_narrows_beside_one_that_is_not(client: Reader, make: Callable[..., Training]) -> None:
    make(title="Una", venue=make_venue(barri="16"))
    make(title="Altra")
    root = page(client, "?barri=xx&barri=bordeta")
    assert titles(root) == ["Una"]
    assert "No coneixem «xx»." in "".join(root.itertext())
    for query in ("?barri=bordeta", "?barri=", "?desconegut=xx", "?barri=%20"):
        assert "No coneixem" not in "".join(page(client, query).itertext())


def test_what_was_typed_is_shown_as_text(client: Reader, make: Callable[..., Training]) -> None:
    make()
    answer = client.get("/ca/formacions/?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in answer.text


def test_a_title_cannot_become_markup(client: Reader, make: Callable[..., Training]) -> None:
    make(title="<script>alert(1)</script>")
    assert "<script>alert" not in client.get("/ca/formacions/").text


def test_an_empty_result_helps(client: Reader, make: Callable[..., Training]) -> None:
    make(title="Habitatge cooperatiu")
    make(title="Antiga reparació", days=-90, topics=("reparacio",))
    found = links(page(client, "?q=habitagte&tema=energia"))
    assert found["habitatge"] == "/ca/formacions/?q=habitatge&tema=energia"
    assert "/ca/formacions/?q=habitagte" in found.values()
    assert "/ca/formacions/" in found.values()
    assert "/ca/formacions/?q=habitagte&tema=energia&quan=passades" in found.values()


def test_an_empty_programme_says_so(client: Reader, clock_at: Callable[[datetime], None]) -> None:
    clock_at(NOW)
    root = page(client)
    assert titles(root) == []
    assert root.find(".//*[@class='empty']") is not None
    assert root.find(".//details[@class='filters']") is None, "there is nothing to choose"


def test_text_in_another_language_is_marked(client: Reader, make: Callable[..., Training]) -> None:
    make(texts={"ca": {"title": "Només en català"}})
    make(texts={"ca": {"title": "Traduïda"}, "es": {"title": "Traducida"}})
    marked = {a.text: a.get("lang") for a in page(client, language="es").iter("a") if a.get("dir") == "auto"}
    assert marked == {"Només en català": "ca", "Traducida": None}


def test_the_address_of_the_page_keeps_only_what_makes_it(client: Reader, make: Callable[..., Training]) -> None:
    make()
    root = page(client, "?utm_source=butlleti&tema=energia&pagina=9")
    linked = {(each.get("rel"), each.get("hreflang")): each.get("href") for each in root.iter("link")}
    base = client.application.config["BASE_URL"]
    assert linked["canonical", None] == f"{base}/ca/formacions/?tema=energia"
    assert linked["alternate", "es"] == f"{base}/es/formacions/?tema=energia"


def test_a_forged_host_is_in_no_link(client: Reader, make: Callable[..., Training]) -> None:
    make()
    answer = client.get("/ca/formacions/", headers={"Host": "evil.example"})
    assert "evil.example" not in answer.text


def test_the_language_of_delivery_is_said_when_it_is_not_the_usual(
    client: Reader, make: Callable[..., Training]
) -> None:
    make(title="Usual")
    make(title="En dues", languages=("ar", "ca"))
    cards = [" ".join("".join(card.itertext()).split()) for card in page(client).iter("article")]
    assert "català" not in cards[0]
    assert "àrab i català" in cards[1]


def test_secret_links_are_in_no_list(client: Reader, make: Callable[..., Training]) -> None:
    make(format="online")
    make(format="online", days=-4)
    for path in ("/ca/", "/ca/formacions/", "/ca/formacions/?quan=passades", "/ca/formacions/?q=formaci%C3%B3"):
        assert SECRET not in client.get(path).text


def test_a_reader_gets_no_cookie(client: Reader, make: Callable[..., Training]) -> None:
    make()
    assert "Set-Cookie" not in client.get("/ca/formacions/?q=x").headers
