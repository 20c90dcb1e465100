"""Questions that are worked out in the background, so that the page of nobody waits. Knows nothing of Streamlit.

Each visitor (``owner``) has at most one question running: a new one stops the one before. Answers are kept by what they were
made from, so that an old question, of whomever, is answered at once.
"""

from __future__ import annotations

import gc
import logging
import threading
import traceback
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Literal

from sim.engine.simulate import Stopped
from sim.experiment.compare import compare, comparisons, offices_of
from sim.experiment.found.headlines import focus_of
from sim.experiment.lab import Lab
from sim.experiment.numbers.vary import only_services
from sim.experiment.running.beginnings import KeptBeginnings
from sim.experiment.running.engine_version import program_version
from sim.experiment.running.executors import worker_count
from sim.experiment.running.memory import give_back_memory
from sim.experiment.running.offices import known_office
from sim.experiment.running.pools import Threads
from sim.experiment.running.store import Store, key_of
from sim.experiment.running.warming import Warming, warm
from sim.model.town.scenario import Scenario
from sim.report.answers.answer import Answer, StoredAnswer, answers_of
from sim.report.answers.first_impression import Impression, impressions_of
from sim.report.files.results import digests_of, kpi_tables
from sim.report.told.recipe import Recipe
from sim.text.pairs import Language, Text
from sim.text.texts import Texts
from sim.ui.fingerprints import fingerprint
from sim.ui.watched import Watched

QUICK = 3
LOOKS = (4, 10)
"""Replications of the first impression (the services in focus alone), and of the two looks at the whole front office: on two
cores four take no longer than three.
"""
TO_DRAW = 0.5
"""Seconds in which one core is left to the pages, to draw the first impression."""
KEPT = 24
"""Answers that are kept in memory; each takes about a megabyte."""
SEED = 1
LOG = logging.getLogger(__name__)

Phase = Literal["waiting", "compiling", "provisional", "refining", "done", "stopped", "failed"]
GOING_ON = ("waiting", "compiling", "provisional", "refining")
Answers = dict[Language, Answer]
Impressions = dict[Language, Impression]


@dataclass(frozen=True)
class Asked:
    """A question: the scenarios (the first is today), what their files are called, and the place they are about.

    ``mind`` is what a reader of the answer must know of it, such as which dials were turned. A first impression takes the
    waits of ``offices``: these scenarios before a dial was turned, so that nobody waits for a year of a new office.
    """

    scenarios: tuple[Scenario, ...]
    files: tuple[str, ...]
    place: Text
    mind: Text | None = None
    offices: tuple[Scenario, ...] = ()

    @property
    def key(self) -> str:
        return fingerprint(self.scenarios, LOOKS[-1], SEED)


@dataclass
class Run(Watched):
    """How far a question is. ``quick`` is about the services in focus alone, ``answers`` about everything; None = not yet.

    A run that is stopped keeps what it has.
    ``digests`` are those of the tables of the final results, by name. ``stage`` is how far its threads are, ``phase`` what a page
    says of it.
    """

    key: str
    stage: Phase = "waiting"
    quick: Impressions | None = None
    answers: Answers | None = None
    digests: dict[str, str] = field(default_factory=dict)

    @property
    def phase(self) -> Phase:
        return "stopped" if self.halted and self.stage in GOING_ON else self.stage

    @property
    def running(self) -> bool:
        return self.phase in GOING_ON

    @property
    def final(self) -> bool:
        """Are the figures of the answer those that stay?"""
        return self.phase == "done"


