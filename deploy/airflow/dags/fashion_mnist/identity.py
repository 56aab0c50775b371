"""What a run is called and which moment it stands for."""
from __future__ import annotations

import hashlib
import re
from datetime import datetime, timezone, tzinfo
from typing import Any, Mapping

from fashion_mnist import s3, schedule
from fashion_mnist.mistakes import RunError

REQUIRED = ("environment", "model_store", "input", "output")
_FILLED = ("input", "labels", "wait_for", "output", "partition")
_LONGEST_NAME = 128


def resolve(settings: Mapping[str, Any], dag_run: Any, zone: tzinfo, cron: str | None = None) -> dict[str, Any]:
    """The settings of a run with its name in run_id, all placeholders filled in, in that time zone, and wait_for decided.

    cron is the schedule, which says what interval a run stands for that Airflow gives none.

    A run stands for its data interval, so that running it again gives the same name and overwrites.
    Raises RunError if a setting is missing or an address is malformed.
    """
    missing = [name for name in REQUIRED if not settings[name]]
    if missing:
        raise RunError(f"{', '.join(missing)}: not set; set it in the Variable fashion_mnist_batch or as a parameter of the run")
    moment = moment_of(dag_run, zone, cron)
    run_id = settings["run_id"] or name_of(dag_run, zone, cron)
    resolved = {**settings, "run_id": run_id}
    for name in _FILLED:
        if settings[name]:
            resolved[name] = _fill(name, settings[name], _values(run_id, moment, zone))
    for name in ("model_store", *_FILLED):
        if resolved[name] and name != "partition":
            s3.parse(resolved[name], name)
    marker = "_SUCCESS" if resolved["input"].endswith("/") else ""
    resolved["wait_for"] = resolved["wait_for"] or resolved["input"] + marker
    if not s3.parse(resolved["wait_for"], "wait_for").key:
        raise RunError(f"wait_for: {resolved['wait_for']}: name an object in the bucket")
    return resolved


def name_of(dag_run: Any, zone: tzinfo, cron: str | None) -> str:
    """The name of a run that nobody named: its data interval or logical date, else what Airflow calls it."""
    moment = _interval_start(dag_run, zone, cron) or getattr(dag_run, "logical_date", None)
    if moment is None:
        plain = re.sub(r"[^A-Za-z0-9._-]", "-", dag_run.run_id).strip("._-")
        digest = hashlib.sha256(dag_run.run_id.encode()).hexdigest()[:8]
        return f"{plain[:_LONGEST_NAME - 9]}-{digest}".lstrip("-")
    utc = moment.astimezone(timezone.utc)
    return utc.strftime("%Y%m%dT%H%M%S") + (f".{utc.microsecond:06}" if utc.microsecond else "") + "Z"


def moment_of(dag_run: Any, zone: tzinfo, cron: str | None) -> datetime | None:
    """The moment that {date} means, however the run was started: the start of the data interval, which is the last one that was over.

    Without a schedule there are no intervals, and it is the logical date, else the start of the run.
    """
    moments = (_interval_start(dag_run, zone, cron), *(getattr(dag_run, name, None) for name in ("logical_date", "run_after")))
    return next((moment for moment in moments if moment), None)


def job_name(base: str, run_id: str, suffix: str = "") -> str:
    """A name that Batch takes: 128 letters, digits, dashes and underscores at most."""
    return re.sub(r"[^A-Za-z0-9_-]", "_", f"{base}{suffix}-{run_id}")[:_LONGEST_NAME]


def _interval_start(dag_run: Any, zone: tzinfo, cron: str | None) -> datetime | None:
    start, end = (getattr(dag_run, f"data_interval_{name}", None) for name in ("start", "end"))
    if start and end and start < end:
        return start
    # Airflow 3 gives a run without logical date no interval.
    after = getattr(dag_run, "run_after", None)
    known = getattr(dag_run, "logical_date", None)
    return schedule.last_interval_start(cron, zone, after) if cron and after and not known else None


def _values(run_id: str, moment: datetime | None, zone: tzinfo) -> dict[str, str]:
    values = {"run_id": run_id}
    if moment:
        there = moment.astimezone(zone)
        values.update(date=f"{there:%Y-%m-%d}", year=f"{there:%Y}", month=f"{there:%m}", day=f"{there:%d}", hour=f"{there:%H}")
    return values


def _fill(name: str, text: str, values: Mapping[str, str]) -> str:
    def value(match: re.Match[str]) -> str:
        if match[1] not in values:
            raise RunError(f"{name}: {match[0]} is not known in {text!r}; known are {', '.join('{%s}' % x for x in values)}")
        return values[match[1]]

    filled = re.sub(r"\{([^{}]*)\}", value, text)
    if "{" in filled or "}" in filled:
        raise RunError(f"{name}: {text!r} has a brace without its other half")
    return filled
