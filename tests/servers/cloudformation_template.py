"""Reads CloudFormation templates as far as stacks and change sets need it: parameters, conditions, references, differences."""
import re

import ruamel.yaml

from aws_service import ACCOUNT, Refusal

LARGEST = 51200
NO_VALUE = {"Ref": "AWS::NoValue"}

# Properties whose change makes a new resource; "Update requires: Replacement" in the reference of the resource types.
REPLACING = {
    "AWS::ECR::Repository": {"RepositoryName", "EncryptionConfiguration"},
    "AWS::IAM::Role": {"RoleName", "Path"},
    "AWS::Logs::LogGroup": {"LogGroupName"},
    "AWS::S3::Bucket": {"BucketName"},
    "AWS::SNS::Topic": {"TopicName", "FifoTopic"},
}


class Loader(ruamel.yaml.SafeLoader):
    """YAML with the short forms of the intrinsic functions."""


def intrinsic(loader, tag, node):
    if isinstance(node, ruamel.yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, ruamel.yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    return {tag if tag in ("Ref", "Condition") else f"Fn::{tag}": value}


Loader.add_multi_constructor("!", intrinsic)
# A date is text in a template.
Loader.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: node.value)


def wrong(message):
    return Refusal("ValidationError", message)


class Template:
    def __init__(self, body):
        if len(body.encode()) > LARGEST:
            raise wrong(
                f"1 validation error detected: Value '{body[:20]}...' at 'templateBody' failed to satisfy constraint: "
                f"Member must have length less than or equal to {LARGEST}")
        try:
            content = ruamel.yaml.load(body, Loader=Loader)
        except Exception as e:
            mark = getattr(e, "problem_mark", None)
            place = f" (line {mark.line + 1}, column {mark.column + 1})" if mark else ""
            raise wrong(f"Template format error: YAML not well-formed.{place}") from e
        if not isinstance(content, dict):
            raise wrong("Template format error: unsupported structure.")
        self.description = content.get("Description")
        self.parameters = content.get("Parameters") or {}
        self.conditions = content.get("Conditions") or {}
        self.resources = content.get("Resources") or {}
        self.outputs = content.get("Outputs") or {}
        if not self.resources:
            raise wrong("Template format error: At least one Resources member must be defined.")
        known = set(self.parameters) | set(self.resources)
        for block in ("Resources", "Outputs"):
            lost = sorted({x for x in references(content.get(block) or {}) if x not in known and not x.startswith("AWS::")})
            if lost:
                raise wrong(f"Template format error: Unresolved resource dependencies [{', '.join(lost)}] in the {block} block of the template")

    def capabilities(self):
        roles = [x for x in self.resources.values() if x["Type"].startswith("AWS::IAM::")]
        named = [x for x in roles if any(y in x.get("Properties", {}) for y in ("RoleName", "PolicyName", "UserName", "GroupName"))]
        return ["CAPABILITY_NAMED_IAM"] if named else ["CAPABILITY_IAM"] if roles else []

    def values(self, given, before):
        """The parameters' values: given, else those of before where asked for, else the defaults."""
        unknown = sorted(set(given) - set(self.parameters))
        if unknown:
            raise wrong(f"Parameters: [{', '.join(unknown)}] do not exist in the template")
        values = {}
        for name, parameter in self.parameters.items():
            value = before.get(name) if given.get(name) is None and name in given else given.get(name, parameter.get("Default"))
            if value is not None:
                values[name] = scalar(value)
        missing = [x for x in self.parameters if x not in values]
        if missing:
            raise wrong(f"Parameters: [{', '.join(missing)}] must have values")
        for name, value in values.items():
            allowed = [scalar(x) for x in self.parameters[name].get("AllowedValues", [])]
            if allowed and value not in allowed:
                raise wrong(f"Parameter '{name}' must be one of AllowedValues")
            pattern = self.parameters[name].get("AllowedPattern")
            if pattern and not re.fullmatch(pattern, value):
                raise wrong(f"Parameter {name} failed to satisfy constraint: {self.parameters[name].get('ConstraintDescription', pattern)}")
        return values

    def resolve(self, values, physical, exports, stack, region):
        """Every resource that exists under these values, with the intrinsic functions of its properties applied; and the outputs."""
        scope = Scope(self, values, physical, exports, stack, region)
        resources = {}
        for name, resource in self.resources.items():
            if scope.holds(resource.get("Condition")):
                resources[name] = {"type": resource["Type"], "properties": scope.apply(resource.get("Properties") or {}),
                                   "retained": resource.get("DeletionPolicy") in ("Retain", "RetainExceptOnCreate")}
        outputs = [{
            "OutputKey": name,
            "OutputValue": scalar(scope.apply(output["Value"])),
            **({"Description": output["Description"]} if "Description" in output else {}),
            **({"ExportName": scope.apply(output["Export"]["Name"])} if "Export" in output else {}),
        } for name, output in self.outputs.items() if scope.holds(output.get("Condition"))]
        return resources, outputs

    def levels(self, names):
        """Resources in the order of their references; those of one level know nothing of each other."""
        left, done, levels = set(names), set(), []
        while left:
            level = sorted(x for x in left if not (self.needs(x) & left - {x}))
            if not level:
                raise wrong(f"Circular dependency between resources: [{', '.join(sorted(left))}]")
            levels.append(level)
            left -= set(level)
            done |= set(level)
        return levels

    def needs(self, name):
        resource = self.resources.get(name, {})
        depends = resource.get("DependsOn", [])
        return set(references(resource.get("Properties") or {})) | ({depends} if isinstance(depends, str) else set(depends))


