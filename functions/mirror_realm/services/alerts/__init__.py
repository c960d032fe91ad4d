"""Alerts to the operator's webhook, for deployments that do not use Cloud Monitoring."""
