"""The surfaces of the page on which `eval.bench.markup` puts payloads, and the window over them."""
