"""A package airflow that knows the documented keywords and no others, and a runner that does with a DAG what a scheduler would.

It is no Airflow: it proves that the DAG is built from what exists in the layouts of layouts.json, that its values fit together from task
to task, and what its own functions do. layouts.json says where each list was read.
"""
import copy
import functools
import importlib.machinery
import inspect
import json
import pathlib
import sys
import types

import botocore.exceptions
import jsonschema

LAYOUTS = json.loads(pathlib.Path(__file__).with_name("layouts.json").read_text())
NAMES = [name for name in LAYOUTS if name != "base"]


class AirflowFailException(Exception):
    """Fails a task without another try."""


class AirflowSensorTimeout(Exception):
    """Ends a sensor for good, also where tries are left."""


class TaskDeferralError(Exception):
    """What a deferred wait that timed out ends with on Airflow 2.10, where it is tried again."""


class World:
    """What surrounds the DAG: Variables, S3, Batch and Slack, and which version of Airflow and of the amazon provider it is.

    variables is None where Variables cannot be read, as on the command line of Airflow 3: a default is then returned without a word.
    region is None where no region is configured. With callbacks_twice a failure is reported twice, as an overloaded scheduler does.
    """

    def __init__(self, layout, variables=None, s3=None, batch=None, slack=None, provider=None, region="eu-central-1", callbacks_twice=False):
        self.layout = {**LAYOUTS[LAYOUTS[layout].get("like", layout)], **LAYOUTS[layout]}
        self.variables, self.s3, self.batch, self.slack = variables or {}, s3, batch, slack
        self.provider, self.region, self.callbacks_twice = provider or self.layout["provider"], region, callbacks_twice
        self.dags = []

    def install(self):
        """Puts the stub in the place of airflow."""
        uninstall()
        modules = self._modules()
        folders = {name.rsplit(".", depth)[0] for name in modules for depth in range(name.count(".") + 1)}
        for name in sorted(folders):
            module = types.ModuleType(name)
            # A package with nothing else in it, so that looking for more fails as it does where it is not installed.
            module.__path__, module.__spec__ = [], importlib.machinery.ModuleSpec(name, None, is_package=True)
            module.__dict__.update(modules.get(name, {}))
            sys.modules[name] = module

    def _modules(self):
        shared = {
            "DAG": bind(Dag, self), "Param": Param, "TaskGroup": bind(TaskGroup, self), "Variable": self._variable(), "task": TaskDecorator(self),
        }
        sdk, deprecated = self.layout["sdk"], self.layout.get("core_is_deprecated")
        modules = {
            "airflow": {} if sdk else {"DAG": shared["DAG"]},
            "airflow.providers.amazon": {"__version__": self.provider},
            "airflow.providers.amazon.aws.hooks.batch_client": {"BatchClientHook": self._batch_hook()},
            "airflow.providers.amazon.aws.hooks.s3": {"S3Hook": self._hook()},
            "airflow.providers.amazon.aws.operators.batch": {"BatchOperator": type("Batch", (BatchOperator,), {"world": self})},
            "airflow.providers.amazon.aws.sensors.s3": {"S3KeySensor": type("Sensor", (S3KeySensor,), {"world": self})},
        }
        if sdk:
            modules["airflow.sdk"] = {name: {**shared, "CronDataIntervalTimetable": Timetable}[name] for name in sdk}
            modules["airflow.sdk.exceptions"] = {"AirflowFailException": AirflowFailException} if deprecated else {}
        else:
            modules["airflow.decorators"] = {"task": shared["task"]}
            modules["airflow.models"] = {"Variable": shared["Variable"]}
            modules["airflow.models.param"] = {"Param": Param}
            modules["airflow.utils.task_group"] = {"TaskGroup": shared["TaskGroup"]}
        if not deprecated:
            modules["airflow.timetables.interval"] = {"CronDataIntervalTimetable": Timetable}
            modules["airflow.exceptions"] = {"AirflowFailException": AirflowFailException}
        if self.slack is not None:
            modules["airflow.providers.slack"] = {}
            modules["airflow.providers.slack.hooks.slack_webhook"] = {"SlackWebhookHook": self._slack_hook()}
        return modules

    def _variable(self):
        def get(key, *default, **named):
            allow(named, [self.layout["variable_default"], "deserialize_json"], "Variable.get")
            if key not in self.variables and not default:
                raise KeyError(f"Variable {key} does not exist")
            return self.variables.get(key, *default)

        return types.SimpleNamespace(get=get)

    def _hook(self):
        def hook(**keywords):
            allow(keywords, self.layout["S3Hook"], "S3Hook")
            return types.SimpleNamespace(get_conn=lambda: self.s3)

        return hook

    def _batch_hook(self):
        def connect():
            if self.region is None:
                raise botocore.exceptions.NoRegionError()
            return self.batch

        def hook(**keywords):
            allow(keywords, ["aws_conn_id", "region_name", "verify", "config"], "BatchClientHook")
            return types.SimpleNamespace(get_conn=connect)

        return hook

    def _slack_hook(self):
        def connect(connection):
            if connection == "missing":
                raise KeyError("The conn_id `missing` isn't defined, token T/B/secret")

        def hook(*, slack_webhook_conn_id):
            def send(*, text=None, blocks=None):
                self.slack(slack_webhook_conn_id, text, blocks)

            return types.SimpleNamespace(send=send, get_conn=lambda: connect(slack_webhook_conn_id))

        return hook


