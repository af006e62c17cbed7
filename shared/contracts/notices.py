"""By what staff hear of each kind of alert beside their console, and in which words.

Everybody it concerns sees it in the console. What interrupts more than that is a row here. A mail or a text carries a
link, a program's name, enums and counts: see `STAFF_VARIABLES`. An affiliate may have templates of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shared.contracts.alerts import SENTENCES
from shared.domain.break_glass import ALERT
from shared.domain.language import DEFAULT, ENGLISH, SPANISH
from shared.domain.templates import StaffTemplate

EMAIL, SMS = "email", "sms"
#: The mail and text by which supervisors are asked to call for help; no alert, because a step of the workflow sends it.
CALL_OUT = "call_out"


@dataclass(frozen=True)
class Way:
    """The media of one kind. `supervisors`: of a page to the program's supervisors; `if_away`: also to those of them
    who are not at their console; `person`: of a call to one person who is not at theirs.

    `at_once`: texted however lately somebody was texted of the same kind. `says`: its own variables.
    """

    supervisors: tuple[str, ...] = ()
    if_away: tuple[str, ...] = ()
    person: tuple[str, ...] = ()
    at_once: bool = False
    says: tuple[str, ...] = ()

    @property
    def variables(self) -> tuple[str, ...]:
        return ("program", "link", *self.says)


_BOTH = (EMAIL, SMS)

# fmt: off
#: A kind that has no row is shown in the console only. `escalated` is one: its call-out is mailed and texted.
WAYS: dict[str, Way] = {
    CALL_OUT:               Way(_BOTH, at_once=True, says=("help", "urgency", "reference", "service")),
    "confirmation_needed":  Way(_BOTH, at_once=True),
    "owner_gone":           Way(_BOTH, at_once=True),
    "hook_failed":          Way(_BOTH, at_once=True),
    ALERT:                  Way(_BOTH, at_once=True),
    "nobody_online":        Way(_BOTH),
    "queue_deep":           Way(_BOTH, says=("waiting",)),
    "risk_raised":          Way((EMAIL,), if_away=(SMS,)),
    "waiting_long":         Way((EMAIL,), if_away=(SMS,)),
    "escalation_open":      Way((EMAIL,), if_away=(SMS,)),
    "confirmed_alone":      Way((EMAIL,)),
    "texter_unanswered":    Way((EMAIL,)),
    "returned_by_timer":    Way((EMAIL,)),
    "transfer_unanswered":  Way((EMAIL,)),
    "texter_stopped":       Way((EMAIL,)),
    "ended_at_risk":        Way((EMAIL,)),
    "wrote_after_stop":     Way((EMAIL,)),
    "abuse_reported":       Way((EMAIL,)),
    "conversation_failed":  Way((EMAIL,)),
    "transfer_offered":     Way(person=(EMAIL,)),
    "texter_returned":      Way(person=(EMAIL,)),
    "follow_up_sent":       Way(person=(EMAIL,)),
}
# fmt: on

_SENTENCES = {
    ENGLISH: SENTENCES,
    SPANISH: {
        "confirmation_needed": "Un envío de la policía necesita a una segunda persona",
        "owner_gone": "La persona a cargo de una conversación escalada ya no está",
        ALERT: "Alguien puede leer por un tiempo conversaciones que de otro modo no puede leer",
        "hook_failed": "Falló un paso después de una transición; la conversación sigue",
        "nobody_online": "Alguien espera y no hay nadie",
        "queue_deep": "Muchas personas esperan",
        "risk_raised": "Una persona está en alto riesgo",
        "waiting_long": "Alguien espera desde hace mucho",
        "escalation_open": "Un pedido de ayuda sigue abierto",
        "confirmed_alone": "Una sola persona confirmó un envío de la policía",
        "texter_unanswered": "Una persona espera la respuesta de quien la atiende",
        "returned_by_timer": "Quien atendía ya no está o no responde; la persona está de nuevo en la fila",
        "transfer_unanswered": "Nadie respondió a una transferencia; la persona está de nuevo en la fila",
        "texter_stopped": "Una persona en riesgo pidió no recibir más mensajes",
        "ended_at_risk": "Una persona en riesgo terminó la conversación",
        "wrote_after_stop": "Escribe una persona que pidió no recibir mensajes",
        "abuse_reported": "Le piden que mire cómo nos trata una persona",
        "conversation_failed": "Falló una conversación; la persona recibe una nueva",
        "transfer_offered": "Le ofrecen una conversación",
        "texter_returned": "Alguien con quien habló está de nuevo en la fila",
        "follow_up_sent": "Se envió el mensaje de seguimiento que usted planeó",
    },
}
_CALL_OUTS = {
    ENGLISH: StaffTemplate(
        "[{service}] {help} help is needed ({urgency})",
        "Call for help, reference {reference}\n\n{link}\n",
        "[{service}] {help} help is needed ({urgency}), reference {reference}\n{link}",
    ),
    SPANISH: StaffTemplate(
        "[{service}] Se necesita ayuda {help} ({urgency})",
        "Pida ayuda, referencia {reference}\n\n{link}\n",
        "[{service}] Se necesita ayuda {help} ({urgency}), referencia {reference}\n{link}",
    ),
}
#: Enums, where a language has its own words for them.
_WORDS = {
    SPANISH: {
        "medical": "médica", "police": "policial",
        "immediate": "inmediata", "urgent": "urgente", "routine": "de rutina",
    },
}  # fmt: skip


def built_in(kind: str, language: str) -> StaffTemplate | None:
    """What is sent where an affiliate has no template of its own; None for a language there are no words in."""
    if kind == CALL_OUT:
        return _CALL_OUTS.get(language)
    sentence = _SENTENCES.get(language, {}).get(kind)
    if sentence is None:
        return None
    counted = ": {waiting}" if "waiting" in WAYS[kind].says else ""
    return StaffTemplate(
        f"Holdfast: {sentence}", f"{sentence}{counted}\n{{program}}\n\n{{link}}\n", f"{sentence}{counted}\n{{link}}"
    )


def choices(
    templates: Mapping[tuple[str, str], StaffTemplate], kind: str, language: str
) -> list[tuple[str, StaffTemplate]]:
    """What may be sent, with its language, the best first: somebody's language before an affiliate's own words."""
    return [
        (one, template)
        for one in dict.fromkeys((language, DEFAULT))
        for template in (templates.get((kind, one)), built_in(kind, one))
        if template is not None
    ]


def in_words(value: str, language: str) -> str:
    """An enum in a language's own words, as far as there are any."""
    return _WORDS.get(language, {}).get(value, value)
