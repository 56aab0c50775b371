"""The DAG in a world of its own: one of the layouts of Airflow, a store with a model in production, an input, simulated AWS."""
import json
import pathlib
import sys
import types
from datetime import datetime, timedelta, timezone

import simulated_aws
import stub_airflow

DAGS = pathlib.Path(__file__).resolve().parents[2] / "deploy" / "airflow" / "dags"
PACKAGE = "ab" * 32
SETTINGS = {
    "environment": "integration",
    "model_store": "s3://models",
    "input": "s3://data/input/{date}/images.gz",
    "output": "s3://results/predictions",
    "rows": 1000,
    "rows_per_shard": 300,
}
RUN = "20261124T030000Z"
RESULTS = f"s3://results/predictions/{RUN}"

if str(DAGS) not in sys.path:
    sys.path.insert(0, str(DAGS))


NIGHT = datetime(2026, 11, 24, 3, tzinfo=timezone.utc)


def dag_run(start=NIGHT, hours=24, run_id="scheduled__2026-11-24T03:00:00+00:00", conf=None, **facts):
    """A run as Airflow describes it to tasks."""
    interval = {"logical_date": start, "data_interval_start": start, "data_interval_end": start and start + timedelta(hours=hours)}
    return types.SimpleNamespace(**{**interval, "run_id": run_id, "conf": conf, **facts})


class Scene:
    """Call close when done: the stub stands in sys.modules."""

    def __init__(self, layout="3.0", slack=None, world=None, variable=None, **settings):
        self.s3 = simulated_aws.MemoryS3()
        self.batch = simulated_aws.SimulatedBatch(self.s3, rows=1000)
        self.messages = []
        self.s3.put("s3://models/models/fashion-mnist/production.json", simulated_aws.production(PACKAGE))
        self.s3.put("s3://data/input/2026-11-24/images.gz", b"input")
        variables = {"fashion_mnist_batch": json.dumps({**SETTINGS, **settings}) if variable is None else variable}
        slack = slack or (lambda *message: self.messages.append(message))
        world = stub_airflow.World(layout, variables, self.s3, self.batch, slack=slack, **(world or {}))
        self.world = world
        world.install()
        import fashion_mnist_batch

        self.module, self.dag = fashion_mnist_batch, fashion_mnist_batch.dag

    def run(self, run=None, changes=None):
        return self.dag.run(run or dag_run(), changes)

    def close(self):
        stub_airflow.uninstall()
