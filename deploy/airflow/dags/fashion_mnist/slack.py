"""Messages to a Slack channel. The webhook lies in an Airflow connection and nowhere else."""
from __future__ import annotations

import importlib.util
import logging
from typing import Any, Mapping

from fashion_mnist.mistakes import RunError
from fashion_mnist.settings import VARIABLE

_LONGEST = 2900  # Slack cuts the text of a block at 3000 characters.
_log = logging.getLogger(__name__)


def require(connection: str | None) -> None:
    """Raises RunError if a connection is configured and the provider for it is not installed, or it is no connection to Slack."""
    if not connection:
        return
    where = f"Variable {VARIABLE}: slack_conn_id {connection}"
    if importlib.util.find_spec("airflow.providers.slack") is None:
        raise RunError(f"{where}: the package apache-airflow-providers-slack is not installed")
    from airflow.providers.slack.hooks.slack_webhook import SlackWebhookHook

    try:
        SlackWebhookHook(slack_webhook_conn_id=connection).get_conn()
    except Exception as error:
        # Not the message of the exception: it may hold the address of the webhook.
        raise RunError(f"{where}: {type(error).__name__}; create a connection of type Slack Incoming Webhook with the token as its password") from None


def tell(connection: str | None, text: str) -> None:
    """Sends a message. One that cannot be sent is a warning in the log and changes nothing else."""
    if not connection:
        return
    try:
        from airflow.providers.slack.hooks.slack_webhook import SlackWebhookHook

        plain = text[:_LONGEST]
        block = {"type": "section", "text": {"type": "plain_text", "text": plain, "emoji": False}}
        SlackWebhookHook(slack_webhook_conn_id=connection).send(text=_escaped(plain), blocks=[block])
    except Exception as error:
        # Not the message of the exception: it may hold the address of the webhook.
        _log.warning("Slack could not be told by connection %s: %s", connection, type(error).__name__)


def done(run: Mapping[str, Any], summary: Mapping[str, Any]) -> str:
    """What to say of a run that ended well."""
    return (
        f"{run['environment']}: run {run['run_id']} predicted {summary['predicted']:,} of {summary['rows']:,} rows"
        + (f", {summary['rejected']:,} rejected" if summary["rejected"] else "") + f"\n{summary['folder']}")


def failed(context: Mapping[str, Any], environment: str | None, known: str | None) -> str:
    """What to say of a failed task. The text of foreign exceptions stays in its log: it can hold a whole job description.

    known is what is known of the reason beside the exception.
    """
    instance, error = context["ti"], context.get("exception")
    reason = known or _mistake(error) or (f"{type(error).__name__}, see the log" if isinstance(error, BaseException) else "see the log")
    # Airflow 3.0 does not know the address of the log in a callback.
    return f"{environment or instance.dag_id}: {instance.task_id} of {instance.run_id} failed: {reason}\n{getattr(instance, 'log_url', '')}".rstrip()


def timed_out(context: Mapping[str, Any], environment: str | None) -> str:
    """What to say of a run that took too long."""
    return f"{environment or context['dag'].dag_id}: {context['run_id']} took longer than run_timeout_minutes; its jobs may still be running in AWS Batch"


def _mistake(error: Any) -> str | None:
    return next((str(e) for e in (error, getattr(error, "__cause__", None)) if isinstance(e, RunError)), None)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
