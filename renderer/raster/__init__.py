"""Drawing operations → pixels."""