def references(node):
    """Names in Ref, Fn::GetAtt and Fn::Sub."""
    if isinstance(node, list):
        for item in node:
            yield from references(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key == "Ref":
                yield value
            elif key == "Fn::GetAtt":
                yield (value if isinstance(value, list) else value.split("."))[0]
            elif key == "Fn::Sub":
                text, own = value if isinstance(value, list) else (value, {})
                yield from (x.split(".")[0] for x in re.findall(r"\$\{([^!}][^}]*)\}", text) if x not in own)
                yield from references(list(own.values()))
            else:
                yield from references(value)


class Scope:
    """What names mean while a template is applied. Functions that it does not know stay as they stand."""

    def __init__(self, template, values, physical, exports, stack, region):
        self.template, self.exports = template, exports
        self.values = {
            **physical, **values, "AWS::StackName": stack, "AWS::Region": region, "AWS::AccountId": ACCOUNT, "AWS::Partition": "aws",
            "AWS::URLSuffix": "amazonaws.com", "AWS::StackId": f"arn:aws:cloudformation:{region}:{ACCOUNT}:stack/{stack}"}

    def holds(self, name):
        return name is None or self.apply(self.template.conditions[name]) is True

    def apply(self, node):
        if isinstance(node, list):
            return [x for x in map(self.apply, node) if x != NO_VALUE]
        if not isinstance(node, dict):
            return node
        if len(node) == 1:
            (key, value), = node.items()
            if hasattr(self, function := "fn_" + key.replace("::", "_").lower()):
                return getattr(self, function)(value)
        applied = {key: self.apply(value) for key, value in node.items()}
        return {key: value for key, value in applied.items() if value != NO_VALUE}

    def name(self, text):
        first, _, attribute = text.partition(".")
        if text in self.values:
            return self.values[text]
        return f"{self.values.get(first, first)}.{attribute}" if attribute else f"({first})"

    def fn_ref(self, value):
        return NO_VALUE if value == "AWS::NoValue" else self.name(value)

    def fn_condition(self, value):
        return self.holds(value)

    def fn_fn_getatt(self, value):
        return self.name(value if isinstance(value, str) else ".".join(value))

    def fn_fn_sub(self, value):
        text, own = value if isinstance(value, list) else (value, {})
        own = {key: scalar(self.apply(x)) for key, x in own.items()}
        return re.sub(r"\$\{([^!}][^}]*)\}", lambda x: own.get(x[1]) or scalar(self.name(x[1])), text).replace("${!", "${")

    def fn_fn_importvalue(self, value):
        name = self.apply(value)
        if name not in self.exports:
            raise wrong(f"No export named {name} found")
        return self.exports[name]

    def fn_fn_join(self, value):
        return value[0].join(scalar(x) for x in self.apply(value[1]))

    def fn_fn_if(self, value):
        return self.apply(value[1] if self.holds(value[0]) else value[2])

    def fn_fn_equals(self, value):
        left, right = map(self.apply, value)
        return scalar(left) == scalar(right)

    def fn_fn_not(self, value):
        return not self.apply(value[0])

    def fn_fn_and(self, value):
        return all(map(self.apply, value))

    def fn_fn_or(self, value):
        return any(map(self.apply, value))


def scalar(value):
    return str(value).lower() if isinstance(value, bool) else str(value)


def changes(before, after, physical, replacing):
    """The changes of a change set from the resources of before to those of after."""
    found = []
    for name in [*after, *(x for x in before if x not in after)]:
        base = {"LogicalResourceId": name, "ResourceType": (after.get(name) or before[name])["type"]}
        if name not in before:
            found.append({"Action": "Add", **base})
        elif name not in after:
            found.append({"Action": "Remove", **base, "PhysicalResourceId": physical[name]})
        elif before[name] != after[name]:
            old, new = before[name]["properties"], after[name]["properties"]
            properties = [x for x in {**old, **new} if old.get(x) != new.get(x)]
            always = [x for x in properties if x in REPLACING.get(base["ResourceType"], ()) or f"{name}.{x}" in replacing]
            found.append({
                "Action": "Modify", **base, "PhysicalResourceId": physical[name],
                "Replacement": "True" if always else "False",
                "Scope": ["Properties"],
                "Details": [{
                    "Target": {"Attribute": "Properties", "Name": x, "RequiresRecreation": "Always" if x in always else "Never"},
                    "Evaluation": "Static",
                    "ChangeSource": "DirectModification",
                } for x in properties],
            })
    return sorted(found, key=lambda x: x["LogicalResourceId"])
