#!/usr/bin/python3
"""Speaks the part of AWS CloudFormation's query protocol that Deploy needs, and STS GetCallerIdentity. For tests only.

Usage: cloudformation-endpoint.py PORT FILE

The signature of every request (Signature Version 4) is computed anew here, and every request and response is held against botocore's model
of the service, so that a wrong name, type or missing member of either side is an error and not a coincidence. Stacks are kept in FILE.
No resource exists: what CloudFormation would make is only remembered.

Variables: CFN_ACCESS_KEY, CFN_SECRET_KEY, CFN_REGION, CFN_LOG (one line a request: operation and outcome), and CFN_FAULTS, a file with a JSON
object: throttle (count of requests still to be throttled), fail ({resource: reason}), replace ([resource.property], whose change makes a
new resource), hold (true: what is under way stands still), deny ([operation]), expired (true: the credentials are).
"""
import datetime
import os
import sys
import threading
import urllib.parse
import xml.sax.saxutils

from aws_service import ACCOUNT, QUERY_CODES, Faults, Refusal, ServiceHandler, check_shape, log_outcome, serve, service_model, verify_signature
from cloudformation_stacks import Stacks
from cloudformation_template import Template, wrong

REGION = os.environ["CFN_REGION"]
MODELS = {x.metadata["apiVersion"]: x for x in (service_model("cloudformation"), service_model("sts"))}
# The events of a stack itself carry its own statuses.
ENUMS = {"ResourceStatus": [y for x in ("ResourceStatus", "StackStatus") for y in MODELS["2010-05-15"].shape_for(x).metadata["enum"]]}
FAULTS = Faults(os.environ.get("CFN_FAULTS"))
LOCK = threading.Lock()


def parse(form, shape, prefix):
    """The value of a shape in a form, and the keys that it took: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html."""
    if shape.type_name == "structure":
        value, taken = {}, set()
        for name, member in shape.members.items():
            key = f"{prefix}.{name}" if prefix else name
            if any(x == key or x.startswith(key + ".") for x in form):
                value[name], more = parse(form, member, key)
                taken |= more
        return value, taken
    if shape.type_name == "list":
        if prefix in form:
            return [], {prefix}
        items, taken, number = [], set(), 1
        while any(x == (key := f"{prefix}.member.{number}") or x.startswith(key + ".") for x in form):
            item, more = parse(form, shape.member, key)
            items.append(item)
            taken |= more
            number += 1
        return items, taken
    text = form[prefix]
    if shape.type_name == "boolean":
        return {"true": True, "false": False}[text], {prefix}
    return int(text) if shape.type_name == "integer" else text, {prefix}


def to_xml(shape, value):
    if shape.type_name == "structure":
        return "".join(f"<{name}>{to_xml(shape.members[name], member)}</{name}>" for name, member in value.items())
    if shape.type_name == "list":
        return "".join(f"<member>{to_xml(shape.member, item)}</member>" for item in value)
    if shape.type_name == "timestamp":
        return value.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return str(value).lower() if shape.type_name == "boolean" else xml.sax.saxutils.escape(str(value))


def time(text):
    return datetime.datetime.fromisoformat(text)


def validate_template(request, stacks):
    template = Template(request["TemplateBody"])
    return {
        "Parameters": [{"ParameterKey": x, "NoEcho": bool(y.get("NoEcho")), **({"DefaultValue": str(y["Default"])} if "Default" in y else {})}
                       for x, y in template.parameters.items()],
        **({"Description": template.description} if template.description else {}),
        "Capabilities": template.capabilities(),
    }


def create_change_set(request, stacks):
    stack, changeset = stacks.propose(request)
    return {"Id": changeset["id"], "StackId": stack["id"]}


def describe_change_set(request, stacks):
    stack = stacks.require(request["StackName"])
    changeset = stacks.changeset(stack, request["ChangeSetName"])
    stacks.compute(stack, changeset)
    return {
        "ChangeSetName": changeset["name"], "ChangeSetId": changeset["id"], "StackId": stack["id"], "StackName": stack["name"],
        "Parameters": [{"ParameterKey": x, "ParameterValue": y} for x, y in changeset["values"].items()],
        "CreationTime": time(changeset["created"]), "ExecutionStatus": changeset["execution"], "Status": changeset["status"],
        **({"StatusReason": changeset["reason"]} if changeset["reason"] else {}),
        **({"Description": changeset["description"]} if changeset["description"] else {}),
        "Changes": [{"Type": "Resource", "ResourceChange": x} for x in changeset["changes"]],
    }


def execute_change_set(request, stacks):
    stack = stacks.require(request["StackName"])
    stacks.execute(stack, stacks.changeset(stack, request["ChangeSetName"]), request.get("ClientRequestToken"))
    return {}


