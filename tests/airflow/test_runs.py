"""Whole runs of the DAG on simulated AWS: what is submitted, what a run accepts, and what it says."""
import json
import unittest
from datetime import datetime, timezone

import simulated_aws
import stub_airflow
from scene import PACKAGE, RESULTS, RUN, Scene, dag_run

ADDRESS = f"s3://models/models/fashion-mnist/{PACKAGE}"


class Runs(unittest.TestCase):
    def scene(self, *arguments, **settings):
        scene = Scene(*arguments, **settings)
        self.addCleanup(scene.close)
        return scene

    def failure(self, scene, task, run=None, changes=None):
        """Runs, and returns why a task failed, at its first attempt, with nothing behind it having run."""
        outcome = scene.run(run, changes)
        self.assertEqual(("failed", 1), (outcome.states[task], outcome.attempts[task]), outcome.errors)
        self.assertNotIn("success", [outcome.states[x] for x in list(outcome.states)[list(outcome.states).index(task):]])
        return str(outcome.errors[task])

    def test_predicts_in_an_array_job_merges_and_tells(self):
        for layout in stub_airflow.NAMES:
            with self.subTest(layout):
                scene = self.scene(layout, slack_conn_id="slack")
                outcome = scene.run()
                self.assertEqual({"success"}, set(outcome.states.values()), outcome.errors)
                predict, merge = scene.batch.requests
                self.assertEqual({"size": 4}, predict["arrayProperties"])
                self.assertEqual(
                    ["predict", "--model", ADDRESS, "--input", "s3://data/input/2026-11-24/images.gz",
                     "--output", "s3://results/predictions", "--run-id", RUN, "--format", "csv",
                     "--on-error", "stop", "--resize", "never", "--invert", "never", "--batch-size", "256", "--threads", "0"],
                    predict["containerOverrides"]["command"])
                self.assertNotIn("arrayProperties", merge)
                self.assertEqual(
                    ["merge", "--output", "s3://results/predictions", "--run-id", RUN, "--format", "csv", "--shards", "4"],
                    merge["containerOverrides"]["command"])
                self.assertIn(f"{RESULTS}/_manifest.json", scene.s3.objects)
                (connection, text, blocks), = scene.messages
                self.assertEqual("slack", connection)
                self.assertIn(f"integration: run {RUN} predicted 1,000 of 1,000 rows\n{RESULTS}/", text)
                self.assertEqual("plain_text", blocks[0]["text"]["type"])
                scene.close()

    def test_a_small_input_is_a_single_job_without_a_merge(self):
        scene = self.scene(rows_per_shard=1000)
        outcome = scene.run()
        self.assertEqual("skipped", outcome.states.pop("merge"))
        self.assertEqual({"success"}, set(outcome.states.values()), outcome.errors)
        self.assertEqual([{}], [x["arrayProperties"] for x in scene.batch.requests])

    def test_a_rerun_submits_the_same_jobs_and_leaves_the_same_objects(self):
        scene = self.scene()
        scene.run()
        before, requests = dict(scene.s3.objects), list(scene.batch.requests)
        self.assertEqual({"success"}, set(scene.run().states.values()))
        self.assertEqual((before, requests * 2), (scene.s3.objects, scene.batch.requests))

    def test_a_rerun_is_cut_as_before_although_it_is_configured_otherwise(self):
        scene = self.scene()
        scene.run()
        outcome = scene.run(changes={"rows_per_shard": 1})
        self.assertEqual({"size": 4}, outcome.results["plan"]["array_properties"])
        self.assertEqual({"success"}, set(outcome.states.values()), outcome.errors)

    def test_verifying_again_accepts_parts_that_were_joined_and_nothing_less(self):
        scene = self.scene()
        scene.run()
        scene.world.batch = lambda request: "nothing is done again"
        self.assertNotIn(f"{RESULTS}/predictions-00001-of-00004.csv", scene.s3.objects)
        self.assertEqual({"success"}, set(scene.run().states.values()))
        scene.s3.objects[f"{RESULTS}/predictions.csv"] += b"x"
        self.assertIn("predictions-00001-of-00004.csv is not there", self.failure(scene, "verify"))

    def test_a_folder_that_changed_during_the_run_is_noticed_by_its_listing(self):
        scene = self.scene()

        def other_listing(manifest, number):
            manifest["input"].update(sha256=f"{number}", listingSha256="new" if number == 4 else "old")
            return manifest

        scene.batch.spoil = other_listing
        self.assertIn("_manifest-00004-of-00004.json: input.listingSha256 is new, in the first part old", self.failure(scene, "verify"))

    def test_results_of_two_cuts_in_one_folder_are_refused(self):
        scene = self.scene()
        for name in ("predictions-00001-of-00002.parquet", "predictions-00001-of-00003.parquet"):
            scene.s3.put(f"{RESULTS}/{name}", "")
        self.assertIn("cut into 2 and 3 parts lie there together; remove them", self.failure(scene, "plan"))

    def test_all_jobs_use_the_model_that_was_in_production_at_the_start(self):
        scene = self.scene()
        submit = scene.batch.__call__

        def promote_meanwhile(request):
            scene.s3.put("s3://models/models/fashion-mnist/production.json", simulated_aws.production("cd" * 32))
            return submit(request)

        scene.world.batch = promote_meanwhile
        self.assertEqual({"success"}, set(scene.run().states.values()))
        self.assertEqual({ADDRESS}, {json.loads(x)["model"]["address"] for name, x in scene.s3.objects.items() if "/_manifest" in name})

    def test_a_run_takes_an_exact_model_and_other_parameters(self):
        scene = self.scene(partition="dt={date}")
        conf = {"model": "cd" * 32, "format": "parquet", "run_id": "again", "labels": "s3://data/labels-{hour}.gz"}
        outcome = scene.run(dag_run(conf=conf))
        self.assertEqual({"success"}, set(outcome.states.values()), outcome.errors)
        command = scene.batch.requests[0]["containerOverrides"]["command"]
        options = dict(zip(command[1::2], command[2::2]))
        self.assertEqual(
            ("cd" * 32, "parquet", "again", "dt=2026-11-24", "s3://data/labels-03.gz"),
            (options["--model"][-64:], *(options[f"--{x}"] for x in ("format", "run-id", "partition", "labels"))))
        self.assertIn("s3://results/predictions/dt=2026-11-24/again/_manifest.json", scene.s3.objects)

    def test_parameters_of_a_run_are_checked(self):
        for conf, message in (
            ({"shard": 3}, "parameters of the run: unknown setting 'shard'"),
            ({"schedule": "@hourly"}, "schedule cannot be changed by a run; set it in the Variable fashion_mnist_batch"),
            ({"batch_size": "many"}, "parameters of the run: batch_size: 'many' is not of type 'integer'"),
            ({"input": "/data/images"}, "input: '/data/images' is not an S3 address"),
            ({"input": "s3://user:secret@data/x"}, "input: credentials do not belong into an address"),
            ({"output": "s3://results/../x"}, "output: 's3://results/../x': a key has no"),
            ({"input": "s3://data/{datum}"}, "input: {datum} is not known"),
            ({"input": "s3://data/{date"}, "has a brace without its other half"),
            ({"wait_for": "s3://data"}, "wait_for: s3://data: name an object in the bucket"),
            ({"model": "latest"}, "model: 'latest' is not the id of a package"),
        ):
            with self.subTest(message):
                scene = Scene()
                error = self.failure(scene, "pin_model" if "model" in conf else "configure", dag_run(conf=conf))
                self.assertIn(message, error)
                self.assertNotIn("secret", error)
                scene.close()

    def test_waits_for_the_input_or_the_marker_of_a_folder(self):
        scene = self.scene(input="s3://data/pngs/", rows=None, rows_per_shard=256)
        scene.batch.rows = 700
        scene.s3.objects.update({f"s3://data/pngs/{i}.PNG": b"" for i in range(700)})
        scene.s3.put("s3://data/pngs/.hidden.png", "")
        outcome = scene.run()
        self.assertEqual("failed", outcome.states["wait_for_input"])
        self.assertEqual(1, outcome.attempts["wait_for_input"])
        scene.s3.put("s3://data/pngs/_SUCCESS", "")
        outcome = scene.run()
        self.assertEqual({"success"}, set(outcome.states.values()), outcome.errors)
        self.assertEqual({"size": 3}, scene.batch.requests[0]["arrayProperties"])

    def test_nothing_runs_without_a_promoted_model(self):
        scene = self.scene()
        del scene.s3.objects["s3://models/models/fashion-mnist/production.json"]
        self.assertIn("s3://models/models/fashion-mnist/production.json: no model is promoted", self.failure(scene, "pin_model"))
        self.assertEqual([], scene.batch.requests)

    def test_incomplete_or_mixed_results_are_not_merged(self):
        def change(path, value):
            def spoil(manifest, number):
                target = manifest
                for name in path[:-1]:
                    target = target[name]
                if number == 3:
                    target[path[-1]] = value
                return manifest

            return spoil

        for spoil, message in (
            (lambda manifest, number: None if number == 3 else manifest, "1 of 4 parts have no manifest: 3; see the log"),
            (change(["model", "packageId"], "cd" * 32), f"it is of model {'cd' * 32}, expected {PACKAGE}"),
            (change(["model", "manifestSha256"], "ef" * 32), "model.manifestSha256 is"),
            (change(["runId"], "other"), f"it is of run other, expected {RUN}"),
            (change(["shard", "number"], 2), "it is of part {'number': 2, 'count': 4}, expected {'number': 3, 'count': 4}"),
            (change(["input", "uri"], "s3://data/other"), "input.uri is s3://data/other, in the first part s3://data/input"),
            (change(["input", "rows"], 999), "input.rows is 999, in the first part 1000"),
            (change(["input", "sha256"], "0" * 64), f"input.sha256 is {'0' * 64}, in the first part"),
            (change(["host", "batchSize"], 128), "host.batchSize is 128, in the first part 256"),
            (change(["counts", "read"], 255), "255 rows read, expected 256"),
            (change(["counts", "rejected"], 1), "256 predicted and 1 rejected do not make 256 read"),
            (change(["counts", "perClass", "Bag"], 1), "the classes count 1, predicted are 256"),
            (change(["outputs", 0, "bytes"], 7), "predictions-00003-of-00004.csv is 256 bytes, expected 7 bytes"),
            (change(["outputs", 0, "file"], "lost.csv"), "lost.csv is not there, expected 256 bytes"),
            (change(["schemaVersion"], 2), "manifest schema 2 is not known"),
        ):
            with self.subTest(message):
                scene = Scene()
                scene.batch.spoil = spoil
                error = self.failure(scene, "verify")
                self.assertIn(message, error)
                self.assertIn(RESULTS, error)
                self.assertEqual(1, len(scene.batch.requests))
                scene.close()

    def test_a_commit_marker_that_does_not_fit_the_parts_is_refused(self):
        other_model = {"model": {"packageId": "cd" * 32}}
        for changes, message in (
            (None, "_manifest.json: not there; the results are not complete"),
            ({"outputs": [{"file": "predictions.csv", "bytes": 1}]}, "predictions.csv is 1000 bytes, expected 1 bytes"),
            (other_model, f"it is of model {'cd' * 32}, expected {PACKAGE}"),
            ({"counts": {"predicted": 1, "rejected": 0}},
             "it counts {'predicted': 1, 'rejected': 0}, the parts {'predicted': 1000, 'rejected': 0}"),
        ):
            with self.subTest(message):
                scene = Scene()
                scene.batch.spoil = lambda manifest, number: manifest if number else changes and {**manifest, **changes}
                self.assertIn(message, self.failure(scene, "commit"))
                scene.close()

    def test_passing_faults_of_a_step_are_tried_again_and_those_of_a_job_are_not(self):
        for task, attempts in (("plan", 3), ("predict", 1)):
            with self.subTest(task):
                scene = Scene()
                scene.world.batch = self.broken
                if task == "plan":
                    scene.s3.get_paginator = self.broken
                outcome = scene.run()
                self.assertEqual(("failed", attempts), (outcome.states[task], outcome.attempts[task]))
                scene.close()

    @staticmethod
    def broken(*_):
        raise ConnectionError("throttled")


