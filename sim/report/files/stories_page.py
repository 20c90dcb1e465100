"""The page docs/stories.md: every story with its question, what is changed, and what was found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sim.model.files.library import Story
from sim.report.answers.stories import FigureTold, StoredStories, StoryTold
from sim.report.words.certainty import story_chance, story_leaning
from sim.report.words.verdict import judged
from sim.text.texts import Texts
from sim.text.units import rounding

HEAD = """# The library of stories

This page is written by `make answers`, which runs every story beside its base at the low, the middle and the high of the
assumption that decides it. They are the plans that are told in full; `sweetspot plans` lists these and the others with what was
found. `sweetspot compare BASE STORY` shows all figures of one, and who gains and who loses; `--plan NAME` puts it on a town of
your own.

All stories of one base have the same citizens: only the design differs. No direction was fixed beforehand. The figures in bold
are the verdict, chosen beforehand. The others were looked at afterwards, and are shown where they changed at one level at
least. A cell has the base, the story, and the difference (from, to). Everything that was found comes from these runs.
{rounding}

{chance}

{about}
"""


def stories_page(stories: Sequence[Story], stored: StoredStories) -> str:
    say = Texts("en")
    told = [(story, found) for story in stories if (found := stored.of(story.name)) is not None]
    repeats = sorted({found.replications for _, found in told})
    each = ", ".join(map(str, repeats))
    about = f"{len(told)} stories, {each} repeats each."
    return "\n".join(
        [
            HEAD.format(about=about, chance=story_chance(say), rounding=rounding(say)),
            *(_section(story, found, say) for story, found in told),
        ]
    )


def _section(story: Story, found: StoryTold, say: Texts) -> str:
    scenario, deciding = story.scenario, story.scenario.deciding
    measures = "; ".join(say(measure.label) for measure in scenario.measures)
    levels = found.levels["en"]
    parts = [
        f"## {say(story.label).capitalize()}\n",
        f"**{say(story.question).strip()}** (`{story.name}` beside `{story.beside_name}`)\n",
        f"*Changed:* {measures}.\n",
        f"*About:* {say(story.about).strip()}\n",
        f"*Look at:* {say(story.look_at).strip()}\n",
    ]
    what = say(deciding.what) if deciding is not None else ""
    head = [f"{what}:", *(f"{level.level}: {level.assumed}" if level.assumed else level.level for level in levels)]
    rows = [["verdict", *(level.verdict for level in levels)]]
    for same in found.shown("en"):
        name = f"**{same[0].name}**" if same[0].headline else same[0].name
        rows.append([name, *(_cell(say, one) for one in same)])
    parts += [_table(head, rows)]
    if found.unsourced is not None:
        parts.append(story_leaning(say, found.unsourced) + "\n")
    parts.append(f"{found.replications} repeats.\n")
    return "\n".join(parts)


def _cell(say: Texts, figure: FigureTold) -> str:
    return f"{figure.reference} → {figure.story}: {figure.difference} {judged(say, figure.judgement)}"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    titles = list(head)
    lines = ["| " + " | ".join(titles) + " |", "|" + " --- |" * len(titles)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)]) + "\n"
