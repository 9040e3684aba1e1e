"""Whether somebody is at the desk: silence since the last input, locks and sleep."""
