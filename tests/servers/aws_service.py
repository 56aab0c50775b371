"""What the endpoints that speak for an AWS service have in common: signatures, shapes, throttling. For tests only."""
import datetime
import hashlib
import hmac
import http.server
import json
import os
import pathlib
import re
import sys
import threading
import urllib.parse

import botocore.loaders
import botocore.model
import botocore.validate

ACCOUNT = "123456789012"
CLOCK_SKEW = datetime.timedelta(minutes=5)
FAULTS_LOCK = threading.Lock()

# How the protocols name the same three refusals.
JSON_CODES = ("MissingAuthenticationTokenException", "UnrecognizedClientException", "InvalidSignatureException")
QUERY_CODES = ("MissingAuthenticationToken", "InvalidClientTokenId", "SignatureDoesNotMatch")


class Refusal(Exception):
    """An answer with an error of the service."""

    def __init__(self, code, message, status=400):
        super().__init__(message)
        self.code, self.status = code, status


def service_model(name):
    return botocore.model.ServiceModel(botocore.loaders.Loader().load_service_model(name, "service-2"))


def verify_signature(method, path, query, headers, body, *, service, region, access_key, secret_key, signed, codes):
    """Signature Version 4 as https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html has it."""
    missing, unknown, invalid = codes
    match = re.fullmatch(
        r"AWS4-HMAC-SHA256 Credential=([^/]+)/(\d{8})/([^/]+)/([^/]+)/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})",
        headers.get("Authorization", ""))
    if not match:
        raise Refusal(missing, "Missing Authentication Token", 403)
    key, date, scope_region, scope_service, names, signature = match.groups()
    if key != access_key:
        raise Refusal(unknown, "The security token included in the request is invalid.", 403 if codes is QUERY_CODES else 400)
    if (scope_region, scope_service) != (region, service):
        raise Refusal(invalid, f"Credential should be scoped to a valid region and service: {region}, {service}")
    if names.split(";") != sorted(names.split(";")) or not signed <= set(names.split(";")):
        raise Refusal(invalid, f"{', '.join(sorted(signed))} must be signed")

    stamp = headers["X-Amz-Date"]
    at = datetime.datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.timezone.utc)
    if stamp[:8] != date or abs(datetime.datetime.now(datetime.timezone.utc) - at) > CLOCK_SKEW:
        raise Refusal(invalid, f"Signature expired: {stamp}")

    parameters = sorted(urllib.parse.parse_qsl(query, keep_blank_values=True))
    canonical = "\n".join([
        method,
        urllib.parse.quote(path or "/", safe="/~-._"),
        "&".join(f"{urllib.parse.quote(k, safe='~-._')}={urllib.parse.quote(v, safe='~-._')}" for k, v in parameters),
        *(f"{name}:{' '.join(headers[name].split())}" for name in names.split(";")),
        "",
        names,
        hashlib.sha256(body).hexdigest(),
    ])
    scope = f"{date}/{region}/{service}/aws4_request"
    text = "\n".join(["AWS4-HMAC-SHA256", stamp, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    secret = ("AWS4" + secret_key).encode()
    for part in (date, region, service, "aws4_request"):
        secret = hmac.new(secret, part.encode(), hashlib.sha256).digest()
    if not hmac.compare_digest(hmac.new(secret, text.encode(), hashlib.sha256).hexdigest(), signature):
        raise Refusal(invalid, "The request signature we calculated does not match the signature you provided.")


def check_shape(shape, value, direction, code="InvalidParameterException", enums=None):
    """
    Required members, types, lengths and, which botocore passes over, unknown members, enumerations and patterns.
    enums: values of enumerations, by the name of their shape, where the model does not list all that the service sends.
    """
    def walk(shape, value, path):
        if shape.type_name == "structure":
            unknown = set(value) - set(shape.members)
            if unknown:
                raise Refusal("SerializationException", f"{direction}: {path} has no member {sorted(unknown)}")
            for name, member in value.items():
                walk(shape.members[name], member, f"{path}.{name}")
        elif shape.type_name == "list":
            for item in value:
                walk(shape.member, item, f"{path}[]")
        allowed = (enums or {}).get(shape.name, shape.metadata.get("enum"))
        if allowed and value not in allowed:
            raise Refusal(code, f"{direction}: {path}: '{value}' is not one of {allowed}")
        pattern = shape.metadata.get("pattern")
        if pattern and not re.fullmatch(pattern, value):
            raise Refusal(code, f"{direction}: {path}: '{value}' does not match {pattern}")

    report = botocore.validate.ParamValidator().validate(value, shape)
    if report.has_errors():
        raise Refusal(code, f"{direction}: {report.generate_report()}")
    walk(shape, value, shape.name)


class Faults:
    """What a test has ordered to go wrong: a file with a JSON object, or with one number, the requests still to be throttled."""

    def __init__(self, file):
        self.file = pathlib.Path(file) if file else None

    def read(self):
        if self.file is None or not self.file.exists():
            return {}
        content = json.loads(self.file.read_text() or 0)
        return content if isinstance(content, dict) else {"throttle": content}

    def throttle(self, code):
        with FAULTS_LOCK:
            faults = self.read()
            left = faults.get("throttle", 0)
            if left > 0:
                # At once, so that nobody reads half of it.
                temporary = self.file.with_suffix(".new")
                temporary.write_text(json.dumps({**faults, "throttle": left - 1}))
                os.replace(temporary, self.file)
        if left > 0:
            raise Refusal(code, "Rate exceeded")


def log_outcome(file, operation, outcome):
    """One line for each request."""
    if file:
        with open(file, "a") as log:
            log.write(f"{operation} {outcome}\n")


class ServiceHandler(http.server.BaseHTTPRequestHandler):
    """What a handler of any of these services does after it has decided on an answer."""

    def send_body(self, status, content_type, text):
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("x-amzn-RequestId", "local")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def serve(handler, **state):
    """Serves on the port that is the first argument of the program; handlers find the state at their server."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), handler)
    for name, value in state.items():
        setattr(server, name, value)
    server.serve_forever()
