"""Holds the simulated SSM endpoint, and what our client sends to it, against botocore's description of the service.

Usage: botocore_check.py exchanges FILE   every recorded request and response has the shape the model gives its operation
       botocore_check.py client ENDPOINT KEY SECRET REGION   botocore's own client, with its own signatures, works with the endpoint
Prints what is wrong, one line each; exits 1 if anything is.
"""
import json
import sys

import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.validate import ParamValidator

# Every operation may answer with these; the model of a service does not list them.
COMMON_ERRORS = {"AccessDeniedException", "InvalidSignatureException", "ThrottlingException", "ValidationException"}


def exchanges(file):
    model = botocore.session.get_session().get_service_model("ssm")
    validator = ParamValidator()
    problems = []
    seen = set()
    for exchange in json.load(open(file, encoding="utf-8")):
        operation = model.operation_model(exchange["operation"])
        seen.add((operation.name, exchange["status"]))
        parts = [("request", exchange["request"], operation.input_shape)]
        if exchange["status"] == 200:
            parts.append(("response", exchange["response"], operation.output_shape))
        else:
            code = exchange["response"]["__type"]
            if code not in COMMON_ERRORS | {x.name for x in operation.error_shapes}:
                problems.append(f"{operation.name}: {code} is no error of it")
        for part, content, shape in parts:
            report = validator.validate(content, shape)
            if report.has_errors():
                problems.append(f"{operation.name} {part}: {report.generate_report()}")
            problems += [f"{operation.name} {part}: {x}" for x in enum_problems(content, shape)]
    for operation in ("GetParametersByPath", "PutParameter", "DescribeParameters"):
        if (operation, 200) not in seen:
            problems.append(f"{operation} was never answered")
    return problems


def enum_problems(content, shape):
    """The validator does not look at enumerations."""
    if shape.type_name == "structure":
        for name, value in content.items():
            if name in shape.members:
                yield from enum_problems(value, shape.members[name])
    elif shape.type_name == "list":
        for value in content:
            yield from enum_problems(value, shape.member)
    elif getattr(shape, "enum", None) and content not in shape.enum:
        yield f"{content!r} is not one of {shape.enum}"


def client(endpoint, key, secret, region):
    def connect(secret):
        return botocore.session.get_session().create_client(
            "ssm", region_name=region, endpoint_url=endpoint, aws_access_key_id=key, aws_secret_access_key=secret,
            config=Config(retries={"max_attempts": 0}))

    problems = []
    ssm = connect(secret)
    for i in range(23):
        ssm.put_parameter(Name=f"/botocore/a/{i:02}", Value=str(i), Type="SecureString" if i == 7 else "String")
    pages = list(ssm.get_paginator("get_parameters_by_path").paginate(Path="/botocore", Recursive=True, WithDecryption=True))
    found = [(x["Name"], x["Value"]) for page in pages for x in page["Parameters"]]
    if found != [(f"/botocore/a/{i:02}", str(i)) for i in range(23)] or len(pages) != 3:
        problems.append(f"{len(pages)} pages with {found}")
    closed = ssm.get_parameters_by_path(Path="/botocore", Recursive=True)["Parameters"][7]
    if closed["Value"] == "7" or closed["Type"] != "SecureString":
        problems.append(f"not encrypted: {closed}")
    described = ssm.describe_parameters(ParameterFilters=[{"Key": "Name", "Option": "Equals", "Values": ["/botocore/a/07"]}])["Parameters"]
    if [x.get("KeyId") for x in described] != ["alias/aws/ssm"]:
        problems.append(f"described as {described}")
    for refused, expected in (
        (lambda: ssm.put_parameter(Name="/botocore/a/00", Value="1", Type="String"), "ParameterAlreadyExists"),
        (lambda: ssm.put_parameter(Name="/botocore/a/00", Value="1", Type="SecureString", Overwrite=True), "HierarchyTypeMismatchException"),
        (lambda: connect("another").put_parameter(Name="/botocore/b", Value="1", Type="String"), "InvalidSignatureException"),
    ):
        try:
            refused()
            problems.append(f"not refused with {expected}")
        except ClientError as error:
            if error.response["Error"]["Code"] != expected:
                problems.append(f"{error.response['Error']} instead of {expected}")
    return problems


if __name__ == "__main__":
    found = {"exchanges": exchanges, "client": client}[sys.argv[1]](*sys.argv[2:])
    print("\n".join(found), end="")
    sys.exit(1 if found else 0)
