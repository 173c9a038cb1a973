"""An optional language model; everything it writes passes the gate."""
