#!/usr/bin/python3
"""Speaks the part of Amazon ECR's protocol (AWS JSON 1.1) that PushImage needs, before a real registry. For tests only.

Usage: ecr-endpoint.py PORT FILE

The signature of every request (Signature Version 4) is computed anew here, from its specification, and every request and response is held
against botocore's model of the service, so that a wrong name, type or missing member of either side is an error and not a coincidence.
Repositories are kept in FILE; images are asked of the registry. Variables: ECR_REGISTRY, ECR_TOKEN, ECR_ACCESS_KEY, ECR_SECRET_KEY,
ECR_REGION, ECR_LOG (one line a request: operation and outcome), and for faults ECR_FAULTS (a file with one number, the count of
requests still to be throttled) and ECR_TOKEN_SECONDS (life of a token).
"""
import base64
import datetime
import hashlib
import json
import os
import pathlib
import sys
import threading
import urllib.error
import urllib.request

from aws_service import ACCOUNT, JSON_CODES, Faults, Refusal, ServiceHandler, check_shape, log_outcome, serve, service_model, verify_signature

REGISTRY = os.environ["ECR_REGISTRY"]
TOKEN = os.environ["ECR_TOKEN"]
REGION = os.environ["ECR_REGION"]
MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"

MODEL = service_model("ecr")
FAULTS = Faults(os.environ.get("ECR_FAULTS"))
LOCK = threading.Lock()


class Repositories:
    """What ECR knows of repositories; a file, so that a restart forgets nothing."""

    def __init__(self, file):
        self.file = pathlib.Path(file)
        self.known = json.loads(self.file.read_text()) if self.file.exists() else {}

    def save(self):
        self.file.write_text(json.dumps(self.known))

    def require(self, name):
        if name not in self.known:
            raise Refusal("RepositoryNotFoundException", f"The repository with name '{name}' does not exist in the registry with id '{ACCOUNT}'")
        return self.known[name]


def ask_registry(path, method="GET"):
    """The answer of the registry, or None if it has no such thing."""
    request = urllib.request.Request(f"{REGISTRY}/v2/{path}", method=method, headers={
        "Accept": MANIFEST, "Authorization": "Basic " + base64.b64encode(f"AWS:{TOKEN}".encode()).decode()})
    try:
        return urllib.request.urlopen(request)
    except urllib.error.HTTPError as e:
        if e.code == 404:
            return None
        raise


def image(name, reference):
    with LOCK:
        answer = ask_registry(f"{name}/manifests/{reference}")
    if answer is None:
        return None
    manifest = answer.read()
    content = json.loads(manifest)
    return "sha256:" + hashlib.sha256(manifest).hexdigest(), sum(x["size"] for x in content["layers"])


def get_authorization_token(_, repositories):
    life = int(os.environ.get("ECR_TOKEN_SECONDS", 12 * 3600))
    return {"authorizationData": [{
        "authorizationToken": base64.b64encode(f"AWS:{TOKEN}".encode()).decode(),
        "expiresAt": datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=life),
        "proxyEndpoint": REGISTRY,
    }]}


def describe_repositories(request, repositories):
    return {"repositories": [repositories.require(x)["repository"] for x in request.get("repositoryNames", repositories.known)]}


def create_repository(request, repositories):
    name = request["repositoryName"]
    if name in repositories.known:
        raise Refusal("RepositoryAlreadyExistsException", f"The repository with name '{name}' already exists in the registry with id '{ACCOUNT}'")
    repository = {
        "repositoryArn": f"arn:aws:ecr:{REGION}:{ACCOUNT}:repository/{name}",
        "registryId": ACCOUNT,
        "repositoryName": name,
        "repositoryUri": f"{REGISTRY.split('//')[1]}/{name}",
        "imageTagMutability": request.get("imageTagMutability", "MUTABLE"),
        "imageScanningConfiguration": {"scanOnPush": request.get("imageScanningConfiguration", {}).get("scanOnPush", False)},
    }
    repositories.known[name] = {"repository": repository}
    repositories.save()
    return {"repository": repository}


