"""Cases of the compiled engine: their steps from the first question to the end, and the worries in between."""

from __future__ import annotations

from sim.engine.compiled.events import set_timer, stop_timer
from sim.engine.compiled.questions import NOTHING_ASKED, begin_questions, drop_questions, next_question, settle
from sim.engine.compiled.state import BLANK, FINISHED, IDLE_THREAD, NONE, SECOND_AWAITED, STARTING, TOGETHER_AGAIN, State
from sim.engine.compiler.jit import internal
from sim.engine.luck.draws import child_entity
from sim.engine.program import codes
from sim.engine.program.codes import EVENT_ARRIVAL, INQUIRIES, JOURNEY
from sim.engine.program.program import Program
from sim.engine.rules import case as rules
from sim.engine.rules.case import DAY
from sim.engine.rules.choice import experience_with, left_of
from sim.engine.rules.help import ALONE
from sim.engine.rules.run_out import counts_in_window
from sim.engine.rules.worry import next_worry


@internal
def new_case(state: State, entity: int, service: int, segment: int, citizen: int, parent: int) -> int:
    """A case that has yet to begin; ``service`` is without design, ``citizen`` -1 = to be drawn. Its index."""
    case = place_for_case(state)
    row, life = state.open_cases[case], state.lives[case]
    row.case, row.service, row.segment, row.started = entity, service, segment, -1
    row.parent = state.open_cases[parent].case if parent >= 0 else -1
    row.root = state.open_cases[parent].root if parent >= 0 else entity
    life.root = state.lives[parent].root if parent >= 0 else case
    state.lives[life.root].line += 1
    life.followed = state.lives[parent].followed if parent >= 0 else 0
    life.citizen = citizen
    for side in (JOURNEY, INQUIRIES):
        begin_thread(state, 2 * case + side, case, side)
    return case


@internal
def begin_thread(state: State, thread: int, case: int, side: int) -> None:
    record = state.threads[thread]
    record.case, record.side, record.doing, record.timer, record.promised = case, side, IDLE_THREAD, NONE, -1


@internal
def goes_on(state: State, program: Program, case: int) -> bool:
    """Is this case of a line that is followed, or does everything still count?"""
    return state.registers[0].now < program.rulebook.settings[0].others_until or state.lives[case].followed == 1


@internal
def returning_need(state: State, program: Program, parent: int, delay: int) -> None:
    """What was not found out comes back as a case of its own."""
    row, life = state.open_cases[parent], state.lives[parent]
    kind = program.rulebook.services[life.service]
    entity = child_entity(row.case, kind.label_child, 0)
    child = new_case(state, entity, kind.returns_service, row.segment, life.citizen, parent)
    state.threads[2 * child].doing = STARTING
    set_timer(state, 2 * child, state.registers[0].now + max(1, delay), EVENT_ARRIVAL)


@internal
def place_for_case(state: State) -> int:
    """Where a new case is kept while it goes on: a blank place, used before if there is one."""
    case = state.registers[0].free_case
    if case == NONE:
        case = state.registers[0].open_count
        state.registers[0].open_count = case + 1
        return case
    state.registers[0].free_case = state.lives[case].next_free
    state.open_cases[case] = state.open_cases[BLANK]
    state.lives[case] = state.lives[BLANK]
    state.threads[2 * case] = state.threads[2 * case + 1] = state.threads[2 * BLANK]
    return case


@internal
def close_file(state: State, case: int) -> None:
    """Nothing more can happen to this case: its row goes into the table. The root stays until its line has ended."""
    life = state.lives[case]
    state.cases[life.row] = state.open_cases[case]
    state.cases[life.row].root = life.root_row
    state.open_cases[case].started = -1
    root = life.root
    state.lives[root].line -= 1
    if case != root:
        free_place(state, case)
    if state.lives[root].line == 0:
        free_place(state, root)


@internal
def free_place(state: State, case: int) -> None:
    state.lives[case].next_free = state.registers[0].free_case
    state.registers[0].free_case = case


