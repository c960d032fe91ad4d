"""The RPCs of google.firestore.v1.Firestore, by what they are about."""
