"""What every kind of thread shares: words, comments, tags, drafts, follows, who may read it."""
