#!/usr/bin/env python3
"""Adds up the TRX files of test runs and prints one line: N passed, N failed[, N skipped].

Usage: summarize.py FOLDER...
Names what failed, with the end of its message, what did not end, and why tests were skipped. Exits 1 if a test failed or did not end, a run
was aborted, or no test ran.
"""
import collections
import pathlib
import sys
import textwrap
import xml.etree.ElementTree as ElementTree

LONGEST_MESSAGE = 4000
NAMESPACE = "{http://microsoft.com/schemas/VisualStudio/TeamTest/2010}"


def main(folders):
    passed, failed, skipped = 0, [], collections.Counter()
    for folder in map(pathlib.Path, folders):
        for file in sorted(folder.glob("*.trx")):
            run = ElementTree.parse(file).getroot()
            for result in run.iter(f"{NAMESPACE}UnitTestResult"):
                outcome = result.get("outcome")
                if outcome == "Passed":
                    passed += 1
                elif outcome == "NotExecuted":
                    message = result.find(f".//{NAMESPACE}Message")
                    message = result.findtext(f".//{NAMESPACE}StdOut") if message is None else message.text
                    skipped[(message or "no reason given").strip()] += 1
                else:
                    failed.append((result.get("testName"), result.findtext(f".//{NAMESPACE}Message") or ""))
            failed += [(file.name, problem) for problem in aborted(run)]
        failed += [(name, "did not end; its stacks are in *.stacks.txt beside the results") for name in not_ended(folder)]

    for name, message in failed:
        print(f"failed: {name}")
        print(textwrap.indent(message.strip()[-LONGEST_MESSAGE:], "    "))
    for reason, count in skipped.most_common():
        print(f"skipped {count}: {reason}")
    total = sum(skipped.values())
    print(f"{passed} passed, {len(failed)} failed" + (f", {total} skipped" if total else ""))
    return 1 if failed or passed == 0 else 0


def aborted(run):
    """Why the process of the tests ended before they did, if it did; then results of tests are missing."""
    for info in run.iter(f"{NAMESPACE}RunInfo"):
        if info.get("outcome") == "Error" and "aborted" in (info.findtext(f"{NAMESPACE}Text") or ""):
            yield info.findtext(f"{NAMESPACE}Text")


def not_ended(folder):
    """The tests that were running when the hang guard struck, each once: the logger of the results keeps a copy of the file."""
    names = set()
    for file in folder.rglob("Sequence_*.xml"):
        names.update(t.get("DisplayName") for t in ElementTree.parse(file).getroot().iter("Test") if t.get("Completed") == "False")
    return sorted(names)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
