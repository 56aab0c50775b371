"""What is submitted to AWS Batch, docs/job.md describes the command lines."""
from __future__ import annotations

from typing import Any, Mapping

from fashion_mnist import s3
from fashion_mnist.identity import job_name


def plan(settings: Mapping[str, Any], package_address: str, shards: int) -> dict[str, Any]:
    """Names, container overrides and array properties of the two jobs.

    A single job has no array properties: AWS Batch refuses arrays of one.
    """
    base = f"fashion-mnist-{settings['environment']}"
    definition = settings["job_definition"] or base
    return {
        "shards": shards,
        "job_definition": definition,
        "job_queue": settings["job_queue"] or base,
        "predict_name": job_name(definition, settings["run_id"]),
        "predict_overrides": {"command": _predict(settings, package_address)},
        "array_properties": {"size": shards} if shards > 1 else {},
        # Airflow may end jobs with this tag and no others, see access.yaml.
        "tags": {"fashion-mnist-environment": settings["environment"]},
        "merge_name": job_name(definition, settings["run_id"], "-merge"),
        "merge_overrides": {"command": _merge(settings, shards)},
    }


def run_folder(settings: Mapping[str, Any]) -> s3.S3Uri:
    """Where the results of a run lie; ends with a slash."""
    folders = [x for x in (settings["partition"], settings["run_id"]) if x]
    return s3.parse(settings["output"], "output").below("/".join(folders) + "/")


def _predict(settings: Mapping[str, Any], package_address: str) -> list[str]:
    options = {
        "--model": package_address,
        "--input": settings["input"],
        **_common(settings),
        "--labels": settings["labels"],
        "--on-error": settings["on_error"],
        "--resize": settings["resize"],
        "--invert": settings["invert"],
        "--batch-size": settings["batch_size"],
        "--threads": settings["threads"],
    }
    return _command("predict", options)


def _merge(settings: Mapping[str, Any], shards: int) -> list[str]:
    return _command("merge", {**_common(settings), "--shards": shards})


def _common(settings: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "--output": settings["output"],
        "--run-id": settings["run_id"],
        "--partition": settings["partition"],
        "--format": settings["format"],
    }


def _command(verb: str, options: Mapping[str, Any]) -> list[str]:
    command = [verb]
    for name, value in options.items():
        if value is not None:
            command += [name, str(value)]
    return command
