"""The worker's side of the protocol: one line of JSON a request, one an answer.

Package protocol of the Go side documents the messages. Whatever a library prints
goes to standard error, so that the answers stay readable.
"""
import json
import os
import sys
import time

CHECKED_STEPS = 3    # of training, whose losses are compared
CHECKED_VALUES = 16  # of each output that are compared


def peak_mb():
    """The most memory this process has had at one time (Linux's VmHWM)."""
    try:
        with open("/proc/self/status") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0


def timed(item, seconds):
    """Run an item again and again, once at least: the times in ms."""
    times, end = [], time.perf_counter() + seconds
    while True:
        start = time.perf_counter()
        item()
        now = time.perf_counter()
        times.append((now - start) * 1e3)
        if now >= end:
            return times


def serve(build):
    """Answer requests. build(setup) gives (the answer, the items to time)."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)

    def answer(message):
        answers.write(json.dumps(message) + "\n")
        answers.flush()

    items = []
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if request["do"] == "setup":
                ready, items = build(request["setup"])
                answer(ready)
            elif request["do"] == "run":
                share = request["seconds"] / len(items)
                answer({"times_ms": [timed(item, share) for item in items]})
            else:
                answer({"peak_mb": peak_mb()})
                return
        except Exception as error:
            answer({"error": f"{type(error).__name__}: {error}".splitlines()[0]})
            raise
