"""Rules of doing it oneself: who helps a citizen online, and when a half-filled form is saved and gone on with."""

from __future__ import annotations

from sim.engine.compiler.jit import compiled
from sim.engine.luck.draws import uniform_second
from sim.engine.program.program import Rulebook
from sim.engine.rules.case import QUARTER, draw, draw_time, in_daytime
from sim.engine.rules.choice import channel_of, has_helper, is_down, is_online, is_open

ALONE, TOLD, TOGETHER = range(3)
"""How a step is done online: by oneself, after having asked how, or together with who answered, which works."""


@compiled
def help_used(book: Rulebook, option: int, design: int, citizen: int, segment: int, skill: float) -> int:
    """Who does it for this citizen at the channel of ``option``; -1 = he does it himself, as nobody could do it better.

    Of those who help him it is the most skilled, the first by name among equals. Who cannot go online himself lets it be done.
    """
    channel = book.channels[channel_of(book, design, option)]
    best = -1
    for helper in range(channel.first_helper, channel.first_helper + channel.helpers):
        better = best < 0 or book.helpers[helper].skill > book.helpers[best].skill
        if better and has_helper(book, helper, citizen, segment):
            best = helper
    if best < 0 or (book.helpers[best].skill <= skill and is_online(book, citizen, segment)):
        return -1
    return best


@compiled
def skill_at(book: Rulebook, option: int, design: int, citizen: int, segment: int, skill: float, guided: int) -> float:
    """The skill with which it is done at the channel of ``option``: that of the citizen, or of who does it for him.

    ``guided``: ALONE, or all that is needed, as he asked how to do it.
    """
    if guided != ALONE:
        return 1.0
    helper = help_used(book, option, design, citizen, segment, skill)
    return skill if helper < 0 else book.helpers[helper].skill


@compiled
def effort_of_help(book: Rulebook, option: int, design: int, citizen: int, segment: int, skill: float) -> int:
    """What one attempt with help adds to the effort of the citizen."""
    helper = help_used(book, option, design, citizen, segment, skill)
    return 0 if helper < 0 else book.helpers[helper].effort


@compiled
def saves_after(book: Rulebook, option: int, case: int, n: int, duration: int) -> int:
    """After how much of ``duration`` the citizen saves the form half-filled: at any moment; -1 = he fills it in in one go."""
    choice, settings = book.options[option], book.settings[0]
    label = book.steps[choice.step].label_save
    if choice.save <= 0.0 or duration < 2 or draw(book, case, label, n) >= choice.save:
        return -1
    return 1 + int(uniform_second(settings.seed, settings.replication, case, label, n) * (duration - 1))


@compiled
def goes_on_at(book: Rulebook, option: int, case: int, n: int, time: int) -> tuple[int, bool]:
    """When a form that is saved at ``time`` is gone on with, and False; or when it is deleted, and True."""
    choice = book.options[option]
    stage = book.steps[choice.step]
    gone = time + choice.kept
    if choice.forgotten > 0.0 and draw(book, case, stage.label_forgotten, n) < choice.forgotten:
        if choice.save_reminded < 0:
            return gone, True
        delay = choice.save_reminded + draw_time(book, choice.resume_after, case, stage.label_reminded, n)
    else:
        delay = draw_time(book, choice.resume_after, case, stage.label_resume, n)
    moment = time + in_daytime(book, delay, time, case, stage.label_resume)
    moment = works_at(book, choice.channel, case, stage.label_forgotten, n, moment)
    return (gone, True) if moment > gone else (moment, False)


@compiled
def works_at(book: Rulebook, channel: int, case: int, label: int, n: int, time: int) -> int:
    """``time``, or where self-service is closed or out of order then, a keyed while after it works again."""
    settings, last = book.settings[0], book.next_open.shape[1]
    quarter = time // QUARTER
    while quarter < last:
        opens = book.next_open[channel, quarter]
        if opens < 0:
            return settings.end
        if opens == quarter and not is_down(book, channel, quarter * QUARTER):
            break
        quarter = max(quarter + 1, opens)
    if quarter == time // QUARTER:
        return time
    later = quarter * QUARTER + int(uniform_second(settings.seed, settings.replication, case, label, n) * settings.opening_spread)
    return later if is_open(book, channel, later) and not is_down(book, channel, later) else quarter * QUARTER
