"""What people write: what must wait for the team, by its reason. In the languages of the barri."""

HELD: dict[str, str] = {
    "link": """
Entra a http://premi.example i mira-ho
mira www . premi . example
Escriu-me a t.me/algu
hola, pasate por regalos-gratis.top y ya
bit . ly / abc
evil dot com
example punt com barra login
hxxps://premi.example
Mira premis-gratis.es
mira bit。ly/abc
entra a premi[.]com
Visita www.premi
entra a ajuda.barcelona/alta
clica premi.com i ja està
xn--prmi-5oa.example
mira bіt.ly/abc
guanya a example.org ara
wa.me/34612345678
b\u200bit.ly/abc
""",
    "money": """
El meu compte bancari és aquest
Necessito el teu número de compte per fer l'ingrés
Fes-me un Bizum i te'l guardo
Fes-me un B1zum
fes-me un b i z u m
Em pots deixar 100 euros fins dilluns?
em pots deixar 50€?
em pots deixar 50 € per al tren
em deixes 50€
deixa'm 50 fins dilluns
Envia'm diners per al transport
Has de fer una transferència
Has de pagar el transport abans
Primer has de pagar la duana
Heu de pagar 20 euros de taxa
Cal pagar l'enviament abans
Necessito 50 euros per al missatger
Paga'm el missatger i t'arriba demà
Es paga per avançat
Em podries avançar 30 euros?
50 euros em pots deixar?
Dona'm quatre calers
Fes-me un ingrés
Compra'm una targeta regal
Les dades de la targeta, si us plau
Quin és el teu cvv?
Préstame dinero, te lo devuelvo
Mándame 50 euros por adelantado
Tienes que pagar el envío
Debes abonar los gastos antes
Hay que pagar el transporte primero
Me puedes dejar 40€ hasta el viernes?
Necesito dinero urgente
Haz una transferencia a mi cuenta
Págame el taxi
Please send me money for the courier
Can you lend me 200 euros
could you lend me $50?
You have to pay the shipping first
You need to pay a fee
Pay the courier and it is yours
Give me your bank details
I need 50 euros now
send me gift cards
Envoie-moi de l'argent par virement bancaire
Tu dois payer le transport avant
Peux-tu me prêter 50 euros ?
Mi puoi prestare 50 euro?
Trimite-mi bani
Padalhan mo ako ng pera, ibigay mo sa akin ang pera
Pahiram ng pera sa akin
mujhe paise bhejo
ES91 2100 0418 4502 0005 1332
4111-1111-1111-1111
4111.1111.1111.1111
请把钱转账给我
先付款再拿
借我一点钱
Отправь деньги, номер карты дам
Одолжи денег до понедельника
Сначала нужно внести предоплату
Оплатите доставку
Надішли гроші
أرسل المال
ارسل لي المال
سلفني فلوس
يجب أن تدفع أولا
بینک اکاؤنٹ نمبر بتا دیں
مجھے پیسے بھیجو
مجھے پیسے ادھار دے دیں
আমাকে টাকা পাঠান
मुझे पैसे भेजो
ਮੈਨੂੰ ਪੈਸੇ ਭੇਜੋ
""",
    "code": """
Envia'm el codi que t'arribarà al mòbil
Digue'm el PIN del telèfon
Necessito el PIN del teu mòbil
Quin és el teu codi de verificació?
Quina és la teva contrasenya?
Quina és la contrasenya?
M'has de dir el codi que t'ha arribat
La meva contrasenya és gat1234
T'arribarà un codi. Envia-me'l
Rebràs un codi per SMS. Digue-me'l, si us plau
Digue'm els sis números que t'han arribat per SMS
Digue'm els 6 números
Quin codi t'ha arribat?
em dius el c0d1 que has rebut
digue'm el p1n
digue'm el p i n
digue'm el рin
digue'm el c\u200bodi
Digue'm el 🅿️🅸🅽
em passes el teu número secret
Necessito el codi del teu banc
El codi que m'ha arribat és 493 021
493021
G-493021
Dime la contraseña del correo
Envíame el código que te llega por SMS
Pásame tu clave
¿Me puedes decir el código que has recibido?
Necesito tu código de verificación
¿Cuál es tu PIN?
Te llegará un código. Mándamelo
Dime los seis números del SMS
Me hace falta tu pin
Send me the code you receive
What's your password?
tell me your pin
I need your PIN
I need the verification code you got
You will get a code. Send it to me
Text me the 6 digit code
give me ur otp
Envoie-moi le code que tu as reçu
Quel est ton code ?
J'ai besoin de ton mot de passe
Tu vas recevoir un code. Envoie-le moi
Mandami il codice che ti arriva
Mi serve il tuo codice
Me diga a senha
Preciso do seu código
Trimite-mi codul
Ich brauche deinen PIN
Ibigay mo sa akin ang code
Ano ang password mo?
otp batao
请告诉我你的验证码
你的密码是什么
把验证码发给我
أرسل لي رمز التحقق
ارسل لي الرمز
ما هو الرقم السري
مجھے پاس ورڈ بتا دیں
کوڈ بھیجو
مجھے اپنا پن بتائیں
Скажи пароль
пришли код
какой код тебе пришёл
Надішли код
আমাকে পাসওয়ার্ড বলুন
কোড পাঠাও
मुझे ओटीपी भेज दो
ਮੈਨੂੰ ਕੋਡ ਭੇਜੋ
""",
    "contact": """
Truca'm al 612 345 678
el meu mòbil és +34 612-34-56-78
612.34.56.78
6 1 2 3 4 5 6 7 8
612*345*678
612/345/678
612345 678
34612345678
(612) 34 56 78
612\\n345\\n678
6️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣
⑥①②③④⑤⑥⑦⑧
sis u dos, tres quatre, cinc sis, set vuit
612-34 cinc sis 78
seis uno dos tres cuatro cinco seis siete ocho
seis doce treinta y cuatro cincuenta y seis setenta y ocho
sis-cents dotze tres-cents quaranta-cinc sis-cents setanta-vuit
six one two three four five six seven eight
six double two three four five six seven eight
六一二三四五六七八
шесть один два три четыре пять шесть семь восемь
El meu número comença per 612, després 345 i acaba en 678
6i2 345 678 o 612 345 678
my phone 0044 20 7946 0958
93 424 10 10, demana per la Rosa
escriu a rosa.vila@example.org
rosa (at) gmail . com
merce arrova gmail punt com
merce arroba gmail
merce(a)example.net
merce [arroba] example [punt] cat
merce at gmail dot com
merce.vidal gmail.com
merce @ gmail.com
Escriu-me al Telegram @merce_v
El meu insta: merce.vidal
busca'm al Facebook
búscame en instagram, Merce Vidal
telegram merce_v
میرا نمبر ۶۱۲۳۴۵۶۷۸ ہے
رقمي ٦١٢ ٣٤٥ ٦٧٨
""",
    "address": """
Visc al carrer de Sants, 12, 3r 2a
Visc al C/ Galileu 30, entresol 1a, 08028
Visc al carrer de Sants 12
Carrer de la Creu Coberta, 104
c/ Olzinelles 45
C. Olzinelles, 45
Vine a l'av. Paral·lel, 120
Avinguda del Paral·lel 120 principal 2a
Passeig de la Zona Franca, 180
Pg. Zona Franca 180
Som a la plaça de Sants, 3, baixos, 08014 Barcelona.
Gran Via 310
ronda de Sant Pau núm. 44
Vivo en la calle Galileo, 30
Calle Galileo n. 30, 2º 1ª
plaza de Osca 6
I live at 12 Galileu Street
Galileu 30, 08028 Barcelona
galileu 30, àtic 1a
Visc a Galileu 30
pis 3, porta 2
Estic al 3r 2a del número 40
escala B, 4t 1a
La meva adreça és Galileu 30
A casa meva, carrer Rosa 7, davant de la biblioteca
41.37512, 2.14003
شارع سانتس 12
улица Сантс 12
""",
}


def lines(table: str) -> list[str]:
    return [line.replace("\\n", "\n") for line in table.strip().split("\n")]
