"""The demo clinic: fictional patients, one per family of causes."""
