"""What the lexicon hears, and what it leaves alone."""

from __future__ import annotations

import subprocess
import sys

import pytest

from shared.domain.risk.levels import Category, Risk
from shared.domain.risk.lexicon import MODEL, MOST_REASONS, LexiconEntry, assess_lexicon, without_harmless


def _level(text: str) -> Risk:
    return assess_lexicon(text).level


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("I want to kill myself", Category.SUICIDAL_IDEATION),
        ("there is no reason to live", Category.SUICIDAL_IDEATION),
        ("everyone would be better off without me", Category.SUICIDAL_IDEATION),
        ("I've been cutting again", Category.SELF_HARM),
        ("my husband hits me", Category.DOMESTIC_VIOLENCE),
        ("i relapsed on heroin", Category.SUBSTANCE_ABUSE),
        ("quiero suicidarme", Category.SUICIDAL_IDEATION),
        ("mi novio me pega", Category.DOMESTIC_VIOLENCE),
    ],
)
def test_given_danger_said_plainly_when_it_is_read_then_it_is_high_and_named(text: str, category: Category) -> None:
    found = assess_lexicon(text)
    assert found.level is Risk.HIGH
    assert category in found.categories


@pytest.mark.parametrize(
    "text",
    [
        "I have a gun in my hand",
        "took a whole bottle of tylenol",
        "i cant do this anymore im going to end it tonight",
        "im going to kill myself tonight",
        "I'm standing on the edge of the roof",
        "he has a gun and he won't let us leave",
        "my dad is hitting my mom right now",
        "she isn't breathing",
        "me tomé todas las pastillas",
    ],
)
def test_given_danger_that_is_now_when_it_is_read_then_it_is_critical(text: str) -> None:
    assert _level(text) is Risk.CRITICAL


@pytest.mark.parametrize(
    "text",
    [
        "I WANT TO KILL MYSELF",
        "i want to k1ll mys3lf",
        "i want to kill my self",
        "i wanna kil myslef",
        "i want to k i l l myself",
        "i want to k.i.l.l myself",
        "I want to killllll myself",
        "ｉ ｗａｎｔ ｔｏ ｄｉｅ",
        "feeling su1c1dal",
        "im sucidal",
        "i want to unalive myself",
        "thinking about sewerslide",
        "i wаnt to die",  # with a Cyrillic а
        "I don’t want to be alive",
        "i want 2 die",
        "i want to kms",
        "ya no kiero vivir",
    ],
)
def test_given_danger_however_it_is_spelled_when_it_is_read_then_it_is_heard(text: str) -> None:
    assert _level(text).rank >= Risk.HIGH.rank


@pytest.mark.parametrize(
    "text",
    [
        "I don't want to die",
        "im not suicidal",
        "I would never hurt myself",
        "no i don't have thoughts of killing myself",
        "not thinking about suicide",
        "no me quiero morir",
        "nunca pensaría en matarme",
    ],
)
def test_given_a_denial_when_it_is_read_then_it_is_not_danger(text: str) -> None:
    assert _level(text).rank <= Risk.MEDIUM.rank


@pytest.mark.parametrize(
    "text",
    [
        "I don't want to die but I want to end my life",
        "No, I want to die",
        "i dont know i just want to die",
        "dont tell anyone but i want to kill myself",
        "why shouldn't i just kill myself",
        "im not joking i want to die",
        "i cant stop cutting myself",
    ],
)
def test_given_a_negation_of_something_else_when_it_is_read_then_the_danger_stands(text: str) -> None:
    assert _level(text).rank >= Risk.HIGH.rank


@pytest.mark.parametrize(
    "text",
    [
        "my friend wants to kill himself",
        "my sister said she wants to die",
        "how do i help a friend who is suicidal",
        "mi amiga se quiere matar",
    ],
)
def test_given_somebody_elses_danger_when_it_is_read_then_it_is_medium(text: str) -> None:
    assert _level(text) is Risk.MEDIUM


def test_given_somebody_elses_life_is_at_stake_now_when_it_is_read_then_it_is_critical_all_the_same() -> None:
    assert _level("my friend took pills and she isn't waking up") is Risk.CRITICAL


@pytest.mark.parametrize(
    "text",
    [
        "I tried to kill myself ten years ago",
        "when i was 15 i wanted to die",
        "i used to cut myself",
        "my ex used to hit me",
        "I overdosed back in 2012",
        "hace años intenté suicidarme",
    ],
)
def test_given_the_long_past_when_it_is_read_then_it_is_at_most_medium(text: str) -> None:
    assert _level(text).rank <= Risk.MEDIUM.rank


def test_given_a_past_attempt_and_a_present_wish_when_they_are_read_then_the_wish_counts() -> None:
    assert _level("I tried to kill myself ten years ago and I want to die again") is Risk.HIGH
    assert _level("I tried to kill myself last night").rank >= Risk.HIGH.rank


