"""Requests to be called back: asked by anybody, kept once, worked off by the front desk. Its rules are those of visits/call_back."""
