"""Entities: finders by rule and knowledge, and the arbiter that makes ``doc.ents`` of what they and a model propose."""
