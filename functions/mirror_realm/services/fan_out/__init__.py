"""Fan-out: one thing done to many documents, a page a task of the queue, or a page a turn of the reaper."""
