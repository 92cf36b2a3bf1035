"""Dispatch under torture: `python -m tests.torture`.

books      what became public, kept by the fault server alone
town       platforms of six classes, as a pure function from request to reply
faults     what goes wrong on the way, by a seeded plan
wire       HTTP, as little of it as is needed
server     the fault server: real sockets, a process of its own
adapters   how tambour speaks to it: one adapter a class, through the ordinary seam
pace       a clock that runs fast, so that minutes of waiting take a second
daemon     the real store and the real pump over those adapters
naive      a daemon without protection: it claims, sends and records like everybody does
ordeal     starts daemons and kills them
tally      posts due, delivered once, duplicated, lost, held for a human
"""
