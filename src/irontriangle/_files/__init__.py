"""How values are written and read: text to documents, documents to values and back."""
