"""What all resources of the directory have in common.

What one gives is a spec: the same in the API and in a tenant pack. What one is shown adds the id, the version and
whether it is in use. A change gives only the fields that change; `version`, or the header `If-Match`, names the version
that was edited: 412 when somebody was faster.
"""

from __future__ import annotations

import copy
from typing import Annotated, Any, Optional, cast

from pydantic import Field, StringConstraints, create_model

from shared.contracts.api import Reply, Wire

Name = Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True)]
#: Ids may be chosen by whoever writes a tenant pack.
Id = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z][A-Za-z0-9_-]*$")]


class Spec(Wire):
    """What one gives."""


class Shown(Reply):
    """What every resource says of itself."""

    id: str
    version: int = Field(description="Goes up with each change.")
    active: bool = Field(description="False: deactivated, and no longer used.")


class Edit(Wire):
    """A change: what is not given stays as it is."""

    version: int | None = Field(default=None, ge=1, description="The version that was edited; null: whatever it is.")
    active: bool | None = Field(default=None, description="True puts a deactivated one back into use.")


def edit_of(spec: type[Spec], name: str) -> type[Edit]:
    """The model of a change of what `spec` describes: each field as there, and none required."""
    fields: dict[str, Any] = {
        field: (Optional[info.annotation], _optional(info))  # noqa: UP045 - not known before it runs
        for field, info in spec.model_fields.items()
    }
    made = create_model(name, __base__=Edit, __doc__="A change: what is not given stays as it is.", **fields)
    return cast(type[Edit], made)


def _optional(info: Any) -> Any:
    field = copy.copy(info)
    field.default, field.default_factory = None, None
    return field
