"""The same posts through job queues that people would use instead: same HTTP client, same durable record per post.

They run in a virtual environment of their own (the dependency group `peers`), each with the settings that its own
documentation recommends for work that must not be lost.
"""
