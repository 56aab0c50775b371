"""Why a job of AWS Batch failed. The operator names the array job alone, whose children have the exit codes and the logs."""
from __future__ import annotations

from typing import Any, Mapping


def of_job(client: Any, queue: str, name: str) -> str | None:
    """Exit code, reason and log stream of the newest job of that name, of an array job those of its first failed child.

    None if Batch knows no such job, or it did not fail.
    """
    filters = [{"name": "JOB_NAME", "values": [name]}]
    summaries = client.list_jobs(jobQueue=queue, filters=filters)["jobSummaryList"]
    if not summaries:
        return None
    job = _describe(client, max(summaries, key=lambda x: x["createdAt"])["jobId"])
    size = job.get("arrayProperties", {}).get("size")
    if not size:
        return _text(job) if job["status"] == "FAILED" else None
    failed = client.list_jobs(arrayJobId=job["jobId"], jobStatus="FAILED")["jobSummaryList"]
    if not failed:
        return None
    first = _describe(client, min(failed, key=lambda x: x["arrayProperties"]["index"])["jobId"])
    count = job["arrayProperties"].get("statusSummary", {}).get("FAILED", len(failed))
    return f"{count} of {size} jobs failed; job {first['arrayProperties']['index']}: {_text(first)}"


def _describe(client: Any, job_id: str) -> Mapping[str, Any]:
    return client.describe_jobs(jobs=[job_id])["jobs"][0]


def _text(job: Mapping[str, Any]) -> str:
    container = job.get("container", {})
    facts = (
        f"exit code {container['exitCode']}" if "exitCode" in container else None,
        container.get("reason") or job.get("statusReason"),
        f"log stream {container['logStreamName']}" if "logStreamName" in container else None,
    )
    return ", ".join(x for x in facts if x)
