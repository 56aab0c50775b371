"""Runs a program on a pseudo-terminal: one object of JSON from standard input, one to standard output.

In:  {"command": [...], "columns": N, "pipes": ["stdout" and/or "stderr"], "steps": [{"expect": REGEX} | {"send": TEXT} | {"run": [...]}]}
     A piped stream goes to a pipe instead of the terminal. A step "run" waits for another program to end.
Out: {"exit": CODE, "terminal": TEXT, "stdout": TEXT, "stderr": TEXT}   the last two are what went into pipes
Ends with an error if an expected text has not come after 120 seconds.
"""
import fcntl
import json
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import threading
import time

PATIENCE = 120


def main():
    job = json.load(sys.stdin)
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, job["columns"], 0, 0))
    streams = {x: subprocess.PIPE if x in job.get("pipes", []) else slave for x in ("stdout", "stderr")}

    def become_leader():
        os.setsid()
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    process = subprocess.Popen(job["command"], stdin=slave, preexec_fn=become_leader, **streams)
    os.close(slave)
    piped = {}
    readers = []
    for name in ("stdout", "stderr"):
        if streams[name] == subprocess.PIPE:
            reader = threading.Thread(target=lambda name=name: piped.__setitem__(name, getattr(process, name).read()))
            reader.start()
            readers.append(reader)

    seen = b""
    deadline = time.monotonic() + PATIENCE

    def read(until):
        """Reads until the text has come, or to the end without one."""
        nonlocal seen
        start = len(seen) if until is None else read.position
        while until is None or not re.search(until.encode(), seen[start:]):
            if time.monotonic() > deadline:
                process.kill()
                sys.exit(f"not seen within {PATIENCE} s: {until}\n{seen.decode(errors='replace')}")
            if not select.select([master], [], [], 1)[0]:
                continue
            try:
                part = os.read(master, 65536)
            except OSError:
                part = b""
            if not part:
                if until is None:
                    return
                sys.exit(f"ended before {until} was seen\n{seen.decode(errors='replace')}")
            seen += part
        read.position = start + re.search(until.encode(), seen[start:]).end()

    read.position = 0
    for step in job.get("steps", []):
        if "send" in step:
            os.write(master, step["send"].encode())
        elif "run" in step:
            subprocess.run(step["run"], check=True)
        else:
            read(step["expect"])
    read(None)
    exit_code = process.wait()
    for reader in readers:
        reader.join()
    json.dump({"exit": exit_code, "terminal": seen.decode(), "stdout": piped.get("stdout", b"").decode(), "stderr": piped.get("stderr", b"").decode()}, sys.stdout)


main()
