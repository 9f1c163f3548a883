"""The ground floor: organisations, people, and who may see what. Knows no HTTP, no identity provider and no feature."""
