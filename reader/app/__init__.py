"""Puts the parts together: the only place that knows both the engine and Qt."""
