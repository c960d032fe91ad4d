"""The voice of I-There: what it says of a picture (`messages`) and of the way between two (`evolution`).

Its sign is 🪞.
"""
