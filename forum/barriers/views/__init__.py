"""The pages of barriers: one module with one blueprint for each job."""
