"""Runs a module, profiled from SIGUSR1 on: `python -m tests.bench.profiled FILE MODULE ARGUMENT…`.

By the main thread's own processor time, so that neither waiting nor other programs count.
"""

import cProfile
import runpy
import signal
import sys
import time

if __name__ == "__main__":
    file, module, *arguments = sys.argv[1:]
    sys.argv = [module, *arguments]
    profile = cProfile.Profile(time.thread_time)
    signal.signal(signal.SIGUSR1, lambda *_: profile.enable())
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    finally:
        profile.disable()
        profile.dump_stats(file)