class Messages(unittest.TestCase):
    def scene(self, **settings):
        scene = Scene(slack_conn_id="slack", **settings)
        self.addCleanup(scene.close)
        return scene

    def test_a_failure_is_told_once_with_its_reason(self):
        scene = self.scene()
        scene.batch.spoil = lambda manifest, number: None if number == 2 else manifest
        scene.run()
        (_, text, _), = scene.messages
        self.assertIn("integration: verify of scheduled__2026-11-24T03:00:00+00:00 failed: ", text)
        self.assertIn("1 of 4 parts have no manifest: 2", text)

    def test_a_failed_child_is_named_with_exit_code_reason_and_log(self):
        for settings, failures, message in (
            ({}, {2: (65, None), 4: (80, "a reason")},
             "2 of 4 jobs failed; job 1: exit code 65, Essential container in task exited, log stream job/default/2"),
            ({"rows_per_shard": 1000}, {1: (137, "OutOfMemoryError: Container killed due to memory usage")},
             "exit code 137, OutOfMemoryError: Container killed due to memory usage, log stream job/default/1"),
        ):
            with self.subTest(message):
                scene = Scene(slack_conn_id="slack", **settings)
                scene.batch.failures = failures
                with self.assertLogs("fashion_mnist_batch", "ERROR") as logs:
                    self.assertEqual("failed", scene.run().states["predict"])
                scene.close()
                self.assertIn(message, logs.output[0])
                self.assertIn(f"integration: predict of scheduled__2026-11-24T03:00:00+00:00 failed: {message}", scene.messages[0][1])

    def test_a_batch_that_does_not_answer_hides_no_failure(self):
        scene = self.scene()
        scene.batch.failures = {1: (65, None)}
        scene.batch.list_jobs = Runs.broken
        with self.assertLogs("fashion_mnist_batch", "WARNING") as logs:
            scene.run()
        self.assertIn("could not be asked why", logs.output[0])
        self.assertIn("predict of", scene.messages[0][1])

    def test_a_callback_that_runs_twice_says_the_same_twice(self):
        scene = self.scene(world={"callbacks_twice": True})
        scene.batch.failures = {1: (65, None)}
        with self.assertLogs("fashion_mnist_batch", "ERROR"):
            scene.run()
        first, second = scene.messages
        self.assertEqual(first, second)

    def test_an_input_that_did_not_come_is_named(self):
        for layout in stub_airflow.NAMES:
            scene = Scene(layout, slack_conn_id="slack")
            del scene.s3.objects["s3://data/input/2026-11-24/images.gz"]
            with self.assertLogs("fashion_mnist_batch", "ERROR"):
                scene.run()
            scene.close()
            self.assertIn("failed: s3://data/input/2026-11-24/images.gz: not seen within 360 minutes", scene.messages[0][1])

    def test_the_text_of_foreign_errors_is_not_passed_on(self):
        scene = self.scene()

        def fail(request):
            raise RuntimeError("job description with PASSWORD=hunter2")

        scene.world.batch = fail
        scene.run()
        self.assertIn("failed: RuntimeError, see the log", scene.messages[0][1])
        self.assertNotIn("hunter2", str(scene.messages))

    def test_names_in_a_message_call_nobody(self):
        scene = self.scene()
        scene.module.slack.tell("slack", "<!channel> & <@U1>")
        self.assertEqual("&lt;!channel&gt; &amp; &lt;@U1&gt;", scene.messages[0][1])

    def test_a_message_that_cannot_be_sent_changes_nothing_and_keeps_the_webhook_secret(self):
        def refuse(*_):
            raise OSError("https://hooks.slack.com/services/T/B/secret")

        scene = self.scene(slack=refuse)
        with self.assertLogs("fashion_mnist.slack", "WARNING") as logs:
            outcome = scene.run()
        self.assertEqual({"success"}, set(outcome.states.values()), outcome.errors)
        self.assertIn("Slack could not be told by connection slack: OSError", logs.output[0])
        self.assertNotIn("secret", logs.output[0])

    def test_a_run_that_takes_too_long_is_told_and_other_ends_are_not_told_twice(self):
        scene = self.scene()
        scene.dag.on_failure_callback({"reason": "task_failure", "dag": scene.dag, "run_id": "r"})
        self.assertEqual([], scene.messages)
        scene.dag.on_failure_callback({"reason": "timed_out", "dag": scene.dag, "run_id": "r"})
        self.assertIn("integration: r took longer than run_timeout_minutes", scene.messages[0][1])

    def test_a_connection_without_its_provider_is_refused_at_the_start(self):
        scene = self.scene()
        stub_airflow.World("2.9", scene.world.variables, scene.s3, scene.batch).install()
        import fashion_mnist_batch

        with self.assertLogs("fashion_mnist.slack", "WARNING"):
            error = fashion_mnist_batch.dag.run(dag_run()).errors["configure"]
        self.assertIn("slack_conn_id slack: the package apache-airflow-providers-slack is not installed", str(error))


