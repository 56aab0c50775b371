"""The intervals of the schedule, for runs that Airflow gives none, and what is wrong with a cron expression."""
from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

try:  # Comes with Airflow itself; a worker that has the task SDK alone can do without.
    from croniter import croniter
except ImportError:
    croniter = None


def problem_of(cron: str) -> str | None:
    """What is wrong with a cron expression; None: nothing, or nothing is there to tell."""
    return None if croniter is None or croniter.is_valid(cron) else f"{cron!r} is not a cron expression"


def last_interval_start(cron: str, zone: tzinfo, moment: datetime) -> datetime | None:
    """Start of the last interval that was over at a moment, as CronDataIntervalTimetable gives it to a run started by hand.

    None where no croniter is there to tell.
    """
    if croniter is None:
        return None
    # croniter looks strictly before; an interval that ends at the moment itself is over.
    ticks = croniter(cron, moment.astimezone(zone) + timedelta(seconds=1))
    ticks.get_prev(datetime)
    return ticks.get_prev(datetime)
