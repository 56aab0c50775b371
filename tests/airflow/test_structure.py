"""What the DAG is made of, in every layout of Airflow."""
import datetime
import importlib.machinery
import logging
import sys
import types
import unittest

import simulated_aws
import stub_airflow
from scene import NIGHT, Scene, dag_run

EDGES = {
    "configure": set(),
    "wait_for_input": {"configure"},
    "pin_model": {"configure", "wait_for_input"},
    "plan": {"pin_model"},
    "predict": {"plan"},
    "verify": {"plan", "predict"},
    "has_parts": {"verify"},
    "merge": {"plan", "has_parts"},
    "commit": {"verify", "merge"},
    "notify": {"commit"},
}


class Structure(unittest.TestCase):
    def each_layout(self, **settings):
        for layout in stub_airflow.NAMES:
            with self.subTest(layout):
                scene = Scene(layout, **settings)
                try:
                    yield scene.dag
                finally:
                    scene.close()

    def test_the_tasks_wait_for_each_other(self):
        for dag in self.each_layout():
            self.assertEqual(EDGES, {name: task.upstream for name, task in dag.tasks.items()})

    def test_only_batch_tries_jobs_again(self):
        for dag in self.each_layout():
            # A sensor that timed out is not tried again either, also where Airflow would try a deferred one again.
            final = ("predict", "merge", "wait_for_input")
            self.assertEqual([0, 0, 0], [dag.tasks[x].retries for x in final])
            others = [task.retries for name, task in dag.tasks.items() if name not in final]
            self.assertEqual([2] * len(others), others)
            for name in ("predict", "merge"):
                self.assertNotIn("retry_strategy", dag.tasks[name].given)

    def test_everything_has_a_time_limit(self):
        for dag in self.each_layout(wait_timeout_minutes=5, batch_timeout_minutes=7, run_timeout_minutes=9):
            self.assertEqual(datetime.timedelta(minutes=9), dag.dagrun_timeout)
            self.assertEqual(300, dag.tasks["wait_for_input"].timeout)
            self.assertEqual(datetime.timedelta(minutes=7), dag.tasks["predict"].execution_timeout)
            self.assertTrue(all(task.execution_timeout for name, task in dag.tasks.items() if name != "wait_for_input"))

    def test_a_deferred_job_is_looked_at_until_its_time_limit(self):
        for dag in self.each_layout(deferrable=True, poll_seconds=5, batch_timeout_minutes=720):
            for name in ("predict", "merge"):
                given = dag.tasks[name].given
                self.assertGreaterEqual(given["max_retries"] * given["poll_interval"], 720 * 60)

    def test_by_default_one_run_at_a_time_and_none_of_the_past(self):
        for dag in self.each_layout():
            self.assertEqual((False, 1), (dag.catchup, dag.max_active_runs))

    def test_a_run_belongs_to_a_data_interval_in_every_version(self):
        for dag in self.each_layout(schedule="15 4 * * *", timezone="Europe/Berlin"):
            self.assertIsInstance(dag.schedule, stub_airflow.Timetable)
            self.assertEqual(("15 4 * * *", "Europe/Berlin"), (dag.schedule.cron, dag.schedule.timezone))
        for dag in self.each_layout(schedule=None):
            self.assertIsNone(dag.schedule)

    def test_with_aiobotocore_a_run_may_defer_its_waits(self):
        scene = Scene(deferrable=True)
        self.addCleanup(scene.close)
        found = types.ModuleType("aiobotocore")
        found.__spec__ = importlib.machinery.ModuleSpec("aiobotocore", None)
        sys.modules["aiobotocore"] = found
        self.addCleanup(sys.modules.pop, "aiobotocore")
        self.assertEqual({"success"}, set(scene.run().states.values()))

    def test_waiting_is_deferred_only_where_it_is_asked_for(self):
        for deferrable in (False, True):
            for dag in self.each_layout(deferrable=deferrable):
                self.assertEqual([deferrable] * 3, [dag.tasks[x].deferrable for x in ("wait_for_input", "predict", "merge")])

    def test_jobs_are_named_without_revision(self):
        scene = Scene()
        self.addCleanup(scene.close)
        scene.run()
        self.assertEqual({("fashion-mnist-integration",) * 2}, {(x["jobDefinition"], x["jobQueue"]) for x in scene.batch.requests})

    def test_without_a_variable_the_dag_is_there_and_says_what_is_missing(self):
        scene = Scene()
        self.addCleanup(scene.close)
        world = stub_airflow.World("2.9", {}, scene.s3, scene.batch)
        world.install()
        import fashion_mnist_batch

        dag = fashion_mnist_batch.dag
        # On the command line of Airflow 3 a Variable of the database is not seen: a default schedule would be written over that of the Variable.
        self.assertIsNone(dag.schedule)
        error = dag.run(dag_run()).errors["configure"]
        self.assertIn("Variable fashion_mnist_batch: not found; set it, or", str(error))
        self.assertIn("AIRFLOW_VAR_FASHION_MNIST_BATCH", str(error))

    def test_a_variable_without_addresses_says_which_are_missing(self):
        scene = Scene(variable="{}")
        self.addCleanup(scene.close)
        self.assertIn("environment, model_store, input, output: not set", str(scene.run().errors["configure"]))

    def test_a_run_under_way_goes_on_when_the_variable_is_broken(self):
        """What its tasks need of the Variable is kept where it is valid, and a file that cannot be imported would fail them all."""
        scene = Scene(unknown=1, aws_conn_id="own", slack_conn_id="slack", poll_seconds=7, run_timeout_minutes="long")
        self.addCleanup(scene.close)
        tasks = scene.dag.tasks
        self.assertEqual(("own", "own", 7), (tasks["predict"].aws_conn_id, tasks["wait_for_input"].aws_conn_id, tasks["predict"].poll_interval))
        self.assertIsNone(scene.dag.schedule)
        self.assertIn("unknown setting 'unknown'", scene.dag.description)

    def test_owner_tags_pool_and_queue_are_those_of_the_variable(self):
        for dag in self.each_layout(owner="ml", tags=["a", "b"], pool="small", queue="night"):
            self.assertEqual(["a", "b"], dag.tags)
            self.assertEqual({("ml", "small", "night")}, {(x.owner, x.pool, x.queue) for x in dag.tasks.values()})
        for dag in self.each_layout():
            self.assertFalse(any(hasattr(x, "queue") for x in dag.tasks.values()))

    def test_the_graph_shows_three_groups_and_few_edges(self):
        for dag in self.each_layout():
            self.assertEqual(
                {"prepare": ["configure", "wait_for_input", "pin_model", "plan"], "predicting": ["predict", "verify", "merge", "has_parts"],
                 "finish": ["commit", "notify"]}, dag.groups)
            self.assertEqual(13, sum(len(x.upstream) for x in dag.tasks.values()))
            self.assertIn("AWS Batch", dag.doc_md)

    def test_a_run_of_any_date_has_its_tasks(self):
        scene = Scene(start_date="2026-06-01")
        self.addCleanup(scene.close)
        scene.s3.put("s3://data/input/2026-01-05/images.gz", b"input")
        from datetime import datetime, timezone

        outcome = scene.run(dag_run(start=datetime(2026, 1, 5, 3, tzinfo=timezone.utc)))
        self.assertEqual("success", outcome.states.get("notify"), outcome.errors)

    def test_catchup_begins_at_the_start_date(self):
        for dag in self.each_layout(start_date="2026-06-01", catchup=True, timezone="Europe/Berlin"):
            self.assertEqual("2026-06-01T00:00:00+02:00", dag.start_date.isoformat())

    def test_a_wrong_variable_is_said_by_the_first_task_in_one_line(self):
        for settings, message in (
            ({"schedule": "61 * * * *"}, "Variable fashion_mnist_batch: schedule: '61 * * * *' is not a cron expression"),
            ({"inputt": "s3://a/b"}, "Variable fashion_mnist_batch: unknown setting 'inputt'; did you mean input?"),
            ({"rows_per_shard": 0}, "Variable fashion_mnist_batch: rows_per_shard: 0 is less than the minimum of 1"),
            ({"format": "xml"}, "Variable fashion_mnist_batch: format: 'xml' is not one of ['csv', 'jsonl', 'parquet']"),
            ({"job_definition": "fashion-mnist:7"}, "job_definition: 'fashion-mnist:7' does not match"),
            ({"timezone": "Europe/Nowhere"}, "Variable fashion_mnist_batch: start_date 2026-01-01, timezone Europe/Nowhere: "),
            ({"start_date": "2026-02-30"}, "Variable fashion_mnist_batch: start_date 2026-02-30, timezone UTC: day is out of range for month"),
            ({"deferrable": "yes"}, "deferrable: 'yes' is not of type 'boolean'"),
        ):
            with self.subTest(message):
                scene = Scene(**settings)
                outcome = scene.run()
                scene.close()
                error = str(outcome.errors["configure"])
                self.assertIn(message, error)
                self.assertNotIn("\n", error)
                self.assertEqual(1, outcome.attempts["configure"])
                self.assertIsNone(scene.dag.schedule)
        scene = Scene(variable="{")
        self.addCleanup(scene.close)
        self.assertIn("Variable fashion_mnist_batch: not JSON", str(scene.run().errors["configure"]))

    def test_what_a_run_needs_around_it_is_found_out_first(self):
        for world, settings, message in (
            ({"provider": "8.19.0"}, {}, "apache-airflow-providers-amazon 8.19.0 switches the retries of AWS Batch off; install 8.25 or later"),
            ({}, {"deferrable": True}, "Variable fashion_mnist_batch: deferrable: the triggerer needs aiobotocore"),
            ({"region": None}, {}, "Variable fashion_mnist_batch: aws_conn_id aws_default: no region"),
            ({}, {"slack_conn_id": "missing"}, "Variable fashion_mnist_batch: slack_conn_id missing: KeyError; create a connection"),
        ):
            with self.subTest(message):
                scene = Scene(world=world, **settings)
                with self.assertLogs("fashion_mnist"):
                    logging.getLogger("fashion_mnist").warning("so that there is a line where no message is sent")
                    outcome = scene.run()
                scene.close()
                self.assertIn(message, str(outcome.errors["configure"]))
                self.assertNotIn("secret", str(outcome.errors["configure"]))
                self.assertEqual([], scene.batch.requests)


