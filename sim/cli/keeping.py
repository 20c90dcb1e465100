"""Where repeats are simulated and kept: opening an executor and a store, compiling ahead, and looking after both."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from sim.cli.exits import DONE
from sim.cli.failures import guarded, usage
from sim.cli.progress import Reporter, reporting, stopping
from sim.experiment.lab import Lab
from sim.experiment.running.executors import is_executor
from sim.experiment.running.store import Store
from sim.text.texts import Texts, language_of


@contextmanager
def at_work(lab: Lab, keep: str | None, work: int, say: Texts) -> Iterator[tuple[Lab, Reporter]]:
    """The lab with its engine compiled, its store found and its executor open, telling the user how far it is; he may stop it.

    Raises ``CommandError`` for an executor that does not exist, ``sim.experiment.running.cluster.ClusterError`` for a cluster.
    """
    if lab.engine != "simpy":
        compile_first(say)
    lab, name = lab.with_(store=usable_store(keep, say)), lab.executor
    if isinstance(name, str) and not is_executor(name):
        raise usage(
            say("{name} is no executor; choose from auto, serial, threads, processes, dask and dask://HOST:PORT.", name=name)
        )
    with lab.opened(work) as lab, stopping(say) as stop, reporting(say, say("Simulating")) as reporter:
        yield lab.with_(on_progress=reporter, stop=stop), reporter


def usable_store(text: str | None, say: Texts) -> Store | None:
    """The store that was asked for; one that cannot be written is done without, and that is said."""
    store = Store.named(text or None)
    if store is None:
        return None
    try:
        store.check()
    except OSError as error:
        told = {"path": store.folder, "reason": error.strerror or str(error)}
        typer.echo(say("What is simulated now is not kept: {path} cannot be written ({reason}).", **told), file=sys.stderr)
        return None
    return store


def store_command(text: str | None, lang: str | None, *, clear: bool) -> int:
    """Says where the store is and how much it holds, after clearing it when asked; returns the exit code."""
    say = Texts(language_of(lang))
    store = Store.named(text or None)
    if store is None:
        typer.echo(say("Nothing is kept: the store is off."))
        return DONE
    if clear:
        store.clear()
    found = store.contents()
    typer.echo(say("The store: {path}", path=store.folder))
    size, limit = (say.number(size / 1e6, 1) for size in (found.size, store.limit))
    typer.echo(say("{count} pieces, {size} MB of at most {limit} MB", count=say.number(found.entries, 0), size=size, limit=limit))
    if found.entries:
        typer.echo(say("Used longest ago: {days} days", days=say.number(found.oldest, 0)))
    return DONE


def warm_command(lang: str | None) -> int:
    """Compiles both engines' rules and the compiled engine; says what was done and how long it took. Returns the exit code."""
    return guarded(lang, _warm)


def _warm(say: Texts) -> int:
    from sim.engine.compiler.jit import cache_folder
    from sim.experiment.running.warming import Warming, warm
    from sim.measure.warm import is_warm

    was_warm = is_warm()
    started = time.perf_counter()
    if not was_warm:
        with reporting(say, say("Compiling the engine")):
            Warming().wait(lambda: False)
    warm()
    seconds = say.number(time.perf_counter() - started, 1)
    if was_warm:
        typer.echo(say("The engine was compiled already; it loads in {seconds} s.", seconds=seconds))
    else:
        typer.echo(say("The engine is compiled for this computer; that took {seconds} s.", seconds=seconds))
    typer.echo(say("The machine code: {path}", path=cache_folder()))
    return DONE


def is_kept_for_good() -> bool:
    """Is the machine code in the user's cache folder, and not in one for temporary files, which is named after the user?"""
    from sim.engine.compiler.jit import cache_folder

    return cache_folder().parent.name == "sweetspot"


def compile_first(say: Texts) -> None:
    """Compiles the engine where that was not done, and says so; Ctrl-C ends it at once."""
    from sim.engine.compiler.jit import cache_folder
    from sim.experiment.running.warming import Warming
    from sim.measure.warm import is_warm

    if not is_warm():
        typer.echo(say("The engine is compiled for this computer first; that takes half a minute or so, once."), file=sys.stderr)
        with reporting(say, say("Compiling the engine")):
            Warming().wait(lambda: False)
        if not is_kept_for_good():
            told = {"path": cache_folder()}
            line = say(
                "The machine code is in {path}, a folder for temporary files: your cache folder cannot be written.", **told
            )
            typer.echo(line, file=sys.stderr)
