"""The long-running process: one pump, a pulse that watches it, chores from time to time, and a graceful end."""
