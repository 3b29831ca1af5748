"""The property graph: rows made from the dataset, and the two engines that hold them, asked in one Cypher."""
