"""One factory for each model, in the file of its app. What can be published is, unless `draft=True` is said."""
