"""A barrier's states: their sets, labels and sentences, who may move it where, and what groups' answers lead to. Pure."""
