"""Who is told what: listens to events and writes mails into the outbox."""