def put_lifecycle_policy(request, repositories):
    policy = json.loads(request["lifecyclePolicyText"])
    if not policy.get("rules"):
        raise Refusal("InvalidParameterException", "Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure'")
    repositories.require(request["repositoryName"])["policy"] = request["lifecyclePolicyText"]
    repositories.save()
    return {"registryId": ACCOUNT, "repositoryName": request["repositoryName"], "lifecyclePolicyText": request["lifecyclePolicyText"]}


def get_lifecycle_policy(request, repositories):
    name = request["repositoryName"]
    policy = repositories.require(name).get("policy")
    if policy is None:
        raise Refusal("LifecyclePolicyNotFoundException", f"Lifecycle policy does not exist for the repository with name '{name}' in the registry with id '{ACCOUNT}'")
    return {"registryId": ACCOUNT, "repositoryName": name, "lifecyclePolicyText": policy}


def describe_images(request, repositories):
    name = request["repositoryName"]
    repositories.require(name)
    answer = ask_registry(f"{name}/tags/list")
    tags = (json.loads(answer.read())["tags"] or []) if answer else []
    wanted = request.get("imageIds", [{"imageTag": x} for x in tags])
    images = {}
    for id in wanted:
        reference = id.get("imageDigest") or id.get("imageTag")
        found = image(name, reference)
        if found is None:
            raise Refusal("ImageNotFoundException", f"The image with imageId {id} does not exist within the repository with name '{name}' in the registry with id '{ACCOUNT}'")
        images[found[0]] = found[1]
    return {"imageDetails": [{
        "registryId": ACCOUNT,
        "repositoryName": name,
        "imageDigest": digest,
        "imageSizeInBytes": size,
        "imageTags": [x for x in tags if (image(name, x) or [None])[0] == digest],
    } for digest, size in images.items()]}


OPERATIONS = {
    "GetAuthorizationToken": get_authorization_token,
    "DescribeRepositories": describe_repositories,
    "CreateRepository": create_repository,
    "GetLifecyclePolicy": get_lifecycle_policy,
    "PutLifecyclePolicy": put_lifecycle_policy,
    "DescribeImages": describe_images,
}


class Handler(ServiceHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.answer(200, {})

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        prefix, _, operation = self.headers.get("X-Amz-Target", "").partition(".")
        try:
            verify_signature(
                "POST", *self.path.partition("?")[::2], self.headers, body, service="ecr", region=REGION,
                access_key=os.environ["ECR_ACCESS_KEY"], secret_key=os.environ["ECR_SECRET_KEY"],
                signed={"host", "x-amz-date", "x-amz-target"}, codes=JSON_CODES)
            if prefix != MODEL.metadata["targetPrefix"] or operation not in OPERATIONS:
                raise Refusal("UnknownOperationException", f"no operation {self.headers.get('X-Amz-Target')}")
            if self.headers.get("Content-Type") != "application/x-amz-json-1.1":
                raise Refusal("SerializationException", f"content type {self.headers.get('Content-Type')}")
            FAULTS.throttle("ThrottlingException")
            model = MODEL.operation_model(operation)
            request = json.loads(body)
            check_shape(model.input_shape, request, "request")
            if request.get("registryId", ACCOUNT) != ACCOUNT:
                raise Refusal("AccessDeniedException", f"not authorized to perform: ecr:{operation} on resource of {request['registryId']}")
            response = OPERATIONS[operation](request, self.server.repositories)
            check_shape(model.output_shape, response, "response")
            log_outcome(os.environ.get("ECR_LOG"), operation, "ok")
            self.answer(200, response)
        except Refusal as e:
            log_outcome(os.environ.get("ECR_LOG"), operation, e.code)
            self.answer(e.status, {"__type": f"com.amazonaws.ecr#{e.code}", "message": str(e)})
        except OSError as e:
            log_outcome(os.environ.get("ECR_LOG"), operation, "ServerException")
            self.answer(500, {"__type": "ServerException", "message": str(e)})

    def answer(self, status, content):
        self.send_body(status, "application/x-amz-json-1.1", json.dumps(content, default=lambda x: x.timestamp()))


if __name__ == "__main__":
    serve(Handler, repositories=Repositories(sys.argv[2]))
