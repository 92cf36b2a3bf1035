"""What a warm parent has imported: all that a daemon and the commands need."""

# ruff: noqa: F401  they are imported for their own sake

import adapters.catalogue
import adapters.folder
import adapters.http
import adapters.mastodon
import scheduler.app
import scheduler.cli.article
import scheduler.cli.commands
import scheduler.cli.daemon
import scheduler.cli.log
import scheduler.cli.posts
import scheduler.cli.queue
import scheduler.daemon
import scheduler.daemon.serving
import scheduler.dispatch
import scheduler.doctor
import scheduler.intake
import scheduler.metrics
import scheduler.notices
import scheduler.store.migrate
