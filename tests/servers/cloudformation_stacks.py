"""Stacks and change sets of CloudFormation as a small state machine. Nothing happens by itself: each look at a stack moves it one step on."""
import copy
import datetime
import json
import os
import pathlib
import uuid

from aws_service import ACCOUNT, Refusal
from cloudformation_template import Template, changes, wrong

NO_CHANGES = "The submitted information didn't contain changes. Submit different information to create a change set."
CANCELLED = {"CREATE": "Resource creation cancelled", "UPDATE": "Resource update cancelled", "DELETE": "Resource deletion cancelled"}


def now():
    return datetime.datetime.now(datetime.timezone.utc).isoformat()


class Stacks:
    """A file holds them, so that a restart forgets nothing."""

    def __init__(self, file, region, faults):
        self.file, self.region, self.faults = pathlib.Path(file), region, faults
        self.known = json.loads(self.file.read_text()) if self.file.exists() else {}

    def save(self):
        temporary = self.file.with_suffix(".new")
        temporary.write_text(json.dumps(self.known))
        os.replace(temporary, self.file)

    def find(self, name):
        """By name what lives, by id also what is deleted."""
        for stack in self.known.values():
            if stack["id"] == name or (stack["name"] == name and stack["status"] != "DELETE_COMPLETE"):
                return stack
        return None

    def require(self, name):
        stack = self.find(name)
        if stack is None:
            raise wrong(f"Stack with id {name} does not exist")
        return stack

    def exports(self):
        return {x["ExportName"]: x["OutputValue"] for stack in self.known.values() if stack["status"] != "DELETE_COMPLETE"
                for x in stack["outputs"] if "ExportName" in x}

    def create(self, name, token):
        stack = {
            "id": f"arn:aws:cloudformation:{self.region}:{ACCOUNT}:stack/{name}/{uuid.uuid4()}", "name": name, "status": "REVIEW_IN_PROGRESS",
            "created": now(), "resources": {}, "physical": {}, "parameters": {}, "outputs": [], "events": [], "steps": [], "changesets": {}, "template": None}
        self.known[stack["id"]] = stack
        self.event(stack, {"status": "REVIEW_IN_PROGRESS", "reason": "User Initiated"}, token)
        return stack

    def event(self, stack, event, token):
        """Events of resources, and without a name of the stack itself."""
        own = "logical" not in event
        stack["events"].insert(0, {
            "StackId": stack["id"], "StackName": stack["name"], "EventId": str(uuid.uuid4()), "Timestamp": now(),
            "LogicalResourceId": stack["name"] if own else event["logical"],
            "PhysicalResourceId": stack["id"] if own else event.get("physical") or "",
            "ResourceType": "AWS::CloudFormation::Stack" if own else event["type"],
            "ResourceStatus": event["status"],
            **({"ResourceStatusReason": event["reason"]} if event.get("reason") else {}),
            **({"ClientRequestToken": token} if token else {}),
        })
        if own:
            stack["status"] = event["status"]

    def advance(self, stack):
        """One step of what is under way."""
        if not stack["steps"] or self.faults.read().get("hold"):
            return
        step = stack["steps"].pop(0)
        for event in step["events"]:
            self.event(stack, event, stack.get("token"))
        stack.update(step.get("becomes", {}))
        self.save()

    def propose(self, request):
        """A change set; what is wrong with it is found when it is computed, unless the request itself is wrong."""
        name, kind = request["StackName"], request.get("ChangeSetType", "UPDATE")
        stack = self.find(name)
        template = Template(request["TemplateBody"])
        lacking = [x for x in template.capabilities() if not {x, "CAPABILITY_NAMED_IAM"} & set(request.get("Capabilities", []))]
        if lacking:
            raise Refusal("InsufficientCapabilitiesException", f"Requires capabilities : [{', '.join(lacking)}]")
        given = {x["ParameterKey"]: None if x.get("UsePreviousValue") else x.get("ParameterValue") for x in request.get("Parameters", [])}
        if kind == "CREATE":
            if stack and stack["status"] != "REVIEW_IN_PROGRESS":
                raise wrong(f"Stack [{name}] already exists and cannot be created again with the changeSet [{request['ChangeSetName']}].")
            values = template.values(given, {})
            stack = stack or self.create(name, request.get("ClientToken"))
        else:
            if stack is None:
                raise wrong(f"Stack [{name}] does not exist")
            if not stack["status"].endswith("_COMPLETE") or stack["status"] == "ROLLBACK_COMPLETE":
                raise wrong(f"Stack:{stack['id']} is in {stack['status']} state and can not be updated.")
            values = template.values(given, stack["parameters"])
        if request["ChangeSetName"] in stack["changesets"]:
            raise Refusal("AlreadyExistsException", f"ChangeSet {request['ChangeSetName']} already exists")
        changeset = {
            "name": request["ChangeSetName"], "status": "CREATE_PENDING", "execution": "UNAVAILABLE", "reason": None, "changes": [],
            "id": f"arn:aws:cloudformation:{self.region}:{ACCOUNT}:changeSet/{request['ChangeSetName']}/{uuid.uuid4()}",
            "created": now(), "body": request["TemplateBody"], "values": values, "description": request.get("Description")}
        stack["changesets"][changeset["name"]] = changeset
        self.save()
        return stack, changeset

    def changeset(self, stack, name):
        for changeset in stack["changesets"].values():
            if name in (changeset["name"], changeset["id"]):
                return changeset
        raise Refusal("ChangeSetNotFound", f"ChangeSet [{name}] does not exist", 404)

    def compute(self, stack, changeset):
        """One step of the life of a change set."""
        if changeset["status"] == "CREATE_PENDING":
            changeset["status"] = "CREATE_IN_PROGRESS"
        elif changeset["status"] == "CREATE_IN_PROGRESS":
            template = Template(changeset["body"])
            try:
                resources, outputs = template.resolve(changeset["values"], stack["physical"], self.exports(), stack["name"], self.region)
                changeset["changes"] = changes(stack["resources"], resources, stack["physical"], self.faults.read().get("replace", []))
                same = not changeset["changes"] and outputs == stack["outputs"] and stack["status"] != "REVIEW_IN_PROGRESS"
                changeset.update({"status": "FAILED", "reason": NO_CHANGES} if same else {"status": "CREATE_COMPLETE", "execution": "AVAILABLE"})
            except Refusal as e:
                changeset.update({"status": "FAILED", "reason": str(e)})
        self.save()

    def execute(self, stack, changeset, token):
        if changeset["execution"] != "AVAILABLE":
            raise Refusal(
                "InvalidChangeSetStatus", f"ChangeSet [{changeset['id']}] cannot be executed in its current status of [{changeset['status']}]")
        kind = "CREATE" if stack["status"] == "REVIEW_IN_PROGRESS" else "UPDATE"
        stack.update({"token": token, "changesets": {}, "steps": Operation(self, stack, changeset, kind).steps()})
        self.event(stack, {"status": f"{kind}_IN_PROGRESS", "reason": "User Initiated"}, token)
        self.save()

    def delete(self, stack, token):
        if stack["status"] == "REVIEW_IN_PROGRESS":
            self.event(stack, {"status": "DELETE_COMPLETE"}, token)
        else:
            steps = [{"events": [{"logical": name, "type": x["type"], "physical": stack["physical"].get(name), "status": "DELETE_COMPLETE"}]}
                     for name, x in stack["resources"].items()]
            stack.update({"token": token, "steps": [*steps, {"events": [{"status": "DELETE_COMPLETE"}], "becomes": {"resources": {}, "physical": {}, "outputs": []}}]})
            self.event(stack, {"status": "DELETE_IN_PROGRESS", "reason": "User Initiated"}, token)
        self.save()


