"""Spanish, without accents: both peninsular and American usage."""

from __future__ import annotations

from shared.domain.risk.levels import Category, Risk
from shared.domain.risk.rule import Rule

_VIOLENCE = Category.DOMESTIC_VIOLENCE
_CRISIS = Category.IMMEDIATE_CRISIS
_HARM = Category.SELF_HARM
_SUBSTANCE = Category.SUBSTANCE_ABUSE
_SUICIDE = Category.SUICIDAL_IDEATION

RULES = (
    Rule(
        "es.other_suicide",
        _SUICIDE,
        Risk.MEDIUM,
        (
            "se quiere|quiso|va|quieren|queria a? matar|morir|suicidar|ahorcar",
            "quiere|quiso|intento|piensa|dice matarse|suicidarse|morirse|ahorcarse|quitarse",
            "se suicido|mato|ahorco|corta",
            "suicidio",
        ),
        own=False,
        past=False,
    ),
    Rule(
        "es.suicide",
        _SUICIDE,
        Risk.HIGH,
        (
            "me quiero|quisiera? matar|morir|suicidar|ahorcar",
            "me quiero|quisiera desaparecer|quitar la vida",
            (
                "quiero|quisiera|deseo|necesito|prefiero|preferiria ya|solo? morir|morirme|suicidarme|matarme|"
                "ahorcarme|desaparecer"
            ),
            "quiero|quisiera|deseo|prefiero|preferiria estar muerto|muerta",
            (
                "quiero|quisiera|pienso|voy|pensando|pensado|ganas|intente|trate|planeo|idea .. matarme|suicidarme|"
                "ahorcarme|quitarme|colgarme|dispararme"
            ),
            "matarme|suicidarme|quitarme la? vida?",
            "ganas de morir|morirme|matarme|suicidarme|desaparecer",
            "no quiero|tengo|puedo|vale|merezco|deseo|aguanto .. vivir|viviendo|viva|vivo|existir",
            "no quiero mas? estar aqui|viva|vivo",
            "ya no quiero estar aqui|vivo|viva|$",
            "no quiero despertar|existir",
            "sin|ni ganas|razon|razones|motivo|motivos|sentido .. vivir|vida",
            (
                "no tengo|hay|encuentro|veo|le|tiene .. ganas|razon|razones|motivo|motivos|sentido .. vivir|vida|"
                "viviendo|seguir"
            ),
            "vida no tiene|vale sentido|nada|la",
            "no vale la pena vivir|seguir|la",
            "acabar|terminar con todo|esto",
            "acabar|terminar con mi|la vida|sufrimiento",
            "quitarme la vida",
            "mejor|felices|tranquilos|bien sin mi",
            "mejor .. si me? muero|no|muriera|existiera|muerto|muerta",
            "estaria mejor muerto|muerta|si|sin|no",
            "vida no vale",
            "tirarme|lanzarme|aventarme de|del|desde|por un|el|la? puente|balcon|ventana|techo|edificio|azotea",
            "prefiero|preferiria morir|morirme",
            "seria mejor estar|si muerto|muerta|muero",
            "soy una|un carga|estorbo",
            "mejor me muero",
            "nadie me va|extrana|extranaria|extranara|echaria|extranar .. muero|extranar|muera|si|menos",
            "nadie me extranaria|extranara",
            (
                "quisiera|ojala|quiero|desearia .. no despertar|despertara|despertarme|nunca|haber|existir .. nunca|"
                "manana|mas|nacido|$"
            ),
            "ojala no despertara|despierte|me",
            "ojala me? muera|muriera|mate|matara|muriese",
            "cansado|cansada|harto|harta de vivir|la|estar|esta vida|vivo|viva",
            "no aguanto|puedo|soporto mas .. morir|morirme|vivir|desaparecer|vida|matarme",
            "pensamientos|ideas|pensamiento suicidas|suicida|de",
            "pienso|pensando|pensado|penso en|sobre la? muerte|suicidio|morir|morirme|suicidarme|matarme",
            "intente|trate|quise de? suicidarme|matarme|quitarme|ahorcarme",
            "desaparecer para|de siempre|este|esta",
            "no merezco|merecia vivir|estar|la",
            "soy|estoy|siento suicida",
            "odio mi vida y|quiero",
        ),
        intent=True,
    ),
    Rule(
        "es.about_to",
        _CRISIS,
        Risk.CRITICAL,
        (
            "me voy a matar|suicidar|ahorcar|disparar|colgar|tirar|aventar|lanzar",
            "voy a matarme|suicidarme|ahorcarme|saltar|tirarme|aventarme|lanzarme|dispararme|colgarme",
            "voy a hacer|hacerlo esta|hoy|ahora|lo",
            "lo voy a hacer esta|hoy|ahora|noche",
            (
                "me? tome|tomo|trague|tomado|tomarme|tomare|tomar .. todas|muchas|demasiadas|montones|monton|frasco|"
                "caja|botella|todos .. pastillas|medicinas|medicamentos|pastilla"
            ),
            "me? tome|trague|acabe .. frasco|botella|caja .. pastillas|medicinas|entero|entera",
            "me? tome|trague|bebi|tomo cloro|veneno|raticida",
            "tomado|tome|tomarme|tomar|dar|darme|quiero|pensado|creo|tuve|tengo|pensando .. sobredosis",
            "ya me las tome",
            "acabo de tomarme|tragar|tragarme|tomar",
            "tengo un|una|el|la|mi arma|pistola|cuchillo|navaja|soga|cuerda .. mano|lista|cabeza|y|en|cuello|para",
            "pistola|arma|cuchillo en la|mi mano|cabeza|boca",
            (
                "estoy en|parado|sentada|sentado|parada .. puente|techo|azotea|balcon|vias|borde|cornisa .. saltar|"
                "vuelta|quiero|voy|y|$"
            ),
            "corte|cortado|cortarme las venas|munecas",
            "estoy|me desangrando|desangro",
            "esta es mi despedida|ultima|carta",
            "hoy|esta noche|ahora .. termino|acabo|matarme con? todo?",
            "me esta|estan|quiere|va|quieren .. pegando|golpeando|matando|ahorcando|matar|violando|matarme",
            "esta|le|estan .. pegando|golpeando|ahorcando|matando .. a? mi|mama|ahora|hermano|hermana|me",
            "quiere|va matarme|matarnos",
            "nos|me quiere|va a? matar",
            "tiene|trae|saco una|un|su|la|el pistola|arma|cuchillo|navaja|machete",
            "afuera|esta|viene|amenaza|amenazo|ataco|persigue .. con una|un|su pistola|arma|cuchillo|navaja|machete",
            "escondida|escondido|encerrada|encerrado en|debajo el|la|mi|de bano|cuarto|closet|cama|armario",
            "rompiendo|tumbando|golpeando la puerta",
            "no despierta|respira|reacciona",
            "me estoy muriendo|desangrando .. pastillas|tome|sangre",
        ),
        own=False,
    ),
    Rule(
        "es.self_harm",
        _HARM,
        Risk.HIGH,
        (
            (
                "me corto|corte|quemo|lastimo|rasguno los|las|la|otra|cuando|para .. brazos|piernas|muneca|munecas|"
                "piel|siempre|vez|estoy|me|venas|triste|sentir"
            ),
            "me hice|hago|hice cortes|dano|cortadas",
            "voy|quiero a? lastimarme|hacerme|herirme dano?",
            "me quiero|voy a? hacer|lastimar|cortar dano|los|las|otra",
            "me estoy cortando|lastimando|haciendo|quemando dano?",
            "quiero|ganas|necesito|puedo|dejar .. cortarme|lastimarme|hacerme|quemarme|danarme",
            "hacerme dano",
            "haciendome|cortandome|lastimandome dano?",
            "autolesiono|autolesion|autolesionarme|autolesiones",
        ),
        mishap=True,
    ),
    Rule(
        "es.violence",
        _VIOLENCE,
        Risk.HIGH,
        (
            (
                "me pega|golpea|pego|golpeo|pegan|golpean|maltrata|viola|violo|violaron|ahorca|ahorco|abofetea|pateo|"
                "patea|empujo|amenaza|amenazo|cachetea"
            ),
            (
                "novio|esposo|marido|papa|mama|padre|madre|padrastro|pareja|ex|hermano|tio|el|ella|novia|esposa .. "
                "me toca|agarro|tiene|encerro|quemo"
            ),
            "tio|padrastro|papa|padre|primo|hermano|abuelo me toca|toco|viola|abusa|manosea",
            "abusa|abuso|abusan|abusaron sexualmente? de mi",
            "me agarro del|por el? cuello|pelo|cabello",
            "amenaza|amenazo|dice|dijo .. matarme|matar|mata",
            "miedo de|a .. marido|esposo|novio|papa|padrastro|padre|pareja|casa",
            "es|muy|pone violento|agresivo|violenta .. conmigo|miedo|me|$",
            "me tiene encerrada|encerrado|amenazada",
            "no me deja salir|ir|hablar",
            "violencia domestica",
        ),
        own=False,
    ),
    Rule(
        "es.substance",
        _SUBSTANCE,
        Risk.HIGH,
        (
            "recai en|con|otra|de|$",
            "volvi a inyectarme|consumir|usar|tomar|drogarme",
            (
                "no puedo dejar|parar de? tomar|beber|consumir|drogarme|usar|las|el|la .. alcohol|drogas|cocaina|"
                "pastillas|cristal|$"
            ),
            "soy adicto|adicta|alcoholico|alcoholica",
            "adicto|adicta a|al la|las|los",
            "tomo|bebo todos|cada los|dia|noche dias?",
            "tomo|bebo|tomar hasta perder|desmayarme|olvidar|caer|quedar",
            "me inyecto|inyecte|drogo|drogue",
        ),
    ),
)
