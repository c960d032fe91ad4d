"""Privacy: erasing a user, merging a guest, finding deleted accounts."""
