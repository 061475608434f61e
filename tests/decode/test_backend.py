from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pytest

from s2s.decode.backend import Settings
from s2s.errors import UserError


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"beam": 0}, "beam=0: use a whole number of 1 or more"),
        ({"beam": 2.5}, "beam=2.5: use a whole number of 1 or more"),
        ({"beam": True}, "beam=True: use a whole number of 1 or more"),
        ({"nbest": 0}, "nbest=0: use a whole number of 1 or more"),
        ({"nbest": 6}, "nbest=6: cannot be above the beam of 5; raise the beam or lower nbest"),
        ({"length_penalty": -0.5}, "length_penalty=-0.5: use 0 or more"),
        ({"length_penalty": math.nan}, "length_penalty=nan: use 0 or more"),
        ({"coverage_penalty": math.inf}, "coverage_penalty=inf: use at most 100"),
        ({"search": "sample", "temperature": 0.0}, "temperature=0.0: use a number above 0"),
        ({"search": "sample", "temperature": math.nan}, "temperature=nan: use a number above 0"),
        ({"search": "sample", "top_k": -1}, "top_k=-1: use a whole number of 0 or more (0 for all tokens)"),
        ({"search": "sample", "top_p": 0.0}, "top_p=0.0: use a number above 0 and at most 1"),
        ({"search": "sample", "top_p": 1.1}, "top_p=1.1: use a number above 0 and at most 1"),
        (
            {"temperature": 0.7},
            "temperature=0.7: has no effect without sampling; add --sample (in Python, sample=True)",
        ),
        ({"top_k": 5}, "top_k=5: has no effect without sampling; add --sample (in Python, sample=True)"),
        ({"top_p": 0.9}, "top_p=0.9: has no effect without sampling; add --sample (in Python, sample=True)"),
        ({"seed": -1}, "seed=-1: use a whole number of 0 or more"),
        ({"batch_tokens": 0}, "batch_tokens=0: use a whole number of 1 or more source tokens"),
        ({"forced_length": 0}, "forced_length=0: use a whole number of 1 or more"),
    ],
)
def test_an_impossible_setting_is_named_with_its_remedy(options: Mapping[str, Any], message: str) -> None:
    with pytest.raises(UserError) as caught:
        Settings(**options)
    assert str(caught.value) == message


def test_possible_settings() -> None:
    names = [made.searching for made in (Settings(beam=1), Settings(), Settings(beam=1, search="sample"))]
    assert names == ["greedy", "beam", "sample"]
    assert Settings(search="sample", nbest=20, temperature=0.1, top_k=3, top_p=1).nbest == 20
