"""Drawing as an environment: programs written statement by statement, rewarded by their pixels."""
