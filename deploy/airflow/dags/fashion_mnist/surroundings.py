"""What a run needs around it. Found out before anything starts, because Airflow shows it late, elsewhere or not at all."""
from __future__ import annotations

import importlib.util
import re
from typing import Any, Callable, Mapping

from fashion_mnist import slack
from fashion_mnist.mistakes import RunError
from fashion_mnist.settings import VARIABLE

# 8.18 to 8.20 send a retry strategy of one attempt with each job, which overrides that of the job definition.
OLDEST_PROVIDER = (8, 25)


def require(configured: Mapping[str, Any], provider_version: str, connect: Callable[[], Any]) -> None:
    """Raises RunError for a provider that is too old, a deferred wait without aiobotocore, a Slack connection that does not work, or a missing region.

    connect makes a client of AWS Batch.
    """
    numbers = tuple(int(x) for x in re.findall(r"\d+", provider_version)[:2])
    if numbers < OLDEST_PROVIDER:
        raise RunError(
            f"apache-airflow-providers-amazon {provider_version} switches the retries of AWS Batch off; "
            f"install {'.'.join(map(str, OLDEST_PROVIDER))} or later")
    if configured["deferrable"] and importlib.util.find_spec("aiobotocore") is None:
        raise RunError(
            f"Variable {VARIABLE}: deferrable: the triggerer needs aiobotocore; install apache-airflow-providers-amazon[aiobotocore] on workers and triggerer")
    slack.require(configured["slack_conn_id"])
    try:
        connect()
    except Exception as error:
        if type(error).__name__ != "NoRegionError":
            raise
        raise RunError(
            f"Variable {VARIABLE}: aws_conn_id {configured['aws_conn_id']}: no region; set region_name in the connection's extra field, "
            "or AWS_DEFAULT_REGION") from None
