"""One browser and one server for all browser tests; each test has visitors of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from sim.experiment.compare import compare
from sim.model.files.loading import load
from tests.browser.chromium import MISSING, chromium, find
from tests.browser.server import Server, serving
from tests.browser.visiting import READY, Visitor, visiting

Visit = Callable[..., Visitor]
HERE = Path(__file__).parent
DATA = HERE.parent / "data"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if find() is None:
        pytest.fail(MISSING, pytrace=False)
    expect.set_options(timeout=READY)
    with chromium() as running:
        yield running


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The dashboard, with its machine code made, so that no page waits for that."""
    compare(
        [load(DATA / name, overrides={"period.weeks": 1}) for name in ("town.yaml", "town_digital.yaml")], replications=2, jobs=1
    )
    with serving() as running:
        yield running


@pytest.fixture
def visit(browser: Browser, server: Server) -> Iterator[Visit]:
    """Calling it makes a visitor; its arguments are those of :func:`tests.browser.visiting.visiting`."""
    with ExitStack() as visitors:
        enter = partial(visiting, browser, server.address)
        yield lambda *arguments, **profile: visitors.enter_context(enter(*arguments, **profile))
