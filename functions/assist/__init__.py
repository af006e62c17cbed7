"""What a machine may suggest to a responder: a summary, tags, a draft. It never acts."""
