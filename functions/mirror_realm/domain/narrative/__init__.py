"""The voice of I-There: its messages about one picture (`messages`) and about the change between two (`evolution`).

Its words are in `languages/`, a module for each language.
Its sign is 🪞.
"""