def uninstall():
    """Takes the stub away, and what was imported with it."""
    for name in [x for x in sys.modules if x.split(".")[0] in ("airflow", "fashion_mnist", "fashion_mnist_batch")]:
        del sys.modules[name]


def bind(kind, world):
    return functools.partial(kind, world)


def allow(keywords, names, what):
    unknown = sorted(set(keywords) - set(names))
    if unknown:
        raise TypeError(f"{what}: Invalid arguments were passed: {', '.join(unknown)}")


class Timetable:
    def __init__(self, cron, timezone):
        self.cron, self.timezone = cron, timezone


class Param:
    def __init__(self, default, description=None, **schema):
        jsonschema.validate(default, schema)
        self.default, self.description, self.schema = default, description, schema


class XComArg:
    def __init__(self, operator, key=None):
        self.operator, self.key = operator, key

    def __getitem__(self, key):
        assert isinstance(key, str), "XComArg only supports str lookup"
        return XComArg(self.operator, key)

    def __iter__(self):
        raise TypeError("'XComArg' object is not iterable")

    def __rshift__(self, other):
        return self.operator >> other


class Operator:
    """What all tasks have in common."""

    keywords, template_fields, world = (), (), None

    def __init__(self, **keywords):
        self.dag = self.world.dags[-1]
        allow(keywords, [*self.keywords, *LAYOUTS["base"]["operator"]], type(self).__name__)
        self.given = keywords
        settings = {"retries": 0, "trigger_rule": "all_success", "execution_timeout": None, "on_failure_callback": None}
        for name, value in {**settings, **self.dag.default_args, **keywords}.items():
            setattr(self, name, value)
        assert self.task_id not in self.dag.tasks, f"{self.task_id} exists already"
        self.dag.tasks[self.task_id] = self
        self.upstream = set()
        for name in keywords:
            # Airflow sees a reference, and fills it in, only in the fields that it renders.
            references = list(references_in(keywords[name]))
            assert not references or name in self.template_fields, f"{type(self).__name__}.{name} is not a template field"
            self.upstream.update(x.operator.task_id for x in references)

    def __rshift__(self, other):
        later = other.operator if isinstance(other, XComArg) else other
        later.upstream.add(self.task_id)
        return later

    def rendered(self, results, name):
        return resolve(getattr(self, name, None), results)


class PythonTask(Operator):
    keywords = ("multiple_outputs", "op_args")
    template_fields = ("op_args",)

    def __init__(self, world, function, op_args, **keywords):
        self.world, self.function = world, function
        super().__init__(task_id=function.__name__, op_args=op_args, **keywords)
        for name, parameter in inspect.signature(function).parameters.items():
            assert parameter.kind == parameter.VAR_KEYWORD or name not in LAYOUTS["base"]["context"], f"{name} is a key of the context"

    def execute(self, results, context):
        takes_context = any(x.kind == x.VAR_KEYWORD for x in inspect.signature(self.function).parameters.values())
        value = self.function(*self.rendered(results, "op_args"), **(context if takes_context else {}))
        assert value is None or not getattr(self, "multiple_outputs", False) or isinstance(value, dict)
        return value


class ShortCircuitTask(PythonTask):
    keywords = (*PythonTask.keywords, "ignore_downstream_trigger_rules")


class S3KeySensor(Operator):
    def __init__(self, **keywords):
        layout = self.world.layout["S3KeySensor"]
        self.keywords, self.template_fields = (*layout["keywords"], *LAYOUTS["base"]["sensor"]), layout["template_fields"]
        super().__init__(**keywords)

    def execute(self, results, context):
        bucket, keys = self.rendered(results, "bucket_name"), self.rendered(results, "bucket_key")
        assert isinstance(keys, list) and isinstance(bucket, str)
        if not all(self.world.s3.holds(bucket, key) for key in keys):
            raise TaskDeferralError("Trigger timeout") if self.deferrable else AirflowSensorTimeout("Sensor has timed out")


class BatchOperator(Operator):
    def __init__(self, **keywords):
        layout = self.world.layout["BatchOperator"]
        self.keywords, self.template_fields = layout["keywords"], layout["template_fields"]
        super().__init__(**keywords)

    def execute(self, results, context):
        """Submits what the provider's submit_job makes of the fields: it drops None and nothing else, and 8.18 to 8.20 add a strategy of one attempt."""
        retries = self.rendered(results, "retry_strategy")
        if retries is None and tuple(map(int, self.world.provider.split(".")[:2])) < (8, 25):
            retries = {"attempts": 1}
        request = {
            "jobName": self.rendered(results, "job_name"),
            "jobQueue": self.rendered(results, "job_queue"),
            "jobDefinition": self.rendered(results, "job_definition"),
            "arrayProperties": self.rendered(results, "array_properties"),
            "parameters": {},
            "tags": self.rendered(results, "tags") or {},
            "retryStrategy": retries,
            "containerOverrides": self.rendered(results, "container_overrides"),
        }
        return self.world.batch({name: value for name, value in request.items() if value is not None})


