from coopnet.initiatives.service.naming import find_names, find_or_add

__all__ = ["find_names", "find_or_add"]