class Stub(unittest.TestCase):
    """The stub must be able to refuse, or it proves nothing."""

    def setUp(self):
        self.world = stub_airflow.World("2.9")
        self.dag = stub_airflow.Dag(self.world, dag_id="any")
        self.dag.__enter__()

    def bound(self, kind):
        return type("Sensor", (kind,), {"world": self.world})

    def test_an_old_provider_sends_a_strategy_of_its_own(self):
        """The fault that configure refuses: Batch would try no job again."""
        for provider, expected in (("8.19.0", {"attempts": 1}), ("8.25.0", None)):
            sent = []
            self.world.provider, self.world.batch = provider, sent.append
            name = f"job-{provider}"
            self.bound(stub_airflow.BatchOperator)(task_id=name, job_name="n", job_queue="q", job_definition="d", container_overrides={}).execute({}, {})
            self.assertEqual(expected, sent[0].get("retryStrategy"))

    def test_a_timeout_is_final_unless_the_sensor_is_deferred(self):
        for deferrable, attempts in ((False, 1), (True, 3)):
            dag = stub_airflow.Dag(self.world, dag_id=f"wait-{deferrable}", params={}, start_date=NIGHT)
            self.world.s3 = simulated_aws.MemoryS3()
            with dag:
                self.bound(stub_airflow.S3KeySensor)(task_id="wait", bucket_name="b", bucket_key=["k"], deferrable=deferrable, retries=2)
            self.assertEqual(attempts, dag.run(dag_run()).attempts["wait"])

    def test_a_run_before_the_start_date_has_no_tasks_and_is_a_success(self):
        dag = stub_airflow.Dag(self.world, dag_id="late", params={}, start_date=datetime.datetime(2027, 1, 1, tzinfo=datetime.timezone.utc))
        self.assertEqual({}, dag.run(dag_run()).states)

    def test_refuses_keywords_of_a_later_version(self):
        with self.assertRaisesRegex(TypeError, "Sensor: Invalid arguments were passed: region_name"):
            self.bound(stub_airflow.S3KeySensor)(task_id="a", bucket_key="k", region_name="eu-west-1")
        with self.assertRaisesRegex(TypeError, "DAG: Invalid arguments were passed: schedule_interval"):
            stub_airflow.Dag(self.world, dag_id="any", schedule_interval="@daily")

    def test_refuses_a_reference_where_nothing_is_rendered(self):
        before = stub_airflow.PythonTask(self.world, lambda: 1, [])
        with self.assertRaisesRegex(AssertionError, "poll_interval is not a template field"):
            self.bound(stub_airflow.BatchOperator)(task_id="a", poll_interval=stub_airflow.XComArg(before))


if __name__ == "__main__":
    unittest.main()
