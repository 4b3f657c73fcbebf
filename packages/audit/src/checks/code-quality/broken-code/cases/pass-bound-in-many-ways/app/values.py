from __future__ import annotations

import os.path
import typing as t
from contextlib import suppress

try:
    import orjson as json
except ImportError:
    json = None

if t.TYPE_CHECKING:
    from app.models import Entry

PAIRS = {"a": 1}
INVERTED = {value: key for key, value in PAIRS.items()}
(first, second), *rest = [(1, 2), 3]
TOTAL = first + second + len(rest)
LATER: Entry | NotYetDefined | None = None
SQUARES = [n * n for n in range(3) if (even := n % 2 == 0)]
KEYED = sorted(PAIRS, key=lambda item: item[0])

with suppress(KeyError), open(os.devnull) as handle:
    CONTENT = handle

for index, name in enumerate(PAIRS):
    print(index, name, even)

match TOTAL:
    case {"kind": kind}:
        print(kind)


class Base:
    limit = 3
    twice = limit * 2

    @property
    def size(self):
        return self.limit

    @size.setter
    def size(self, value):
        self.limit = value


def decorate(function=None, *, retries: int = TOTAL):
    global COUNTER
    COUNTER = 1
    return function


decorate()
print(COUNTER, __name__, __file__, json)
