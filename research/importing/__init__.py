"""Records of a file become publications: judged against those that are there, written, undone."""
