"""Replies that a draft may be made of. They reflect and ask; they never advise, diagnose or promise.

By tag, each in English and Spanish. A line's own people should read them before they are offered.
"""

from __future__ import annotations

from dataclasses import dataclass

VERSION = "embedded-templates-1"


@dataclass(frozen=True)
class Template:
    english: str
    spanish: str


#: In this order: what is most urgent is answered first.
BY_TAG: dict[str, tuple[Template, ...]] = {
    "suicide": (
        Template(
            "Thank you for trusting me with this. It sounds like you are in so much pain right now. "
            "Are you thinking about ending your life?",
            "Gracias por confiarme esto. Suena a que sientes muchísimo dolor en este momento. "
            "¿Estás pensando en terminar con tu vida?",
        ),
        Template(
            "I hear how heavy this is, and I am glad you are telling me. Are you thinking of a way to do it?",
            "Escucho lo pesado que es esto, y qué bueno que me lo cuentas. ¿Has pensado en cómo lo harías?",
        ),
    ),
    "self_harm": (
        Template(
            "Thank you for telling me, that takes courage. It sounds like hurting yourself has been a way to get "
            "through something very painful. What was happening just before you felt that way?",
            "Gracias por contármelo, hace falta valor. Suena a que lastimarte ha sido una forma de pasar por algo muy "
            "doloroso. ¿Qué estaba pasando justo antes de sentirte así?",
        ),
    ),
    "abuse": (
        Template(
            "What you are describing sounds frightening, and it is not your fault. Are you somewhere safe to text?",
            "Lo que describes suena aterrador, y no es tu culpa. ¿Estás en un lugar donde puedes escribir a salvo?",
        ),
    ),
    "grief": (
        Template(
            "I am so sorry for your loss. It sounds like they meant a great deal to you. How has this been for you?",
            "Siento mucho tu pérdida. Suena a que significaba muchísimo para ti. ¿Cómo ha sido esto para ti?",
        ),
    ),
    "bullying": (
        Template(
            "Being treated like that hurts, and nobody deserves it. Who else knows what has been going on?",
            "Que te traten así duele, y nadie lo merece. ¿Quién más sabe lo que ha estado pasando?",
        ),
    ),
    "loneliness": (
        Template(
            "It sounds so lonely to carry this by yourself. When does it feel the heaviest?",
            "Suena muy solitario cargar con esto sin nadie al lado. ¿Cuándo se siente más pesado?",
        ),
    ),
    "identity": (
        Template(
            "Thank you for sharing that part of yourself with me. How has it been to carry this?",
            "Gracias por compartir esa parte de ti conmigo. ¿Cómo ha sido cargar con esto?",
        ),
    ),
    "substance_use": (
        Template(
            "It took courage to tell me that. What was going on for you around the last time you used?",
            "Hizo falta valor para contarme eso. ¿Qué estaba pasando contigo alrededor de la última vez?",
        ),
    ),
}

#: For a feeling that was named: {feeling} is a word of `vocabulary.FEELINGS`, never the texter's own.
FEELING = (
    Template(
        "It sounds like you are feeling {feeling}, and that makes sense with all that is going on. "
        "What is the hardest part?",
        "Suena a que sientes {feeling}, y tiene sentido con todo lo que está pasando. ¿Qué es lo más difícil?",
    ),
    Template(
        "I hear that you are feeling {feeling}. Can you tell me more about what brought this on today?",
        "Escucho que sientes {feeling}. ¿Me cuentas un poco más de lo que pasó hoy?",
    ),
)

RELIEF = (
    Template(
        "I am glad you reached out today. What feels a little different from when we started?",
        "Qué bueno que escribiste hoy. ¿Qué se siente un poco distinto de cuando empezamos?",
    ),
)

ANYTHING = (
    Template(
        "Thank you for telling me. That sounds like a lot to carry. What has been the hardest part?",
        "Gracias por contármelo. Suena a que es mucho con lo que cargar. ¿Qué ha sido lo más difícil?",
    ),
    Template(
        "I am here and I am listening. Can you tell me more about what is going on?",
        "Aquí estoy, y te escucho. ¿Me cuentas un poco más de lo que está pasando?",
    ),
    Template(
        "That sounds really hard. How have you been getting through it so far?",
        "Eso suena muy difícil. ¿Cómo lo has ido llevando hasta ahora?",
    ),
)
