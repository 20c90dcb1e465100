"""How fast Sweetspot is, beside others and on municipalities: ``python -m benchmarks`` writes docs/performance.md."""
