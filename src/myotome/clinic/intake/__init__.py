"""The interview, one question a screen."""
