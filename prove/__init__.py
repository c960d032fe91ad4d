"""`make prove`: whether prompts, likeness, prices and times hold on a real image model, within a budget.

looks      the pictures that are asked for, and why
journal    what was spent on which call, in a file that survives a crash
calling    one call of a provider, its picture encoded and judged
proving    the run: the next picture that is missing, as long as the budget covers its worst case
figures    what came of it, against the numbers the product was sold on
report     the same as a page
"""
