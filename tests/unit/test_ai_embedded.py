"""The assistant that is always there: it quotes, it does not invent, and its drafts reflect."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.ai import fallback, templates
from shared.ai.embedded import MODEL, EmbeddedAssistant
from shared.ai.port import AssistantUnavailable, Draft, Reason, Summary, Turn, recent
from shared.ai.vocabulary import FEELINGS, TAGS
from shared.ai.words import is_spanish, tags_in, words

ASSISTANT = EmbeddedAssistant()

DIVORCE = [
    Turn("texter", "hi"),
    Turn("responder", "Hi, I'm Rosa. What is on your mind?"),
    Turn("texter", "idk everything sucks. my parents are getting divorced and its my fault"),
    Turn("responder", "That sounds so hard."),
    Turn("texter", "they fight every night. I failed my chemistry exam and my dad screamed at me"),
    Turn("texter", "scared. I've been cutting again, last night. sometimes i think theyd be better off without me"),
    Turn("responder", "Thank you for telling me."),
    Turn("texter", "the school counselor is friends with my mom, so the school counselor will tell her"),
    Turn("texter", "i just want someone to talk to. please don't tell my parents"),
]


def texter(*texts: str) -> list[Turn]:
    return [Turn("texter", text) for text in texts]


def quotes(summary: Summary) -> list[str]:
    return re.findall("“(.*?)”", summary.text)


def draft(*texts: str) -> str:
    return ASSISTANT.draft_reply(texter(*texts)).text


def test_a_summary_quotes_the_texter_and_says_nothing_else() -> None:
    summary = ASSISTANT.summarise(DIVORCE)
    said = " ".join(turn.text for turn in DIVORCE if turn.speaker == "texter")
    assert summary.text == "The texter wrote: " + " ".join(f"“{quote}”" for quote in quotes(summary))
    assert all(quote in said for quote in quotes(summary))
    assert summary.model == MODEL


def test_a_summary_keeps_the_reason_the_danger_and_the_last_wish_in_the_order_they_came() -> None:
    found = quotes(ASSISTANT.summarise(DIVORCE))
    told = [
        "my parents are getting divorced and its my fault",
        "I've been cutting again, last night.",
        "sometimes i think theyd be better off without me",
        "please don't tell my parents",
    ]
    assert [quote for quote in found if quote in told] == told
    assert "hi" not in found


def test_when_there_is_far_too_much_to_quote_then_the_danger_still_is() -> None:
    talk = [f"the {i} thing about homework number {i} is that it goes on for ever and ever and ever" for i in range(40)]
    talk.insert(17, "i took pills because i want to die")
    summary = ASSISTANT.summarise(texter(*talk))
    assert "i took pills because i want to die" in quotes(summary)
    assert len(summary.text) <= 600


def test_a_very_long_sentence_is_cut_at_a_word() -> None:
    long = "my mother " + "says again and again " * 40
    [quote] = quotes(ASSISTANT.summarise(texter(long)))
    assert quote.endswith("…") and len(quote) <= 160
    assert long.startswith(quote[:-1] + " ")


def test_topics_are_phrases_the_texter_used() -> None:
    topics = ASSISTANT.summarise(DIVORCE).topics
    assert topics[0] == "school counselor"
    assert "chemistry exam" in topics
    assert len(topics) <= 5


def test_the_tags_of_danger_come_first() -> None:
    tags = ASSISTANT.summarise(DIVORCE).tags
    assert set(tags[:2]) == {"self_harm", "suicide"}
    assert {"family", "school"} <= set(tags)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("I want to kill myself", "suicide"),
        ("no, i wanna die", "suicide"),
        ("Quiero morirme", "suicide"),
        ("I’ve been cutting myself", "self_harm"),
        ("my stepdad hits me", "abuse"),
        ("Mi papá me pega", "abuse"),
        ("i relapsed last night", "substance_use"),
        ("they BULLY me", "bullying"),
        ("my grandma passed away", "grief"),
        ("panic attacks every day", "anxiety"),
        ("i feel so empty, depressed", "depression"),
        ("nobody cares about me", "loneliness"),
        ("me siento muy sola", "loneliness"),
        ("my boyfriend broke up with me", "relationship"),
        ("finals are killing me", "school"),
        ("got fired today", "work"),
        ("we are getting evicted", "housing"),
        ("mom has cancer", "health"),
        ("i can't sleep", "sleep"),
        ("i stopped eating", "eating"),
        ("im trans and scared to come out", "identity"),
    ],
)
def test_words_suggest_their_tag(text: str, tag: str) -> None:
    assert tag in ASSISTANT.summarise(texter(text)).tags


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("I'm not suicidal", "suicide"),
        ("i would never kill myself", "suicide"),
        ("no drugs", "substance_use"),
        ("a skilled classic workout", "school"),
        ("I sold the solution", "loneliness"),
        ("the weekend was fun", "work"),
    ],
)
def test_words_that_are_denied_or_only_look_alike_do_not(text: str, tag: str) -> None:
    assert tag not in ASSISTANT.summarise(texter(text)).tags


def test_what_the_responder_says_suggests_nothing() -> None:
    turns = [Turn("responder", "Are you thinking about suicide?"), Turn("texter", "we argued about the car")]
    assert ASSISTANT.summarise(turns).tags == ()


@pytest.mark.parametrize("turns", [[], [Turn("responder", "Hello?")], texter("", "  \n ")])
def test_when_the_texter_has_not_written_then_there_is_nothing_to_say(turns: list[Turn]) -> None:
    for ask in (ASSISTANT.summarise, ASSISTANT.draft_reply):
        with pytest.raises(AssistantUnavailable) as unavailable:
            ask(turns)
        assert unavailable.value.reason is Reason.NOTHING_TO_READ


def test_danger_is_answered_before_everything_else() -> None:
    text = draft("my boyfriend left and i feel so lonely. i want to die")
    assert text in [one.english for one in templates.BY_TAG["suicide"]]


def test_danger_is_answered_even_when_it_comes_with_thanks() -> None:
    assert draft("thank you so much but i still want to die") in [one.english for one in templates.BY_TAG["suicide"]]


def test_a_named_feeling_is_reflected_in_our_words() -> None:
    assert "you are feeling overwhelmed" in draft("i cant take it with all these exams")
    assert "sientes miedo" in draft("Tengo mucho miedo de que mi mamá se entere")


def test_relief_is_met_with_a_question_and_not_with_another_trouble() -> None:
    assert draft("thanks for listening, i feel better now") == templates.RELIEF[0].english


def test_a_spanish_texter_gets_a_spanish_draft() -> None:
    assert draft("hola", "no sé qué hacer con mi vida") in [one.spanish for one in templates.ANYTHING]
    assert draft("i don't know what to do with my life") in [one.english for one in templates.ANYTHING]


def test_a_draft_that_was_sent_already_is_not_offered_again() -> None:
    turns = texter("everything is terrible")
    offered = []
    for _ in templates.ANYTHING:
        offered.append(ASSISTANT.draft_reply(turns).text)
        turns = [*turns, Turn("responder", offered[-1]), Turn("texter", "yes")]
    assert len(set(offered)) == len(templates.ANYTHING)
    assert ASSISTANT.draft_reply(turns).text in offered


def every_template() -> list[str]:
    kinds = [*templates.BY_TAG.values(), templates.FEELING, templates.RELIEF, templates.ANYTHING]
    return [text for kind in kinds for one in kind for text in (one.english, one.spanish)]


@pytest.mark.parametrize("text", every_template())
def test_a_template_asks_and_neither_advises_nor_promises_nor_diagnoses(text: str) -> None:
    advice = r"should|must|try to|have to|need to|ought to|why don.t you|debes|deber[ií]as|tienes que|intenta|trata de"
    promise = (
        r"promise|will be|everything will|always be|never leave|confidential|prometo|va a estar|todo estar[aá]|siempre"
    )
    diagnosis = r"disorder|depressi|diagnos|trastorno|depresi|symptom|s[ií]ntoma"
    assert not re.search(f"{advice}|{promise}|{diagnosis}", text, re.IGNORECASE)
    assert text.endswith("?")
    assert len(text) <= 300


def test_the_templates_are_for_tags_of_the_vocabulary_and_danger_comes_first() -> None:
    assert set(templates.BY_TAG) <= set(TAGS)
    assert list(templates.BY_TAG)[:3] == ["suicide", "self_harm", "abuse"]


def test_every_cue_is_found_by_itself() -> None:
    for tag, cues in TAGS.items():
        for cue in cues:
            assert tag in tags_in(words(cue.rstrip("*"))), cue
    assert all(cue == " ".join(words(cue)) + "*" * cue.endswith("*") for _, _, cues in FEELINGS for cue in cues)


@pytest.mark.parametrize(
    ("text", "spanish"),
    [
        ("no sé qué hacer", True),
        ("no", False),
        ("", False),
        ("my novio left me and i cry", False),
        ("ayúdame por favor", True),
    ],
)
def test_spanish_is_told_by_its_small_words(text: str, spanish: bool) -> None:
    assert is_spanish([text]) is spanish


def test_the_end_of_a_long_conversation_is_what_is_read() -> None:
    turns = [Turn("texter", str(i) * 10) for i in range(10)]
    assert recent(turns, most_turns=3) == tuple(turns[-3:])
    assert [turn.text for turn in recent(turns, most_characters=25)] == ["77777", "8" * 10, "9" * 10]
    assert recent([Turn("texter", " "), Turn("texter", " a ")]) == (Turn("texter", "a"),)


TALK = st.lists(st.builds(Turn, st.sampled_from(["texter", "responder"]), st.text(max_size=80)), max_size=12)
SCRAPS = st.lists(
    st.sampled_from([*TAGS["suicide"], *TAGS["family"], "not", "no", ".", "\n", "{feeling}", "“", "gracias", "the"]),
    max_size=20,
).map(" ".join)


@given(TALK, SCRAPS)
def test_whatever_was_said_it_answers_within_bounds_and_the_same_each_time(turns: list[Turn], scraps: str) -> None:
    turns = [*turns, Turn("texter", f"{scraps} ok")]
    summary, reply = ASSISTANT.summarise(turns), ASSISTANT.draft_reply(turns)
    assert len(summary.text) <= 600
    assert len(summary.topics) <= 5 and set(summary.tags) <= set(TAGS)
    assert "{" not in reply.text
    assert (ASSISTANT.summarise(turns), ASSISTANT.draft_reply(turns)) == (summary, reply)


class Broken:
    """An assistant that fails in whatever way it is told to."""

    def __init__(self, failure: Exception) -> None:
        self.failure = failure

    def summarise(self, turns: Sequence[Turn]) -> Summary:
        raise self.failure

    def draft_reply(self, turns: Sequence[Turn]) -> Draft:
        raise self.failure


@pytest.mark.parametrize(
    ("failure", "reason"),
    [(AssistantUnavailable(Reason.THROTTLED), Reason.THROTTLED), (KeyError("words of a texter"), Reason.BROKEN)],
)
def test_however_the_better_assistant_fails_the_embedded_one_answers(failure: Exception, reason: Reason) -> None:
    reported: list[tuple[str, Reason]] = []
    either = fallback.first_of(Broken(failure), ASSISTANT, lambda method, why: reported.append((method, why)))
    assert either.summarise(DIVORCE) == ASSISTANT.summarise(DIVORCE)
    assert either.draft_reply(DIVORCE) == ASSISTANT.draft_reply(DIVORCE)
    assert reported == [("summarise", reason), ("draft_reply", reason)]


def test_when_the_failure_cannot_even_be_reported_then_the_responder_still_gets_help() -> None:
    def report(method: str, reason: Reason) -> None:
        raise OSError

    either = fallback.first_of(Broken(AssistantUnavailable(Reason.TIMEOUT)), ASSISTANT, report)
    assert either.summarise(DIVORCE).model == MODEL
