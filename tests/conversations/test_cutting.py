"""What is left of a letter as mail programs write it: Catalan, Spanish, English, and the others of the district."""

import pytest

from coopnet.conversations.rules.cutting import cut
from coopnet.conversations.rules.scrubbing import scrub

MARKS = ("Respon per sobre d'aquesta línia", "Responde por encima de esta línea", "Reply above this line")
HEADS = ("Xarxa digital", "Hola, …:", "Sobre: …", "Hello …,", "About: …")
SAID = "Sí, dijous em va bé.\n\nA les 6 a la biblioteca?"
OLD = "Hola, Rosa: et va bé dijous?\nSalut"
MARKED = "\n".join(f"> {line}" for line in OLD.split("\n"))

STARTS = (
    "El dl., 30 de nov. 2026 a les 18:00, Xarxa digital (<xarxa@example.org>) va escriure:",
    "El dl., 30 nov. 2026 a les 18:00, Xarxa digital de Sants-Montjuïc\n<xarxa@example.org> va escriure:",
    "Missatge de Xarxa digital <xarxa@example.org> del dia dl., 30 de nov. 2026\na les 18:00:",
    "El 30/11/26 a les 18:00, Xarxa digital ha escrit:",
    "El 30 nov 2026, a les 18:00, Xarxa digital <xarxa@example.org> va escriure:",
    "El lun, 30 nov 2026 a las 18:00, Xarxa digital (<xarxa@example.org>) escribió:",
    "El 30/11/2026 a las 18:00, Xarxa digital escribió:",
    "El lun., 30 nov. 2026 6:00 p. m., Xarxa digital <\nxarxa@example.org> escribió:",
    "On Mon, 30 Nov 2026 at 18:00, Xarxa digital <xarxa@example.org> wrote:",
    "On 30/11/26 18:00, Xarxa digital wrote:",
    "Xarxa digital <xarxa@example.org> wrote on 30 Nov 2026:",
    "Le lun. 30 nov. 2026 à 18:00, Xarxa digital <xarxa@example.org> a écrit :",
    "Il giorno lun 30 nov 2026 alle ore 18:00 Xarxa <xarxa@example.org> ha scritto:",
    "Em seg., 30 de nov. de 2026 às 18:00, Xarxa <xarxa@example.org> escreveu:",
    "Am Mo., 30. Nov. 2026 um 18:00 Uhr schrieb Xarxa <xarxa@example.org>:",
    "În lun., 30 nov. 2026 la 18:00, Xarxa <xarxa@example.org> a scris:",
    "في الإثنين، 30 نوفمبر 2026 في 6:00 م تمت كتابة ما يلي بواسطة Xarxa <xarxa@example.org>:",
    "Xarxa <xarxa@example.org> 于2026年11月30日周一 18:00写道：",
    "---- El lun., 30 nov. 2026, coopnet <xarxa@example.org> escribió ----",
    "---- Activat el dl, 30 nov. 2026 18:00, coopnet ha escrit ----",
)
ONLY_WITH_MARKS = (
    "пн, 30 нояб. 2026 г. в 18:00, Xarxa <xarxa@example.org>:",
    "Luns 30.11.2026 18:00, Xarxa <xarxa@example.org>:",
    "پیر، 30 نومبر، 2026 کو 6:00 PM پر Xarxa\n<xarxa@example.org> نے لکھا:",
)
OLD_LETTERS = (
    "-----Missatge original-----\nDe: Xarxa",
    "-----Mensaje original-----\nDe: Xarxa",
    "-------- Original Message --------\nSubject: x",
    "---------- Forwarded message ---------\nFrom: Xarxa",
    "Inici del missatge reenviat:",
    "De: Xarxa <xarxa@example.org>\nEnviat: dilluns, 30 de novembre de 2026 18:00\nPer a: Rosa\nAssumpte: Hola",
    "De: Xarxa <xarxa@example.org>\nEnviado el: lunes, 30 de noviembre de 2026 18:00\nPara: Rosa\nAsunto: Hola",
    "________________________________\nFrom: Xarxa <xarxa@example.org>\nSent: Monday\nTo: R\nSubject: x",
    "*De:* Xarxa\n*Data:* 30 nov\n*Assumpte:* x",
    "من: Xarxa\nتم الإرسال: الاثنين\nإلى: Rosa\nالموضوع: x",
    "发件人: Xarxa\n发送时间: 2026\n收件人: Rosa\n主题: x",
    "------------------ 原始邮件 ------------------",
    "---- 回复的原邮件 ----",
    "---Original---",
    "-------- Исходное сообщение --------",
    "Xarxa digital\n\nHola, Rosa Vila Puig:\nSobre: un portàtil",
    "------------------------------\n*Hola, Rosa Vila Puig:*\n\n\nSobre: *un portàtil*",
    "На 30 ноем. 2026 г., 18:00, X <x@example.org>:\n\nHola, Rosa:\nSobre: un portàtil",
    "Respon per sobre d’aquesta línia",
    "Responde  por encima de esta línea:",
)


