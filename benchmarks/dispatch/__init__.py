"""How fast and how punctual the dispatcher is, beside bare loops, job queues and itself.

Everything runs on one machine against one stub server, and the stub's own books say what arrived and when:
no contender is asked for its figures. `python -m benchmarks.dispatch --help` lists the parts.
"""