def delete_change_set(request, stacks):
    stack = stacks.require(request["StackName"])
    stack["changesets"].pop(stacks.changeset(stack, request["ChangeSetName"])["name"])
    stacks.save()
    return {}


def list_change_sets(request, stacks):
    stack = stacks.require(request["StackName"])
    return {"Summaries": [{
        "StackId": stack["id"], "StackName": stack["name"], "ChangeSetId": x["id"], "ChangeSetName": x["name"], "Status": x["status"],
        "ExecutionStatus": x["execution"], "CreationTime": time(x["created"])} for x in stack["changesets"].values()]}


def describe_stacks(request, stacks):
    stack = stacks.require(request["StackName"])
    stacks.advance(stack)
    return {"Stacks": [{
        "StackId": stack["id"], "StackName": stack["name"], "CreationTime": time(stack["created"]), "StackStatus": stack["status"],
        "Parameters": [{"ParameterKey": x, "ParameterValue": y} for x, y in stack["parameters"].items()], "Outputs": stack["outputs"]}]}


def describe_stack_events(request, stacks):
    stack = stacks.require(request["StackName"])
    stacks.advance(stack)
    return {"StackEvents": [{**x, "Timestamp": time(x["Timestamp"])} for x in stack["events"]]}


def delete_stack(request, stacks):
    stack = stacks.find(request["StackName"])
    if stack:
        stacks.delete(stack, request.get("ClientRequestToken"))
    return {}


def get_caller_identity(request, stacks):
    return {"UserId": "AIDATESTONLY", "Account": ACCOUNT, "Arn": f"arn:aws:iam::{ACCOUNT}:user/test"}


OPERATIONS = {
    "ValidateTemplate": validate_template,
    "CreateChangeSet": create_change_set,
    "DescribeChangeSet": describe_change_set,
    "ExecuteChangeSet": execute_change_set,
    "DeleteChangeSet": delete_change_set,
    "ListChangeSets": list_change_sets,
    "DescribeStacks": describe_stacks,
    "DescribeStackEvents": describe_stack_events,
    "DeleteStack": delete_stack,
    "GetCallerIdentity": get_caller_identity,
}


class Handler(ServiceHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.answer(200, "<Ready/>")

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        operation, model = "?", None
        try:
            pairs = urllib.parse.parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True)
            form = dict(pairs)
            operation, model = form.pop("Action", "?"), MODELS.get(form.pop("Version", None))
            if model is None or operation not in OPERATIONS or operation not in model.operation_names or len(pairs) != len(form) + 2:
                raise Refusal("InvalidAction", f"Could not find operation {operation}")
            verify_signature(
                "POST", *self.path.partition("?")[::2], self.headers, body, service=model.signing_name, region=REGION,
                access_key=os.environ["CFN_ACCESS_KEY"], secret_key=os.environ["CFN_SECRET_KEY"], signed={"host", "x-amz-date"}, codes=QUERY_CODES)
            FAULTS.throttle("Throttling")
            self.refuse(operation)
            shapes = model.operation_model(operation)
            request, taken = parse(form, shapes.input_shape, "")
            if set(form) - taken:
                raise wrong(f"Unknown parameters: {', '.join(sorted(set(form) - taken))}")
            check_shape(shapes.input_shape, request, "request", "ValidationError")
            with LOCK:
                response = OPERATIONS[operation](request, self.server.stacks)
            result = ""
            if shapes.output_shape:
                check_shape(shapes.output_shape, response, "response", "ValidationError", ENUMS)
                wrapper = shapes.output_shape.serialization["resultWrapper"]
                result = f"<{wrapper}>{to_xml(shapes.output_shape, response)}</{wrapper}>"
            log_outcome(os.environ.get("CFN_LOG"), operation, "ok")
            self.answer(200, f'<{operation}Response xmlns="{model.metadata["xmlNamespace"]}">{result}'
                             f"<ResponseMetadata><RequestId>local</RequestId></ResponseMetadata></{operation}Response>")
        except Refusal as e:
            log_outcome(os.environ.get("CFN_LOG"), operation, e.code)
            self.answer(e.status, f"<ErrorResponse><Error><Type>Sender</Type><Code>{e.code}</Code>"
                                  f"<Message>{xml.sax.saxutils.escape(str(e))}</Message></Error><RequestId>local</RequestId></ErrorResponse>")

    def refuse(self, operation):
        faults = FAULTS.read()
        if faults.get("expired"):
            raise Refusal("ExpiredToken", "The security token included in the request is expired", 403)
        if operation in faults.get("deny", []):
            raise Refusal("AccessDenied", f"User: arn:aws:iam::{ACCOUNT}:user/test is not authorized to perform: cloudformation:{operation}", 403)

    def answer(self, status, text):
        self.send_body(status, "text/xml", text)


if __name__ == "__main__":
    serve(Handler, stacks=Stacks(sys.argv[2], REGION, FAULTS))
