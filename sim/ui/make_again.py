"""Makes every stored answer and every page that is written from results again: ``make answers``.

Each part (an answer, the staff plans of a question, a story, a page of the documentation) is worked out in a process of its own,
as many at once as there are processors. What was made by exactly this program from exactly these scenarios is left alone, so an
interrupted run goes on where it was; replications that were simulated before come from :mod:`sim.experiment.running.store`.
"""

from __future__ import annotations

import argparse
import hashlib
import inspect
import json
import multiprocessing
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sim.evidence import front_office, published, scan, validation
from sim.evidence.patterns import bands, observed, trials, turning
from sim.evidence.patterns import page as patterns_page
from sim.evidence.patterns import table as patterns_table
from sim.evidence.patterns.stored import SHIPPED, TABLES, store_table, stored_table, tables_before
from sim.evidence.patterns.table import EvidenceTable, evidence_table
from sim.evidence.points_file import ValidationRun, read_points, write_points
from sim.evidence.reference import FILE as REFERENCE_TOWN
from sim.evidence.reference import told_of_year
from sim.evidence.validation import validate
from sim.evidence.validation_page import page
from sim.evidence.whole_file import write_whole
from sim.experiment.running.engine_version import engine_version, program_version
from sim.experiment.running.pools import usable_processors
from sim.experiment.running.store import Store
from sim.experiment.running.subject import Subject
from sim.experiment.running.warming import warm
from sim.model.files.library import library, plans
from sim.model.files.loading import load
from sim.model.files.shipped import scenarios_folder
from sim.report.answers.answer import StoredAnswer
from sim.report.answers.stories import FILE as STORIES
from sim.report.answers.stories import stored
from sim.report.files.blocks import filled
from sim.report.files.stories_page import stories_page
from sim.report.staff.told import StoredPlans
from sim.ui.fingerprints import fingerprint
from sim.ui.founding_story import BLOCK, founding_story
from sim.ui.make_answers import ANSWERS, REPLICATIONS, SEED, make, make_plans
from sim.ui.make_stories import made, store_story, story_fingerprint
from sim.ui.questions import QUESTIONS
from sim.ui.worked_example import figures_of, worked

PROJECT = Path(__file__).resolve().parents[2]
REFERENCE, BASELINE, README = "reference-municipality.md", "new-baseline.md", "README.md"
POINTS = "validation.csv"
MADE = "made.json"
"""Which part was made from what, by the key of the part."""
INTERRUPTED = 130


@dataclass(frozen=True)
class Places:
    """Where answers and pages are written."""

    answers: Path = ANSWERS
    docs: Path = PROJECT / "docs"
    tables: Path = TABLES
    stories: Path = STORIES


@dataclass(frozen=True)
class Part:
    """Something that is worked out and stored. ``key`` is of all that decides it; ``work`` runs elsewhere, ``keep`` here."""

    name: str
    key: str
    work: Callable[[], Any]
    keep: Callable[[Any], None]


def parts(places: Places, replications: int, store: Store | None) -> Iterator[Part]:
    """All parts, what takes longest first."""
    municipalities = scenarios_folder() / "municipalities"
    used = [*sorted(municipalities.glob("s-hertogenbosch-*.yaml")), scenarios_folder() / REFERENCE_TOWN]
    files = [file.read_text(encoding="utf-8") for file in used]
    yield Part("validation", _key_of_scan(*files), partial(validate, municipalities), partial(_keep_validation, places.docs))
    yield Part("patterns", _key_of_patterns(), partial(evidence_table, seed=SEED, jobs=1), partial(_keep_table, places.tables))
    figures = figures_of((PROJECT / "docs" / BASELINE).read_text(encoding="utf-8"))
    example = partial(_keep_block, places.docs, BASELINE, "worked-example")
    yield Part("worked-example", _key(figures, *files), partial(worked, figures), example)
    for question in QUESTIONS:
        scenarios = [load(file) for file in question.files]
        key = _key(fingerprint(scenarios, replications, SEED))
        answer = partial(make, question, replications, jobs=1, store=store)
        yield Part(question.name, key, answer, partial(_keep_text, places.answers / f"{question.name}.json"))
        staff = partial(make_plans, question, replications, jobs=1, store=store)
        yield Part(f"{question.name}-staff", key, staff, partial(_keep_text, places.answers / f"{question.name}-staff.json"))
    yield Part(
        "reference",
        _key(*files),
        partial(told_of_year, scenarios_folder()),
        partial(_keep_block, places.docs, REFERENCE, "reference"),
    )
    names = [plan.name for plan in plans()]
    for story in plans():
        key = _key(story_fingerprint(story, replications))
        yield Part(story.name, key, partial(made, story, replications, store), partial(store_story, places.stories, names))


def write_pages(places: Places) -> None:
    places.docs.mkdir(parents=True, exist_ok=True)
    (places.docs / "stories.md").write_text(stories_page(library(), stored(places.stories)), encoding="utf-8")
    points = places.docs / POINTS
    if points.exists():
        _write(places.docs / "validation.md", page(read_points(points)))
    if (places.tables / SHIPPED).exists():
        table = stored_table(places.tables)
        _write(places.docs / "evidence.md", patterns_page.page(table, tables_before(places.tables)))
        founding = places.answers / f"{QUESTIONS[0].name}.json"
        if founding.exists():
            told = founding_story(StoredAnswer.decoded(founding.read_bytes()), table)
            by_hand = (PROJECT / README).read_text(encoding="utf-8")
            _write(places.docs.parent / README, filled(by_hand, BLOCK, told))


