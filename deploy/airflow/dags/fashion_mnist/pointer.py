"""The model in production, pinned: production.json, read once, names the exact package that all jobs of a run use."""
from __future__ import annotations

import hashlib
import json
import re
from typing import Any, Mapping

from fashion_mnist import s3
from fashion_mnist.mistakes import RunError

SCHEMA_VERSION = 1
_DIGEST = re.compile(r"[0-9a-f]{64}")
_SEAL = b'"pointerSha256": "'


def pin(client: Any, settings: Mapping[str, Any]) -> dict[str, str]:
    """Package id (SHA-256 of model.onnx, 64 hex digits) and address of the package that a run uses.

    Raises RunError if nothing is promoted, or if production.json is damaged: the job would prove the seal of the pointer,
    and it is given an exact package instead, so it is proved here.
    """
    root = s3.parse(settings["model_store"], "model_store").below(f"models/{settings['model_name']}")
    package = settings["model"]
    if package is None:
        uri = root.below("production.json")
        content = s3.read(client, uri)
        if content is None:
            raise RunError(f"{uri}: no model is promoted; run ./build.sh Promote")
        package = _package_of(content, uri, settings["model_name"])
    if not _DIGEST.fullmatch(package):
        raise RunError(f"model: {package!r} is not the id of a package: 64 lower-case hex digits")
    return {"package_id": package, "address": str(root.below(package))}


def _package_of(content: bytes, uri: s3.S3Uri, model_name: str) -> str:
    start = content.rfind(_SEAL) + len(_SEAL)
    blank = content[:start] + b"0" * 64 + content[start + 64:]
    if start < len(_SEAL) or hashlib.sha256(blank).hexdigest().encode() != content[start:start + 64]:
        raise RunError(f"{uri}: the production pointer is damaged; put its last good version back, see the runbook, docs/architecture/runbook.md")
    pointer = json.loads(content)
    if pointer["schemaVersion"] != SCHEMA_VERSION:
        raise RunError(f"{uri}: pointer schema {pointer['schemaVersion']} is not known; this DAG reads schema {SCHEMA_VERSION}")
    if pointer["model"] != model_name:
        raise RunError(f"{uri}: it is about the model {pointer['model']!r}, not {model_name!r}")
    return pointer["packageId"]
