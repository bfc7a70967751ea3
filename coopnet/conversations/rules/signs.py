"""The words by which a message that may hurt somebody is known, in the languages that are spoken here.

Folded as `holding.fold` folds: small letters, no accents. Stems match how a word begins.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> frozenset[str]:
    return frozenset(text.split("|"))


# Somebody asks for something: "em", "me", "m'", or a verb that carries it ("dime", "dammi").
ME = _words("m em me mi mich mir moi ns ens nos mie imi")
YOURS = _words(
    "teu teva teus teves tu tus tua vostre vostra vuestro vuestra su sus seu seva your yours ur ton ta tes"
    " votre vos tuo tuoi dein deine deinen ihr ihre ihren tau tale sua mo iyong inyong tvoj twoj"
)
MINE = _words("meu meva meus meves mi mis mio mia my mine mon ma mes mein meine nostre nostra nuestro nuestra our")
ASKS = _words("quin quina quins quines cual cuales what whats which quel quelle qual quale welches wie care ano anong")
# Verbs that carry their "me", by their beginning and whole.
WITH_ME = tuple(
    _words(
        "enviam mandam digam diguem dimel damel pasam pasem passam compartem reenviam facilitam escribem"
        " confirmam inviam inoltram dicteme dictam donam prestam ingresam transferem adelantam depositam"
        " pagam dejam cuentam ensenam muestram escrivem apuntam anotam"
    )
)
WITH_ME_WHOLE = _words(
    "dime dame deme dimmi dammi mandami inviami prestami trimitemi gimme bhejo bhejdo bhejna batao bata"
    " ibigay pakibigay ipadala pakipadala sabihin pakisabi 3tini atini ateni sifetli seftli wyslij daj"
    " pahiram pautang"
)

# Tells or sends: by their beginning, and whole where they are short.
TELLS = tuple(
    _words(
        "envi digue digam dimel damel donar passa passi pasa pasem pase compart reenvi facilit escri confirm"
        " mand dict send tell share forward provid envoi envoy donn communiqu transmet transf invia inolt"
        " trimit spun schick teilen apunt anot ensen most mostr muest bhej bata ibig pakibig ipadal"
        " pakipadal sabihi pakisab sift sifet seft wysl podaj"
    )
)
TELLS_WHOLE = _words(
    "dir dius digui diga di passes pases decir dices digas dime dame deme dona dones das sent give gimme read text"
    " show type dis"
    " dire dimmi dammi faisse sag sagen gib daj 3tini atini ateni"
)
# Gives, lends or pays.
GIVES = tuple(
    _words(
        "envi mand donar donam passa passi pasa prest deix deja ingres transf adelant avanc deposit pagar"
        " pagam pagu send lend loan transfer envoi envoy donn empresta trimit imprumut schick leih uberweis bhej"
        " ibig pakibig ipadal pakipadal pahiram pautang sift sifet seft wysl pozycz bestreu"
    )
)
GIVES_WHOLE = _words(
    "dame deme dona dones das dam give gimme pay paga pagues wire spot pret preter prete pai dammi daj 3tini"
)

# What opens a door: of "codes" there are harmless ones, of these there are not.
PASSWORDS = _words(
    "contrasenya contrasenyes contrasena contrasenas contrasenia password passwords passwort passcode passphrase pwd"
    " pin pincode otp senha senhas parola parole kennwort contrasinal mdp clave claves haslo puk"
)
CODES = _words("codi codis codigo codigos code codes codice codici cod codul kode kodi kod kodu lcode koda")
# "codi postal", "codi de barres", "codi QR", "code of conduct": what may follow, at once or after a small word.
HARMLESS_AFTER = _words(
    "postal postale postali barres barras barre bar qr font fuente source conducta conduct conduite"
    " condotta etic etico vestir vestimenta dress postleitzahl club programacio programacion aula sala room"
    " producte producto product inscripcio inscripcion registration formacio formacion training curs curso course"
    " reserva booking meet zoom teams reunio reunion meeting wifi wi model modelo serie serial seguiment seguimiento"
    " tracking llibre libro book taquilla locker impressora impresora printer"
)
HARMLESS_BEFORE = _words("zip post dress source qr bar palabra palabras area room wifi class meeting tracking")
SMALL = _words("de d del of da di des du la el l le the per para pour for al els los les las un una a")
CAN = _words(
    "pots podries podeu podrieu puedes podrias podeis can could peux pourrais pouvez puoi potresti podes bhejo bhejdo"
)
AND = _words("i y and et e")
NEW = _words("nou nova nous noves nuevo nueva nuevos nuevas new nouveau nouvelle")
ARRIVES = (
    "arriba", "arribara", "arribat", "rebut", "rebras", "rebis", "rebre", "llega", "llegara", "llegado", "recibid",
    "recibas", "recibes", "recibiras", "receive", "recois", "recevras", "arrivato", "arrivera", "ricevuto", "ricevi",
)  # fmt: skip
ARRIVES_WHOLE = _words("sms got get recu")
NUMBERS = _words("numeros numero xifres digits digitos cifras chiffres numbers number nombres cifre numere")
OF_DEVICES = _words("serie imei model modelo serial bus linia linea porta aula sala telefon telefono")

MONEY = _words(
    "diners diner dinero money cash euros euro eur efectiu efectivo soldi dinheiro bani geld pasta plata € $ £"
    " calers cales peles quartos duros eurets eurillos euritos pavos guita dolars dolares dollars usd argent sous fric"
    " paise paisa paiso rupees pera flous flouss floos dirhams dh pieniadze kasa thune"
)
# Each says enough alone.
BANK = (
    "bizum",
    "bizums",
    "bizzum",
    "bisum",
    "vizum",
    "byzum",
    "revolut",
    "cash app",
    "cashapp",
    "venmo",
    "zelle",
    "gcash",
    "mpesa",
    "paysafecard",
    "paysafe",
    "cvv",
    "cvc",
    "cvv2",
    "cripto",
    "crypto",
    "criptomoneda",
    "criptomonedes",
    "criptomonedas",
    "ethereum",
    "binance",
    "paypal",
    "western union",
    "moneygram",
    "bitcoin",
    "usdt",
    "iban",
    "compte bancari",
    "compte del banc",
    "cuenta del banco",
    "compte d estalvi",
    "targetes regal",
    "tarjetas regalo",
    "google play card",
    "dades de pagament",
    "datos de pago",
    "paga i senyal",
    "paga y senal",
    "pagar la fianca",
    "pagar la fianza",
    "compte corrent",
    "numero de compte",
    "dades bancaries",
    "dades del banc",
    "dades de la targeta",
    "targeta de credit",
    "targeta de debit",
    "targeta bancaria",
    "targeta regal",
    "numero de targeta",
    "numero de la targeta",
    "transferencia bancaria",
    "cuenta bancaria",
    "cuenta corriente",
    "numero de cuenta",
    "datos bancarios",
    "datos del banco",
    "datos de la tarjeta",
    "tarjeta de credito",
    "tarjeta de debito",
    "tarjeta bancaria",
    "tarjeta regalo",
    "numero de tarjeta",
    "numero de la tarjeta",
    "bank account",
    "bank details",
    "bank transfer",
    "wire transfer",
    "account number",
    "card number",
    "credit card",
    "debit card",
    "gift card",
    "gift cards",
    "compte bancaire",
    "coordonnees bancaires",
    "carte bancaire",
    "virement bancaire",
    "conto corrente",
    "conto bancario",
    "bonifico",
    "conta bancaria",
    "cartao de credito",
    "cont bancar",
    "bankkonto",
    "kontonummer",
)

OTHER_BANK = tuple(
    _phrases(
        "حساب بنكي|الحساب البنكي|حسابك البنكي|تحويل بنكي|حوالة|بطاقة بنكية|بطاقتك البنكية|بینک اکاؤنٹ|银行账户|银行账号"
        "|銀行帳戶|银行卡|信用卡|转账|轉帳|汇款|匯款|打款|支付宝|微信支付|红包|банковск|номер карты|номер счета"
        "|банківськ|номер картки"
        "|ব্যাংক অ্যাকাউন্ট|বিকাশ করুন|बैंक खात|ਬੈਂਕ ਖਾਤ|ਬੈਂਕ ਅਕਾਊਂਟ"
    )
)

# Ends of web addresses. Those of the second row are words too: they count with what stands behind a slash.
ENDINGS = _words(
    "com net org cat eu info biz io app xyz top shop site online link click club live store web dev ly gg"
    " cc ru cn uk fr pt ar mx cl co tk ml gq page pro vip tel coop barcelona"
)
ENDINGS_AND_WORDS = _words("es me to it de la no is so be am us in at gl do al hi un je te se si ai")
ENDINGS_OF_PLACES = _words("es me it de us be at gl ai is")
# Whoever leaves out the blank after a full stop in Catalan goes on so: "Bon dia.Com estàs?"
AFTER_COM = _words(
    "estas esteu està estàs esta va vas aneu anem es és et ens us em m t s n ho hi a ara ja que puc podem pots podeu"
    " podria podriem podríem sempre fem fas feu fer faig faràs quedem queda qued vols voleu volem dius dieu deies"
    " deia diu"
    " sigui el la els les l un una si no has heu he hem ha han vam vaig li més molt molts tu vosaltres jo nosaltres"
    " puguis"
    " millor abans aquí allà tot tots totes sabeu saps sap tenia tens teniu tenim ens veiem anomena dir diuen"
)
GOES = _words("entra entrar entreu mira mireu ves visita visit go see check clica click pulsa pitja vés web pagina")

# Of those whose accounts people here have.
IBAN_LENGTHS = {
    "ad": 24, "at": 20, "be": 16, "bg": 22, "ch": 21, "de": 22, "do": 28, "ee": 20, "es": 24, "fr": 27, "gb": 22,
    "ge": 22, "gr": 27, "ie": 22, "it": 27, "lt": 20, "lu": 20, "ma": 28, "mt": 31, "nl": 18, "pk": 24, "pl": 28,
    "pt": 25, "ro": 24, "se": 24, "sn": 28, "tr": 26, "ua": 29,
}  # fmt: skip
