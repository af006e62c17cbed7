"""The demo tenant: two affiliates, made-up people, fictitious numbers. For the local cloud only."""

from __future__ import annotations

from shared.domain.hours import DAYS
from shared.domain.surveys import Question, Survey
from shared.domain.templates import StaffTemplate
from shared.operator.tenants import NewLine, NewMember, NewProgram

DEMO_PASSWORD = "demo-password-local-only"

_TEXTS = {
    "welcome": "You've reached {line}. A real person will be with you soon. If you are in immediate danger call 911, "
    "or call or text 988 at any time. Reply STOP to stop texts.",
    "closed": "{line} is closed now and opens {opens}. You are in line and keep your place. If you can't wait, call or "
    "text 988 at any time, or call 911 if you are in danger.",
    "holiday": "{line} is closed for {holiday} and opens {opens}. You are in line and keep your place. If you can't "
    "wait, call or text 988 at any time, or call 911 if you are in danger.",
    "opt_out_confirmation": "You won't get any more texts from {line}. If you need help now, call or text 988. "
    "Reply START to text us again.",
    "help_line": "{line}: free, confidential support by text. A person will read what you write. In danger now: call "
    "911, or call or text 988. Msg & data rates may apply. Reply STOP to stop texts.",
    "nobody_online": "Nobody at {line} is free at this moment. You keep your place and we are calling someone in. If "
    "you can't wait, call or text 988, or call 911 if you are in danger.",
    "still_in_line": "You're still in line at {line}. You have waited {waited}, and right now {ahead}. We can't say "
    "how long it will take. You can call or text 988 anytime.",
    "expired": "We are sorry: nobody at {line} could get to you in {waited}. Please call or text 988, they are there "
    "day and night. You can text us again at any time.",
    "returned": "The person you were talking with had to step away. You are first in line for the next one.",
    "still_there": "Are you still there? Take your time. We will be here for a while.",
    "survey_thanks": "Thank you for telling us.",
    "no_pictures": "We can't see pictures here. If you can, tell us in words what is in it.",
    "blocked": "We are ending this conversation. If you are in danger, call 911, or call or text 988 at any time.",
    "welcome@es": "Ha llegado a {line}. Una persona le escribirá pronto. Si está en peligro ahora, llame al 911, o "
    "llame o mande un texto al 988 a cualquier hora. Responda STOP para no recibir más mensajes.",
    "closed@es": "{line} está cerrada ahora y abre {opens}. Usted está en la fila y guarda su lugar. Si no puede "
    "esperar, llame o mande un texto al 988 a cualquier hora, o llame al 911 si está en peligro.",
    "holiday@es": "Hoy es día festivo: {line} está cerrada y abre {opens}. Usted está en la fila y guarda su lugar. Si "
    "no puede esperar, llame o mande un texto al 988 a cualquier hora, o llame al 911 si está en peligro.",
    "help_line@es": "{line}: apoyo gratuito y confidencial por mensajes. Una persona leerá lo que escriba. En peligro "
    "ahora: llame al 911, o llame o escriba al 988. Responda STOP para no recibir más mensajes.",
    "opt_out_confirmation@es": "No recibirá más mensajes de {line}. Si necesita ayuda ahora, llame o mande un texto al "
    "988. Responda START para escribirnos otra vez.",
    "nobody_online@es": "En este momento nadie de {line} está libre. Usted guarda su lugar y estamos llamando a "
    "alguien. Si no puede esperar, llame o mande un texto al 988, o llame al 911 si está en peligro.",
    "still_in_line@es": "Sigue en la fila de {line}. Lleva esperando {waited}, y en este momento {ahead}. No podemos "
    "decir cuánto tardará. Puede llamar o escribir al 988 siempre.",
    "expired@es": "Lo sentimos: nadie de {line} pudo atenderle en {waited}. Por favor llame o escriba al 988, están "
    "día y noche. Puede escribirnos de nuevo cuando quiera.",
    "returned@es": "La persona con quien hablaba tuvo que irse. Usted es la primera persona en la fila.",
    "still_there@es": "¿Sigue ahí? Tómese su tiempo. Estaremos aquí un rato.",
    "survey_thanks@es": "Gracias por decírnoslo.",
    "blocked@es": "Terminamos esta conversación. Si está en peligro, llame al 911, o llame o escriba al 988.",
    "no_pictures@es": "Aquí no podemos ver fotos. Si puede, díganos con palabras lo que hay en ella.",
}


#: When the teen line is open; the others always are.
_TEEN_HOURS: dict[str, object] = {
    "week": {day: ["12:00-24:00"] for day in DAYS},
    "holidays": {f"{year}-12-25": "Christmas Day" for year in (2026, 2027, 2028)},
}


#: What a segment is said to cost, in millionths of a dollar. Nobody is charged.
PRETEND_SEGMENT_PRICE = 7900


def _program(
    program_id: str,
    name: str,
    number: str,
    account: str,
    keywords: dict[str, dict[str, object]] | None = None,
    hours: dict[str, object] | None = None,
) -> NewProgram:
    return NewProgram(
        program_id,
        name,
        number,
        account,
        _TEXTS,
        keywords or {},
        zone="America/New_York",
        hours=hours or {},
        segment_price=PRETEND_SEGMENT_PRICE,
    )


