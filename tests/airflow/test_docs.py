"""docs/airflow.md lists every setting. ACCEPT_APPROVED_FILES=1 writes the table."""
import json
import os
import pathlib
import re
import unittest

import scene  # noqa: F401  It puts the folder of the DAG on the path.
from fashion_mnist import identity, settings

PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs" / "airflow.md"
PLACE = re.compile(r"(?<=<!-- settings -->\n).*?(?=<!-- /settings -->)", re.DOTALL)


def table():
    """One row for each setting, as Markdown."""
    rows = ["| setting | default | values | meaning |", "|---|---|---|---|"]
    for name, setting in settings.SETTINGS.items():
        default = "needed" if name in identity.REQUIRED else "none" if setting.default is None else f"`{json.dumps(setting.default)}`"
        star = " *" if setting.per_run else ""
        rows.append(f"| `{name}`{star} | {default} | {values(setting.schema)} | {setting.description} |")
    return "\n".join(rows) + "\n"


def values(schema):
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if schema["type"] == "array":
        return "list of texts"
    kind = schema["type"] if isinstance(schema["type"], str) else schema["type"][1]
    limits = [f"{schema[name]:,}" for name in ("minimum", "maximum") if name in schema]
    numbers = " to ".join(limits) + (" and more" if len(limits) == 1 else "")
    return {"string": "text", "boolean": "`true`, `false`", "integer": numbers}[kind]


class Docs(unittest.TestCase):
    def test_the_page_lists_every_setting_as_it_is(self):
        text = PAGE.read_text(encoding="utf-8")
        if os.environ.get("ACCEPT_APPROVED_FILES") == "1":
            PAGE.write_text(PLACE.sub(lambda _: table(), text), encoding="utf-8")
        self.assertEqual(table(), PLACE.search(PAGE.read_text(encoding="utf-8"))[0], "ACCEPT_APPROVED_FILES=1 writes it")


if __name__ == "__main__":
    unittest.main()
