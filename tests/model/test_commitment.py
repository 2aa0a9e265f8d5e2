"""A commitment in one sentence."""

from typing import Any

import pytest
from pydantic import ValidationError

from samples import commitment


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"cue": "deputy pauses", "response": "wait", "behavior": "listen"}, "if deputy pauses, wait"),
        ({"cue": "deputy pauses", "behavior": "listen"}, "listen"),
        ({"response": "wait"}, "wait"),
        ({"title": "Patience"}, "Patience"),
        ({"kind": "repair", "who": "deputy"}, "deputy"),
        ({"kind": "stop"}, "stop"),
    ],
)
def test_a_promise_reads_in_the_words_it_was_made_in(fields: dict[str, Any], sentence: str) -> None:
    assert commitment(**fields).sentence() == sentence


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "be"}, {"status": "done"}, {"severity": 5}, {"severity": -1}, {"by": "48h"}, {"step": "x"}],
)
def test_what_is_no_commitment(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        commitment(**wrong)
