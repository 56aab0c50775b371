#!/usr/bin/env python3
"""Adds up the TRX files of a test run and prints one line: N passed, N failed[, N skipped].

Usage: summarize.py FOLDER
Names what failed, with the end of its message, and why tests were skipped. Exits 1 if a test failed or no test ran.
"""
import collections
import pathlib
import sys
import textwrap
import xml.etree.ElementTree as ElementTree

LONGEST_MESSAGE = 4000
NAMESPACE = "{http://microsoft.com/schemas/VisualStudio/TeamTest/2010}"


def main(folder):
    passed, failed, skipped = 0, [], collections.Counter()
    for file in sorted(pathlib.Path(folder).glob("*.trx")):
        for result in ElementTree.parse(file).getroot().iter(f"{NAMESPACE}UnitTestResult"):
            outcome = result.get("outcome")
            if outcome == "Passed":
                passed += 1
            elif outcome == "NotExecuted":
                message = result.find(f".//{NAMESPACE}Message")
                message = result.findtext(f".//{NAMESPACE}StdOut") if message is None else message.text
                skipped[(message or "no reason given").strip()] += 1
            else:
                failed.append((result.get("testName"), result.findtext(f".//{NAMESPACE}Message") or ""))

    for name, message in failed:
        print(f"failed: {name}")
        print(textwrap.indent(message.strip()[-LONGEST_MESSAGE:], "    "))
    for reason, count in skipped.most_common():
        print(f"skipped {count}: {reason}")
    total = sum(skipped.values())
    print(f"{passed} passed, {len(failed)} failed" + (f", {total} skipped" if total else ""))
    return 1 if failed or passed == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