class TaskDecorator:
    def __init__(self, world):
        self.world = world

    def __call__(self, **keywords):
        return self._decorator(PythonTask, keywords)

    def short_circuit(self, **keywords):
        return self._decorator(ShortCircuitTask, keywords)

    def _decorator(self, kind, keywords):
        return lambda function: lambda *arguments: XComArg(kind(self.world, function, list(arguments), **keywords))


class TaskGroup:
    """Tasks that the graph shows as one."""

    def __init__(self, world, **keywords):
        allow(keywords, ["group_id", "prefix_group_id", "parent_group", "dag", "default_args", "tooltip", "ui_color", "ui_fgcolor", "add_suffix_on_collision"], "TaskGroup")
        assert keywords.get("prefix_group_id") is False, "the stub does not prefix names"
        self.dag, self.name = world.dags[-1], keywords["group_id"]

    def __enter__(self):
        self.before = set(self.dag.tasks)
        return self

    def __exit__(self, *_):
        self.dag.groups[self.name] = [x for x in self.dag.tasks if x not in self.before]


class Dag:
    def __init__(self, world, **keywords):
        allow(keywords, world.layout["dag"], "DAG")
        self.world, self.tasks, self.groups, self.default_args = world, {}, {}, {}
        allow(keywords.get("default_args", {}), LAYOUTS["base"]["operator"], "default_args")
        self.__dict__.update(keywords)

    def __enter__(self):
        self.world.dags.append(self)
        return self

    def __exit__(self, *_):
        pass

    def run(self, dag_run, changes=None):
        """Runs all tasks in order and returns what became of them."""
        outcome = Outcome()
        if dag_run.logical_date and dag_run.logical_date < self.start_date:
            # Airflow makes no task instances for it, and the run is a success.
            return outcome
        params = {**{name: x.default for name, x in self.params.items()}, **(changes or {})}
        while len(outcome.states) < len(self.tasks):
            ready = [x for x in self.tasks.values() if x.task_id not in outcome.states and x.upstream <= set(outcome.states)]
            assert ready, "the graph has a circle"
            self._advance(ready[0], dag_run, params, outcome)
        return outcome

    def _advance(self, task, dag_run, params, outcome):
        before = {outcome.states[x] for x in task.upstream}
        accepted = {"all_success": {"success"}, "none_failed": {"success", "skipped"}}[task.trigger_rule]
        if outcome.states.get(task.task_id) or before - accepted:
            outcome.states[task.task_id] = "skipped" if before - accepted == {"skipped"} else "upstream_failed"
            return
        facts = {"task_id": task.task_id, "dag_id": self.dag_id, "run_id": dag_run.run_id}
        instance = types.SimpleNamespace(log_url="https://airflow.example/log", **facts)
        context = {"task": self._rendered(task, outcome.results), "dag": self, "dag_run": dag_run, "params": params, "ti": instance, "task_instance": instance, "run_id": dag_run.run_id}
        for attempt in range(1, task.retries + 2):
            outcome.attempts[task.task_id] = attempt
            try:
                value = task.execute(outcome.results, context)
            except Exception as error:
                outcome.errors[task.task_id] = error
                if attempt <= task.retries and not isinstance(error, (AirflowFailException, AirflowSensorTimeout)):
                    continue
                outcome.states[task.task_id] = "failed"
                for _ in range(2 if self.world.callbacks_twice else 1) if task.on_failure_callback else ():
                    task.on_failure_callback({**context, "exception": error})
                return
            # By way of JSON, as XCom takes values from task to task.
            outcome.results[task.task_id] = json.loads(json.dumps(value))
            outcome.states[task.task_id] = "success"
            if isinstance(task, ShortCircuitTask) and not value:
                assert task.given.get("ignore_downstream_trigger_rules") is False, "everything behind would be skipped"
                outcome.states.update({x.task_id: "skipped" for x in self.tasks.values() if task.task_id in x.upstream})
            return


    @staticmethod
    def _rendered(task, results):
        """The task as callbacks see it: with its template fields filled in, as far as what they need is there."""
        copied = copy.copy(task)
        for name in task.template_fields:
            try:
                setattr(copied, name, task.rendered(results, name))
            except KeyError:
                pass
        return copied


class Outcome:
    def __init__(self):
        self.states, self.results, self.errors, self.attempts = {}, {}, {}, {}


def references_in(value):
    if isinstance(value, XComArg):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from references_in(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from references_in(item)


def resolve(value, results):
    if isinstance(value, XComArg):
        result = results[value.operator.task_id]
        return result if value.key is None else result[value.key]
    if isinstance(value, dict):
        return {name: resolve(item, results) for name, item in value.items()}
    return [resolve(item, results) for item in value] if isinstance(value, (list, tuple)) else value
