"""What a scenario file says under ``use``: which measures, from when, with which parameters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from sim.model.files.tree import with_key
from sim.model.files.yaml_file import Entry

TODAY = "today"
"""As the start of a measure: the town has it already, so it is part of what everything is compared with."""


def is_file(written: str) -> bool:
    """Is it the path of a file rather than a name of the library?"""
    return "/" in written or "\\" in written or written.endswith((".yaml", ".yml"))


def named(written: str) -> str:
    """The name of a measure or plan, be it written as a name or as a file."""
    return PurePosixPath(written.replace("\\", "/")).stem if is_file(written) else written


@dataclass(frozen=True)
class Use:
    """A measure in use: the ``name`` it has in the scenario, the measure or file that it is ``of``, and what is said of it."""

    name: str
    of: str
    entry: Entry

    @property
    def is_today(self) -> bool:
        """Is it so already, rather than from a week on?"""
        start = self.entry.mapping.get("start")
        return start is not None and start.value == TODAY


def use_written_out(root: Entry) -> Entry:
    """A file whose ``use`` is a name or a list of names, with it as a mapping, so that another file can change it."""
    use = root.mapping.get("use")
    if use is None or not isinstance(use.value, str | tuple):
        return root
    listed = use.value if isinstance(use.value, tuple) else (use,)
    uses: dict[str, Entry] = {}
    for item in listed:
        text = str(item.value)
        name = named(text)
        uses[name] = Entry({} if name == text else {"measure": item}, item.file, item.line)
    return with_key(root, "use", replace(use, value=uses))


def uses_of(root: Entry) -> Iterator[Use]:
    """The measures that a file uses, in its order; what it took out (null) is none."""
    use = use_written_out(root).mapping.get("use")
    for name, entry in use.mapping.items() if use else ():
        if entry.value is None:
            continue
        of = entry.mapping.get("measure")
        yield Use(name, str(of.value) if of is not None and isinstance(of.value, str) else name, entry)
