"""The words by which mail programs are known: how they begin a quotation, a forwarded letter, a signature.

Catalan, Spanish and English as Gmail, Outlook, Apple Mail, Thunderbird and phones write them; then the other languages
that are spoken in the district, as far as they have words of their own for it.
"""

import re

# "El dl., 30 nov. 2026 a les 18:00, X va escriure:" and its kin: somewhere in the line, which ends with a colon.
WROTE = re.compile(
    r"\b(va escriure|vas escriure|ha escrit|escrigué|va enviar|escribi[óo]|ha escrito|wrote"
    r"|a écrit|escreveu|ha scritto|schrieb|schreef|a scris|escribiu|idatzi du|napisał|napisała|yazdı|skrev)\b"
    r"|\b(missatge de|mensaje de|message from|el mensaje de)\b"
    r"|написа[влв]|пише|пишет|كتب|كتابة|写道|寫道|نے لکھا|ने लिखा|লিখেছেন|ਨੇ ਲਿਖਿਆ",
    re.IGNORECASE,
)
# How such a line begins, where it goes on in the next one.
LEAD = re.compile(
    r"(el|la|dia|en|on|le|em|il|am|op|în|o|au|missatge|mensaje|message|في|بتاريخ)\b.{0,60}\d", re.IGNORECASE
)
DAY = re.compile(r"\b(?:19|20)\d\d\b|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}|\S@\S")
HOUR = re.compile(r"\d{1,2}[:.]\d{2}|\S@\S")

_ORIGINAL = (
    r"missatge original|mensaje original|original message|message d'origine|mensagem original|messaggio originale"
    r"|ursprüngliche nachricht|mesaj original|missatge reenviat|mensaje reenviado|forwarded message"
    r"|message transféré|mensagem encaminhada|messaggio inoltrato|weitergeleitete nachricht|original-nachricht"
    r"|原始邮件|原始郵件|原邮件|回复的原邮件|转发的邮件|исходное сообщение"
    r"|пересылаемое сообщение|початкове повідомлення"
    r"|الرسالة الأصلية|رسالة أصلية|اصل پیغام|mensaje anterior|missatge anterior"
)
SEPARATOR = re.compile(
    rf"[-_–—*\s]{{2,}}({_ORIGINAL})[-_–—*:\s]{{2,}}"
    r"|-{3,}\s*original\s*-{3,}|(inici del missatge reenviat|inicio del mensaje reenviado|begin forwarded message)\s?:",
    re.IGNORECASE,
)
RULE = re.compile(r"_{10,}")

# A block of fields: from, sent, to, subject.
SENDER_FIELD = re.compile(
    r"[*_\s]*(de|from|von|da|van|de la|od|od kogo|от|від|من|منجانب|प्रेषक|发件人|寄件者)\s?[*_]*\s?[::]",
    re.IGNORECASE,
)
OTHER_FIELD = re.compile(
    r"[*_\s]*(enviat( el)?|enviado( el)?|sent|envoyé|gesendet|inviato|trimis|data|fecha|date|datum"
    r"|per a|per|para|to|à|an|catre|către|cc|a/c|assumpte|asunto|subject|objet|betreff|oggetto|subiect|assunto"
    r"|дата|кому|тема|تم الإرسال|التاريخ|إلى|الموضوع|发送时间|收件人|主题|主旨)\s?[*_]*\s?[::]",
    re.IGNORECASE,
)

