"""The tags a machine may suggest, with the words that suggest them, in English and Spanish.

Cues are folded (lower case, no accents, no apostrophes). One that ends in * matches as a beginning.
"""

from __future__ import annotations

#: Tags that must not be lost in a summary, whatever else was said.
SAFETY = ("suicide", "self_harm", "abuse")


def _cues(text: str) -> tuple[str, ...]:
    return tuple(cue.strip() for cue in text.split(","))


TAGS: dict[str, tuple[str, ...]] = {
    "suicide": _cues(
        "suicid*, kill myself, killing myself, kms, end my life, ending my life, end it all, want to die, wanna "
        "die, wish i was dead, wish i were dead, dont want to be alive, dont want to live, dont wanna live, "
        "better off dead, better off without me, not be here anymore, matarme, quitarme la vida, quiero morir*, "
        "no quiero vivir, acabar con mi vida, terminar con todo, no quiero seguir viviendo"
    ),
    "self_harm": _cues(
        "self harm*, selfharm*, hurt myself, hurting myself, harm myself, cut myself, cutting myself, cutting "
        "again, burn myself, burning myself, my scars, cortarme, cortandome, lastimarme, hacerme dano, me corto, "
        "autolesion*"
    ),
    "abuse": _cues(
        "abus*, hits me, hit me, hitting me, beats me, beat me up, chokes me, choked me, raped*, rape, molest*, "
        "touched me, touches me, hurts me, threatens me, threatened me, scared of him, afraid of him, me pega, me "
        "pego, me golpea*, me golpeo, me viol*, violacion, me maltrata*, maltrato, me toco, me amenaza*, me "
        "amenazo"
    ),
    "substance_use": _cues(
        "drunk, drinking, alcohol*, drugs, high again, weed, pills, opioid*, heroin*, cocaine*, meth, fentanyl, "
        "relaps*, sober, overdos*, addict*, borrach*, tomando mucho, drogas, pastillas, recaida, adicci*, "
        "sobredosis"
    ),
    "bullying": _cues(
        "bully*, bullies, bullied, make fun of me, made fun of me, pick on me, picks on me, laugh at me, call me "
        "names, acoso, me acosan, se burlan, se rien de mi, me molestan"
    ),
    "grief": _cues(
        "died, passed away, funeral, grie*, lost my mom, lost my dad, lost my brother, lost my sister, lost my "
        "friend, lost my son, lost my daughter, miss him so much, miss her so much, murio, fallecio, funeral, "
        "duelo, perdi a mi"
    ),
    "anxiety": _cues(
        "anxi*, panic*, cant breathe, heart is racing, worried, worry*, freaking out, overthink*, nervous, "
        "stress*, ansiedad, ansios*, panico, no puedo respirar, preocupad*, nervios*, estres*"
    ),
    "depression": _cues(
        "depress*, hopeless*, worthless*, empty inside, feel empty, numb, no motivation, cant get out of bed, "
        "nothing matters, no point, deprim*, depresion, sin esperanza, vaci*, no valgo nada, nada importa, sin "
        "ganas"
    ),
    "loneliness": _cues(
        "lonely, loneliness, all alone, so alone, feel alone, no friends, nobody cares, no one cares, nobody to "
        "talk to, no one to talk to, left out, isolated, me siento sol*, estoy sol*, muy sola, muy solo, soledad, "
        "sin amigos, a nadie le importo, no tengo a nadie"
    ),
    "relationship": _cues(
        "boyfriend, girlfriend, bf, gf, husband, wife, my partner, my ex, broke up, break up, breakup, cheated, "
        "cheating, divorc*, novio, novia, esposo, esposa, mi pareja, mi ex, terminamos, me engano, me dejo"
    ),
    "family": _cues(
        "mom, mum, mother, dad, father, parents, brother, sister, stepdad, stepmom, grandma, grandpa, my family, "
        "my son, my daughter, my kids, mama, papa, madre, padre, mis padres, hermano, hermana, padrastro, abuela, "
        "abuelo, mi familia, mi hijo, mi hija, mis hijos"
    ),
    "school": _cues(
        "school, college, university, class, classes, teacher*, exam*, finals, homework, grades, failing, campus, "
        "escuela, colegio, universidad, clase, clases, maestr*, profesor*, examen*, tarea*, calificaciones"
    ),
    "work": _cues(
        "my job, my work, at work, from work, boss, fired, laid off, unemploy*, coworker*, my shift, trabajo, "
        "jefe, jefa, me despidieron, desemple*"
    ),
    "housing": _cues(
        "evict*, homeless*, rent, shelter, kicked out, kicked me out, nowhere to go, sleeping in my car, "
        "desaloj*, sin casa, la renta, alquiler, refugio, me corrieron, me echaron, no tengo donde"
    ),
    "health": _cues(
        "im sick, so sick, illness, cancer, hospital, diagnos*, chronic*, surgery, my meds, medication, pregnan*, "
        "enferm*, cirugia, medicina, medicamento*, embaraz*"
    ),
    "sleep": _cues(
        "cant sleep, insomnia, not sleeping, havent slept, nightmare*, awake all night, no puedo dormir, "
        "insomnio, pesadilla*, no duermo, sin dormir"
    ),
    "eating": _cues(
        "anorexi*, bulimi*, purg*, binge*, not eating, havent eaten, stopped eating, cant eat, eating disorder, "
        "throw up after, so fat, calories, no como, dejar de comer, vomitar, atracon*, no he comido"
    ),
    "identity": _cues(
        "gay, lesbian, bisexual, trans, transgender, queer, nonbinary, non binary, lgbt*, coming out, came out, "
        "my gender, my sexuality, lesbiana, transexual, salir del closet, mi genero, mi sexualidad"
    ),
}

