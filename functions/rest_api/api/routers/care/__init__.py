"""Routes about patients: who they are, what calls brought, and what a person has to act on."""
