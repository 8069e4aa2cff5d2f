"""Where the work is done: child processes with limits, pools of them, a cluster."""
