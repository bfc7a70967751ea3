"""Words of a training's address, made from its title."""

from functools import partial

from coopnet.vocabulary.rules import slugs

slugify = partial(slugs.slugify, otherwise="formacio")
