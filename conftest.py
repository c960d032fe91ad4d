"""What holds for every test there is, the embedded Firebase's own as well: what is drawn, and what each file cost."""

pytest_plugins = ["tests.drawing", "tests.costs", "pytester"]
