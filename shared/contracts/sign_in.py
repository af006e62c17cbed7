"""What is mailed and texted to people so that they can sign in: its kinds, how long each is good, and its words.

Not among the notices that affiliates word for themselves: what lets somebody in says the same everywhere, so that a
forged one is noticed. A kind with a `secret` has it made by the function that sends it, at the moment it sends it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from shared.domain.language import DEFAULT, ENGLISH, SPANISH
from shared.domain.templates import StaffTemplate

CODE, LINK = "code", "link"
#: Tries to guess a code.
TRIES = 5
#: In the place of a user and an affiliate, for an address that nobody has: such a task goes nowhere.
NOBODY = "nobody"

SIGN_IN_CODE, SIGN_IN_LINK = "sign_in_code", "sign_in_link"
PASSWORD_RESET, INVITATION, PASSWORD_CHANGED = "password_reset", "invitation", "password_changed"


@dataclass(frozen=True)
class Kind:
    """`secret` is `CODE`, `LINK` or none; `lifetime` how long it is good; `place` where the link leads.

    What could not be sent `within` so long is not sent any more.
    """

    secret: str | None
    lifetime: timedelta
    within: timedelta
    place: str = ""


KINDS: dict[str, Kind] = {
    SIGN_IN_CODE: Kind(CODE, timedelta(minutes=5), timedelta(minutes=5)),
    SIGN_IN_LINK: Kind(LINK, timedelta(minutes=15), timedelta(minutes=10), "sign-in/magic/"),
    PASSWORD_RESET: Kind(LINK, timedelta(minutes=30), timedelta(minutes=20), "reset/"),
    INVITATION: Kind(LINK, timedelta(days=7), timedelta(hours=6), "welcome/"),
    PASSWORD_CHANGED: Kind(None, timedelta(), timedelta(hours=2)),
}

_IGNORE = {
    ENGLISH: "If you did not ask for it, somebody typed your address: do nothing, and tell it to nobody.",
    SPANISH: "Si no lo pidió, alguien escribió su dirección: no haga nada y no se lo diga a nadie.",
}
_WORDS = {
    ENGLISH: {
        SIGN_IN_CODE: StaffTemplate(
            "Holdfast: your code to sign in",
            "{secret}\n\nis your code to sign in. It is good for 5 minutes, and once.\n\n" + _IGNORE[ENGLISH] + "\n",
            "{secret} is your Holdfast code, good for 5 minutes. Tell it to nobody.",
        ),
        SIGN_IN_LINK: StaffTemplate(
            "Holdfast: your link to sign in",
            "Sign in with this link. It is good for 15 minutes, and once.\n\n{secret}\n\n" + _IGNORE[ENGLISH] + "\n",
            "Sign in to Holdfast, within 15 minutes: {secret}",
        ),
        PASSWORD_RESET: StaffTemplate(
            "Holdfast: choose a new password",
            "Choose a new password with this link. It is good for 30 minutes, and once.\n\n{secret}\n\n"
            + _IGNORE[ENGLISH]
            + "\n",
            "Choose a new Holdfast password, within 30 minutes: {secret}",
        ),
        INVITATION: StaffTemplate(
            "Holdfast: welcome to {affiliate}",
            "{affiliate} has an account for you. Choose a password with this link. It is good for 7 days, and once."
            "\n\n{secret}\n",
            "{affiliate} has a Holdfast account for you. Within 7 days: {secret}",
        ),
        PASSWORD_CHANGED: StaffTemplate(
            "Holdfast: your password was changed",
            "Your password was changed, and you were signed out everywhere.\n\n"
            "If it was not you, choose a new one at {secret} and tell your administrator.\n",
            "Your Holdfast password was changed. If it was not you, tell your administrator.",
        ),
    },
    SPANISH: {
        SIGN_IN_CODE: StaffTemplate(
            "Holdfast: su código para entrar",
            "{secret}\n\nes su código para entrar. Vale 5 minutos, una sola vez.\n\n" + _IGNORE[SPANISH] + "\n",
            "{secret} es su código de Holdfast; vale 5 minutos. No se lo diga a nadie.",
        ),
        SIGN_IN_LINK: StaffTemplate(
            "Holdfast: su enlace para entrar",
            "Entre con este enlace. Vale 15 minutos, una sola vez.\n\n{secret}\n\n" + _IGNORE[SPANISH] + "\n",
            "Entre en Holdfast antes de 15 minutos: {secret}",
        ),
        PASSWORD_RESET: StaffTemplate(
            "Holdfast: elija una contraseña nueva",
            "Elija una contraseña nueva con este enlace. Vale 30 minutos, una sola vez.\n\n{secret}\n\n"
            + _IGNORE[SPANISH]
            + "\n",
            "Elija una contraseña nueva de Holdfast antes de 30 minutos: {secret}",
        ),
        INVITATION: StaffTemplate(
            "Holdfast: bienvenida a {affiliate}",
            "{affiliate} tiene una cuenta para usted. Elija una contraseña con este enlace. Vale 7 días, una sola vez."
            "\n\n{secret}\n",
            "{affiliate} tiene una cuenta de Holdfast para usted. En 7 días: {secret}",
        ),
        PASSWORD_CHANGED: StaffTemplate(
            "Holdfast: su contraseña cambió",
            "Su contraseña cambió y todas sus sesiones terminaron.\n\n"
            "Si no fue usted, elija otra en {secret} y avise a su administrador.\n",
            "Su contraseña de Holdfast cambió. Si no fue usted, avise a su administrador.",
        ),
    },
}


def words(kind: str, language: str) -> StaffTemplate:
    """What a mail or text of this kind says, with `{secret}` for the code or the link and `{affiliate}`."""
    return _WORDS.get(language, _WORDS[DEFAULT])[kind]
