"""Words that say nothing about what a conversation is about, in English and Spanish, folded."""

from __future__ import annotations


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


ENGLISH = _set(
    "a able about above after again ago ai aint all almost alone already also always am an and another any "
    "anybody anymore anyone anything anyway are arent around as ask asked at away back bad be because bc been "
    "before being best better both bring but by call came can cant cause come comes coming could couldnt cuz "
    "day days did didnt do does doesnt doing done dont down during each else end enough even ever every "
    "everybody everyone everything feel feeling feels felt few find first for from gave get gets getting give "
    "go goes going gone gonna good got gotta great guess had hadnt happen happened happening has hasnt have "
    "havent having he her here hers herself hes hey hi hello him himself his how i id if ill im in into is "
    "isnt it its itself ive just keep keeps kept kind kinda knew know known last later least left less let "
    "lets like liked little lol long look lot lots love made make makes making many may maybe me mean might "
    "mine more most much must my myself need needs never new next nice night no nobody none nope not nothing "
    "now of off oh ok okay old omg on once one only or other others our out over own people person please pls "
    "pretty put r rather really right said same saw say saying says see seem seems seen shall she shes should "
    "shouldnt since so some somebody someone something sometimes soon sorry still stop stuff such sure take "
    "taken takes talk talking tbh tell telling than thank thanks that thats the their them then there theres "
    "these they theyre thing things think thinking this those though thought through time times to today "
    "together told tomorrow tonight too took tried try trying two u um under until up ur us use used very "
    "wanna want wanted wants was wasnt way we week well went were werent what whatever whats when where which "
    "while who whole whos why will wish with without wont word words would wouldnt wrong ya yeah year years "
    "yes yesterday yet you your youre yours yourself"
)
SPANISH = _set(
    "a ahora al algo alguien algun alguna alguno ante antes aqui asi aunque ayer bien bueno cada casi como "
    "con contra cosa cosas creo cual cuando cuanto de decir dejar del desde despues dia dias dice dijo donde "
    "dos el ella ellas ellos en entonces entre era eran eras eres es esa esas ese eso esos esta estaba estado "
    "estan estar estas este esto estos estoy etc fue fueron gracias gran ha hablar hace hacer hacia han hasta "
    "hay he hola hoy iba ir la las le les lo los luego mal mas me mejor mi mis mismo mucha mucho muchos muy "
    "nada nadie ni no nos nosotros nunca o otra otro otros para pero poco por porque pues puede puedo que "
    "quien quiere quiero sabe saber se sea ser si siempre siento siente sin sobre solo son soy su sus tal "
    "tambien tan tanto te tener tengo ti tiempo tiene tienen toda todas todo todos tu tus un una uno unos "
    "usted va vamos veces ver vez voy y ya yo"
)
ALL = ENGLISH | SPANISH
