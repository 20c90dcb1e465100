"""What a text in the model is: the name of something else, a name of its own, or words.

Every text and every key of a mapping says it by its type. From these types follows what is looked up when a file is read
(:mod:`sim.model.files.references`), so a new field with a name in it is looked up from its first day.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal, get_args

Thing = Literal["channel", "team", "queue", "service", "segment", "step", "number", "file", "path"]
THINGS: tuple[Thing, ...] = get_args(Thing)


@dataclass(frozen=True)
class Refers:
    """The text is the name of something else: it must be there."""

    to: Thing


@dataclass(frozen=True)
class Own:
    """The text is the name of what stands there itself, as others may refer to it."""


@dataclass(frozen=True)
class Words:
    """The text is for people, or has a form of its own that its reader checks (hours, days, dates)."""


ChannelName = Annotated[str, Refers("channel")]
TeamName = Annotated[str, Refers("team")]
QueueName = Annotated[str, Refers("queue")]
ServiceName = Annotated[str, Refers("service")]
SegmentName = Annotated[str, Refers("segment")]
StepName = Annotated[str, Refers("step")]
NumberPaths = Annotated[str, Refers("number")]
FileName = Annotated[str, Refers("file")]
FieldPath = Annotated[str, Refers("path")]
OwnName = Annotated[str, Own()]
FreeText = Annotated[str, Words()]
