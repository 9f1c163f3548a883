"""A development identity provider: several realms in one process, shaped like Keycloak. Never for real sign-in."""