class Names(unittest.TestCase):
    def run_id(self, settings=None, **facts):
        scene = Scene(**(settings or {}))
        self.addCleanup(scene.close)
        return scene.run(dag_run(**facts)).results.get("configure", {}).get("run", {}).get("run_id")

    def test_a_run_is_called_by_its_data_interval(self):
        self.assertEqual(RUN, self.run_id())
        self.assertEqual(RUN, self.run_id(run_id="manual__other", logical_date=datetime(2026, 11, 25, 12, tzinfo=timezone.utc)))

    def test_dates_are_those_of_the_time_zone_of_the_schedule(self):
        scene = Scene(timezone="Europe/Berlin", schedule="30 0 * * *")
        self.addCleanup(scene.close)
        run = scene.run(dag_run(start=datetime(2026, 11, 23, 23, 30, tzinfo=timezone.utc))).results["configure"]["run"]
        self.assertEqual(("20261123T233000Z", "s3://data/input/2026-11-24/images.gz"), (run["run_id"], run["input"]))

    def test_a_run_without_interval_is_called_by_its_logical_date(self):
        moment = datetime(2026, 11, 24, 5, 6, 7, 8, tzinfo=timezone.utc)
        self.assertEqual("20261124T050607.000008Z", self.run_id(hours=0, logical_date=moment))

    def test_a_run_stands_for_the_last_interval_that_was_over_however_it_was_started(self):
        """Airflow 3 gives a run of its command line or API neither logical date nor interval."""
        for after, date in (((2026, 11, 25, 2, 59, 59), "2026-11-23"), ((2026, 11, 25, 3), "2026-11-24"), ((2026, 11, 25, 14, 30, 0, 5), "2026-11-24")):
            for schedule, layout in (("0 3 * * *", "3.0"), ("0 3 * * *", "3.2")):
                scene = Scene(layout, schedule=schedule)
                moment = datetime(*after, tzinfo=timezone.utc)
                run = dag_run(start=None, run_after=moment, data_interval_end=None, run_id="manual__x")
                scene.s3.put(f"s3://data/input/{date}/images.gz", b"input")
                outcome = scene.run(run)
                scene.close()
                settled = outcome.results["configure"]["run"]
                self.assertEqual((f"s3://data/input/{date}/images.gz", f"{date.replace('-', '')}T030000Z"), (settled["input"], settled["run_id"]))

    def test_the_last_interval_is_one_of_the_time_zone_of_the_schedule(self):
        scene = Scene(timezone="Europe/Berlin", schedule="30 0 * * *")
        self.addCleanup(scene.close)
        run = dag_run(start=None, run_after=datetime(2026, 11, 24, 23, 30, tzinfo=timezone.utc), data_interval_end=None)
        settled = scene.run(run).results["configure"]["run"]
        self.assertEqual(("20261123T233000Z", "s3://data/input/2026-11-24/images.gz"), (settled["run_id"], settled["input"]))

    def test_a_run_without_dates_and_schedule_is_called_as_airflow_calls_it(self):
        facts = {"settings": {"schedule": None}, "start": None, "run_after": datetime(2026, 11, 24, tzinfo=timezone.utc), "data_interval_end": None}
        first, second = (self.run_id(run_id=f"manual__2026-11-24T00:00:00+00:00{x}", **facts) for x in ("", "_x"))
        self.assertRegex(first, r"^manual__2026-11-24T00-00-00-00-00-[0-9a-f]{8}$")
        self.assertNotEqual(first, second)

    def test_names_fit_the_limits_of_the_job_and_of_batch(self):
        scene = Scene(schedule=None)
        self.addCleanup(scene.close)
        run = dag_run(start=None, run_after=datetime(2026, 11, 24, tzinfo=timezone.utc), data_interval_end=None, run_id="__ü" * 90)
        outcome = scene.run(run)
        self.assertEqual({"success"}, set(outcome.states.values()), outcome.errors)
        self.assertRegex(outcome.results["configure"]["run"]["run_id"], r"^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$")
        for request in scene.batch.requests:
            self.assertRegex(request["jobName"], r"^[A-Za-z0-9][A-Za-z0-9_-]{0,127}$")


if __name__ == "__main__":
    unittest.main()
