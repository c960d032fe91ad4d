"""What the ports are made of outside: Firestore, Storage, images, providers."""
