"""Texts with variables: what may be saved, and that nothing is ever sent with a hole in it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.alerts import SENTENCES
from shared.contracts.notices import CALL_OUT, WAYS, built_in
from shared.domain import spoken
from shared.domain.errors import FieldError, RuleBroken
from shared.domain.language import LANGUAGES
from shared.domain.segments import count_segments
from shared.domain.templates import (
    MOST_SEGMENTS,
    MOST_STAFF_SEGMENTS,
    STAFF_VARIABLES,
    TEXTS,
    VARIABLES,
    Situation,
    StaffTemplate,
    check_notice,
    check_texts,
    fill,
    fill_for_texter,
    variables_in,
)
from tests.unit.world import World

EAST = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 20, 21, 30, tzinfo=EAST)
WAITING = Situation("Coast Line", NOW, waited=timedelta(minutes=12), ahead=1)


def refused(texts: dict[str, str], **more: bool) -> dict[str, str]:
    """Field → why."""
    with pytest.raises(RuleBroken) as broken:
        check_texts(texts, "Coast Line", **more)
    return {error.field: error.message for error in broken.value.errors}


class TestWhatMayBeSaved:
    def test_every_text_may_name_the_line_and_speak_a_language(self) -> None:
        check_texts({f"{name}{at}": "{line} {opens}" if TEXTS[name].must else "{line}" for name in TEXTS
                     for at in ("", "@es", "@fr") if not (TEXTS[name].must and at == "@fr")}, "Coast Line")  # fmt: skip

    @pytest.mark.parametrize(
        ("key", "text", "why"),
        [
            ("welcome", "Hi {name}", "has no variable {name}; it may use {line}"),
            ("welcome", "{waited}", "has no variable {waited}; it may use {line}"),
            ("still_in_line@es", "{opens}", "has no variable {opens}; it may use {line} {waited} {ahead}"),
            ("closed", "Bye", "must use {opens}; it may use {line} {opens}"),
            ("welcome", "Hi {line", "has a brace that belongs to no variable"),
            ("welcome", "Hi } {line}", "has a brace that belongs to no variable"),
            ("welcome", "Hi {}", "has a brace that belongs to no variable"),
            ("welcome", "Hi {{line}}", "has a brace that belongs to no variable"),
            ("welcome", "Hi {Line}", "has a brace that belongs to no variable"),
            ("welcome", " \n", "is empty"),
            ("wellcome", "Hi", "is no text of a program, which are welcome, "),
            ("welcome@spanish", "Hi", "is no text of a program"),
            ("still_in_line@fr", "{ahead}", "cannot say {ahead} in 'fr'; that is said in en, es"),
            ("welcome", "x" * 919, "is too long: 7 segments when filled in; at most 6"),
            ("welcome@es", "á" * 403, "is too long: 7 segments when filled in; at most 6"),
        ],
    )
    def test_what_could_not_be_sent_is_refused_naming_the_field_and_what_it_may_use(
        self, key: str, text: str, why: str
    ) -> None:
        found = refused({key: text, "returned": "fine"})
        assert list(found) == [f"texts.{key}"]
        assert why in found[f"texts.{key}"]

    def test_all_that_is_wrong_is_said_at_once(self) -> None:
        assert list(refused({"welcome": "{x}", "closed": "{", "expired": "fine"})) == ["texts.welcome", "texts.closed"]

    def test_a_line_that_is_not_always_open_must_be_able_to_say_so(self) -> None:
        assert list(refused({"welcome": "Hi"}, may_close=True)) == ["texts.closed"]
        check_texts({"closed": "Back {opens}"}, "Coast Line", may_close=True)

    def test_it_is_counted_with_the_longest_values_and_the_programs_name(self) -> None:
        text = "{ahead}" * 6 + "x" * 700
        assert "too long" in refused({"still_in_line": text})["texts.still_in_line"]
        check_texts({"still_in_line": text.replace("{ahead}", "")}, "Coast Line")

    def test_nothing_is_written_of_a_program_whose_text_is_refused(self, world: World) -> None:
        from tests.unit.staff import Staff

        with pytest.raises(RuleBroken):
            Staff(world, welcome="Hello {texter}")
        text = world.principal("res_1").affiliate.programs["pro_1"].approved_text("welcome")
        assert text is not None and "{texter}" not in text


class TestWhatIsSent:
    def test_the_honest_wait_in_both_languages(self) -> None:
        english = "You've waited {waited}; right now {ahead}."
        spanish = "Lleva {waited}; en este momento {ahead}."
        assert fill_for_texter(english, WAITING, "en") == (
            "You've waited 12 minutes; right now 1 person is ahead of you."
        )
        assert fill_for_texter(spanish, WAITING, "es") == (
            "Lleva 12 minutos; en este momento hay 1 persona antes que usted."
        )

    def test_what_is_not_known_is_not_made_up(self) -> None:
        assert fill_for_texter("{ahead}", Situation("Coast Line", NOW, waited=timedelta(1)), "en") is None
        assert fill_for_texter("{waited}", WAITING, "fr") is None
        assert fill_for_texter("{line}", WAITING, "fr") == "Coast Line"

    def test_a_value_is_not_looked_into_for_variables(self) -> None:
        assert fill("{line}", {"line": "{waited}", "waited": "long"}) == "{waited}"

    @given(st.text("{}abcline @.", max_size=40), st.dictionaries(st.sampled_from(sorted(VARIABLES)), st.text()))
    def test_whatever_the_text_nothing_is_sent_with_a_hole_in_it(self, text: str, values: dict[str, str]) -> None:
        marked = {name: f"<{value.replace('{', '').replace('}', '')}>" for name, value in values.items()}
        filled = fill(text, marked)
        if filled is not None:
            assert "{" not in filled and "}" not in filled
            assert set(variables_in(text)) <= set(marked)

    @given(
        st.sampled_from(sorted(TEXTS)),
        st.lists(st.sampled_from([*(f"{{{name}}}" for name in VARIABLES), " ", "word", "ñ", "{", "}"]), max_size=12),
        st.sampled_from(["", "@en", "@es"]),
    )
    def test_what_may_be_saved_can_be_sent_when_all_is_known_and_is_not_too_long(
        self, name: str, parts: list[str], language: str
    ) -> None:
        text = "".join(parts)
        try:
            check_texts({name + language: text}, "Coast Line")
        except RuleBroken:
            return
        opens = NOW + timedelta(hours=12)
        everything = Situation("Coast Line", NOW, timedelta(hours=30), 2, opens, "Thanksgiving")
        filled = fill_for_texter(text, everything, language[1:] or "en")
        assert filled is not None
        assert count_segments(filled).segments <= MOST_SEGMENTS


class TestWaitsAndPlaces:
    @pytest.mark.parametrize(
        ("minutes", "english", "spanish"),
        [
            (0, "less than a minute", "menos de un minuto"),
            (1, "1 minute", "1 minuto"),
            (2.9, "2 minutes", "2 minutos"),
            (60, "1 hour", "1 hora"),
            (61, "1 hour and 1 minute", "1 hora y 1 minuto"),
            (185, "3 hours and 5 minutes", "3 horas y 5 minutos"),
            (24 * 60 + 5, "1 day", "1 día"),
            (50 * 60, "2 days and 2 hours", "2 días y 2 horas"),
        ],
    )
    def test_how_long(self, minutes: float, english: str, spanish: str) -> None:
        span = timedelta(minutes=minutes)
        assert (spoken.wait(span, "en"), spoken.wait(span, "es")) == (english, spanish)

    @pytest.mark.parametrize(
        ("count", "english", "spanish"),
        [
            (0, "you are next", "usted es la siguiente persona"),
            (1, "1 person is ahead of you", "hay 1 persona antes que usted"),
            (2, "2 people are ahead of you", "hay 2 personas antes que usted"),
            (100, "100 people are ahead of you", "hay 100 personas antes que usted"),
            (101, "more than 100 people are ahead of you", "hay más de 100 personas antes que usted"),
        ],
    )
    def test_how_many(self, count: int, english: str, spanish: str) -> None:
        assert (spoken.people_ahead(count, "en"), spoken.people_ahead(count, "es")) == (english, spanish)

    @pytest.mark.parametrize(
        ("at", "english", "spanish"),
        [
            (datetime(2026, 11, 20, 23, 5, tzinfo=EAST), "today at 11:05 PM EST", "hoy a las 11:05 p. m. EST"),
            (datetime(2026, 11, 21, 9, 0, tzinfo=EAST), "tomorrow at 9:00 AM EST", "mañana a las 9:00 a. m. EST"),
            (datetime(2026, 11, 21, 13, 0, tzinfo=EAST), "tomorrow at 1:00 PM EST", "mañana a la 1:00 p. m. EST"),
            (datetime(2026, 11, 25, 0, 0, tzinfo=EAST), "on Wednesday at 12:00 AM EST",
             "el miércoles a las 12:00 a. m. EST"),
            (datetime(2027, 1, 2, 12, 0, tzinfo=EAST), "on January 2 at 12:00 PM EST",
             "el 2 de enero a las 12:00 p. m. EST"),
            (datetime(2026, 11, 21, 9, tzinfo=ZoneInfo("Asia/Kathmandu")), "today at 9:00 AM", "hoy a las 9:00 a. m."),
        ],
    )  # fmt: skip
    def test_when_the_line_opens_by_its_own_clock(self, at: datetime, english: str, spanish: str) -> None:
        asked = NOW.astimezone(UTC)
        assert (spoken.moment(at, asked, "en"), spoken.moment(at, asked, "es")) == (english, spanish)


class TestWhatStaffAreSent:
    def test_every_built_in_notice_may_be_saved_as_it_is_and_is_there_in_every_language(self) -> None:
        for kind, way in WAYS.items():
            for language in LANGUAGES:
                template = built_in(kind, language)
                assert template is not None, (kind, language)
                check_notice(kind, template, way.variables)

    def test_every_row_is_a_kind_of_alert_and_speaks_of_what_staff_may_be_told(self) -> None:
        assert set(WAYS) - {CALL_OUT} <= set(SENTENCES)
        assert {name for way in WAYS.values() for name in way.variables} == set(STAFF_VARIABLES)

    def test_no_variable_is_anything_a_texter_wrote(self) -> None:
        words = re.compile("text|message|name|number|words|content|note|location|phone|reason")
        assert [name for name in STAFF_VARIABLES if words.search(name)] == []

    @pytest.mark.parametrize(
        ("template", "field", "why"),
        [
            (StaffTemplate("{texter} waits", "{link}", "{link}"), "subject", "has no variable {texter}"),
            (StaffTemplate("Look", "no way there", "{link}"), "text", "must use {link}"),
            (StaffTemplate("Look", "{link}", "{link} {reference}"), "sms", "has no variable {reference}"),
            (StaffTemplate("Look", "{link}", "{link}" + "x" * 700), "sms", f"at most {MOST_STAFF_SEGMENTS}"),
            (StaffTemplate("x" * 121, "{link}", "{link}"), "subject", "is too long: 121 characters"),
            (StaffTemplate("Look\nBcc: all", "{link}", "{link}"), "subject", "must be one line"),
            (StaffTemplate("", "{link}", "{link}"), "subject", "is empty"),
        ],
    )
    def test_what_may_not_be_said_to_staff_is_refused(self, template: StaffTemplate, field: str, why: str) -> None:
        with pytest.raises(RuleBroken) as broken:
            check_notice("nobody_online", template, WAYS["nobody_online"].variables)
        (error,) = broken.value.errors
        assert isinstance(error, FieldError)
        assert error.field == f"templates.nobody_online.{field}"
        assert why in error.message

    def test_a_notice_or_a_language_there_is_not_is_refused(self, world: World) -> None:
        template = StaffTemplate("Look", "{link}", "{link}")
        for name, language, field in (("party", "en", "name"), ("nobody_online", "fr", "language")):
            with pytest.raises(RuleBroken) as broken:
                world.tenants.template("aff_1", name, language, template)
            assert [error.field for error in broken.value.errors] == [field]
        world.tenants.template("aff_1", "nobody_online", "en", template)
        assert world.principal("sup_1").affiliate.templates == {("nobody_online", "en"): template}