#: Feelings a draft may name, as a fixed English and Spanish word, and the cues for each.
FEELINGS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "hopeless",
        "mucha desesperanza",
        _cues("hopeless*, no hope, no point, nothing matters, sin esperanza, nada importa"),
    ),
    ("scared", "miedo", _cues("scared, afraid, terrified, frightened, miedo, asustad*, aterrad*")),
    (
        "overwhelmed",
        "mucha presión",
        _cues("overwhelm*, too much, cant take it, cant cope, cant handle, abrumad*, no puedo mas"),
    ),
    (
        "alone",
        "soledad",
        _cues(
            "alone, lonely, no one to talk to, isolated, soledad, me siento sola, me siento solo, estoy sola, estoy "
            "solo, muy sola, muy solo, a nadie"
        ),
    ),
    (
        "ashamed",
        "vergüenza",
        _cues("asham*, embarrass*, guilty, my fault, disgusted with myself, verguenza, culpa, culpable"),
    ),
    (
        "anxious",
        "ansiedad",
        _cues("anxi*, panic*, worried, nervous, freaking out, ansi*, panico, nervios*, preocupad*"),
    ),
    ("angry", "enojo", _cues("angry, furious, hate him, hate her, hate them, so mad, enojad*, furios*, rabia, odio")),
    ("exhausted", "mucho cansancio", _cues("exhaust*, so tired, tired of, worn out, drained, cansad*, agotad*")),
    ("sad", "tristeza", _cues("sad, crying, cry, cried, miserable, heartbroken, hurts so much, triste*, llor*, duele")),
)

#: What somebody asks for.
NEEDS = _cues(
    "i need, need help, help me, i want to talk, someone to talk to, what do i do, what should i do, please, "
    "can you, dont know what to do, i wish, necesito, ayuda, ayudame, quiero hablar, que hago, no se que "
    "hacer, por favor, quisiera"
)

#: Relief, and the way out of a conversation.
RELIEF = _cues(
    "feel better, feeling better, thank you so much, thanks for listening, that helped, this helped, calmer, "
    "me siento mejor, gracias por escuchar*, me ayudo, mas tranquil*, muchas gracias"
)
