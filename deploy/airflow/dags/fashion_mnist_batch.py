"""Predicts the images of S3 with the model in production, as a job of AWS Batch, on schedule. docs/airflow.md describes it.

For Airflow 2.9 and later and Airflow 3, with version 8.25 of the amazon provider or a later one.
"""
from __future__ import annotations

import functools
import logging
from datetime import timedelta

from airflow.providers.amazon import __version__ as PROVIDER
from airflow.providers.amazon.aws.hooks.batch_client import BatchClientHook
from airflow.providers.amazon.aws.hooks.s3 import S3Hook
from airflow.providers.amazon.aws.operators.batch import BatchOperator
from airflow.providers.amazon.aws.sensors.s3 import S3KeySensor

try:  # Airflow 3
    from airflow.sdk import DAG, Param, TaskGroup, Variable, task
except ImportError:  # Airflow 2
    from airflow import DAG
    from airflow.decorators import task
    from airflow.models import Variable
    from airflow.models.param import Param
    from airflow.utils.task_group import TaskGroup
try:  # Airflow 3.2
    from airflow.sdk import CronDataIntervalTimetable
except ImportError:
    from airflow.timetables.interval import CronDataIntervalTimetable
try:  # Airflow 3.2
    from airflow.sdk.exceptions import AirflowFailException
except ImportError:
    from airflow.exceptions import AirflowFailException

from fashion_mnist import completeness, failures, identity, jobs, page, pointer, s3, settings, sizing, slack, surroundings
from fashion_mnist.mistakes import RunError

_log = logging.getLogger(__name__)

