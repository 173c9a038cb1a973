"""The staff's part of the interface: signing in, the desk, editing, figures, accounts, keys."""
