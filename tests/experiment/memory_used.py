"""Prints how much memory one replication took at most, in bytes: ``python memory_used.py FILE WEEKS ENGINE``."""

from __future__ import annotations

import gc
import json
import sys
from pathlib import Path

from sim.experiment.running.subject import Subject
from sim.experiment.running.work_unit import Job, replicate
from sim.model.files.loading import load

STATUS = Path("/proc/self/status")
SHORT = {"period.weeks": 1, "period.warm_up": 0, "period.prelude": 0, "period.follow_up": 0}


def told(what: str) -> int:
    line = next(line for line in STATUS.read_text(encoding="ascii").splitlines() if line.startswith(what))
    return 1024 * int(line.split()[1])


def main() -> None:
    file, weeks, engine = sys.argv[1:]
    replicate(Job((Subject(load(Path(file), overrides=SHORT)),), 1, engine), 0)
    subject = Subject(load(Path(file), overrides={"period.weeks": int(weeks)}))
    job = Job((subject,), 1, engine)
    _ = subject.compiled
    gc.collect()
    before = told("VmRSS")
    replicate(job, 0)
    sys.stdout.write(json.dumps(told("VmHWM") - before))


if __name__ == "__main__":
    main()
