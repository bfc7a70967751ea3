"""Which forms of a word find each other, and which words must not. What is not reached is listed, and must stay so:
a rule that reaches it moves it up.
"""

import pytest

from coopnet.foundation.text_index.questions import has_word, read_question, stems_of

CATALAN = """
formació formacions | formacio formacions | formador formació | sessió sessions | decisió decisions | gestió gestions
gestionar gestió | inscripció inscripcions | subvenció subvencions | associació associacions | associatiu associació
participació participar | participatiu participació | facilitació facilitar | comunicació comunicar
reparació reparar | instal·lació instal·lacions | instal·lar instal·lació | alimentació aliments | creació crear
organització organitzar | organitzatiu organitzacions | transició transicions | població poblacions
cooperativa cooperatives | cooperativa cooperatiu | cooperatius cooperativa | cooperativisme cooperativa
col·lectiu col·lectius | col·lectiva col·lectiu | col.lectiu col·lectius | collectiu col·lectiu | colectiu col·lectiu
economia economies | economia econòmic | econòmiques econòmic | energia energies | energia energètica
energètiques energètica | ecologia ecològic | fotògraf fotografia | psicologia psicòloga | tecnologia tecnològiques
mecànica mecànic | jurídica jurídiques | informàtica informàtics | elèctric elèctriques | polítiques polític
fuster fusteria | fusters fusteria | perruquer perruqueria | jardiner jardineria | sabater sabateria
emprenedor emprenedoria | comunitat comunitats | comunitari comunitària | comunitàries comunitat
solidari solidària | solidari solidaritat | voluntari voluntària | voluntari voluntariat | comptabilitat comptable
fiscal fiscalitat | seguretat segur | propietat propietats | entitat entitats | publicitat publicitari
feminista feminisme | feminista feministes | ecologisme ecologista | racisme racista | treball treballs
treballar treballador | treballador treballadora | treballadors treballadores | mediació mediador
programador programació | refugiat refugiades | finances finançament | finançar finançament | plaça places
lliure lliures | llengua llengües | paraigua paraigües | botiga botigues | amiga amigues | vaga vagues
raig raigs | desig desitjos | roig roja | boig bojos | platja platges | imatge imatges | aprenentatge aprenentatges
mà mans | pla plans | camí camins | jardí jardins | camió camions | veí veïna | veïnat veïns | veïnal veïna
germà germana | català catalana | artesà artesans | anglès anglesa | francès francesos | xinès xinesa | pagès pagesa
curs cursos | pis pisos | text textos | impost impostos | recurs recursos | pastís pastissos | peix peixos
assemblea assemblees | idea idees | dona dones | jove joves | gran grans | soci sòcies | correu correus | mòbil mòbils
taller tallers | ordinador ordinadors | habitatge habitatges | tràmit tràmits | contrasenya contrasenyes
història històries | família famílies | música músics | dibuix dibuixos | llei lleis | xarxa xarxes
Hostafrancs Hostafranchs | Hostafrancs hostafrancs | bicicleta bicicletes | clàusula clàusules | cuina cuinar
"""

SPANISH = """
formación formaciones | formacion formación | sesión sesiones | decisión decisiones | gestión gestiones
inscripción inscripciones | asociación asociaciones | facilitación facilitar | reparación reparar | creación crear
financiación financiar | educación educativo | subvención subvenciones | cooperativa cooperativas
cooperativo cooperativas | colectivo colectivos | económico económicas | economía económico | energía energéticas
jurídica jurídicas | carpintero carpintería | comunidad comunidades | comunitario comunitaria | solidario solidaria
voluntario voluntaria | voluntariado voluntarios | contabilidad contable | feminista feministas | trabajo trabajos
trabajador trabajadora | trabajadores trabajadoras | cuidar cuidados | inglés inglesa | joven jóvenes | mujer mujeres
taller talleres | móvil móviles | ordenador ordenadores | luz luces | vez veces | red redes | plan planes
imagen imágenes | contraseña contraseñas | lengua lenguas | curso cursos | vivienda viviendas | barrio barrios
trámite trámites | aprendizaje aprendizajes | autónomo autónomas | legal legales | árabe árabes | mayor mayores
"""

# A reader types the one language, the training is written in the other. By their stems, or by a synonym.
ACROSS = """
formación formació | curso curs | taller taller | vivienda habitatge | ordenador ordinador | móvil telèfon
contabilidad comptabilitat | seguridad seguretat | energía energia | energéticas energètica | cuidados cures
trabajo treball | mujeres dones | jóvenes joves | barrio barri | trámites tràmits | contraseña contrasenya
economía economia | sesión sessió | asociación associació | asesoramiento assessorament | inteligencia intel·ligència
acompañamiento acompanyament | finanzas finances | gobernanza governança | impuestos impostos | carpintería fusteria
housing habitatge | accounting comptabilitat | women dones | volunteering voluntariat | laptop portàtil | training curs
repair reparació | energy energia | co-operative cooperativa | PC ordinador | coop cooperativa
"""

DIFFERENT = """
Sants sant | curs cura | cures cursos | curs cursa | dona donació | dones donar | forma formació
pla plaça
vall val | ball vall | sala salari | casa cas | mar mare | porta portar | port porta | part partit | marina marí
Badal Badalona | capital capità | universal universitat | general generació | comunitat comunicació | soci social
societat social | llar llarg | taller tallar | lloc lloguer | xarxa xerrada | consum consell | font fons | nació natura
segur segon | joc jove | pas passar | mòbil mobilitat | llibre lliure | libro libre
"""

# They differ by more than an ending.
NOT_REACHED = """
atur aturats | convivència conviure | editor editorial | empresa empresarial | nutrició nutricional | pagès pagesia
producció produir | cosir costurera | neu nevada | peu peuada | fred refredat
"""
# They meet by their stem, and are of one family, or nearly.
NOT_KEPT_APART = "poble poblar | comptar comptes | sol sola | mal mala | pla plana | banc banca"


def pairs(text: str) -> list[tuple[str, str]]:
    found = []
    for pair in text.replace("\n", "|").split("|"):
        if pair.strip():
            one, other = pair.split()
            found.append((one, other))
    return found


def finds(typed: str, written: str) -> bool:
    return all(has_word(stems_of(written), wanted) for wanted in read_question(typed).wanted)


def meet(one: str, other: str) -> bool:
    return finds(one, other) and finds(other, one)


def test_there_are_pairs_enough_to_mean_something() -> None:
    assert len(pairs(CATALAN)) >= 120
    assert len(pairs(SPANISH)) >= 50


@pytest.mark.parametrize(("one", "other"), pairs(CATALAN) + pairs(SPANISH))
def test_two_forms_of_a_word_find_each_other(one: str, other: str) -> None:
    assert meet(one, other)


@pytest.mark.parametrize(("typed", "written"), pairs(ACROSS))
def test_a_reader_of_one_language_finds_what_is_written_in_another(typed: str, written: str) -> None:
    assert finds(typed, written)


@pytest.mark.parametrize(("one", "other"), pairs(DIFFERENT))
def test_words_that_only_look_alike_do_not_find_each_other(one: str, other: str) -> None:
    assert not finds(one, other)
    assert not finds(other, one)


@pytest.mark.parametrize(("one", "other"), pairs(NOT_REACHED))
def test_what_is_not_reached_is_known(one: str, other: str) -> None:
    assert not meet(one, other)


@pytest.mark.parametrize(("one", "other"), pairs(NOT_KEPT_APART))
def test_what_is_not_kept_apart_is_known(one: str, other: str) -> None:
    assert meet(one, other)
