"""Files of observations: read by their layout, checked row by row, taken whole or not at all."""
