"""The encoder: one forward pass of one Chinese BERT for section types, topics, headings, entity tags, indicators and actions."""
