from coopnet.initiatives.service.likeness import find_alike
from coopnet.initiatives.service.naming import find_names, find_or_add

__all__ = ["find_alike", "find_names", "find_or_add"]
