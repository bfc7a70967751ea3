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
    "teu teva teus teves tu tus tua vostre vostra vuestro vuestra su sus seu seva your yours ton ta tes"
    " votre vos tuo tuoi dein deine ihr ihre tau tale sua"
)
ASKS = _words("quin quina quins quines cual what which quel quelle qual quale welches wie care")
# Verbs that carry their "me", by their beginning and whole.
WITH_ME = tuple(
    _words(
        "enviam mandam digam diguem dimel damel pasam pasem passam compartem reenviam facilitam escribem"
        " confirmam inviam inoltram dicteme dictam donam prestam ingresam transferem adelantam depositam"
        " pagam dejam"
    )
)
WITH_ME_WHOLE = _words("dime dame deme dimmi dammi mandami inviami prestami trimitemi")

# Tells or sends: by their beginning, and whole where they are short.
TELLS = tuple(
    _words(
        "envi digue digam dimel damel donar passa passi pasa pasem pase compart reenvi facilit escri confirm"
        " mand dict send tell share forward provid envoi envoy donn communiqu transmet transf invia inolt"
        " trimit spun schick teilen"
    )
)
TELLS_WHOLE = _words(
    "dir dius digui diga decir dices dime dame deme dona dones das sent give read text dis dire dimmi dammi"
)
# Gives, lends or pays.
GIVES = tuple(
    _words(
        "envi mand donar donam passa passi pasa prest deix deja ingres transf adelant avanc deposit pagar"
        " pagam pagu send lend loan transfer envoi envoy donn empresta trimit imprumut schick leih uberweis"
    )
)
GIVES_WHOLE = _words("dame deme dona dones das dam give pay paga pagues wire pret pai dammi")

# What opens a door: of "codes" there are harmless ones, of these there are not.
PASSWORDS = _words(
    "contrasenya contrasenyes contrasena contrasenas password passwords passwort passcode pin otp senha"
    " senhas parola parole kennwort contrasinal mdp clave claves"
)
CODES = _words("codi codis codigo codigos code codes codice codici cod codul")
# "codi postal", "codi de barres", "codi QR", "code of conduct": what may follow, at once or after a small word.
HARMLESS_AFTER = _words(
    "postal postale postali barres barras barre bar qr font fuente source conducta conduct conduite"
    " condotta etic etico vestir vestimenta dress postleitzahl club programacio programacion"
)
HARMLESS_BEFORE = _words("zip post dress source qr bar palabra palabras area")
SMALL = _words("de d del of da di des du la el")

MONEY = _words("diners diner dinero money cash euros euro eur efectiu efectivo soldi dinheiro bani geld pasta plata")
# Each says enough alone.
BANK = (
    "bizum",
    "paypal",
    "western union",
    "moneygram",
    "bitcoin",
    "usdt",
    "iban",
    "compte bancari",
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

# Scripts that are written without spaces or with endings of their own: what is found anywhere in a sentence.
OTHER_PASSWORDS = tuple(
    _phrases(
        "كلمة السر|كلمة المرور|الرقم السري|رمز التحقق|پاس ورڈ|پاسورڈ|او ٹی پی|密码|密碼|验证码|驗證碼|пароль"
        "|код из|смс-код|код із|পাসওয়ার্ড|ওটিপি|पासवर्ड|ओटीपी|ਪਾਸਵਰਡ|ਓਟੀਪੀ"
    )
)
OTHER_TELLS = tuple(
    _phrases(
        "ارسل|أرسل|ابعث|اعطني|أعطني|قل لي|بھیج|بتا|دے دیں|دیں|发|發|告诉|告訴|给我|給我|пришли|отправ|скажи"
        "|сообщи|дай|надішли|скиньте|পাঠা|বলুন|দিন|भेज|बता|दो|दीजिए|ਭੇਜ|ਦੱਸ"
    )
)
OTHER_BANK = tuple(
    _phrases(
        "حساب بنكي|الحساب البنكي|حسابك البنكي|تحويل بنكي|بطاقة بنكية|بینک اکاؤنٹ|银行账户|银行账号|銀行帳戶"
        "|银行卡|转账|轉帳|汇款|банковск|номер карты|номер счета|банківськ|ব্যাংক অ্যাকাউন্ট|बैंक खात"
        "|ਬੈਂਕ ਖਾਤ"
    )
)

# Ends of web addresses. Those of the second row are words too: they count with what stands behind a slash.
ENDINGS = _words(
    "com net org cat eu info biz io app xyz top shop site online link click club live store web dev ly gg"
    " cc ru cn uk fr pt ar mx cl co tk ml gq page pro vip tel coop barcelona"
)
ENDINGS_AND_WORDS = _words("es me to it de la no is so be am us in at gl do al hi un je te se si ai")

# Of those whose accounts people here have.
IBAN_LENGTHS = {
    "ad": 24, "at": 20, "be": 16, "bg": 22, "ch": 21, "de": 22, "do": 28, "ee": 20, "es": 24, "fr": 27, "gb": 22,
    "ge": 22, "gr": 27, "ie": 22, "it": 27, "lt": 20, "lu": 20, "ma": 28, "mt": 31, "nl": 18, "pk": 24, "pl": 28,
    "pt": 25, "ro": 24, "se": 24, "sn": 28, "tr": 26, "ua": 29,
}  # fmt: skip
