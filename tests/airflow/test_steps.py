"""The functions behind the tasks, each by itself."""
import gzip
import random
import struct
import unittest

import scene  # noqa: F401  It puts the folder of the DAG on the path.
import simulated_aws
from fashion_mnist import completeness, jobs, pointer, s3, settings, sizing
from fashion_mnist.mistakes import RunError

DIGEST = "ab" * 32


class Cutting(unittest.TestCase):
    def test_no_part_is_larger_than_asked_for_or_without_a_batch(self):
        drawn = random.Random(1)
        for _ in range(20_000):
            rows, batch = drawn.randint(1, 10 ** drawn.randint(1, 9)), drawn.choice((1, 7, 256, 1000, 65_536))
            per_shard, most = drawn.randint(1, 10 ** drawn.randint(1, 7)), drawn.randint(1, settings.LARGEST_ARRAY)
            count = sizing.shard_count(rows, batch, per_shard, most)
            batches = -(-rows // batch)
            self.assertTrue(1 <= count <= min(most, batches), (rows, batch, per_shard, most, count))
            if count < most:
                largest = min(rows, -(-batches // count) * batch)
                self.assertLessEqual(largest, max(per_shard, batch), (rows, batch, per_shard, most, count))
                if count > 1:
                    fewer = -(-batches // (count - 1)) * batch
                    self.assertGreater(fewer, per_shard if per_shard >= batch else 0, (rows, batch, per_shard, most, count))

    def test_one_part_where_nothing_tells_the_rows_or_all_fit(self):
        self.assertEqual([1, 1, 2, 10_000], [sizing.shard_count(x, 256, 1000, 10_000) for x in (None, 1000, 1001, 10 ** 11)])

    def test_parts_are_expected_where_the_job_cuts_them(self):
        # Ranges of ShardTests.cs: parts are cut at multiples of the batch size and differ by one batch at most.
        manifest = {"input": {"rows": 1001}, "host": {"batchSize": 100}}
        self.assertEqual([300, 400, 301], [completeness._expected_rows(manifest, n, 3) for n in (1, 2, 3)])
        manifest = {"input": {"rows": 1}, "host": {"batchSize": 8}}
        self.assertEqual([0] * 9 + [1], sorted(completeness._expected_rows(manifest, n, 10) for n in range(1, 11)))


class Counting(unittest.TestCase):
    def count(self, content, **more):
        client = simulated_aws.MemoryS3({"s3://data/x": content})
        return sizing.count_rows(client, {"rows": None, "input": "s3://data/x", **more})

    def test_idx_tells_its_rows(self):
        header = struct.pack(">IIII", 0x803, 60_000, 28, 28)
        for content in (header + bytes(3_000_000), gzip.compress(header + random.Random(1).randbytes(3_000_000))):
            self.assertEqual((60_000, "IDX header"), self.count(content))

    def test_csv_is_estimated_from_its_start(self):
        drawn = random.Random(1)
        text = "".join(",".join(str(drawn.randrange(256)) for _ in range(785)) + "\n" for _ in range(2_000)).encode()
        for content in (text, gzip.compress(text)):
            rows, how = self.count(content)
            self.assertAlmostEqual(2_000, rows, delta=40)
            self.assertRegex(how, r"^estimated from \d+ lines$")

    def test_what_does_not_tell_is_not_guessed(self):
        for content in (b"PAR1....", b"PK\x03\x04....", b"\x89PNG\r\n\x1a\n", b"no line end"):
            self.assertIsNone(self.count(content)[0])
        self.assertEqual((7, "set"), self.count(b"PAR1", rows=7))

    def test_missing_empty_and_damaged_inputs_are_named(self):
        for content, more, message in (
            (b"", {}, "s3://data/x: the object is empty"),
            (b"\x1f\x8b damaged", {}, "input: it begins like gzip and is none"),
            (b"x", {"input": "s3://data/y"}, "s3://data/y: no such object; the name of a folder ends with a slash"),
            (b"x", {"input": "s3://data/"}, "s3://data: no object named .png"),
        ):
            with self.subTest(message), self.assertRaisesRegex(RunError, message.replace(".", r"\.")):
                self.count(content, **more)


class Pinning(unittest.TestCase):
    SETTINGS = {"model_store": "s3://models/prefix", "model_name": "tiny", "model": None}

    def pin(self, content, **more):
        client = simulated_aws.MemoryS3({"s3://models/prefix/models/tiny/production.json": content})
        return pointer.pin(client, {**self.SETTINGS, **more})

    def test_a_pointer_of_the_registry_names_an_exact_package(self):
        package = "613d3ce7401f5fb3d21e8311b578cf40f0f4f4f80b84c7f3ed8362ad27af8b0b"
        self.assertEqual(
            {"package_id": package, "address": f"s3://models/prefix/models/tiny/{package}"},
            self.pin((simulated_aws.SAMPLES / "production.json").read_bytes()))

    def test_every_changed_byte_of_a_pointer_is_noticed(self):
        content = (simulated_aws.SAMPLES / "production.json").read_bytes()
        for position in range(len(content) - 3):
            changed = bytearray(content)
            changed[position] ^= 1
            with self.assertRaisesRegex(RunError, "the production pointer is damaged"):
                self.pin(bytes(changed))

    def test_a_pointer_of_another_kind_is_refused(self):
        for changes, message in (
            ({"model": "other"}, "it is about the model 'other', not 'tiny'"),
            ({"model": "tiny", "schemaVersion": 2}, "pointer schema 2 is not known"),
        ):
            with self.subTest(message), self.assertRaisesRegex(RunError, message):
                self.pin(simulated_aws.production(DIGEST, **changes))
        for content in (b"", b"{}", b"[" * 100):
            with self.assertRaisesRegex(RunError, "damaged"):
                self.pin(content)

    def test_a_model_that_is_named_needs_no_pointer(self):
        self.assertEqual(DIGEST, self.pin(b"", model=DIGEST)["package_id"])


class Earlier(unittest.TestCase):
    def count(self, *names):
        folder = s3.S3Uri("results", "run/")
        return sizing.earlier_count(simulated_aws.MemoryS3({f"s3://results/run/{name}": b"" for name in names}), folder)

    def test_the_cut_of_an_earlier_attempt_is_found(self):
        self.assertIsNone(self.count())
        self.assertIsNone(self.count("predictions.csv", "_manifest.json"))
        self.assertEqual(1, self.count("predictions.parquet", "_manifest.json"))
        self.assertEqual(16, self.count("predictions-00003-of-00016.csv", "_manifest-00001-of-00016.json", "predictions.csv"))


class Submitting(unittest.TestCase):
    def test_the_validation_by_botocore_finds_what_batch_would_refuse(self):
        defaults = {name: x.default for name, x in settings.SETTINGS.items()}
        run = {**defaults, "environment": "x", "run_id": "r", "input": "i", "output": "o"}
        plan = jobs.plan(run, "m", 2)
        good = {"jobName": plan["predict_name"], "jobQueue": plan["job_queue"], "jobDefinition": plan["job_definition"],
                "arrayProperties": plan["array_properties"], "containerOverrides": plan["predict_overrides"]}
        simulated_aws.check_request("batch", "SubmitJob", good)
        for name, value in (("arrayProperties", {"size": "2"}), ("containerOverrides", {"command": "predict"}), ("jobName", None), ("tries", 1)):
            with self.subTest(name), self.assertRaisesRegex(AssertionError, "SubmitJob: "):
                simulated_aws.check_request("batch", "SubmitJob", {**good, name: value})

    def test_addresses_are_written_as_the_job_reads_them(self):
        for output, partition, folder in (
            ("s3://results", None, "s3://results/r/"),
            ("s3://results/a/", "dt=1", "s3://results/a/dt=1/r/"),
            ("s3://results/a", None, "s3://results/a/r/"),
        ):
            self.assertEqual(folder, str(jobs.run_folder({"output": output, "partition": partition, "run_id": "r"})))


if __name__ == "__main__":
    unittest.main()
