"""The seam between tambour and a platform: values, errors and protocols, standard library only.

An adapter publishes in two steps. `prepare` does whatever is invisible to the public (upload an image,
freeze the record) and returns an `Intent`, which the scheduler makes durable; `publish` sends the one
request that makes the post public. An error says what the scheduler must do next:

    AdapterError
    ├── Unavailable       nothing was published: try again, after `retry_after` where it is known
    ├── Unauthorized      the credentials were refused: hold the account, keep the post
    ├── Refused           the platform will never take this post as it is
    │   └── Unsupported   the platform has no way to express it
    ├── Duplicate         the platform already has this post; `receipt` names it where it said which
    └── Uncertain         the request may have been carried out: ask before sending again

Adapters never sleep, retry, cut text, log secrets or read settings.
"""

from adapters.base.adapter import Adapter, Connection, Vault
from adapters.base.errors import AdapterError, Duplicate, Refused, Unauthorized, Unavailable, Uncertain, Unsupported
from adapters.base.limits import Counting, Limits, LinkPlace
from adapters.base.options import Option, OptionKind
from adapters.base.powers import (
    Composes,
    Deletes,
    Expires,
    Finds,
    Fits,
    HandsOver,
    Hears,
    Lists,
    Measures,
    Permits,
    Rations,
    ReadsLimits,
    Refreshes,
    Replays,
    ReplaysSome,
    Replies,
    Settles,
)
from adapters.base.values import Card, Content, Heard, Identity, Intent, Json, Media, Part, Quota, Receipt, Sent

__all__ = [
    "Adapter",
    "AdapterError",
    "Card",
    "Composes",
    "Connection",
    "Content",
    "Counting",
    "Deletes",
    "Duplicate",
    "Expires",
    "Finds",
    "Fits",
    "HandsOver",
    "Heard",
    "Hears",
    "Identity",
    "Intent",
    "Json",
    "Limits",
    "LinkPlace",
    "Lists",
    "Measures",
    "Media",
    "Option",
    "OptionKind",
    "Part",
    "Permits",
    "Quota",
    "Rations",
    "ReadsLimits",
    "Receipt",
    "Refreshes",
    "Refused",
    "Replays",
    "ReplaysSome",
    "Replies",
    "Sent",
    "Settles",
    "Unauthorized",
    "Unavailable",
    "Uncertain",
    "Unsupported",
    "Vault",
]
