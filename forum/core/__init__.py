"""What every feature stands on: database, clock, events, outbox, text. Knows neither HTTP nor features."""
