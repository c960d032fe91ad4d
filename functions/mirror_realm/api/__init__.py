"""The edge: what comes in is validated here, what goes out is spelled here, errors are translated here."""
