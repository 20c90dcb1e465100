"""The calendar of the compiled engine: a shelf of events for every five minutes to come, and a heap for the present five.

Events happen in the order of (time, class, entity, number). What a shelf holds needs no order, so that most events, which
lie further ahead and are often withdrawn before their time comes, cost a few assignments; the heap stays small.
"""

from __future__ import annotations

from sim.engine.compiled.state import NONE, SHELF, State
from sim.engine.compiler.jit import fetch, internal
from sim.engine.program.codes import EVENT_SERVICE_END

CLASSES = 16
"""Time and class of an event in one number: 16 times the time plus the class."""
WITHDRAWN = -1


@internal
def schedule(state: State, time: int, kind: int, entity: int, number: int, payload: int) -> int:
    """Put an event on the calendar; its row, or NONE when the run ends before. There is room, the main loop saw to that."""
    registers, shelf = state.registers[0], time // SHELF
    if shelf >= len(state.shelves):
        return NONE
    event = registers.free_event
    if event == NONE:
        event = registers.event_count
        registers.event_count = event + 1
    else:
        registers.free_event = state.events[event].next
    row = state.events[event]
    row.moment, row.entity, row.number, row.payload = time * CLASSES + kind, entity, number, payload
    if shelf == registers.present_shelf:
        put_on_heap(state, row.moment, event)
    else:
        row.previous, row.next = NONE, state.shelves[shelf]
        if row.next != NONE:
            state.events[row.next].previous = event
        state.shelves[shelf] = event
    return event


@internal
def withdraw(state: State, event: int) -> None:
    """Take an event off the calendar; one on the heap stays there and is passed over when its time comes."""
    if event == NONE:
        return
    row = state.events[event]
    shelf = row.moment // (CLASSES * SHELF)
    if shelf == state.registers[0].present_shelf:
        row.moment = WITHDRAWN
        return
    if row.next != NONE:
        state.events[row.next].previous = row.previous
    if row.previous != NONE:
        state.events[row.previous].next = row.next
    else:
        state.shelves[shelf] = row.next
    free_event(state, event)


@internal
def free_event(state: State, event: int) -> None:
    """The row may be used for another event."""
    state.events[event].next = state.registers[0].free_event
    state.registers[0].free_event = event


@internal
def take_from_shelf(state: State, shelf: int) -> None:
    """The next five minutes begin: what lay ready for them goes on the heap."""
    state.registers[0].present_shelf = shelf
    event = state.shelves[shelf]
    while event != NONE:
        row = state.events[event]
        thread = row.payload if row.payload >= 0 else -1 - row.payload
        if thread < len(state.threads):
            fetch(state.threads, thread)
            fetch(state.lives, thread // 2)
            fetch(state.open_cases, thread // 2)
        put_on_heap(state, row.moment, event)
        event = row.next


@internal
def put_on_heap(state: State, moment: int, event: int) -> None:
    at = state.registers[0].heap_count
    state.registers[0].heap_count = at + 1
    put_in(state, at, moment, event)


@internal
def put_in(state: State, hole: int, moment: int, event: int) -> None:
    """The hole rises to where this event belongs."""
    heap, at = state.heap, hole
    while at > 0:
        parent = heap[(at - 1) // 2]
        if parent.moment < moment or (parent.moment == moment and not goes_before(state, event, parent.event)):
            break
        heap[at].moment, heap[at].event = parent.moment, parent.event
        at = (at - 1) // 2
    heap[at].moment, heap[at].event = moment, event


@internal
def drop_first(state: State) -> None:
    """Take the first event off the heap: the hole sinks to the bottom, and from there the last event takes it.

    Which of two comes first is anybody's guess, a processor's too, so it is added and not branched on; and the last event nearly
    always belongs at the bottom, so on the way down nothing is held against it. Where it is itself the one to move up, it has
    nowhere to rise from its old place.
    """
    heap, last = state.heap, state.registers[0].heap_count - 1
    state.registers[0].heap_count = last
    at, child = 0, 1
    while child < last:
        first, other = heap[child].moment, heap[child + 1].moment
        if first == other:
            child += int(goes_before(state, heap[child + 1].event, heap[child].event))
        else:
            child += int(other < first)
        heap[at].moment, heap[at].event = heap[child].moment, heap[child].event
        at, child = child, 2 * child + 1
    put_in(state, at, heap[last].moment, heap[last].event)


@internal
def goes_before(state: State, event: int, other: int) -> bool:
    """Of two events of the same time and class."""
    a, b = state.events[event], state.events[other]
    return a.entity < b.entity or (a.entity == b.entity and a.number < b.number)


@internal
def set_timer(state: State, thread: int, time: int, kind: int) -> None:
    """Wake this thread at ``time`` and not at the time set before.

    Of one case the journey goes before the inquiries, and these before the steps beside it.

    At the end of a service without an agent the payload is negative, to tell it from an agent's.
    """
    stop_timer(state, thread)
    payload = -1 - thread if kind == EVENT_SERVICE_END else thread
    record = state.threads[thread]
    record.timer = schedule(state, time, kind, state.open_cases[record.case].case, record.side, payload)


@internal
def stop_timer(state: State, thread: int) -> None:
    withdraw(state, state.threads[thread].timer)
    state.threads[thread].timer = NONE
