"""The outbox: what is to be sent, written with its cause; who sends it claims it first and puts on record what came of it."""
