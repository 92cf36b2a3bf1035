"""Every error that tambour raises on purpose; its message is what the user reads.

    TambourError
    ├── SettingsError          the settings file is missing or wrong
    ├── SourceError            the articles of a feed, a sitemap or an export are not to be had
    ├── ArticleError           an article cannot be read, or cannot be promoted
    ├── WhenError              a time was not understood, or cannot be used
    ├── PlanError              the posts asked for do not fit the account's rhythm
    ├── SheetError             a file of posts cannot be read
    ├── MediaError             an image cannot be read, or fits no limit
    ├── StoreError             the database cannot be used
    │   └── NewerDatabase      it was written by a later version
    ├── DatabaseReplaced       its file is another one, or gone, since a daemon began to serve it
    ├── NotFound               no such post, account or article
    ├── WrongState             the post's state does not allow that
    ├── CredentialError        a secret is not where the settings say
    ├── NoticeError            nobody could be told
    ├── PlatformError          a platform did not do what was asked by hand
    └── DaemonRunning          a daemon already serves this database

What goes wrong on a platform is an `adapters.base.AdapterError`; it never leaves the dispatcher or `doctor`.
"""


class TambourError(Exception):
    """Something the user can act on; the message names the thing, the cause and what to do next."""


class SettingsError(TambourError):
    """The settings file is missing or wrong."""


class SourceError(TambourError):
    """The articles of a feed, a sitemap or an export are not to be had."""


class ArticleError(TambourError):
    """An article cannot be read, or cannot be promoted."""


class WhenError(TambourError):
    """A time was not understood, or cannot be used."""


class PlanError(TambourError):
    """The posts asked for do not fit the account's rhythm."""


class PlanMoved(PlanError):
    """The queue or the clock has moved since a plan was made: another one is to be made."""


class SheetError(TambourError):
    """A file of posts cannot be read."""


class MediaError(TambourError):
    """An image cannot be read, or fits no limit."""


class StoreError(TambourError):
    """The database cannot be used."""


class NewerDatabase(StoreError):
    """The database was written by a later version of tambour."""


class DatabaseReplaced(TambourError):
    """The database's file is another one, or gone, since a daemon began to serve it."""


class NotFound(TambourError):
    """There is no such post, account or article."""


class WrongState(TambourError):
    """The post's state does not allow that."""


class CredentialError(TambourError):
    """A secret is not where the settings say."""


class NoticeError(TambourError):
    """Nobody could be told."""


class PlatformError(TambourError):
    """A platform did not do what was asked by hand."""


class DaemonRunning(TambourError):
    """A daemon already serves this database."""
