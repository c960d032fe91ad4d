"""Privacy: erasing a person, merging a guest, finding accounts that are gone."""
