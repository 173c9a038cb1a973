"""What members of staff work with: accounts, the desk, editing and figures."""
