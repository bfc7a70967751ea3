from coopnet.initiatives.service.naming import find_or_add

__all__ = ["find_or_add"]