@internal
def begin_case(state: State, program: Program, case: int, looks_up: int) -> None:
    """The citizen has a question: who is it, how hard is it, and what is the first step, or ``looks_up`` it first?"""
    book, now = program.rulebook, state.registers[0].now
    row, life = state.open_cases[case], state.lives[case]
    entity, segment = row.case, row.segment
    fresh = life.citizen < 0
    if fresh:
        life.citizen = rules.acting_citizen(book, segment, entity)
    citizen = rules.citizen_of(book, segment, life.citizen)
    row.citizen, row.started = citizen, now
    life.row = state.registers[0].case_count
    state.registers[0].case_count = life.row + 1
    life.root_row = state.lives[life.root].row
    row.design = rules.design_for(book, citizen, now)
    service = row.design * book.settings[0].services + row.service
    life.service = service
    row.skill, row.need = rules.skill_of(book, segment, citizen), rules.need_of(book, segment, citizen)
    row.complexity = rules.complexity_of(book, service, entity)
    row.event = rules.event_of(book, service, entity, now)
    row.hidden = rules.has_hidden_need(book, service, entity) if fresh else 0
    row.ended, row.end, row.discovered, row.applied, row.applied_channel = -1, codes.CASE_OPEN, -1, -1, -1
    life.habit, life.used = state.habits[life.citizen], -1
    if book.settings[0].experience != 0.0:
        recall(state, program, case)
    life.check, life.confirmed = -1, -1
    if fresh:
        life.followed = 1 if counts_in_window(book, now) else 0
        begin_questions(state, program, case)
    enter_next(state, program, case, book.services[service].first_step)
    if looks_up and state.threads[2 * case].doing == STARTING:
        state.threads[2 * case].forced = book.services[service].look_up


@internal
def end_case(state: State, program: Program, case: int, end: int) -> None:
    """The case is over; what was not found out may come back, and what is still asked comes by itself."""
    book, now = program.rulebook, state.registers[0].now
    row, life = state.open_cases[case], state.lives[case]
    row.ended, row.end = now, end
    main, side = state.threads[2 * case], state.threads[2 * case + 1]
    main.doing = FINISHED
    stop_timer(state, 2 * case)
    if life.used >= 0:
        state.habits[life.citizen] = life.used
    if book.settings[0].experience != 0.0:
        remember(state, program, case)
    if row.hidden and row.discovered < 0:
        delay = rules.follow_up(book, life.service, row.case)
        if delay >= 0:
            returning_need(state, program, case, delay)
    if end != codes.CASE_RESOLVED:
        drop_questions(state, case)
    if side.doing == IDLE_THREAD:
        end_inquiry(state, program, 2 * case + 1)


@internal
def recall(state: State, program: Program, case: int) -> None:
    """What earlier cases of this citizen say of each channel."""
    life = state.lives[case]
    since = state.registers[0].now - state.experienced[life.citizen]
    for channel in range(state.experience.shape[1]):
        state.known[case, channel] = left_of(program.rulebook, state.experience[life.citizen, channel], since)


@internal
def remember(state: State, program: Program, case: int) -> None:
    """What worked in this case counts for its channel from now on, what failed against it."""
    life, now = state.lives[case], state.registers[0].now
    citizen, since = life.citizen, now - state.experienced[life.citizen]
    for channel in range(state.experience.shape[1]):
        before = state.experience[citizen, channel]
        state.experience[citizen, channel] = experience_with(program.rulebook, before, since, life.worked, life.failed, channel)
    state.experienced[citizen] = now


@internal
def next_step(state: State, program: Program, case: int, candidate: int) -> int:
    """The first step from ``candidate`` on that applies; -1 after the last."""
    book = program.rulebook
    kind = book.services[state.lives[case].service]
    for step in range(candidate, kind.first_step + kind.steps):
        if book.steps[step].only_incomplete == 0 and rules.step_applies(book, step, state.open_cases[case].case):
            return step
    return -1


