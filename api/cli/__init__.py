"""The command `policy-assistant`: one module a command, imported only when it is called."""
