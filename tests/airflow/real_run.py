#!/usr/bin/env python3
"""Runs the DAG, still in the stub of Airflow, with the real job as processes and a real S3 server.

Usage: real_run.py PROGRAM SETTINGS
PROGRAM is fashion_mnist_job, SETTINGS the JSON of the Airflow Variable. The AWS variables name the server.
Prints the state of each task as JSON.
"""
import json
import os
import subprocess
import sys

import botocore.config
import botocore.session

import scene
import simulated_aws
import stub_airflow


def connect():
    """A client as S3Hook.get_conn gives one."""
    paths = botocore.config.Config(s3={"addressing_style": "path"})
    address = os.environ["AWS_ENDPOINT_URL_S3"]
    client = botocore.session.Session().create_client("s3", os.environ["AWS_REGION"], endpoint_url=address, config=paths)
    client.holds = lambda bucket, key: bool(client.head_object(Bucket=bucket, Key=key))
    return client


def batch(program):
    """Does what AWS Batch does with a job: a process for each child of an array, with its variables."""

    def submit(request):
        simulated_aws.check_request("batch", "SubmitJob", request)
        size = request.get("arrayProperties", {}).get("size")
        for index in range(size or 1):
            child = {"AWS_BATCH_JOB_ID": f"job:{index}", "AWS_BATCH_JOB_ARRAY_INDEX": str(index), "AWS_BATCH_JOB_ARRAY_SIZE": str(size)}
            environment = {**os.environ, **(child if size else {"AWS_BATCH_JOB_ID": "job"})}
            subprocess.run([program, *request["containerOverrides"]["command"]], env=environment, check=True, stdout=sys.stderr)
        return "job"

    return submit


def main(program, settings):
    world = stub_airflow.World("3.0", {"fashion_mnist_batch": settings}, connect(), batch(program))
    world.install()
    import fashion_mnist_batch

    outcome = fashion_mnist_batch.dag.run(scene.dag_run())
    for task, error in outcome.errors.items():
        print(f"{task}: {error}", file=sys.stderr)
    print(json.dumps(outcome.states))


if __name__ == "__main__":
    main(*sys.argv[1:])
