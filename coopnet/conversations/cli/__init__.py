from coopnet.conversations.cli.commands import mail

__all__ = ["mail"]
