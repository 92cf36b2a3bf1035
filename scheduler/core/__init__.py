"""The rules of tambour, pure: values in, values out; no I/O, no clock, no dice."""
