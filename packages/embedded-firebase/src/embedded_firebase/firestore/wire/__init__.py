"""The protocols of the port: HTTP/2 frames, gRPC calls and plain HTTP/1.1, without knowledge of Firestore."""
