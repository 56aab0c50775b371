"""The one kind of failure that people can put right."""


class RunError(Exception):
    """One line that says what is wrong, where, and what to do next. Trying again would not help."""
