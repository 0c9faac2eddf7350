"""fusebench measured beside the tools it replaces; README.md says how."""
