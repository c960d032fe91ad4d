"""Figure: a person's head, face, body and hands, drawn from an appearance, an expression and a pose."""
