"""What every stored record carries: its schema, its id, and its place in the chain of revisions."""

from typing import Any, ClassVar, Self

from pydantic import AwareDatetime, Field, model_validator

from mefirst.model.base import Model
from mefirst.model.ids import day_of, handle_of

FIRST_REVISION = 1


class Record(Model):
    """One revision of one record.

    `revision` counts from 1 and is one more than the highest parent's; `parents` holds the SHA-256
    (hex) of each parent's plaintext serialisation. `recorded_at` is when it was first written.
    """

    SCHEMA: ClassVar[str]
    FOLDER: ClassVar[str]
    """Where records of this kind are kept in a journal."""

    schema_: str = Field(alias="schema")
    id: str
    revision: int = Field(ge=FIRST_REVISION)
    parents: tuple[str, ...]
    recorded_at: AwareDatetime
    replaces: str | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.schema_ != self.SCHEMA:
            msg = f"this is a {self.schema_}, not a {self.SCHEMA}"
            raise ValueError(msg)
        day_of(self.id)
        return self

    @property
    def handle(self) -> str:
        """The six characters people see."""
        return handle_of(self.id)

    def document(self) -> dict[str, Any]:
        """Return the JSON document of this revision; fields at their default are left out."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True)

    @classmethod
    def first(cls, record_id: str, **fields: Any) -> Self:
        """Return the first revision of a new record."""
        return cls.model_validate(
            {"schema": cls.SCHEMA, "id": record_id, "revision": FIRST_REVISION, "parents": (), **fields}
        )

    def changed(self, **fields: Any) -> Self:
        """Return this record with `fields` changed and validated; the store gives it its revision."""
        return type(self).model_validate(
            {
                **{name: getattr(self, attribute) for name, attribute in self.known().items()},
                **(self.model_extra or {}),
                **fields,
            }
        )

    def settled(self) -> Self:
        """Return this record with what is computed from its content computed anew; most hold nothing such."""
        return self

    @classmethod
    def known(cls) -> dict[str, str]:
        """Return the names of the known fields in a document, each with its attribute here."""
        return {field.alias or name: name for name, field in cls.model_fields.items()}