_DISTRESS = Question(
    "distress", "scale", "How upset do you feel right now, from 1 (calm) to 5 (very upset)?", measures_distress=True
)
_HELPED = Question("helped", "choice", "Did talking with us help?", choices=("Yes, a lot", "A little", "Not really"))
_ANYTHING = Question("anything", "text", "Is there anything you want us to know?")


def surveys() -> list[tuple[str, Survey]]:
    """Affiliate and survey. The teen line asks before and after; the first program asks nothing."""
    intro = "Before we begin, one question helps us help you."
    after = "Before you go, a few short questions."
    entry = Survey("srv_teen_entry", "prg_harbor_teen", "entry", "How are you now?", (_DISTRESS,), intro)
    leaving = Survey("srv_teen_exit", "prg_harbor_teen", "exit", "How was it?", (_DISTRESS, _HELPED, _ANYTHING), after)
    return [("aff_harbor", entry), ("aff_harbor", leaving)]


def templates() -> list[tuple[str, str, str, StaffTemplate]]:
    """Affiliate, notice, language and words of its own to staff; the other notices say what is built in."""
    waits = StaffTemplate(
        "{program}: somebody is waiting and nobody is there",
        "Somebody texted {program} and no responder is at their console.\n\nPlease sign in: {link}\n",
        "{program}: somebody is waiting and nobody is there. {link}",
    )
    return [("aff_harbor", "nobody_online", "en", waits)]


#: The number AWS sends from while Twilio is down, and the partner whose users reach the first program.
BACKUP_NUMBER, PARTNER = "+12025550110", "par_lighthouse"


def lines(aws_account: str) -> list[tuple[str, NewLine]]:
    """Affiliate and line, beside the programs' own numbers: both belong to the first program."""
    first = ("twilio", "+12025550100")
    backup = NewLine("aws", BACKUP_NUMBER, "prg_harbor_crisis", aws_account, stands_for=first)
    partner = NewLine("partner", PARTNER, "prg_harbor_crisis", PARTNER)
    return [("aff_harbor", backup), ("aff_harbor", partner)]


#: An affiliate's own web site, which may show their web chat.
HARBOR_SITE = "https://www.harbor.example"


def web_chats(*origins: str) -> list[tuple[str, NewLine]]:
    """Affiliate and line of each program that has a web chat; `origins` may show it beside the affiliate's own site."""
    programs = ("prg_harbor_crisis", "prg_harbor_teen")
    sites = (HARBOR_SITE, *origins)
    return [("aff_harbor", NewLine("webchat", program, program, origins=sites)) for program in programs]


def platform_admin() -> NewMember:
    """Who looks after affiliates, and belongs to none."""
    return NewMember("usr_petra", "petra@holdfast.example", "Petra Novak", "platform_admin", DEMO_PASSWORD)


def affiliates(account: str) -> list[tuple[str, str, list[NewProgram], list[NewMember]]]:
    """Id, name, programs and staff of each demo affiliate. The first program has no survey and never closes."""
    harbor = [
        _program(
            "prg_harbor_crisis",
            "Harbor Crisis Line",
            "+12025550100",
            account,
            {"teen": {"program_id": "prg_harbor_teen", "boost_seconds": 1800}},
        ),
        _program("prg_harbor_teen", "Harbor Teen Line", "+12025550101", account, hours=_TEEN_HOURS),
    ]
    meadow = [_program("prg_meadow_wellness", "Meadow Wellness", "+12025550150", account)]
    both = tuple(program.id for program in harbor)
    return [
        (
            "aff_harbor",
            "Harbor Support Network",
            harbor,
            [
                NewMember(
                    "usr_rosa",
                    "rosa@harbor.example",
                    "Rosa Delgado",
                    "responder",
                    DEMO_PASSWORD,
                    both,
                    5,
                    languages=("en", "es"),
                ),
                NewMember("usr_sam", "sam@harbor.example", "Sam Okafor", "responder", DEMO_PASSWORD, both, 5),
                NewMember("usr_vera", "vera@harbor.example", "Vera Lindqvist", "supervisor", DEMO_PASSWORD, both),
                NewMember("usr_adam", "adam@harbor.example", "Adam Boyle", "admin", DEMO_PASSWORD),
                NewMember("usr_olga", "olga@harbor.example", "Olga Marin", "outreach", DEMO_PASSWORD, both),
            ],
        ),
        (
            "aff_meadow",
            "Meadow Counseling",
            meadow,
            [
                NewMember(
                    "usr_mia", "mia@meadow.example", "Mia Chen", "responder", DEMO_PASSWORD, ("prg_meadow_wellness",), 5
                ),
                NewMember(
                    "usr_omar",
                    "omar@meadow.example",
                    "Omar Haddad",
                    "supervisor",
                    DEMO_PASSWORD,
                    ("prg_meadow_wellness",),
                ),
            ],
        ),
    ]
