"""S3 and AWS Batch in memory. Every request is held against the service models of botocore.

The simulated job writes what docs/job.md says a run leaves, with the manifest in samples/ as the pattern; the tests of the job check
that this is a manifest of the real one.
"""
import hashlib
import io
import json
import pathlib
import types

import botocore.session
import botocore.validate

SAMPLES = pathlib.Path(__file__).with_name("samples")
_SESSION = botocore.session.Session()


def check_request(service, operation, request):
    """Raises if a request does not have the shape of the service model."""
    shape = _SESSION.get_service_model(service).operation_model(operation).input_shape
    problems = botocore.validate.ParamValidator().validate(request, shape)
    assert not problems.has_errors(), f"{operation}: {problems.generate_report()}"


class NoSuchKey(Exception):
    pass


class ClientError(Exception):
    def __init__(self, code):
        super().__init__(code)
        self.response = {"Error": {"Code": code}}


class MemoryS3:
    """The part of a boto3 client that the DAG uses; pages hold two objects."""

    exceptions = types.SimpleNamespace(NoSuchKey=NoSuchKey, ClientError=ClientError)

    def __init__(self, objects=None):
        self.objects = dict(objects or {})

    def put(self, uri, content):
        self.objects[uri] = content if isinstance(content, bytes) else content.encode()

    def holds(self, bucket, key):
        return f"s3://{bucket}/{key}" in self.objects

    def get_object(self, **request):
        check_request("s3", "GetObject", request)
        uri = f"s3://{request['Bucket']}/{request['Key']}"
        if uri not in self.objects:
            raise NoSuchKey(uri)
        content = self.objects[uri]
        if "Range" not in request:
            return {"Body": io.BytesIO(content)}
        if not content:
            raise ClientError("InvalidRange")
        end = int(request["Range"].rpartition("-")[2]) + 1
        part = content[:end]
        return {"Body": io.BytesIO(part), "ContentRange": f"bytes 0-{len(part) - 1}/{len(content)}"}

    def get_paginator(self, name):
        assert name == "list_objects_v2"
        return types.SimpleNamespace(paginate=self._pages)

    def _pages(self, **request):
        check_request("s3", "ListObjectsV2", request)
        start = f"s3://{request['Bucket']}/"
        keys = sorted(x[len(start):] for x in self.objects if x.startswith(start + request["Prefix"]))
        yield {"KeyCount": 0}
        for i in range(0, len(keys), 2):
            yield {"Contents": [{"Key": key, "Size": len(self.objects[start + key])} for key in keys[i:i + 2]]}