def stale(asked: Sequence[Part], places: Places) -> list[Part]:
    """The parts that were not made by this program from these scenarios."""
    known = _known(places)
    return [part for part in asked if known.get(part.name) != part.key]


def make_parts(asked: Sequence[Part], places: Places, workers: int) -> None:
    """Works out these parts and keeps each as soon as it is there. Raises what a part raised, after the others at work."""
    started = time.perf_counter()
    waiting, running = list(asked), dict[Future[Any], Part]()
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), initializer=_die_at_once) as pool:
        while waiting or running:
            while waiting and len(running) < workers:
                part = waiting.pop(0)
                running[pool.submit(part.work)] = part
            try:
                finished, _ = wait(running, return_when=FIRST_COMPLETED)
            except KeyboardInterrupt:
                for child in multiprocessing.active_children():
                    child.terminate()  # or the pool would wait for them
                raise
            for future in finished:
                part = running.pop(future)
                part.keep(future.result())
                _remember(places, part)
                done = len(asked) - len(waiting) - len(running)
                _tell(f"{done} of {len(asked)} made, after {time.perf_counter() - started:.0f} s: {part.name}")


def _die_at_once() -> None:
    """Ctrl-C ends a worker in the middle, so that half an answer is no answer."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _key(*inputs: str) -> str:
    return hashlib.blake2s("\0".join((program_version(), *inputs)).encode(), digest_size=16).hexdigest()


def _key_of_scan(*inputs: str) -> str:
    """Of the scan of years, which takes longest and holds numbers only: words may change without simulating it again."""
    scanned = "".join(inspect.getsource(module) for module in (validation, scan))
    return hashlib.blake2s("\0".join((engine_version(), scanned, *inputs)).encode(), digest_size=16).hexdigest()


def _key_of_patterns() -> str:
    """Of the table of patterns, likewise: of what is simulated for it and how. Its words and roles are told anew each time."""
    computed = [
        inspect.getsource(module) for module in (bands, observed, trials, patterns_table, turning, scan, front_office, published)
    ]
    asked = [Subject(scenario).digest for trial in trials.shipped_trials(scenarios_folder()) for scenario in trial.scenarios]
    parts = (engine_version(), bands.bands_hash(), *computed, *asked)
    return hashlib.blake2s("\0".join(parts).encode(), digest_size=16).hexdigest()


def _known(places: Places) -> Mapping[str, str]:
    file = places.answers / MADE
    return dict(json.loads(file.read_bytes())) if file.exists() else {}


def _remember(places: Places, part: Part) -> None:
    known = {**_known(places), part.name: part.key}
    _write(places.answers / MADE, json.dumps(known, indent=1, sort_keys=True) + "\n")


def _keep_text(file: Path, answer: StoredAnswer | StoredPlans) -> None:
    _write(file, answer.encoded() + "\n")


def _keep_validation(docs: Path, run: ValidationRun) -> None:
    docs.mkdir(parents=True, exist_ok=True)
    write_points(docs / POINTS, run)


def _keep_block(docs: Path, page: str, block: str, told: str) -> None:
    """What is by hand on the page is that of the project."""
    by_hand = (PROJECT / "docs" / page).read_text(encoding="utf-8")
    _write(docs / page, filled(by_hand, block, told))


def _keep_table(folder: Path, found: EvidenceTable) -> None:
    store_table(found, folder)


def _write(file: Path, text: str) -> None:
    """Whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, text, force=True)


def _tell(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m sim.ui.make_again", description=__doc__)
    parser.add_argument("names", nargs="*", help="parts to make, such as huwelijk; all when left out")
    parser.add_argument("--list", action="store_true", help="only tell which parts are not up to date")
    parser.add_argument("--replications", type=int, default=REPLICATIONS)
    parser.add_argument("--workers", type=int, default=usable_processors())
    parser.add_argument("--folder", type=Path, help="write answers and docs below this folder, not in the project")
    options = parser.parse_args(arguments)
    places = (
        Places()
        if options.folder is None
        else Places(*(options.folder / name for name in ("answers", "docs", "tables", "stories.json")))
    )
    all_parts = list(parts(places, options.replications, Store.of_user()))
    unknown = set(options.names) - {part.name for part in all_parts}
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(part.name for part in all_parts)}")
    chosen = [part for part in all_parts if not options.names or part.name in options.names]
    todo = stale(chosen, places)
    _tell(f"{len(chosen) - len(todo)} of {len(chosen)} parts are up to date.")
    if options.list:
        _tell("\n".join(part.name for part in todo))
        return 0
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        if todo:
            warm(("compiled",))  # once, and not in every worker
        make_parts(todo, places, max(1, min(options.workers, len(todo))))
    except KeyboardInterrupt:
        _tell("Stopped. What was made is kept, and the same command goes on from here.")
        return INTERRUPTED
    write_pages(places)
    return 0


if __name__ == "__main__":
    sys.exit(main())
