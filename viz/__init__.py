"""Pages of the graph: choose a subgraph (`select`), lay it out (`layout`), write it as one HTML file (`page`)."""
