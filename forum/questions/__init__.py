"""Questions to peers, the advice that answers them, offers of help, and how an offer and a question meet."""