@internal
def enter_next(state: State, program: Program, case: int, candidate: int) -> None:
    """After the last step the case is resolved."""
    step = next_step(state, program, case, candidate)
    if step < 0:
        end_case(state, program, case, codes.CASE_RESOLVED)
        return
    enter_step(state, program, 2 * case, step, codes.NEED)
    side = codes.FIRST_BESIDE
    for other in range(step + 1, after_all_beside(state, program, case, step)):
        if rules.step_applies(program.rulebook, other, state.open_cases[case].case):
            thread = 2 * place_for_case(state)
            state.open_cases[thread // 2].started = -1
            begin_thread(state, thread, case, side)
            state.threads[thread].beside, state.lives[case].beside = state.lives[case].beside, thread
            enter_step(state, program, thread, other, codes.NEED)
            side += 1


@internal
def after_all_beside(state: State, program: Program, case: int, step: int) -> int:
    """The first step that waits for this one and for all that go on beside it; one past the last where none does."""
    kind, after = program.rulebook.services[state.lives[case].service], step + 1
    while after < kind.first_step + kind.steps and program.rulebook.steps[after].is_beside:
        after += 1
    return after


@internal
def enter_step(state: State, program: Program, thread: int, step: int, cause: int) -> None:
    """Wait until the step begins."""
    book, now, main = program.rulebook, state.registers[0].now, state.threads[thread]
    case = main.case
    row, life = state.open_cases[case], state.lives[case]
    stage = book.steps[step]
    main.step, main.cause, main.option, main.forced, main.contact = step, cause, -1, -1, -1
    main.attempt = main.failures = main.unreached = main.joined = main.served = main.failed = main.bookings = main.remaining = 0
    main.turns, main.base = 0, life.round * rules.ROUND
    main.doing = STARTING
    if main.side == JOURNEY:
        life.guided = ALONE
    start = rules.step_start(book, step, row.case, main.base, now, row.event)
    if stage.kind == codes.BACK_OFFICE_STEP:
        main.promised = rules.deadline(book, start, stage.promise, stage.promise_working)
        start += rules.lead_time(book, step, row.case, main.base)
    set_timer(state, thread, start, EVENT_ARRIVAL)
    plan_inquiry(state, program, case)


@internal
def finish_step(state: State, program: Program, thread: int) -> None:
    """A step is done: was it in time, and what comes next?"""
    check_dates(state, program, thread)
    main = state.threads[thread]
    case = main.case
    if main.side == JOURNEY and program.rulebook.steps[main.step].only_incomplete and state.lives[case].check >= 0:
        enter_step(state, program, thread, state.lives[case].check, codes.NEED)
    else:
        wait_for_all_beside(state, program, thread)


@internal
def stop_step(state: State, program: Program, thread: int, end: int) -> None:
    """A step is given up; the case ends so when those that go on beside it are over."""
    life = state.lives[state.threads[thread].case]
    if life.left == codes.CASE_OPEN:
        life.left = end
    wait_for_all_beside(state, program, thread)


@internal
def wait_for_all_beside(state: State, program: Program, thread: int) -> None:
    """A step is over: the case goes on when all that go on beside it are."""
    record = state.threads[thread]
    case = record.case
    life, main = state.lives[case], state.threads[2 * case]
    if record.side == JOURNEY:
        record.doing = TOGETHER_AGAIN
    else:
        drop_beside(state, case, thread)
    if life.beside != BLANK or main.doing != TOGETHER_AGAIN:
        plan_inquiry(state, program, case)
    elif life.left != codes.CASE_OPEN:
        end_case(state, program, case, life.left)
    else:
        enter_next(state, program, case, after_all_beside(state, program, case, main.step))


@internal
def drop_beside(state: State, case: int, thread: int) -> None:
    """A step that went on beside the journey is over: its thread is none of the case any more."""
    life, record = state.lives[case], state.threads[thread]
    before, found = BLANK, life.beside
    while found != thread:
        before, found = found, state.threads[found].beside
    if before == BLANK:
        life.beside = record.beside
    else:
        state.threads[before].beside = record.beside
    record.doing = FINISHED
    stop_timer(state, thread)
    free_place(state, thread // 2)


@internal
def first_promise(state: State, case: int) -> int:
    """The first of the promises made to the citizen that is not kept yet; -1 = none."""
    promised, thread = state.threads[2 * case].promised, state.lives[case].beside
    while thread != BLANK:
        other = state.threads[thread].promised
        if other >= 0 and (promised < 0 or other < promised):
            promised = other
        thread = state.threads[thread].beside
    return promised


@internal
def check_dates(state: State, program: Program, thread: int) -> None:
    """A step that was done after its latest date moves the event."""
    case = state.threads[thread].case
    book, row, now = program.rulebook, state.open_cases[case], state.registers[0].now
    stage = book.steps[state.threads[thread].step]
    if stage.has_latest and row.event >= 0 and now > row.event + stage.latest:
        row.too_late += 1
        row.event = (now // DAY - stage.latest // DAY + book.services[state.lives[case].service].postponement // DAY) * DAY


@internal
def back_office_done(state: State, program: Program, thread: int) -> None:
    """The back office has worked on the case; an incomplete application goes back to the citizen."""
    book, now, main = program.rulebook, state.registers[0].now, state.threads[thread]
    case = main.case
    row, life = state.open_cases[case], state.lives[case]
    stage = book.steps[main.step]
    main.promised = -1
    if stage.checks and life.incomplete:
        row.corrections += 1
        correction = book.services[life.service].correction
        if correction >= 0 and row.corrections < book.settings[0].most_tries:
            life.round += 1
            life.check = main.step
            enter_step(state, program, thread, correction, codes.CORRECTION)
            return
        life.incomplete = 0
    if stage.confirms > 0.0 and life.confirmed >= 0:
        life.confirmed, life.assurance = now, max(life.assurance, stage.confirms)
    settle(state, program, case, main.step, main.base, stage.explains, NOTHING_ASKED)
    finish_step(state, program, thread)


@internal
def await_second(state: State, program: Program, case: int) -> None:
    """The other participant still has to do his part, and may forget."""
    book, now = program.rulebook, state.registers[0].now
    row, life, main = state.open_cases[case], state.lives[case], state.threads[2 * case]
    main.doing = SECOND_AWAITED
    delay = rules.second_delay(book, main.step, row.case, main.base)
    life.second = 1
    if rules.second_forgets(book, main.step, row.case, main.base):
        life.second, life.reminded = 2, now + book.steps[main.step].reminded_after
        delay = life.reminded - now + rules.second_delay(book, main.step, row.case, main.base + rules.REMINDED)
    set_timer(state, 2 * case, now + delay, EVENT_ARRIVAL)
    plan_inquiry(state, program, case)


@internal
def second_done(state: State, program: Program, case: int) -> None:
    if state.lives[case].second == 2:
        state.open_cases[case].reminders += 1
    state.lives[case].second = 0
    finish_step(state, program, 2 * case)


@internal
def plan_inquiry(state: State, program: Program, case: int) -> None:
    """When, if nothing changes, does the citizen ask: how to do it, what he wants to know, to be sure, what is late?"""
    book, now = program.rulebook, state.registers[0].now
    row, life, side = state.open_cases[case], state.lives[case], state.threads[2 * case + 1]
    if side.doing != IDLE_THREAD or book.services[life.service].inquiry < 0:
        return
    stop_timer(state, 2 * case + 1)
    moment, cause = codes.NEVER, codes.REASSURANCE
    if row.ended < 0:
        moment, cause = next_worry(
            book, life.service, row.case, row.need, now, life.confirmed, life.assurance, row.event, first_promise(state, case)
        )
    question = max(now, next_question(state, case))
    if question <= moment:
        moment, cause = question, codes.QUESTION
    if life.stuck and max(now, life.asks_at) <= moment:
        moment, cause = max(now, life.asks_at), codes.AGAIN
    if moment < codes.NEVER:
        life.inquiry_cause = cause
        set_timer(state, 2 * case + 1, moment, EVENT_ARRIVAL)


@internal
def end_inquiry(state: State, program: Program, thread: int) -> None:
    """Nobody is asked now; a case that is over, and about which nothing is left to ask, is closed."""
    case = state.threads[thread].case
    state.threads[thread].doing = IDLE_THREAD
    stop_timer(state, thread)
    if state.open_cases[case].ended >= 0 and state.lives[case].questions == BLANK:
        close_file(state, case)
    else:
        plan_inquiry(state, program, case)