class SimulatedBatch:
    """Takes jobs and does what the job would: shards of a run, or the merge of them."""

    def __init__(self, s3, rows, batch_size=256):
        self.s3, self.rows, self.batch_size = s3, rows, batch_size
        self.requests, self.jobs = [], {}
        self.spoil = lambda manifest, number: manifest
        # By number of the child: exit code and reason.
        self.failures = {}

    def __call__(self, request):
        check_request("batch", "SubmitJob", request)
        assert request.get("arrayProperties") in (None, {}) or 2 <= request["arrayProperties"]["size"] <= 10_000
        self.requests.append(request)
        verb, *rest = request["containerOverrides"]["command"]
        self._remember(request, verb)
        options = dict(zip(rest[::2], rest[1::2]))
        folder = "/".join(x for x in (options["--output"].rstrip("/"), options.get("--partition"), options["--run-id"]) if x)
        if verb == "predict":
            shards = request.get("arrayProperties", {}).get("size", 1)
            for number in range(1, shards + 1):
                if number not in self.failures:
                    self._write(folder, self.manifest(options, number, shards), number)
            if self.failures:
                raise RuntimeError("AWS Batch job (5c1c5f3a) doesn't have any AWS CloudWatch Stream")
        else:
            self._merge(folder, int(options["--shards"]))
        return "5c1c5f3a-0000-4000-8000-000000000000"

    def list_jobs(self, **request):
        check_request("batch", "ListJobs", request)
        if "arrayJobId" in request:
            found = [x for x in self.jobs.values() if x["jobId"].startswith(request["arrayJobId"] + ":") and x["status"] == request["jobStatus"]]
        else:
            (wanted,), = (x["values"] for x in request["filters"] if x["name"] == "JOB_NAME")
            found = [x for x in self.jobs.values() if x["jobName"] == wanted and ":" not in x["jobId"]]
        return {"jobSummaryList": [{name: job[name] for name in ("jobId", "jobName", "createdAt", "status", "arrayProperties") if name in job} for job in found]}

    def describe_jobs(self, **request):
        check_request("batch", "DescribeJobs", request)
        return {"jobs": [self.jobs[x] for x in request["jobs"]]}

    def _remember(self, request, verb):
        """Keeps the job and its children as ListJobs and DescribeJobs tell of them."""
        size = request.get("arrayProperties", {}).get("size")
        parent = f"5c1c5f3a-0000-4000-8000-{len(self.requests):012}"
        failures = self.failures if verb == "predict" else {}
        job = {"jobId": parent, "jobName": request["jobName"], "createdAt": len(self.requests), "status": "FAILED" if failures else "SUCCEEDED"}
        if size:
            job["arrayProperties"] = {"size": size, "statusSummary": {"FAILED": len(failures)}}
        self.jobs[parent] = job
        for number in range(1, (size or 1) + 1):
            code, reason = failures.get(number, (0, None))
            container = {"exitCode": code, "logStreamName": f"job/default/{number}", **({"reason": reason} if reason else {})}
            state = {"status": "FAILED" if code else "SUCCEEDED", "statusReason": "Essential container in task exited", "container": container}
            if size:
                self.jobs[f"{parent}:{number - 1}"] = {**job, "jobId": f"{parent}:{number - 1}", "arrayProperties": {"index": number - 1}, **state}
            else:
                job.update(state)

    def manifest(self, options, number, shards):
        batches = -(-self.rows // self.batch_size)
        start, end = (min(batches * n // shards * self.batch_size, self.rows) for n in (number - 1, number))
        name = f"predictions-{number:05}-of-{shards:05}" if shards > 1 else "predictions"
        manifest = json.loads((SAMPLES / "manifest.json").read_text())
        manifest["runId"] = options["--run-id"]
        manifest["shard"] = {"number": number, "count": shards} if shards > 1 else None
        manifest["model"].update(address=options["--model"], packageId=options["--model"].rpartition("/")[2])
        manifest["input"].update(uri=options["--input"], rows=self.rows)
        manifest["outputs"] = [{"file": f"{name}.{options['--format']}", "sha256": "0" * 64, "bytes": end - start, "rows": end - start}]
        manifest["counts"].update(read=end - start, predicted=end - start, rejected=0)
        manifest["counts"]["perClass"] = {label: 0 for label in manifest["counts"]["perClass"]}
        manifest["counts"]["perClass"]["Bag"] = end - start
        manifest["host"]["batchSize"] = self.batch_size
        return manifest

    def _write(self, folder, manifest, number):
        for output in manifest["outputs"]:
            self.s3.put(f"{folder}/{output['file']}", b"x" * output["bytes"])
        suffix = "-{number:05}-of-{count:05}".format(**manifest["shard"]) if manifest["shard"] else ""
        manifest = self.spoil(manifest, number)
        if manifest:
            self.s3.put(f"{folder}/_manifest{suffix}.json", json.dumps(manifest))

    def _merge(self, folder, shards):
        parts = [json.loads(self.s3.objects[f"{folder}/_manifest-{n:05}-of-{shards:05}.json"]) for n in range(1, shards + 1)]
        merged = {**parts[0], "shard": None, "counts": dict(parts[0]["counts"])}
        for name in ("read", "predicted", "rejected"):
            merged["counts"][name] = sum(part["counts"][name] for part in parts)
        extension = parts[0]["outputs"][0]["file"].rpartition(".")[2]
        joined = {**parts[0]["outputs"][0], "file": f"predictions.{extension}", "bytes": merged["counts"]["predicted"]}
        merged["outputs"] = [part["outputs"][0] for part in parts] if extension == "parquet" else [joined]
        self._write(folder, merged, 0)
        if extension != "parquet":
            for part in parts:
                del self.s3.objects[f"{folder}/{part['outputs'][0]['file']}"]


def production(package_id, model="fashion-mnist", **changes):
    """A sealed production.json that names a package, made from the sample."""
    sample = json.loads((SAMPLES / "production.json").read_text())
    pointer = {**sample, "model": model, "packageId": package_id, "onnxSha256": package_id, **changes}
    pointer["pointerSha256"] = "0" * 64
    text = json.dumps(pointer, indent=2) + "\n"
    return text.replace("0" * 64 + '"\n}', hashlib.sha256(text.encode()).hexdigest() + '"\n}').encode()
