from coopnet.places.service.venues import find_or_add_venue, locate

__all__ = ["find_or_add_venue", "locate"]
