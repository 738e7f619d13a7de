"""The pages that every kind of thread shares: one module with one blueprint for each job."""
