"""The event heap of the compiled engine, ordered by (time, class, entity, number)."""

from __future__ import annotations

from sim.engine.codes import EVENT_ARRIVAL, EVENT_SERVICE_END
from sim.engine.compiled_state import HEAP_COUNT, State
from sim.engine.jit import compiled
from sim.engine.program import Array

SIDE = 2**32
"""Added to the event number of a case's inquiries, so that at one instant the journey of the case goes first."""


@compiled
def comes_first(heap: Array, a: int, b: int) -> bool:
    left, right = heap[a], heap[b]
    if left.time != right.time:
        return left.time < right.time
    if left.kind != right.kind:
        return left.kind < right.kind
    if left.entity != right.entity:
        return left.entity < right.entity
    return left.number < right.number


@compiled
def swap(heap: Array, a: int, b: int) -> None:
    left, right = heap[a], heap[b]
    time, kind, entity, number, payload = left.time, left.kind, left.entity, left.number, left.payload
    left.time, left.kind, left.entity, left.number, left.payload = (
        right.time,
        right.kind,
        right.entity,
        right.number,
        right.payload,
    )
    right.time, right.kind, right.entity, right.number, right.payload = time, kind, entity, number, payload


@compiled
def schedule(state: State, time: int, kind: int, entity: int, number: int, payload: int) -> None:
    """Put an event on the heap; there is room, the main loop saw to that."""
    heap = state.heap
    at = state.registers[HEAP_COUNT]
    state.registers[HEAP_COUNT] = at + 1
    event = heap[at]
    event.time, event.kind, event.entity, event.number, event.payload = time, kind, entity, number, payload
    while at > 0:
        parent = (at - 1) // 2
        if not comes_first(heap, at, parent):
            break
        swap(heap, at, parent)
        at = parent


@compiled
def drop_first(state: State) -> None:
    """Take the first event off the heap."""
    heap = state.heap
    last = state.registers[HEAP_COUNT] - 1
    state.registers[HEAP_COUNT] = last
    swap(heap, 0, last)
    at = 0
    while True:
        least, left, right = at, 2 * at + 1, 2 * at + 2
        if left < last and comes_first(heap, left, least):
            least = left
        if right < last and comes_first(heap, right, least):
            least = right
        if least == at:
            return
        swap(heap, at, least)
        at = least


@compiled
def set_timer(state: State, thread: int, time: int, kind: int) -> None:
    """Wake this thread at ``time``; a timer set before no longer counts.

    At the end of a service without an agent the payload is negative, to tell it from an agent's.
    """
    record = state.threads[thread]
    number = record.number
    record.number = number + 1
    record.timer = number
    payload = -1 - thread if kind == EVENT_SERVICE_END else thread
    schedule(state, time, kind, state.cases[thread // 2].case, (thread % 2) * SIDE + number, payload)


@compiled
def wake_at(state: State, thread: int, time: int) -> None:
    """Wake this thread as an arrival or retry."""
    set_timer(state, thread, time, EVENT_ARRIVAL)
