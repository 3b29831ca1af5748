"""A SPARQL 1.1 endpoint with a query page and pages of the graph, read-only, on a snapshot of the dataset.

Queries run in processes of their own (`worker`, `pool`), so that one that takes too long or too much can be ended and
the others go on. `protocol` and `graphs` are the W3C's protocols, `pages` are for people.
"""
