"""The pages that gather several features: one module with one blueprint for each kind of page."""
