"""The page of what one is told, and the pages by which mails are stopped."""
