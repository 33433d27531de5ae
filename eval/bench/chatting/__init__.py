"""Parts of the benches of language models: the scripted server, claims, faults, times."""
