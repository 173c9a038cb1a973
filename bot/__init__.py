"""The engine: retrieval, calculators, eligibility, answering, storage and their assembly."""
