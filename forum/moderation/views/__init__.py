"""The pages of moderation: one module with one blueprint for each job."""
