"""Credits that are bought, and the history of all credits; what pictures cost is in `allowance`."""