class Operation:
    """The steps of a creation or an update, all the way to its end or, where a fault is ordered, back."""

    def __init__(self, stacks, stack, changeset, kind):
        self.stacks, self.stack, self.changeset, self.kind = stacks, stack, changeset, kind
        self.template = Template(changeset["body"])
        self.physical = dict(stack["physical"])
        self.changed = {x["LogicalResourceId"]: x for x in changeset["changes"]}

    def steps(self):
        failing = self.stacks.faults.read().get("fail", {})
        steps, done = [], []
        kept = [x for x, change in self.changed.items() if change["Action"] != "Remove"]
        for level in self.template.levels(kept):
            steps.append({"events": [self.event(x, "IN_PROGRESS") for x in level]})
            for name in level:
                if name in failing:
                    others = [x for x in level if x != name and x not in done]
                    return [*steps, *self.back(name, failing[name], others, done)]
                if self.changed[name]["Action"] == "Add" or self.changed[name].get("Replacement") == "True":
                    self.physical[name] = f"{self.stack['name']}-{name.lower()}-{uuid.uuid4().hex[:8]}"
                steps.append({"events": [self.event(name, "COMPLETE")]})
                done.append(name)
        return [*steps, *self.cleanup()]

    def event(self, name, state, reason=None):
        change = self.changed[name]
        verb = "CREATE" if change["Action"] == "Add" else "UPDATE"
        if change.get("Replacement") == "True" and state == "IN_PROGRESS":
            reason = "Requested update requires the creation of a new physical resource; hence creating one."
        return {"logical": name, "type": change["ResourceType"], "physical": self.physical.get(name), "status": f"{verb}_{state}", "reason": reason}

    def cleanup(self):
        """What nobody needs any more goes last."""
        gone = [x for x, change in self.changed.items() if change["Action"] == "Remove" or change.get("Replacement") == "True"]
        steps = []
        if self.kind == "UPDATE":
            steps.append({"events": [{"status": "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"}]})
        for name in gone:
            retained = self.stack["resources"][name].get("retained")
            steps.append({"events": [{
                "logical": name, "type": self.changed[name]["ResourceType"], "physical": self.stack["physical"][name],
                "status": "DELETE_SKIPPED" if retained else "DELETE_COMPLETE"}]})
            if self.changed[name]["Action"] == "Remove":
                self.physical.pop(name)
        resources, outputs = self.template.resolve(
            self.changeset["values"], self.physical, self.stacks.exports(), self.stack["name"], self.stacks.region)
        return [*steps, {"events": [{"status": f"{self.kind}_COMPLETE"}], "becomes": {
            "resources": resources, "physical": self.physical, "outputs": outputs, "parameters": self.changeset["values"],
            "template": self.changeset["body"], "updated": now()}}]

    def back(self, name, reason, others, done):
        verb = self.event(name, "FAILED")["status"].partition("_")[0]
        failed = [self.event(name, "FAILED", reason), *(self.event(x, "FAILED", CANCELLED[verb]) for x in others)]
        before = copy.deepcopy(self.stack["physical"])
        rollback = "ROLLBACK" if self.kind == "CREATE" else "UPDATE_ROLLBACK"
        names = ", ".join([name, *others])
        undone = [{"logical": x, "type": self.changed[x]["ResourceType"], "physical": self.physical.get(x),
                   "status": "DELETE_COMPLETE" if self.changed[x]["Action"] == "Add" else "UPDATE_COMPLETE"} for x in reversed(done)]
        return [
            {"events": failed},
            {"events": [{"status": f"{rollback}_IN_PROGRESS", "reason": f"The following resource(s) failed to {verb.lower()}: [{names}]. "}]},
            *({"events": [x]} for x in undone),
            {"events": [{"status": f"{rollback}_COMPLETE"}], "becomes": {"physical": before}},
        ]