class JobService:
    """Runs questions in threads of the server: the compiled engine leaves the interpreter to the pages while it works."""

    def __init__(
        self,
        workers: int | None = None,
        known: Sequence[StoredAnswer] = (),
        store: Store | None = None,
        warming: Warming | None = None,
    ) -> None:
        """``known`` are answers that need not be worked out; ``store`` keeps those that are; ``warming`` compiles the engine."""
        self._warming = warming or Warming()
        self._known = {stored.fingerprint: _answered(stored) for stored in known}
        threads = worker_count(workers, 64)
        self._executor, self._first = Threads(threads, KeptBeginnings()), Threads(threads)
        self._store = store
        self._coordinators = ThreadPoolExecutor(8, thread_name_prefix="question")
        self._lock = threading.Lock()
        self._runs: dict[str, Run] = {}  # by owner
        self._kept: OrderedDict[str, Run] = OrderedDict()  # finished, by key
        threading.Thread(target=self._settle_in, name="settling in", daemon=True).start()

    def ask(self, owner: str, asked: Asked) -> Run:
        """The run of this question: a finished one, the owner's own that is going on or was stopped, or a new one.

        What the owner stopped stays stopped, however often its page is drawn, until he asks something else in between.
        """
        key = asked.key
        with self._lock:
            if key in self._known:
                self._end(owner)
                return self._known[key]
            if key in self._kept:
                self._kept.move_to_end(key)
                self._end(owner)
                return self._kept[key].look()
        stored = self._stored(asked)
        with self._lock:
            current = self._runs.get(owner)
            if current is not None and current.key == key and current.phase != "failed" and not current.left():
                return current.look()
            self._end(owner)
            if stored is not None:
                self._keep(stored)
                return stored.look()
            run = Run(key, asked=QUICK)
            self._runs[owner] = run
        self._coordinators.submit(self._work, owner, run, asked)
        return run

    def close(self) -> None:
        """Stops everything; waits for nobody. Replications that were handed out end by themselves, as soon as they look."""
        with self._lock:
            for run in self._runs.values():
                run.stop()
        self._coordinators.shutdown(wait=False, cancel_futures=True)
        for executor in (self._executor, self._first):
            executor.close(wait=False)

    def _settle_in(self) -> None:
        """Loads the machine code while the first visitor reads; compiles it where there is none."""
        self._warming.wait(lambda: False)
        warm(("compiled",))
        _out_of_sight()

    def _end(self, owner: str) -> None:
        previous = self._runs.pop(owner, None)
        if previous is not None:
            previous.stop()

    def _work(self, owner: str, run: Run, asked: Asked) -> None:
        try:
            self._answer(run, asked)
            self._store_answer(run, asked)
            with self._lock:  # who sees that it is done finds it among what is kept
                self._keep(run)
                run.stage = "done"
                if self._runs.get(owner) is run:
                    del self._runs[owner]
        except Stopped:
            run.stage = "stopped"
        except Exception:
            run.error, run.stage = traceback.format_exc(), "failed"
            LOG.exception("a question failed")
        finally:
            give_back_memory()

    def _answer(self, run: Run, asked: Asked) -> None:
        if run.stopped():
            raise Stopped
        focus = focus_of(asked.scenarios)
        lab = Lab(SEED, executor=self._executor, store=self._store, stop=run.stopped)
        run.stage = "compiling"
        self._warming.wait(run.stopped)
        run.stage = "provisional"
        for scenario in offices_of(asked.scenarios):
            self._coordinators.submit(known_office, scenario)  # while the first impression is put into words
        if focus.services:
            quick = compare(
                [_alone(scenario, focus.services) for scenario in asked.scenarios],
                replications=QUICK,
                focus=focus,
                offices=asked.offices or asked.scenarios,
                # workers of their own: nobody's first impression waits for somebody else's whole front office
                lab=lab.with_(executor=self._first, on_progress=run.progress),
            )
            _go_on(run)
            run.quick = impressions_of(quick, asked.files)
            self._executor.leave_room(TO_DRAW)
        run.stage = "refining"
        run.progress(0, LOOKS[-1])
        looks = comparisons(
            asked.scenarios,
            looks=LOOKS,
            closer=True,
            lab=lab.with_(on_progress=lambda done, _: run.progress(done, LOOKS[-1])),
        )
        for comparison in looks:
            if comparison.done:
                run.answers = _minding(answers_of(comparison, asked.files, asked.place), asked.mind)
            _go_on(run)
        run.digests = digests_of(kpi_tables(comparison))

    def _keep(self, run: Run) -> None:
        self._kept[run.key] = run
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)

    def _stored(self, asked: Asked) -> Run | None:
        """The finished run of a question that was answered before by this version of the program."""
        content = None if self._store is None else self._store.get(_store_key(asked))
        if content is None:
            return None
        return _answered(StoredAnswer.decoded(content))

    def _store_answer(self, run: Run, asked: Asked) -> None:
        if self._store is not None and run.answers is not None:
            whole = StoredAnswer(run.key, run.answers, Recipe(LOOKS[-1], SEED), run.digests)
            self._store.put(_store_key(asked), whole.encoded().encode())

    def finished(self, key: str) -> Run | None:
        """The finished run of a question, while it is kept."""
        return self._known.get(key) or self._kept.get(key)


def _out_of_sight() -> None:
    """Takes what stays for good out of the sight of the garbage collector.

    Streamlit collects all garbage each time that it has drawn something. With the 230,000 objects of the libraries in sight that
    takes a tenth of a second, in which no other thread gets the interpreter: four times a second while a page follows a run.
    """
    gc.collect()
    gc.freeze()


def _answered(stored: StoredAnswer) -> Run:
    return Run(stored.fingerprint, stage="done", answers=stored.answers, digests=stored.digests)


def _store_key(asked: Asked) -> str:
    """Of everything that an answer says; the words are of one version of the program."""
    return key_of("answer", program_version(), asked.key, LOOKS, asked.files, asked.place, asked.mind)


def _minding(answers: Answers, mind: Text | None) -> Answers:
    if mind is None:
        return answers
    notes = {lang: (*answer.findings.notes, Texts(lang)(mind)) for lang, answer in answers.items()}
    return {lang: replace(answer, findings=replace(answer.findings, notes=notes[lang])) for lang, answer in answers.items()}


def _alone(scenario: Scenario, services: Sequence[str]) -> Scenario:
    """Only these services, and nobody who asked before the run: what a case takes hardly depends on either (docs/model.md)."""
    shorter = scenario.period.model_copy(update={"prelude": 0})
    return only_services(scenario.model_copy(update={"period": shorter}), services)


def _go_on(run: Run) -> None:
    if run.stopped():
        raise Stopped
