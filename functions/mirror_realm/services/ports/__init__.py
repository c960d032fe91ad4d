"""Ports: the interfaces that services need (store, files, accounts, providers), and the paths of data."""
