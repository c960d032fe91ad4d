"""Adapters: the implementations of the ports on Firestore, Storage, Auth, Pillow and the image providers."""
