"""What people write every day, and what must pass at once. In the languages of the barri."""

PASSES = """
Hola, encara tens el portàtil?
Quedem dijous 14 a les 18.30 h a la biblioteca Vapor Vell?
Quedem a la biblioteca Vapor Vell, passatge del Vapor Vell, 1?
Ens veiem al Centre Cívic Cotxeres, carrer de Sants, 79, a les 17 h
Ens trobem a l'estació de Sants a les 6
Quedem a la plaça de Sants a les 18 h
A la plaça d'Espanya, línia 3 o el bus 54
Som a la parada del 54, carrer de la Riera Blanca
Visc a Sants des de fa 20 anys i tinc 3 fills
Visc a la Bordeta, prop del parc
Vivo en Hostafrancs con mi madre
La botiga és al carrer de Sants
El curs costa 10 euros i es paga el primer dia.
El preu és de 25 €, i 10 € per a qui està a l'atur.
El bitllet del bus val 2,55 €, la T-casual 12,15 €
L'he comprat per 50 euros
No tinc diners per comprar un ordinador nou.
No has de pagar res, és gratis
Quant has de pagar cada mes d'internet?
No cal pagar, és un préstec
Et puc deixar el portàtil dues setmanes
Em pots deixar 2 cables?
Em pots deixar el carregador fins dilluns?
M'agradaria que em deixessis la tauleta
Mi hijo necesita una tableta y no tenemos dinero ahora mismo.
Vull aprendre a pagar el rebut per internet
No hay que pagar nada
You don't have to pay anything
It's free, you do not need to pay anything
Necessito passar les fotos: com faig la transferència de fotos al mòbil nou?
Gràcies per avançat
Gracias por adelantado
Thanks in advance
El codi postal és el 08014.
Em pots dir el codi postal on vius? Així mirem quin punt és més a prop.
Me puedes decir tu código postal
Porta el codi QR de la inscripció.
Quin és el codi de la sala?
Em dius el codi de l'aula?
El codi de la porta de l'aula és 1234
El codi de la sala és 4512
Quin és el codi del wifi?
El codi del curs és F-2026
Digue'm el codi del model, surt sota la bateria
Envia'm el número de sèrie
He oblidat la contrasenya del correu, m'hi pots ajudar?
No sé cómo cambiar la contraseña del móvil.
He perdut el PIN i no puc entrar
El PIN té quatre números i l'he oblidat
Necessito canviar la contrasenya
Necessito una contrasenya nova
Necesito recuperar mi contraseña
I forgot my password and cannot get into my e-mail.
I need a new password for my e-mail
No diguis mai el PIN a ningú
Treballo al banc d'aliments i vinc del banc del temps.
Necessito ajuda amb l'aplicació del banc.
Visc a Sants.És a prop de l'estació.
Bon dia.Com estàs?
Bon dia.com va tot?
Hola .Com quedem?
Hola . Com estàs?
Perfecte.Quedem dijous.No puc abans.Et va bé?
Gracias.Es para mi hija
Tinc un Windows 10, 8 GB i 256 GB de disc.
Té 8 GB de RAM, 256 GB, 15,6 polzades i pesa 1,8 kg
IMEI 356938035643809
L'IMEI del mòbil és 356938035643809
IMEI: 35-693803-564380-9
És un HP 250 G7, número de sèrie 5CD0123ABC
El model és A1278, del 2012, i=5, 4 GB
El Lenovo T480 de 14 polzades amb i5-8250U
La resolució és 1920x1080
Versió 10.0.19045
La IP és 192.168.1.10
Puc el 30/11/2026, el 2-12-2026 o el 14.01.2027.
Puc els dies 9, 14, 21, 28 i 30
Els dies 7, 8, 9, 10, 11, 12
de 9 a 13.30 i de 16 a 20 h
9:30-13:30, 15:00-17:00
Dilluns de 9 a 11, dimarts de 10 a 12 i dijous de 17 a 19
Tinc classe a les 8.30, 9.30, 10.30 i 11.30
Som dos adults i tres nens, de sis, vuit i nou anys
Necessito un, dos o tres, com puguis
En tinc un de nou i dos de vells
Els números de sèrie: 5CD1234XYZ i 20261130123.
El codi de barres 8410100012345
Truca al 112 si és urgent; el 010 és l'Ajuntament.
El fill fa 4t A i la filla 1r B de primària
Anem a la 3a planta de la biblioteca
És per a 3r d'ESO, la 2a hora
El bus 54, el D20 i la L1
Aula 12, segona planta
En @ també em va bé
Us ho diem a tots i totes, amig@s
No sé fer servir el WhatsApp
Em pots ajudar a posar el Telegram al mòbil?
El meu Facebook no funciona
El meu whatsapp és molt vell
No puc entrar al Gmail
Vull obrir un compte de correu
El professor envia els deures a la Núria per l'ordinador.
Una dona de l'associació et pot ajudar amb el codi de l'app.
Aprenem codi i programació
El professor em va enviar un missatge amb els números dels alumnes del curs
M'han dit que tens una tauleta per donar
T'envio una foto del teclat quan pugui
Em dones el portàtil dijous?
La pantalla està trencada, però va bé
Fa 15 dies que no tinc internet
Em va bé d'aquí a 10 minuts
Puc venir amb el tren de les 17.42
Gràcies!!! 😊👍
1 portàtil, 2 ratolins, 3 cables
100 % d'acord
سلام، کیا آپ کے پاس لیپ ٹاپ ہے؟
مجھے جمعرات کو 5 بجے آنا ہے
مرحبا، أحتاج إلى حاسوب لابني
هل يمكننا أن نلتقي يوم الخميس الساعة 6؟
شكرا جزيلا، المكتبة قريبة من البيت
你好，我需要一台电脑。
星期四下午五点在图书馆见
Привет, мне нужен ноутбук для школы
Встретимся в четверг в 18:00 у библиотеки
Нет денег на новый компьютер
আমার একটি ল্যাপটপ দরকার
मुझे बच्चों के लिए टैबलेट चाहिए
ਮੈਨੂੰ ਲੈਪਟਾਪ ਚਾਹੀਦਾ ਹੈ
Kailangan ko ng laptop para sa anak ko
Salut, am nevoie de un laptop pentru școală
Bonjour, je peux passer jeudi à 18 h
J'ai un ordinateur portable à donner
Ho un portatile che non uso più
ok
"""
