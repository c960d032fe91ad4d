"""The REST API: the same RPCs as JSON over HTTP/1.1, for clients and tools that do not speak gRPC."""