@pytest.mark.parametrize("start", [*STARTS, *ONLY_WITH_MARKS])
def test_what_a_program_marks_as_quoted_is_cut_with_the_sentence_above_it(start: str) -> None:
    assert cut(f"{SAID}\n\n{start}\n{MARKED}\n", MARKS) == SAID
    assert cut(f"{SAID}\r\n\r\n{start}\r\n\r\n{MARKED}\r\n", MARKS) == SAID


@pytest.mark.parametrize("start", STARTS)
def test_a_program_that_marks_nothing_is_known_by_its_sentence(start: str) -> None:
    assert cut(f"{SAID}\n\n{start}\n\n{OLD}", MARKS) == SAID


@pytest.mark.parametrize("start", OLD_LETTERS)
def test_an_old_letter_below_is_cut(start: str) -> None:
    assert cut(f"{SAID}\n\n\n{start}\n\n{OLD}", MARKS, HEADS) == SAID


def test_answers_between_the_lines_stay() -> None:
    start = STARTS[0]
    text = f"{start}\n> Respon per sobre d'aquesta línia\n> Quin dia?\n\nDijous.\n\n> Quina hora?\nLes 6.\n> Salut\n"
    assert cut(text, MARKS) == "Dijous.\n\nLes 6."
    assert cut(f"Hola,\n\n{text}", MARKS) == "Hola,\n\nDijous.\n\nLes 6."


@pytest.mark.parametrize(
    "tail",
    [
        "-- \nRosa Vila\nTècnica\n612 345 678",
        "--\nRosa Vila\n612 345 678",
        "Enviat des del meu iPhone",
        "Enviado desde mi iPhone",
        "Sent from my iPhone",
        "Enviat des de l'Outlook per a Android<https://aka.ms/AAb9ysg>",
        "Obtén Outlook para Android",
        "Get Outlook for iOS",
        "Obtenir l'Outlook per a iOS<https://aka.ms/o0ukef>",
        "Obtener Outlook para Android",
        "Enviat des del meu mòbil Samsung Galaxy",
        "Von meinem iPhone gesendet",
        "أُرسلت من الـ iPhone",
        "发自我的iPhone",
        "Aquest missatge i els fitxers adjunts són confidencials i només els pot llegir qui n'és destinatari.",
        "Abans d'imprimir aquest correu, pensa en el medi ambient.",
        "Lliure de virus. www.avg.com",
    ],
)
def test_signatures_are_cut(tail: str) -> None:
    assert cut(f"{SAID}\n\n{tail}\n", MARKS) == SAID
    assert cut(f"{SAID}\n\n{tail}\n\n{STARTS[0]}\n{MARKED}", MARKS) == SAID


def test_a_visiting_card_below_the_closing_is_cut() -> None:
    card = "Salutacions cordials,\n\nRosa Vila i Puig\nTècnica de projectes\nCarrer de Sants, 79\nTel. 93 423 45 67"
    assert cut(f"{SAID}\n\n{card}") == f"{SAID}\n\nSalutacions cordials,"
    card = "Fins aviat,\nNúria Camps Oller\nC/ Olzinelles 20, 2n 1a"
    assert cut(f"{SAID}\n{card}") == f"{SAID}\nFins aviat,"


@pytest.mark.parametrize(
    "said",
    [
        "Et dic dues coses:\n- que sí\n- que dijous",
        "De: qui és?\nPer a: mi",
        "Es confidencial?",
        "La Rosa em va escriure: que vingui dijous",
        "Ens veiem a les 18:30:\na la porta",
        "Una abraçada\n\nEnviaré el portàtil des del meu poble",
        "No\n--\nSí" + "\nuna línia" * 20,
        "السلام عليكم، يناسبني يوم الخميس",
        "جی ہاں، جمعرات ٹھیک ہے۔",
        "------\nPrimer punt\n------\nSegon punt",
        "Hola, Rosa:\nSobre el portàtil: sí",
        "Gràcies!\nPorto el cable",
    ],
)
def test_what_only_looks_like_one_stays(said: str) -> None:
    assert cut(said, MARKS, HEADS) == said


def test_nothing_is_left_of_a_letter_that_only_quotes() -> None:
    assert cut(f"\n\n{STARTS[0]}\n{MARKED}\n", MARKS) == ""
    assert cut("Respon per sobre d'aquesta línia\n\nHola\n", MARKS) == ""


def test_direction_marks_do_not_hide_a_quotation() -> None:
    assert cut(f"نعم\n\n\u200f{STARTS[16]}\n\u200f> مرحبا\n") == "نعم"
    assert cut("a\u202eb\u2069") == "ab"


@pytest.mark.parametrize(
    "said",
    [
        "612345678",
        "+34 612 34 56 78",
        "0034-612-345-678",
        "6 1 2 3 4 5 6 7 8",
        "(93) 423 45 67",
        "rosa@example.org",
        "<rosa@example.org>",
        "ROSA.VILA+x@Example.Org",
        "rosa＠example．org",
        "rosa [at] example [dot] org",
        "rosa arroba example punt org",
        "mailto:rosa@example.org",
        "٠٦١٢٣٤٥٦٧٨",
    ],
)
def test_ways_to_reach_somebody_are_taken_out(said: str) -> None:
    kept, is_scrubbed = scrub(f"Truca'm: {said} i ja està")
    assert (kept, is_scrubbed) == ("Truca'm: […] i ja està", True)
