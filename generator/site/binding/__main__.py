"""`python -m generator.site.binding [CONFIG NEW OLD CACHE PROCESSES]`: binds a site, as bindery.py says."""

import gc
import signal

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # who presses Ctrl-C is told by whoever started this program
    gc.disable()  # MkDocs makes a great many objects when it is loaded, and all of them stay

    from generator.site.binding.bindery import program

    gc.freeze()
    gc.set_threshold(100_000, 50, 50)  # next to nothing of what is made here is a cycle
    gc.enable()
    program()
