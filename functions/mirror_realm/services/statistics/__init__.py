"""Statistics: the figures of closed days and months, and the report of them for administrators."""
