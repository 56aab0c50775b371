"""What the DAG is made of, in every layout of Airflow."""
import datetime
import unittest

import stub_airflow
from scene import Scene

EDGES = {
    "configure": set(),
    "wait_for_input": {"configure"},
    "pin_model": {"configure", "wait_for_input"},
    "plan": {"configure", "pin_model"},
    "predict": {"plan"},
    "verify": {"configure", "pin_model", "plan", "predict"},
    "has_parts": {"plan", "verify"},
    "merge": {"plan", "has_parts"},
    "commit": {"configure", "pin_model", "verify", "merge"},
    "notify": {"configure", "commit"},
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
            self.assertEqual({"predict": 0, "merge": 0}, {x: dag.tasks[x].retries for x in ("predict", "merge")})
            others = [task.retries for name, task in dag.tasks.items() if name not in ("predict", "merge")]
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
        from scene import dag_run

        error = fashion_mnist_batch.dag.run(dag_run()).errors["configure"]
        self.assertIn("environment, model_store, input, output: not set", str(error))

    def test_a_wrong_variable_stops_the_import_with_one_line(self):
        for settings, message in (
            ({"inputt": "s3://a/b"}, "Variable fashion_mnist_batch: unknown setting 'inputt'; did you mean input?"),
            ({"rows_per_shard": 0}, "Variable fashion_mnist_batch: rows_per_shard: 0 is less than the minimum of 1"),
            ({"format": "xml"}, "Variable fashion_mnist_batch: format: 'xml' is not one of ['csv', 'jsonl', 'parquet']"),
            ({"job_definition": "fashion-mnist:7"}, "job_definition: 'fashion-mnist:7' does not match"),
            ({"timezone": "Europe/Nowhere"}, "Variable fashion_mnist_batch: start_date 2026-01-01, timezone Europe/Nowhere: "),
            ({"start_date": "2026-02-30"}, "Variable fashion_mnist_batch: start_date 2026-02-30, timezone UTC: day is out of range for month"),
            ({"deferrable": "yes"}, "deferrable: 'yes' is not of type 'boolean'"),
        ):
            with self.subTest(message), self.assertRaises(Exception) as raised:
                Scene(**settings)
            self.assertIn(message, str(raised.exception))
            self.assertNotIn("\n", str(raised.exception))
            stub_airflow.uninstall()


class Stub(unittest.TestCase):
    """The stub must be able to refuse, or it proves nothing."""

    def setUp(self):
        self.world = stub_airflow.World("2.9")
        self.dag = stub_airflow.Dag(self.world, dag_id="any")
        self.dag.__enter__()

    def test_refuses_keywords_of_a_later_version(self):
        with self.assertRaisesRegex(TypeError, "S3KeySensor: Invalid arguments were passed: region_name"):
            stub_airflow.S3KeySensor(self.world, task_id="a", bucket_key="k", region_name="eu-west-1")
        with self.assertRaisesRegex(TypeError, "DAG: Invalid arguments were passed: schedule_interval"):
            stub_airflow.Dag(self.world, dag_id="any", schedule_interval="@daily")

    def test_refuses_a_reference_where_nothing_is_rendered(self):
        before = stub_airflow.PythonTask(self.world, lambda: 1, [])
        with self.assertRaisesRegex(AssertionError, "poll_interval is not a template field"):
            stub_airflow.BatchOperator(self.world, task_id="a", poll_interval=stub_airflow.XComArg(before))


if __name__ == "__main__":
    unittest.main()
