from coopnet.vocabulary.rules.terms import Term, read_terms

__all__ = ["Term", "read_terms"]
