class RuleBroken(Exception):  # noqa: N818 - the name of the field: a rule was broken
    """A refusal that a person can understand.

    `code` is a stable word (`registration_closed`); the web edge turns it and `values` into a sentence. Raising it
    inside `committing()` rolls everything back, so a result that must be kept is never a `RuleBroken`.
    """

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values
