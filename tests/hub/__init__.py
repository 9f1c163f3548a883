"""Tests of the product, through HTTP."""
