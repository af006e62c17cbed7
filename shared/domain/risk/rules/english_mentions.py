"""English: what is heard with care but is not in itself danger to the texter: others, the past, distress."""

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
        "en.other_suicide",
        _SUICIDE,
        Risk.MEDIUM,
        (
            "@kill|@killing|@killed himself|herself|themself|themselves",
            "kills|hangs himself|herself|themselves",
            "take|taking|took|end|ending|ended his|her|their own? life",
            "died by|from suicide",
            "lost .. to suicide",
            "suicidal",
            "suicide",
            "wants to @adv? die|kill",
            "wish|wishes|wished he|she|they was|were|is dead|never",
        ),
        own=False,
        past=False,
    ),
    Rule(
        "en.other_harm",
        _HARM,
        Risk.MEDIUM,
        (
            (
                "cut|cuts|cutting|hurt|hurts|hurting|harm|harms|harming|burns|starving himself|herself|themself|"
                "themselves"
            ),
            "self harm|harms|harming|harmed|injury",
        ),
        own=False,
        past=False,
    ),
    Rule(
        "en.used_to",
        _HARM,
        Risk.MEDIUM,
        ("used to .. cut|self|harm|drink|use|suicidal|die|hurt|hit|beat",),
        own=False,
        past=False,
    ),
    Rule(
        "en.other_substance",
        _SUBSTANCE,
        Risk.MEDIUM,
        (
            "overdosed",
            "alcoholic",
            "addict",
            "addicted to @drug",
            "addiction",
            "relapse|relapsed",
            "sober",
        ),
        own=False,
        past=False,
    ),
    Rule(
        "en.other_violence",
        _VIOLENCE,
        Risk.MEDIUM,
        (
            "abusive",
            "abused",
            "molested",
            "raped",
            "hits her|him|his|them",
            "beats his|her|him|them",
            "domestic violence",
        ),
        own=False,
        past=False,
    ),
    Rule(
        "en.despair",
        _CRISIS,
        Risk.MEDIUM,
        (
            "hate myself",
            "hate my life",
            (
                "feel|feeling|felt|im|everything|its @adv? @adv? hopeless|worthless|numb|empty|trapped|broken|"
                "useless|desperate"
            ),
            "cant|not @adv? take|do|handle|cope it|this|anymore|any anymore|longer?",
            "give|giving up $",
            "panic attack",
            "panic attacks",
            "feel like a burden",
            "so|really|very depressed",
            "cant stop crying",
            "losing my mind|it",
            "no hope",
            "nobody|noone|one cares|loves|likes about? me",
            "homeless",
            "kicked me out",
            "ran away from",
        ),
        own=False,
    ),
)
