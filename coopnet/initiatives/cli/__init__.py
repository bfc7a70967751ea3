from coopnet.initiatives.cli.commands import initiatives

__all__ = ["initiatives"]
