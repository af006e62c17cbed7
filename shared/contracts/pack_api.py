"""What a tenant pack says that the API of the directory says otherwise."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from shared.contracts.directory_base import Id, Spec
from shared.contracts.texts_directory_api import Key, Words

Approver = Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True)]


class PackText(Spec):
    """An automatic text. With `approvedBy` it is sent as it stands; without, it waits for approval as a draft."""

    program_id: Id
    key: Key = Field(description="`welcome`, or its version in a language: `welcome@es`.")
    text: Words
    approved_by: Approver | None = Field(default=None, description="Who read and approved these very words.")
