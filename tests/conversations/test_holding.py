"""What waits for the team, in the languages of the barri; and what must not."""

import pytest

from coopnet.conversations.rules.holding import reasons_to_hold

HELD = {
    "Entra a http://premi.example i mira-ho": "link",
    "mira www . premi . example": "link",
    "Escriu-me a t.me/algu": "link",
    "hola, pasate por regalos-gratis.top y ya": "link",
    "El meu compte bancari és aquest": "money",
    "Necessito el teu número de compte per fer l'ingrés": "money",
    "Fes-me un Bizum i te'l guardo": "money",
    "Em pots deixar 100 euros fins dilluns?": "money",
    "Envia'm diners per al transport": "money",
    "Préstame dinero, te lo devuelvo": "money",
    "Mándame 50 euros por adelantado": "money",
    "Please send me money for the courier": "money",
    "Can you lend me 200 euros": "money",
    "Give me your bank details": "money",
    "Envoie-moi de l'argent par virement bancaire": "money",
    "ES91 2100 0418 4502 0005 1332": "money",
    "4111-1111-1111-1111": "money",
    "请把钱转账给我": "money",
    "Отправь деньги, номер карты дам": "money",
    "بینک اکاؤنٹ نمبر بتا دیں": "money",
    "Envia'm el codi que t'arribarà al mòbil": "code",
    "Digue'm el PIN del telèfon": "code",
    "Quina és la teva contrasenya?": "code",
    "M'has de dir el codi que t'ha arribat": "code",
    "La meva contrasenya és gat1234": "code",
    "Dime la contraseña del correo": "code",
    "Envíame el código que te llega por SMS": "code",
    "Pásame tu clave": "code",
    "¿Me puedes decir el código que has recibido?": "code",
    "Send me the code you receive": "code",
    "What's your password?": "code",
    "tell me your pin": "code",
    "Envoie-moi le code que tu as reçu": "code",
    "Mandami il codice che ti arriva": "code",
    "Me diga a senha": "code",
    "Trimite-mi codul": "code",
    "请告诉我你的验证码": "code",
    "أرسل لي رمز التحقق": "code",
    "مجھے پاس ورڈ بتا دیں": "code",
    "Скажи пароль": "code",
    "আমাকে পাসওয়ার্ড বলুন": "code",
    "मुझे ओटीपी भेज दो": "code",
    "Truca'm al 612 345 678": "contact",
    "el meu mòbil és +34 612-34-56-78": "contact",
    "my phone 0044 20 7946 0958": "contact",
    "93 424 10 10, demana per la Rosa": "contact",
    "escriu a rosa.vila@example.org": "contact",
    "rosa (at) gmail . com": "contact",
    "میرا نمبر ۶۱۲۳۴۵۶۷۸ ہے": "contact",
}

PASSES = [
    "Hola, encara tens el portàtil?",
    "Quedem dijous 14 a les 18.30 h a la biblioteca Vapor Vell?",
    "El curs costa 10 euros i es paga el primer dia.",
    "El preu és de 25 €, i 10 € per a qui està a l'atur.",
    "No tinc diners per comprar un ordinador nou.",
    "Mi hijo necesita una tableta y no tenemos dinero ahora mismo.",
    "El codi postal és el 08014.",
    "Em pots dir el codi postal on vius? Així mirem quin punt és més a prop.",
    "Me puedes decir tu código postal",
    "Porta el codi QR de la inscripció.",
    "He oblidat la contrasenya del correu, m'hi pots ajudar?",
    "No sé cómo cambiar la contraseña del móvil.",
    "I forgot my password and cannot get into my e-mail.",
    "Treballo al banc d'aliments i vinc del banc del temps.",
    "Necessito ajuda amb l'aplicació del banc.",
    "Visc a Sants.És a prop de l'estació.",
    "Tinc un Windows 10, 8 GB i 256 GB de disc.",
    "Puc el 30/11/2026, el 2-12-2026 o el 14.01.2027.",
    "Els números de sèrie: 5CD1234XYZ i 20261130123.",
    "Truca al 112 si és urgent; el 010 és l'Ajuntament.",
    "Som a la plaça de Sants, 3, baixos, 08014 Barcelona.",
    "سلام، کیا آپ کے پاس لیپ ٹاپ ہے؟",
    "مرحبا، أحتاج إلى حاسوب لابني",
    "你好，我需要一台电脑。",
    "Привет, мне нужен ноутбук для школы",
    "আমার একটি ল্যাপটপ দরকার",
    "Salut, am nevoie de un laptop pentru școală",
    "ok",
    "El professor envia els deures a la Núria per l'ordinador.",
    "Una dona de l'associació et pot ajudar amb el codi de l'app.",
]


@pytest.mark.parametrize("text", HELD)
def test_what_may_hurt_waits(text: str) -> None:
    assert HELD[text] in reasons_to_hold(text)


@pytest.mark.parametrize("text", PASSES)
def test_what_people_say_every_day_passes(text: str) -> None:
    assert reasons_to_hold(text) == ()


def test_nothing_that_nobody_sees_hides_it() -> None:
    assert reasons_to_hold("envia'm el c\u200bodi") == ("code",)
    assert reasons_to_hold("ｗｗｗ．premi．example") == ("link",)


def test_a_very_long_text_is_looked_at_quickly() -> None:
    """No sign of ours tries over and over: nobody keeps the server busy with a text."""
    for part in ("a.", "1 ", "@", "6", "envia ", "www", "+1(", "es91 2"):
        assert isinstance(reasons_to_hold(part * (3000 // len(part))), tuple)
