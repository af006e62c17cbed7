"""Spanish expressions that sound dangerous and are not."""

from __future__ import annotations

IDIOMS = (
    "me muero de|por risa|hambre|sueno|frio|calor|ganas|verguenza|sed|amor|nervios|verte|cansancio",
    (
        "muero|muriendo|murio|morir|morirme de|por risa|hambre|sueno|frio|calor|ganas|verguenza|sed|nervios|"
        "aburrimiento|la"
    ),
    "jaja|jajaja|jeje .. muero",
    "me muero jaja|jajaja|lol",
    "casi me muero",
    "me mata|mato|matan este|esta|el|la|de|tu|su|que",
    "esta|este|estas|estos|el|la .. me|esta|va|nos .. mata|matando|matar",
    (
        "mama|papa|jefe|jefa|mami|papi|esposa|hermana|novia|novio|maestra|profe|padres me|nos va|van|a|matar? a? "
        "matar si|cuando|por"
    ),
    "me va a matar si|cuando|por|jaja|mi",
    "mataria por|a",
    "me mataron otra|en|de",
    "nos mataron en|el",
    "mate|matar al|a|el|un|una|la jefe|dragon|boss|monstruo|zombi|arana|mosca|mosquito|cucaracha|tiempo",
    "me corte el|la|las|un|con pelo|cabello|unas|dedo|papel|barba|flequillo",
    "corte|cortar|corto con mi|el|ella pan|novio|novia",
    "pegue|pego|pega en|el|la|un|al .. poste|balon|pelota|sol|travesano|chicle|hambre|risa|sueno|gripe|tos",
    "me pego el|la|un|una balon|pelota|sol|gripe|hambre|sueno|risa|tos|susto",
    "me golpee",
    "se murio|muere .. bateria|celular|telefono|compu|planta|perro|gato|pez",
    "de muerte",
    (
        "tome|tomo|tomar|tomando un|una|el|la|mi|dos|agua|cafe|vitaminas|te pastilla|aspirina|cafe|autobus|taxi|"
        "siesta|te|decision|clase|foto|metro|bus|ibuprofeno|vitamina|medicina|jugo|agua|paracetamol|para"
    ),
    (
        "cortarme|corte|corto|cortar|cortarse|quemarme|queme el|la|las|un|mi|afeitandome|cocinando|con pelo|cabello|"
        "unas|barba|dedo|horno|lengua|cuchillo"
    ),
    "muerto|muerta de hambre|sueno|cansancio|frio|calor|miedo|risa|sed|verguenza",
    "matar el|mi tiempo|rato|hambre",
    "i|me dijo|dice que|el que",
)