@pytest.mark.parametrize(
    "text",
    [
        "this homework is killing me",
        "dying of laughter",
        "I could kill for a pizza",
        "killing it at the gym",
        "that movie was to die for",
        "shoot me an email",
        "I finally finished",
        "my mom is going to kill me when she sees this",
        "my phone is about to die",
        "drop dead gorgeous",
        "we got murdered 5-0",
        "he shoots and scores",
        "suicide sprints at practice",
        "I killed the boss",
        "I died again in the last level",
        "he stabbed me in among us",
        "have you seen suicide squad",
        'my favorite song is called "i want to die"',
        "the lyrics say i want to die young",
        "i cut myself shaving",
        "i burned my hand on the stove",
        "I cut my hair",
        "me muero de hambre",
        "esta tarea me está matando",
        "me corté el pelo",
        "I took my vitamins this morning",
        "hola, gracias",
        "what happens if i tell you i want to hurt myself, do you call the police?",
        "",
        "😂",
    ],
)
def test_given_a_figure_of_speech_a_game_or_everyday_talk_when_it_is_read_then_it_is_low(text: str) -> None:
    assert _level(text) is Risk.LOW


def test_given_laughter_when_a_common_joke_is_read_then_it_is_medium_at_most() -> None:
    assert _level("this meeting makes me want to die lol").rank <= Risk.MEDIUM.rank


def test_given_laughter_when_a_plan_is_read_then_it_stays_what_it_is() -> None:
    assert _level("lol im going to kill myself tonight") is Risk.CRITICAL


def test_given_a_quarrel_with_an_idiom_beside_it_when_it_is_read_then_only_the_idiom_is_left_out() -> None:
    assert _level("this homework is killing me and i want to end my life") is Risk.HIGH


def test_given_a_match_when_its_reason_is_shown_then_it_is_the_texters_own_spelling_and_the_rule_is_named() -> None:
    found = assess_lexicon("honestly?? I wanna K1LL mysellf, thats it")
    reason = next(one for one in found.reasons if one.why == "en.kill_myself")
    assert reason.phrase == "K1LL mysellf"
    assert (reason.source, reason.level, found.model) == ("rule", Risk.HIGH, MODEL)


def test_given_many_dangers_when_they_are_read_then_the_worst_come_first_and_they_are_few() -> None:
    found = assess_lexicon(
        "i want to die. i cut myself. he hits me. i relapsed on meth. i have a gun in my hand. quiero morir. "
        "i feel hopeless. my friend wants to kill herself. me corto los brazos. i drink every day from morning."
    )
    ranks = [reason.level.rank for reason in found.reasons]
    assert ranks == sorted(ranks, reverse=True)
    assert found.level is Risk.CRITICAL
    assert len(found.reasons) <= MOST_REASONS


def test_given_a_tenants_phrase_when_it_is_said_then_it_counts_as_the_tenant_says() -> None:
    own = [LexiconEntry("going to the quarry", Category.SUICIDAL_IDEATION, Risk.CRITICAL)]
    found = assess_lexicon("I'm GOING to the quarry", own)
    assert found.level is Risk.CRITICAL
    assert found.reasons[0].category is Category.SUICIDAL_IDEATION
    assert found.reasons[0].why == "tenant.1"
    assert _level("I'm going to the quarry") is Risk.LOW


def test_given_a_tenants_phrase_when_only_part_of_a_word_is_said_then_it_does_not_count() -> None:
    assert assess_lexicon("the quarrymen sang", [LexiconEntry("quarry")]).level is Risk.LOW


def test_given_an_expression_the_tenant_ignores_when_it_is_said_then_what_lies_in_it_does_not_count() -> None:
    text = "tonight i will kill myself softly"
    assert _level(text).rank >= Risk.HIGH.rank
    assert assess_lexicon(text, [LexiconEntry("kill myself softly", ignore=True)]).level is Risk.LOW


@pytest.mark.parametrize("phrase", ["", "   ", "…", "a|b @kill .. $ ^ x?"])
def test_given_a_strange_phrase_of_a_tenant_when_it_is_added_then_nothing_breaks(phrase: str) -> None:
    assert assess_lexicon("hello", [LexiconEntry(phrase)]).level is Risk.LOW


def test_given_harmless_talk_and_danger_when_the_harmless_is_taken_out_then_the_danger_is_left() -> None:
    left = without_harmless("this test is killing me, and i hate every day of it")
    assert "killing" not in left
    assert "hate every day" in left


def test_given_the_reader_of_every_message_when_it_is_imported_then_nothing_heavy_comes_with_it() -> None:
    program = "import sys, shared.domain.risk.lexicon as l; print(l._built_in.cache_info().currsize, *sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    size, *modules = done.stdout.split()
    assert size == "0", "put together before it was needed"
    assert {"numpy", "pydantic", "boto3", "json"}.isdisjoint(modules)
