from coopnet.trainings.cli.commands import trainings

__all__ = ["trainings"]
