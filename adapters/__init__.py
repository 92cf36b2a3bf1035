"""How tambour speaks to platforms; `base` is the seam, and `docs/adapters.md` says how to write another.

    base       the seam: values, errors, protocols
    platforms  the platforms that ship with tambour, as data
    registry   a platform's name -> its adapter's class
    http       response or exception -> adapter error
    waiting    how long a platform asks to be left alone
    files      several files written as one
    testing    the rules that every adapter keeps, as tests

One module, or one package, is one platform; platforms never import each other.
"""
