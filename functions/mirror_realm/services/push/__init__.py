"""Pushes: the devices that users register, and what is sent to them when a picture is ready."""
