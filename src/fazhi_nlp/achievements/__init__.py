"""Achievements: what a quantity counts, which verb governs it, which head it is a part of."""
