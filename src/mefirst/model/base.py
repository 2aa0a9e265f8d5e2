"""What every record and every part of one has in common."""

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A frozen value. Fields it does not know survive reading and rewriting.

    NaN stays NaN in a document, for the codec to refuse; as null it would be lost without a word.
    What is given out has every field, what is kept only those that say something: two JSON Schemas.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="allow",
        defer_build=True,
        ser_json_inf_nan="constants",
        json_schema_serialization_defaults_required=True,
    )
