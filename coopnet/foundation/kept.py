"""What is read once and shown often, for as long as generations say that it has not changed.

The number is read before the thing, so nothing old is ever kept under a new number. Where
nobody has raised a scope yet, nobody tells of changes either: then nothing is kept. Nor is it inside a writing
transaction, which sees what may never be committed.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Generic, TypeVar

from flask import Flask, current_app

from coopnet.foundation.db import is_writing
from coopnet.foundation.generations import generation_column, read_generation

T = TypeVar("T")
Key = TypeVar("Key", bound=Hashable)

_KEY = "coopnet.kept"


class _Store(Generic[T]):
    def __init__(self) -> None:
        self.generation = 0
        self.things: OrderedDict[Hashable, T] = OrderedDict()  # the longest unused first
        self.lock = threading.Lock()


class Kept(Generic[T]):
    """Things of one kind: at most `most` in each process, good for one generation of `scopes`.

    That there is none (None) is not kept: whoever makes names up must not push out what is there.
    """

    def __init__(self, name: str, *scopes: str, most: int) -> None:
        self._name, self._scopes, self._most = name, scopes, most
        self.generation = generation_column(*scopes)

    def get(self, key: Hashable, read: Callable[[], T], *, generation: int | None = None) -> T:
        """`generation` is what the column of that name said, where another question has brought it along."""
        found = self.get_many([key], lambda _missing: {key: read()}, generation=generation)
        return found[key]

    def get_many(
        self, keys: Iterable[Key], read: Callable[[list[Key]], Mapping[Key, T]], *, generation: int | None = None
    ) -> dict[Key, T]:
        """`read` is asked once for all that are not kept; what it does not find is not in the answer either."""
        if is_writing():
            return dict(read(list(keys)))
        if generation is None:
            generation = read_generation(*self._scopes)
        store, known, missing = self._store(), {}, []
        with store.lock:
            # An older reader must not bring back what a newer one has thrown away: numbers only rise.
            if store.generation < generation:
                store.generation = generation
                store.things.clear()
            is_current = store.generation == generation
            for key in keys:
                if is_current and key in store.things:
                    store.things.move_to_end(key)
                    known[key] = store.things[key]
                else:
                    missing.append(key)
        if missing:
            found = read(missing)
            known.update(found)
            if generation:
                self._keep(store, found, generation)
        return known

    def _keep(self, store: _Store[T], found: Mapping[Key, T], generation: int) -> None:
        with store.lock:
            if store.generation == generation:
                store.things.update((key, thing) for key, thing in found.items() if thing is not None)
                while len(store.things) > self._most:
                    store.things.popitem(last=False)

    def _store(self) -> _Store[T]:
        stores: dict[str, _Store[T]] = current_app.extensions.setdefault(_KEY, {})
        return stores.setdefault(self._name, _Store())


def clear(app: Flask) -> None:
    """Forgets everything that this process keeps."""
    app.extensions.pop(_KEY, None)
