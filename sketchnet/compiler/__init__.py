"""The neural compiler: a network that reads code and draws it, and what it is measured against."""
