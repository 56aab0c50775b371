"""Whether the results of a run are whole: every part is there, all of one model and one input, and the counts add up.

AWS Batch says that processes ended well; only the manifests say what they did.
"""
from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Mapping

from fashion_mnist import s3
from fashion_mnist.mistakes import RunError

SCHEMA_VERSION = 1
_REQUESTS_AT_ONCE = 16
_NAMED_AT_MOST = 10
_PART = re.compile(r"-\d{5}-of-\d{5}(?=\.)")


def verify_parts(client: Any, folder: s3.S3Uri, run_id: str, package_id: str, shards: int) -> dict[str, Any]:
    """Proves the parts of a run and returns rows, predicted, rejected, perClass, shards and folder.

    Raises RunError that names the first part with something wrong.
    """
    sizes = _sizes(client, folder)
    names = [_manifest_name(number, shards) for number in range(1, shards + 1)]
    missing = [number for number, name in enumerate(names, 1) if name not in sizes]
    if missing:
        shown = ", ".join(map(str, missing[:_NAMED_AT_MOST])) + (", ..." if len(missing) > _NAMED_AT_MOST else "")
        raise RunError(f"{folder}: {len(missing)} of {shards} parts have no manifest: {shown}; see the log of these jobs of the array")
    with ThreadPoolExecutor(_REQUESTS_AT_ONCE) as pool:
        manifests = list(pool.map(lambda name: _manifest(client, folder.below(name)), names))
    sizes = {**_stood_for(manifests, sizes), **sizes}
    for number, (name, manifest) in enumerate(zip(names, manifests), 1):
        part = {"number": number, "count": shards} if shards > 1 else None
        problem = (
            _identity_problem(manifest, run_id, package_id, part)
            or _difference(manifests[0], manifest)
            or _count_problem(manifest, _expected_rows(manifest, number, shards))
            or _file_problem(manifest, sizes))
        if problem:
            raise RunError(f"{folder.below(name)}: {problem}")
    return _summary(folder, shards, manifests)


def verify_commit(client: Any, parts: Mapping[str, Any], run_id: str, package_id: str) -> dict[str, Any]:
    """Proves _manifest.json, the mark of completeness, against what verify_parts found, and returns that.

    Raises RunError if it is not there, belongs to another run or model, or counts other rows.
    """
    folder = s3.parse(parts["folder"], "folder")
    uri = folder.below("_manifest.json")
    manifest = _manifest(client, uri)
    problem = _identity_problem(manifest, run_id, package_id, None) or _file_problem(manifest, _sizes(client, folder))
    counts = {name: manifest["counts"][name] for name in ("predicted", "rejected")}
    if not problem and counts != {name: parts[name] for name in counts}:
        problem = f"it counts {counts}, the parts {({name: parts[name] for name in counts})}"
    if problem:
        raise RunError(f"{uri}: {problem}")
    return dict(parts)


def _sizes(client: Any, folder: s3.S3Uri) -> dict[str, int]:
    return {key[len(folder.key):]: size for key, size in s3.objects(client, folder)}


def _manifest_name(number: int, shards: int) -> str:
    return f"_manifest-{number:05}-of-{shards:05}.json" if shards > 1 else "_manifest.json"


def _manifest(client: Any, uri: s3.S3Uri) -> dict[str, Any]:
    content = s3.read(client, uri)
    if content is None:
        raise RunError(f"{uri}: not there; the results are not complete")
    try:
        manifest = json.loads(content)
        version = manifest["schemaVersion"]
    except (ValueError, TypeError, KeyError):
        raise RunError(f"{uri}: not a manifest of fashion_mnist_job") from None
    if version != SCHEMA_VERSION:
        raise RunError(f"{uri}: manifest schema {version} is not known; this DAG reads schema {SCHEMA_VERSION}")
    return manifest


def _identity_problem(manifest: Mapping[str, Any], run_id: str, package_id: str, part: Mapping[str, int] | None) -> str | None:
    expected = {"run": run_id, "part": part, "model": package_id}
    actual = {"run": manifest["runId"], "part": manifest["shard"], "model": manifest["model"]["packageId"]}
    for what, value in expected.items():
        if actual[what] != value:
            return f"it is of {what} {actual[what]}, expected {value}"
    return None


def _difference(first: Mapping[str, Any], other: Mapping[str, Any]) -> str | None:
    # The hash of a folder is that of the files a part read, so there the hash of its listing tells whether it changed.
    content = "listingSha256" if "listingSha256" in first["input"] else "sha256"
    for path in (("input", "uri"), ("input", "rows"), ("input", content), ("labels",), ("model", "manifestSha256"), ("host", "batchSize")):
        ours, theirs = first, other
        for name in path:
            ours, theirs = ours.get(name), theirs.get(name)
        if ours != theirs:
            return f"{'.'.join(path)} is {theirs}, in the first part {ours}"
    return None


def _expected_rows(manifest: Mapping[str, Any], number: int, shards: int) -> int:
    """Rows of a part, cut as the job cuts: part i of n takes the batches b*(i-1)/n up to b*i/n."""
    rows, size = manifest["input"]["rows"], manifest["host"]["batchSize"]
    batches = -(-rows // size)
    start, end = batches * (number - 1) // shards, batches * number // shards
    return min(end * size, rows) - min(start * size, rows)


def _count_problem(manifest: Mapping[str, Any], expected: int) -> str | None:
    counts = manifest["counts"]
    if counts["read"] != expected:
        return f"{counts['read']} rows read, expected {expected}"
    if counts["predicted"] + counts["rejected"] != counts["read"]:
        return f"{counts['predicted']} predicted and {counts['rejected']} rejected do not make {counts['read']} read"
    if sum(counts["perClass"].values()) != counts["predicted"]:
        return f"the classes count {sum(counts['perClass'].values())}, predicted are {counts['predicted']}"
    return None


def _file_problem(manifest: Mapping[str, Any], sizes: Mapping[str, int]) -> str | None:
    for output in manifest["outputs"]:
        actual = sizes.get(output["file"])
        if actual != output["bytes"]:
            return f"{output['file']} is {'not there' if actual is None else f'{actual} bytes'}, expected {output['bytes']} bytes"
    return None


def _stood_for(manifests: list[dict[str, Any]], sizes: Mapping[str, int]) -> dict[str, int]:
    """The parts that a merge has joined and removed, with their sizes: a joined file as long as all of them stands for them."""
    joined: dict[str, dict[str, int]] = {}
    for output in (output for manifest in manifests for output in manifest["outputs"]):
        joined.setdefault(_PART.sub("", output["file"]), {})[output["file"]] = output["bytes"]
    return {part: size for name, parts in joined.items() if sizes.get(name) == sum(parts.values()) for part, size in parts.items()}


def _summary(folder: s3.S3Uri, shards: int, manifests: list[dict[str, Any]]) -> dict[str, Any]:
    counts = [manifest["counts"] for manifest in manifests]
    return {
        "folder": str(folder),
        "shards": shards,
        "rows": manifests[0]["input"]["rows"],
        "predicted": sum(count["predicted"] for count in counts),
        "rejected": sum(count["rejected"] for count in counts),
        "perClass": {name: sum(count["perClass"][name] for count in counts) for name in counts[0]["perClass"]},
    }