_DEVICE = (
    r"iphone|ipad|ipod|android|samsung|galaxy|xiaomi|redmi|huawei|oppo|realme|motorola|mòbil|móvil|mobile|phone"
    r"|telèfon|teléfono|smartphone|tablet|tauleta|tableta|outlook|yahoo|gmail|mail|blackberry|proton|thunderbird|app"
)
DEVICE = re.compile(
    r"[<\[]?\s*("
    rf"(enviat|tramès|enviado|sent|escrit|envoyé|inviato|trimis|gesendet|get|obt[eé]n(iu|ir|er)?|obteniu-vos|obtenez"
    rf"|télécharge[rz]|baixa|consigue|descarrega|descarga|scarica|ottieni|holen sie sich"
    rf"|instal·la)\b.{{0,60}}\b({_DEVICE})\b.{{0,80}}"
    rf"|von (meinem|mein) .{{0,30}}\b({_DEVICE})\b.{{0,20}}"
    r"|(отправлено с|відправлено з|надіслано з|أُ?رسلت من|تم الإرسال من|发自我的|發自我的).{0,60}"
    r"|.{0,30}سے بھیجا گیا.{0,20}"
    r")",
    re.IGNORECASE,
)

SMALL_PRINT = re.compile(
    r"(?=.{60,})(?=.*\b(confidencial|confidential|confidencials|confidenciales|confidentiality|confidencialitat)\b)"
    r"(?=.*\b(missatge|missatges|mensaje|mensajes|message|correu|correo|e-?mail)\b).*"
    r"|(abans d'imprimir|antes de imprimir|before printing|please consider the environment).*"
    r"|(lliure de virus|libre de virus|virus-free|virenfrei)\b.{0,80}",
    re.IGNORECASE | re.DOTALL,
)

# After one of these comes the name, and often a whole visiting card.
CLOSING = re.compile(
    r"((moltes |molt )?(salutacions|salutació|salut|cordialment|atentament|afectuosament|ben cordialment)"
    r"|(una |moltes? )?(abraçada|abraçades|salutació( cordial)?|salutacions cordials|petons)"
    r"|salutacions (cordials|cooperatives)|rebeu? una (cordial )?salutació"
    r"|(un )?(cordial )?(saludo|abrazo)s?( cordial(es)?)?|saludos( cordiales)?|atentamente|cordialmente"
    r"|(moltes |moltíssimes |mil )?gràcies( (per tot|de nou|i fins aviat|a tu|a tothom))?|mercès"
    r"|(muchas |mil )?gracias( (por todo|de nuevo|y hasta pronto|a ti))?"
    r"|fins (aviat|ara|demà|després|una altra|dilluns|dimarts|dimecres|dijous|divendres|dissabte|diumenge|llavors|la"
    r" propera)"
    r"|hasta (pronto|luego|mañana|ahora|entonces|el (lunes|martes|miércoles|jueves|viernes))|ens veiem|nos vemos"
    r"|a reveure|adeu|adéu|adiós|apa|cuida't|cuídate|records|que vagi bé|una salutació|un (fort|fuerte) abra(ç|z)(ada"
    r"|o)"
    r"|(many )?thanks( a lot| again)?|thank you( very much)?|see you( soon| then)?|take care|love"
    r"|(bien )?(cordialement|amicalement)|merci( beaucoup)?|bien à (vous|toi)|à bientôt|bises|grazie( mille)?"
    r"|cordiali saluti"
    r"|a presto|obrigad[oa]|abraços|cumprimentos|mulțumesc|cu (drag|respect)|danke|(viele|liebe|beste) grüße|mfg"
    r"|salamat( po)?"
    r"|с уважением|спасибо|з повагою|дякую|شكرا( جزيلا)?|مع (تحياتي|التحية)|تحياتي|شکریہ|والسلام|谢谢|此致|ধন্যবাদ"
    r"|धन्यवाद|ਧੰਨਵਾਦ"
    r"|(best|kind|warm|many)?\s?regards|best( wishes)?|cheers|sincerely|yours (sincerely|truly|faithfully))"
    r"[\s,.!:)]*",
    re.IGNORECASE,
)
NAME_PARTICLES = frozenset(
    ["i", "y", "de", "del", "dels", "de", "la", "el", "d'", "von", "van", "da", "do", "dos", "bin", "al", "and"]
)