# The second argument is called default_var in Airflow 2 and default in Airflow 3.
CONFIGURED, PROBLEM = settings.at_import(Variable.get(settings.VARIABLE, None))
CHANGEABLE = {name: x for name, x in settings.SETTINGS.items() if x.per_run}
CONNECTION = CONFIGURED["aws_conn_id"]
STEP_TIMEOUT = timedelta(minutes=30)
# BatchOperator counts looks, not time; its own 4200 would end a deferred wait before batch_timeout_minutes where poll_seconds is small.
MOST_LOOKS = max(4200, 60 * CONFIGURED["batch_timeout_minutes"] // CONFIGURED["poll_seconds"] + 1)


def step(kind=None, **arguments):
    """A task of this file. What people have to put right is not tried again."""

    def decorate(function):
        @functools.wraps(function)
        def run(*args, **kwargs):
            try:
                return function(*args, **kwargs)
            except RunError as error:
                raise AirflowFailException(str(error)) from error

        return (kind or task)(execution_timeout=STEP_TIMEOUT, **arguments)(run)

    return decorate


def tell_of_failed_task(context):
    """Reports a failed task in its log and to Slack. Under load Airflow may call it twice."""
    known = reason_of(context["task"], type(context.get("exception")).__name__)
    if known:
        _log.error("%s: %s", context["ti"].task_id, known)
    slack.tell(CONFIGURED["slack_conn_id"], slack.failed(context, context["params"].get("environment"), known))


def tell_of_timeout(context):
    """Of the other failures of a run its task has told."""
    if context.get("reason") == "timed_out":
        slack.tell(CONFIGURED["slack_conn_id"], slack.timed_out(context, CONFIGURED["environment"]))


def reason_of(failed, error):
    """What the exception does not say: which object did not appear, or how the jobs of AWS Batch ended."""
    # The second is what a deferred wait that timed out ends with before Airflow 3.
    if error in ("AirflowSensorTimeout", "TaskDeferralError") and isinstance(failed.bucket_name, str):
        return f"s3://{failed.bucket_name}/{failed.bucket_key[0]}: not seen within {CONFIGURED['wait_timeout_minutes']} minutes"
    if not isinstance(failed, BatchOperator) or not isinstance(failed.job_name, str):
        return None
    try:
        return failures.of_job(batch_client(), failed.job_queue, failed.job_name)
    except Exception as error:
        # It must not hide the failure that it is about.
        _log.warning("AWS Batch could not be asked why %s failed: %s", failed.job_name, error)
        return None


def client():
    return S3Hook(aws_conn_id=CONNECTION).get_conn()


def batch_client():
    return BatchClientHook(aws_conn_id=CONNECTION).get_conn()


@step(multiple_outputs=True)
def configure(**context):
    """Settles everything that the rest of the run goes by."""
    if PROBLEM:
        raise RunError(PROBLEM)
    surroundings.require(CONFIGURED, PROVIDER, batch_client)
    changes = {**context["params"], **(context["dag_run"].conf or {})}
    zone = settings.zone_of(CONFIGURED)
    run = identity.resolve(settings.of_run(CONFIGURED, changes), context["dag_run"], zone, CONFIGURED["schedule"])
    _log.info("Run %s reads %s and writes %s", run["run_id"], run["input"], jobs.run_folder(run))
    awaited = s3.parse(run["wait_for"], "wait_for")
    return {"run": run, "wait_bucket": awaited.bucket, "wait_key": awaited.key}


@step()
def pin_model(run):
    """Reads production.json, once for all jobs of the run."""
    pinned = pointer.pin(client(), run)
    _log.info("The model of this run is %s", pinned["address"])
    return {**pinned, "run": run}


@step(multiple_outputs=True)
def plan(pinned):
    """Decides how many jobs there are and what they do."""
    run = pinned["run"]
    rows, how = sizing.count_rows(client(), run)
    shards = sizing.shard_count(rows, run["batch_size"], run["rows_per_shard"], run["max_shards"])
    earlier = sizing.earlier_count(client(), jobs.run_folder(run))
    if earlier and earlier != shards:
        _log.info("An earlier attempt was cut into %s, and so is this one instead of into %s", earlier, shards)
    _log.info("%s rows (%s) for %s jobs", rows if rows else "An unknown number of", how, earlier or shards)
    return {**jobs.plan(run, pinned["address"], earlier or shards), "run": run, "package_id": pinned["package_id"]}


@step()
def verify(planned):
    """Proves that every part is there and that they fit together."""
    run, package_id = planned["run"], planned["package_id"]
    parts = completeness.verify_parts(client(), jobs.run_folder(run), run["run_id"], package_id, planned["shards"])
    return {**parts, "run": run, "package_id": package_id}


@step(kind=task.short_circuit, ignore_downstream_trigger_rules=False)
def has_parts(verified):
    """Whether there is something to merge. A single job writes the commit marker itself."""
    return verified["shards"] > 1


@step(trigger_rule="none_failed")
def commit(verified):
    """Proves the commit marker, _manifest.json: from here on the results count."""
    return completeness.verify_commit(client(), verified, verified["run"]["run_id"], verified["package_id"])


@step()
def notify(committed):
    """Says what came out."""
    text = slack.done(committed["run"], committed)
    _log.info("%s", text)
    slack.tell(CONFIGURED["slack_conn_id"], text)


def batch_job(task_id, planned, verb):
    """A job of AWS Batch, which alone decides about trying again: by the retry strategy of the job definition."""
    return BatchOperator(
        task_id=task_id,
        job_name=planned[f"{verb}_name"],
        job_definition=planned["job_definition"],
        job_queue=planned["job_queue"],
        container_overrides=planned[f"{verb}_overrides"],
        array_properties=planned["array_properties"] if verb == "predict" else None,
        tags=planned["tags"],
        deferrable=CONFIGURED["deferrable"],
        poll_interval=CONFIGURED["poll_seconds"],
        max_retries=MOST_LOOKS,
        execution_timeout=timedelta(minutes=CONFIGURED["batch_timeout_minutes"]),
        retries=0,
        aws_conn_id=CONNECTION,
    )


def stage(name, tooltip):
    """A group of tasks that the graph shows as one; their names stay as they are."""
    return TaskGroup(group_id=name, tooltip=tooltip, prefix_group_id=False)


with DAG(
    dag_id="fashion_mnist_batch",
    description=PROBLEM or "Batch prediction of garments with the model in production",
    # Not the bare cron expression: what the data interval of that is depends on the version and configuration of Airflow.
    schedule=CronDataIntervalTimetable(CONFIGURED["schedule"], CONFIGURED["timezone"]) if CONFIGURED["schedule"] else None,
    start_date=settings.start_of(CONFIGURED),
    catchup=CONFIGURED["catchup"],
    max_active_runs=CONFIGURED["max_active_runs"],
    dagrun_timeout=timedelta(minutes=CONFIGURED["run_timeout_minutes"]),
    default_args={
        "owner": CONFIGURED["owner"],
        "pool": CONFIGURED["pool"],
        **({"queue": CONFIGURED["queue"]} if CONFIGURED["queue"] else {}),
        "retries": 2,
        "retry_delay": timedelta(minutes=1),
        "on_failure_callback": tell_of_failed_task,
    },
    on_failure_callback=tell_of_timeout,
    params={name: Param(CONFIGURED[name], description=x.description, **x.schema) for name, x in CHANGEABLE.items()},
    doc_md=page.PAGE,
    tags=CONFIGURED["tags"],
) as dag:
    with stage("prepare", "Settings, input, model and number of jobs"):
        configured = configure()
        wait = S3KeySensor(
            task_id="wait_for_input",
            bucket_name=configured["wait_bucket"],
            bucket_key=[configured["wait_key"]],
            mode="reschedule",
            deferrable=CONFIGURED["deferrable"],
            poke_interval=CONFIGURED["poll_seconds"],
            timeout=60 * CONFIGURED["wait_timeout_minutes"],
            # A deferred wait that timed out would be tried again, for three times as long.
            retries=0,
            aws_conn_id=CONNECTION,
        )
        pinned = pin_model(configured["run"])
        planned = plan(pinned)
        wait >> pinned
    with stage("predicting", "Jobs of AWS Batch and their results"):
        predict = batch_job("predict", planned, "predict")
        verified = verify(planned)
        merge = batch_job("merge", planned, "merge")
        predict >> verified >> has_parts(verified) >> merge
    with stage("finish", "Commit marker and report"):
        committed = commit(verified)
        merge >> committed
        notify(committed)
