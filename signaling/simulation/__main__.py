"""One trial in a process of its own: a question as JSON on standard input, its answer on standard output.

Each line is one JSON object: `{"share": 0.25}` on the way, `{"answer": …}` at the end. The process yields to
every other one, and ends with its next word when nobody listens any more.
"""

import json
import os
import sys
from time import monotonic

from pydantic import TypeAdapter

from signaling.planning.trial import Answer, Question
from signaling.simulation.trial import answer

QUESTION: TypeAdapter[Question] = TypeAdapter(Question)
ANSWER = TypeAdapter(Answer)
_EVERY = 0.5
"""Seconds between two words on how far it has come."""


def main() -> None:
    os.nice(19)
    told = 0.0

    def progress(share: float) -> None:
        nonlocal told
        if monotonic() - told >= _EVERY:
            told = monotonic()
            _say({"share": share})

    found = answer(QUESTION.validate_json(sys.stdin.buffer.read()), progress)
    _say({"answer": ANSWER.dump_python(found, mode="json")})


def _say(line: object) -> None:
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
