"""Which language a texter writes, Spanish or English, by the small words that people cannot do without.

Words that both languages have, and names, say nothing. A message is decided when at least two telling words, or one and
the letters, speak for one language, and at most a third as much for the other; what is short or mixed stays undecided.
Why no library: `docs/adr/0031-languages.md`.
"""

from __future__ import annotations

import re
import unicodedata

ENGLISH, SPANISH = "en", "es"
#: What is heard and offered.
LANGUAGES = (ENGLISH, SPANISH)
#: What a member of staff speaks unless somebody said otherwise, and what a program's own texts are taken to be in.
DEFAULT = ENGLISH
NAMES = {ENGLISH: "English", SPANISH: "Spanish"}

#: How much of a message is looked at, in characters: its beginning is enough.
_LOOKED_AT = 600
_TELLING, _HINT = 2, 1
#: So much decides, and so much changes what was decided before.
_DECIDES, _OVERRULES = 4, 8
#: And so many times as much as speaks for the other language.
_AGAINST = 3

_WORD = re.compile(r"[^\W\d_]+(?:['’´`][^\W\d_]+)*")
_RUN = re.compile(r"(.)\1{2,}")
_APOSTROPHES = str.maketrans("", "", "'’´`")
_ACCENTED = frozenset("áéíóú")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Folded: lower case, no accents, no apostrophes. Left out: what is a word in both ("a", "me", "no", "has", "son",
# "sin", "come", "solo"), and what texters write for something else ("y" for why, "ya" for you).
_SPANISH = _set(
    "abuela abuelo acabo agua ahi ahora ahorita aki al algien algo alguien alguna alguno alla amiga amigo amigos amor "
    "ando anoche anos antes aqui asi aun aunque ayer ayuda ayudame ayudar ayudarme ayudenme bien bueno buenos buenas "
    "cabeza cada cansada cansado casa casi como con conmigo contigo contra corazon cosa cosas creo cual cualquier "
    "cuando cuanto cuantos culpa dame de decir decirle dejo del desde despues dia dias digo dijo dinero dolor donde "
    "duele durante el ella ellas ellos embarazada en entonces entre era eran eres es esa escuela ese eso esos espanol "
    "esposa esposo esta estaba estamos estan estar estas este esto estoi estos estoy familia favor feliz fue fui "
    "fueron grasias gracias hablar hablo hace hacen hacer hago hasta hay hermana hermano hija hijo hijos hola horas "
    "hoy hubo iba igual ir jamas ke kien kiere kiero la las le les llamar llorar lloro lo los luego madre mal malo "
    "mala manana mas matar matarme mayor mejor menos mes mi miedo mientras mio mis mismo momento morir morirme mucha "
    "mucho muchos muerte muerto muerta mujer muy nada nadie necesita necesito nececito nesecito nesesito ni nina nino "
    "noche noches nos nosotros novia novio nuestra nuestro nunca ojala ola otra otro otros padre papas para parece "
    "pareja pastillas pasa paso peor perdi perdon pero persona pienso poco podemos poder podria por porfa porfavor "
    "porque porq pq puede pueden puedes puedo pues que qe qien quien quienes quiere quieren quieres quiero respirar "
    "sabe saben saber sabes se sea ser si siempre siento siente situacion sobre sola somos soy su sus suicidarme tal "
    "tambien tampoco tan tanto tarde te tener tengo tenia ti tia tiempo tiene tienen tienes tio todas todavia todo "
    "todos toi tome toy trabajo triste tu tus tuve una unas uno unos usted va vamos van veces verdad vez vida vieja "
    "violencia vive vivir vivo volver voy vuelve xfa xfavor xq xke yo"
)
_ENGLISH = _set(
    "about after again all alone already also always am an and another any anybody anymore anyone anything anyway are "
    "arent around as ask at awake away baby back bad bc be because been before being believe best better boyfriend bro "
    "brother but by call called came can cant car care cares cause could couldnt cry crying cut cuz dad daughter day "
    "days deal did didnt die died do does doesnt doing done dont doo down drunk even ever every everybody everyone "
    "everything family father feel feeling feelings feels felt few fight find first for friend friends from gave "
    "get gets getting girl girlfriend give go god goes going gonna gone good got gotta great guess gun had hadnt hang "
    "happen happened happens hard hate hates hav havent have having he hear hello help helping her here hers herself "
    "hes hey hi him himself his hit hold home hope house how hows hurt hurting hurts husband i id idk if ill im in "
    "into is isnt it its itself ive job just keep keeps kicked kid kids kill killed killing kind kinda knew know knows "
    "last leave left let life like little live lives living long look lost lot love made make makes making man many "
    "maybe mean might mine mom moms more most mother much must my myself need needed needs never new next night nobody "
    "none not nothing now of off oh old on one only or other our out over own parents people person pills please pls "
    "plz put real really right rn said same saw say saying says scared school see seen she shes should shouldnt sick "
    "since sister sleep so some somebody someone something sometimes soon sorry speak started stay still stop stopped "
    "such sure take talk talking tell text than thank thanks that thats the their them then there theres these they "
    "theyre thing things think thinking this those thought though thru till time times tired tlk to today together "
    "told tomorrow tonight too took touching tried true try trying u until up ur us used very wait waiting wanna want "
    "wanted wants was wasnt way we week weeks well went were what whats when where which while who whole whos why wife "
    "will wish with without woke woman wont work working would wouldnt wrong wtf wut yeah year years yesterday yet you "
    "your youre yours yourself"
)
#: How words end that are in neither list, if they are long enough to have an ending.
_SPANISH_ENDS = (
    "cion", "ciones", "mente", "ando", "iendo", "aba", "aban", "ito", "ita", "itos", "itas", "oso", "osa", "amos",
    "arme", "arse", "erme", "irme", "arte", "aste", "iste", "eron", "aron", "enme", "eria", "dad",
)  # fmt: skip
_ENGLISH_ENDS = ("ing", "ness", "ght", "ful", "less", "ould", "tion", "lly", "ated", "edly", "self", "ck", "sh", "ther")
_FEWEST_LETTERS = 5


def language_of(text: str) -> str | None:
    """`en`, `es`, or None for what is too short, mixed, or in neither."""
    return _decided(text, _DECIDES)


def heard(text: str, before: str | None) -> str | None:
    """What a texter writes from this message on, who wrote `before` until now.

    What was decided once is changed only by a message that speaks more plainly than the first one had to.
    """
    found = _decided(text, _DECIDES if before is None else _OVERRULES)
    return found or before


def _decided(text: str, enough: int) -> str | None:
    english, spanish = _scores(text[:_LOOKED_AT])
    if spanish >= enough and spanish >= _AGAINST * english:
        return SPANISH
    if english >= enough and english >= _AGAINST * spanish:
        return ENGLISH
    return None


def _scores(text: str) -> tuple[int, int]:
    """How much speaks for English, and how much for Spanish."""
    english = 0
    spanish = _TELLING if "¿" in text or "¡" in text else 0
    for match in _WORD.finditer(text):
        word = match.group().casefold()
        plain = _plain(word)
        if plain in _SPANISH:
            spanish += _TELLING
        elif plain in _ENGLISH:
            english += _TELLING
        elif len(plain) >= _FEWEST_LETTERS:
            spanish += _HINT * plain.endswith(_SPANISH_ENDS)
            english += _HINT * plain.endswith(_ENGLISH_ENDS)
        if "ñ" in word:
            spanish += _TELLING
        elif not _ACCENTED.isdisjoint(word):
            spanish += _HINT
    return english, spanish


def _plain(word: str) -> str:
    """Without accents and apostrophes, and without letters drawn out: `holaaa` → `hola`."""
    if not word.isascii():
        wide = unicodedata.normalize("NFKD", word)
        word = "".join(letter for letter in wide if not unicodedata.combining(letter))
    return _RUN.sub(r"\1", word.translate(_APOSTROPHES))
