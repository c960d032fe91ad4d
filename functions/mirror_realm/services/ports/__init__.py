"""Ports: what the services need from outside (store, files, accounts, providers), and where it is kept."""
