"""The pages of questions and offers: one module with one blueprint for each job."""
