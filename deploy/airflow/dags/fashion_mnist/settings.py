"""The settings: what the Airflow Variable and the parameters of a run may say. docs/airflow.md shows them."""
from __future__ import annotations

import difflib
import json
from datetime import datetime
from typing import Any, Mapping, NamedTuple

try:
    from zoneinfo import ZoneInfo
except ImportError:  # Python 3.8
    from backports.zoneinfo import ZoneInfo

from fashion_mnist import schedule
from fashion_mnist.mistakes import RunError

VARIABLE = "fashion_mnist_batch"

# https://docs.aws.amazon.com/batch/latest/userguide/array_jobs.html
LARGEST_ARRAY = 10_000

_NAME = r"^[a-z0-9][a-z0-9-]*$"
_REVISIONLESS = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$"
_CONNECTION = r"^[\w.-]+$"

# Long before any run: Airflow ends a run of an earlier date well without starting one task of it.
_BEFORE_ANY_RUN = datetime(2000, 1, 1)


class Setting(NamedTuple):
    """One setting: its default, the JSON schema of its values, what it means, and whether a run can change it."""

    default: Any
    schema: Mapping[str, Any]
    description: str
    per_run: bool = True


def _text(**schema: Any) -> dict[str, Any]:
    return {"type": ["null", "string"], "minLength": 1, **schema}


