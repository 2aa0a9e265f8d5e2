"""What every record and every part of one has in common."""

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A frozen value. Fields it does not know survive reading and rewriting."""

    model_config = ConfigDict(frozen=True, extra="allow", defer_build=True)
