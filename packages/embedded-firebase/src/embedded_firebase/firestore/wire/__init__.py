"""What travels on the port: HTTP/2 frames, gRPC calls and plain HTTP/1.1; nothing here knows Firestore."""