def _number(minimum: int, maximum: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": minimum, "maximum": maximum}


def _choice(*values: str) -> dict[str, Any]:
    return {"type": "string", "enum": list(values)}


_PLACEHOLDERS = "Takes placeholders"

SETTINGS: Mapping[str, Setting] = {
    "environment": Setting(None, _text(pattern=_NAME), "Environment: job definition and queue are called `fashion-mnist-<environment>`."),
    "model_store": Setting(None, _text(), "Store of the models, s3://bucket[/prefix]."),
    "model_name": Setting("fashion-mnist", {"type": "string", "pattern": _NAME}, "Name of the model in the store."),
    "model": Setting(None, _text(), "One exact package instead of the one in production: 64 hex digits."),
    "input": Setting(None, _text(), f"The images: an object, or a folder of PNGs with a slash at its end. {_PLACEHOLDERS}."),
    "labels": Setting(None, _text(), f"The labels of IDX images. {_PLACEHOLDERS}."),
    "wait_for": Setting(None, _text(), f"Object that says the input is there; none: input, or _SUCCESS in its folder. {_PLACEHOLDERS}."),
    "output": Setting(None, _text(), f"Folder of the results. {_PLACEHOLDERS}."),
    "partition": Setting(None, _text(), f"Folders key=value above the results of a run, as of a table. {_PLACEHOLDERS}."),
    "run_id": Setting(None, _text(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$"), "Name of the run; none: from its data interval."),
    "format": Setting("csv", _choice("csv", "jsonl", "parquet"), "Format of the results."),
    "on_error": Setting("stop", _choice("stop", "skip"), "What to do with rows that cannot be used."),
    "resize": Setting("never", _choice("never", "fit", "stretch"), "How to scale PNGs that are not 28x28."),
    "invert": Setting("never", _choice("never", "auto", "always"), "Which PNGs to invert."),
    "batch_size": Setting(256, _number(1, 65_536), "Images in one call of the model."),
    "threads": Setting(0, _number(0, 1024), "Threads of the model; 0 takes every core."),
    "rows": Setting(None, {"type": ["null", "integer"], "minimum": 1}, "Rows of the input; none: found out where that is cheap."),
    "rows_per_shard": Setting(250_000, _number(1, 10**12), "Rows that one job of the array predicts at most."),
    "max_shards": Setting(1_000, _number(1, LARGEST_ARRAY), "Jobs in an array at most; goes before rows_per_shard."),
    "job_definition": Setting(None, _text(pattern=_REVISIONLESS), "Job definition, by name without revision; none: see environment."),
    "job_queue": Setting(None, _text(pattern=_REVISIONLESS), "Job queue, by name; none: see environment."),
    "schedule": Setting("0 3 * * *", _text(), "Cron expression; none: only started by hand.", False),
    "timezone": Setting("UTC", {"type": "string", "minLength": 1}, "Time zone of the schedule and of the placeholders.", False),
    "start_date": Setting("2026-01-01", {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}, "First day that catchup makes up for.", False),
    "catchup": Setting(False, {"type": "boolean"}, "Whether to run for the past intervals since start_date.", False),
    "max_active_runs": Setting(1, _number(1, 16), "Runs at the same time.", False),
    "deferrable": Setting(False, {"type": "boolean"}, "Whether to wait in the triggerer instead of in a worker.", False),
    "poll_seconds": Setting(60, _number(5, 3600), "Seconds between two looks at the input and, with deferrable, at jobs.", False),
    "wait_timeout_minutes": Setting(360, _number(1, 10_080), "How long to wait for the input.", False),
    "batch_timeout_minutes": Setting(720, _number(1, 10_080), "How long a job of Batch may take, its queueing included.", False),
    "run_timeout_minutes": Setting(1440, _number(1, 40_320), "How long a run may take.", False),
    "owner": Setting("fashion-mnist", {"type": "string", "minLength": 1}, "Owner that Airflow shows.", False),
    "tags": Setting(["fashion-mnist"], {"type": "array", "items": {"type": "string", "minLength": 1}}, "Tags that Airflow shows.", False),
    "pool": Setting("default_pool", {"type": "string", "minLength": 1}, "Pool whose slots the tasks take.", False),
    "queue": Setting(None, _text(), "Queue of the workers; none: the default one.", False),
    "aws_conn_id": Setting("aws_default", _text(pattern=_CONNECTION), "Connection to AWS; none: what boto3 finds.", False),
    "slack_conn_id": Setting(None, _text(pattern=_CONNECTION), "Connection of type slackwebhook; none: no messages.", False),
}


def at_import(content: Any) -> tuple[dict[str, Any], str | None]:
    """What the DAG is built from, and what is wrong with the Variable, if anything.

    Never raises: an import error would take the tasks of runs that are under way along. Without a Variable, or with a wrong one, there is
    no schedule, the valid settings count, and the first task of a new run says what is wrong.
    """
    if content is None:
        return {**_defaults(), "schedule": None}, (
            f"Variable {VARIABLE}: not found; set it, or for the command line of Airflow 3, which does not read the database, "
            f"the environment variable AIRFLOW_VAR_{VARIABLE.upper()}")
    try:
        return of_variable(content), None
    except RunError as error:
        return {**_defaults(), **_valid_part(content), "schedule": None}, str(error)


def of_variable(content: Any) -> dict[str, Any]:
    """All settings: what the Variable says, else the default.

    Raises RunError if the Variable is no JSON object, has a key that does not exist, a value out of range, a day or time zone that there is
    not, or a schedule that is no cron expression.
    """
    values = _checked(_parsed(content), SETTINGS, f"Variable {VARIABLE}")
    variable = {**_defaults(), **values}
    _day(variable)
    problem = schedule.problem_of(variable["schedule"]) if variable["schedule"] else None
    if problem:
        raise RunError(f"Variable {VARIABLE}: schedule: {problem}")
    return variable


def zone_of(variable: Mapping[str, Any]) -> ZoneInfo:
    """The time zone of the schedule and of the placeholders."""
    return ZoneInfo(variable["timezone"])


def start_of(variable: Mapping[str, Any]) -> datetime:
    """The first moment of the DAG: with catchup that of the schedule, else long ago, so that a run of any date has its tasks."""
    return _day(variable) if variable["catchup"] else _BEFORE_ANY_RUN.replace(tzinfo=zone_of(variable))


def of_run(variable: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of one run: those of the Variable with what the run changes.

    Raises RunError if it changes something that does not exist, or that only the Variable can.
    """
    changeable = {name: setting for name, setting in SETTINGS.items() if setting.per_run}
    return {**{name: variable[name] for name in changeable}, **_checked(changes, changeable, "parameters of the run")}


def _defaults() -> dict[str, Any]:
    return {name: setting.default for name, setting in SETTINGS.items()}


def _parsed(content: Any) -> dict[str, Any]:
    if isinstance(content, str):
        try:
            content = json.loads(content)
        except ValueError as error:
            raise RunError(f"Variable {VARIABLE}: not JSON: {error}") from None
    if not isinstance(content, dict):
        raise RunError(f"Variable {VARIABLE}: expected a JSON object of settings, got {type(content).__name__}")
    return content


def _valid_part(content: Any) -> dict[str, Any]:
    valid: dict[str, Any] = {}
    try:
        for name, value in _parsed(content).items():
            try:
                candidate = {**valid, **_checked({name: value}, SETTINGS, "")}
                _day({**_defaults(), **candidate})
                valid = candidate
            except RunError:
                continue
    except RunError:
        pass
    return valid


def _day(variable: Mapping[str, Any]) -> datetime:
    try:
        return datetime.fromisoformat(variable["start_date"]).replace(tzinfo=zone_of(variable))
    except (ValueError, KeyError) as error:
        raise RunError(f"Variable {VARIABLE}: start_date {variable['start_date']}, timezone {variable['timezone']}: {error}") from None


def _checked(values: Mapping[str, Any], settings: Mapping[str, Setting], where: str) -> dict[str, Any]:
    # Here, because every parse of the DAG would pay for the import, also where nothing is to be checked.
    import jsonschema

    for name, value in values.items():
        if name not in settings:
            raise RunError(f"{where}: {_unknown(name, settings)}")
        problem = next(jsonschema.Draft202012Validator(settings[name].schema).iter_errors(value), None)
        if problem:
            raise RunError(f"{where}: {name}: {problem.message}")
    return dict(values)


def _unknown(name: str, settings: Mapping[str, Setting]) -> str:
    if name in SETTINGS:
        return f"{name} cannot be changed by a run; set it in the Variable {VARIABLE}"
    near = difflib.get_close_matches(name, settings, 1)
    return f"unknown setting {name!r}" + (f"; did you mean {near[0]}?" if near else f"; known are {', '.join(sorted(settings))}")
