"""How tambour speaks to platforms.

    base       the seam: values, errors, protocols
    platforms  the platforms that ship with tambour, as data
    registry   a platform's name -> its adapter's class
    http       response or exception -> adapter error
    reading    what an answer must hold
    enclosed   images that travel within an intent
    guard      which machines may be called
    sound      whether another package's adapter is one
    powers     what an adapter can do, read off its class
    catalogue  the platforms there are, with all that
    networks   what fits on networks that only a person reaches
    prices     what platforms charge
    waiting    how long a platform asks to be left alone
    texts      what several platforms ask of a text
    markup     a text as HTML or Markdown
    naming     a post's title and its address, on sites that have pages
    graph      the API that Facebook, Instagram and Threads share
    containers posts of Instagram and Threads before they are public
    hosting    images that a platform fetches
    bearing    APIs that take a bearer token
    extending  tokens that are exchanged for fresh ones
    line       connections that are kept open
    files      several files written as one
    testing    the rules that every adapter keeps, as tests

One module, or one package, is one platform; platforms never import each other. To add one:

1. Write a class that satisfies `base.Adapter` and takes a `base.Connection` alone. Ask with `http.ask`, publish with
   `http.publish`, and pass an `exceptions` function where the platform means something else by a status.
2. Put all that a repeat must not change into the intent: with the key, it is what makes two requests one post.
3. Add `Replays`, `Finds`, `Replies` and the other powers of `base` where, and only where, the platform can keep their
   promises, and say its class and how it was checked: `idempotency`, `checked`.
4. Derive its test from `testing.WireRules`, with a stand-in that answers as the platform does.
5. List it in `platforms`; in another package, as an entry point of the group `tambour.adapters`, with its `options` in
   the class (docs/write-an-adapter.md builds one).
"""
